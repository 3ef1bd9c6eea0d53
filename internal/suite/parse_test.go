package suite

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"httpkit/internal/rfc"
	"httpkit/internal/wire"
)

// hostMissing is the example of the design.
const hostMissing = `# A request without a Host field is refused.
#
# rfc:     9112#section-3.2-6
# level:   MUST
# catches: host-optional
# why:     Without Host a server of many sites picks one by chance; caches then mix them up.
# hint:    After the last field line, look for exactly one Host before you route the request.

talk

-- talk --
> GET \{$path} HTTP/1.1\r\n
> Accept: */*\r\n
> \r\n
= pass 400
= warn ended -- refused, but the client is not told why
`

// full has every key, values that go on, and sections of both kinds.
const full = `# A sentence: with a colon.
#
# rfc:     9112#section-3.2-6
#          9110#section-15.5.6
# level:   security
# needs:   echo
#   routes
# each: n: +5 | \x00..\x02 | \
#          | 9..11 | \{rep 2 a|b}
# each: v: W/\{$etag}
# catches: a-fault another-fault
# why:     One
#            two.
# hint:
#          Three.
# stage:   7
# tags:    slow alone big
# timeout: 1.5s
# kills:   It reads once.
# owns:    date allow

# a phase
[!windows] [offers:files] talk second # a comment
skip 'it''s late'
-- second --
> GET \{$path}\{$n}\{$v} HTTP/1.1\r\n
-- a/page.html --
<p>
-- first --
= pass 2xx
=   field ETag \{etag as etag}
`

func TestParse(t *testing.T) {
	c, err := Parse("http1/host/missing", "missing.txtar", []byte(hostMissing), true)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Title, "A request without a Host field is refused."; got != want {
		t.Errorf("title: got %q, want %q", got, want)
	}
	if c.Suite() != "http1" || c.Topic() != "host" || c.Slow() || c.Plays() != 1 || c.Timeout != 0 {
		t.Errorf("got suite %q, topic %q, slow %v, plays %d, timeout %v", c.Suite(), c.Topic(), c.Slow(), c.Plays(), c.Timeout)
	}
	if got, want := fmt.Sprint(c.Refs, c.Level, c.Catches, c.Why != "", c.Hint != ""), "[9112#section-3.2-6]MUST[host-optional] true true"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	s := c.Section("talk")
	if s == nil || c.Section("other") != nil || len(s.Lines) != 5 {
		t.Fatalf("sections: %v", c.Sections)
	}
	for i, l := range s.Lines {
		if want := (wire.Pos{File: "missing.txtar", Line: 12 + i}); l.Pos != want {
			t.Errorf("line %d: got %v, want %v", i, l.Pos, want)
		}
	}
	if got, want := c.KeyPos["hint"].Line, 7; got != want {
		t.Errorf("hint: got line %d, want %d", got, want)
	}
	if !strings.HasPrefix(hostMissing, string(c.Script)) || !strings.HasSuffix(string(c.Script), "talk\n\n") {
		t.Errorf("script: %q", c.Script)
	}
}

// TestParseStage: what explain tells of a stage, in the order it was written in.
func TestParseStage(t *testing.T) {
	c, err := Parse("mine", "mine.txtar", []byte("# A sentence.\n#\n# stage: 3\n# read: One\n#   two.\n# node: A.\n# c: B.\n# python: C.\n# go: D.\n\ntalk\n-- talk --\n> a\\\n= pass 2xx\n"), false)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%d %s %v", c.Stage, c.Read, c.Usual), "3 One two. [{Node A.} {C B.} {Python C.} {Go D.}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseFull(t *testing.T) {
	c, err := Parse("mine", "mine.txtar", []byte(full), false)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, s := range c.Each {
		for i := range s.Values {
			values = append(values, s.Label(i))
		}
	}
	for _, tt := range []struct{ what, got, want string }{
		{"title", c.Title, "A sentence: with a colon."},
		{"refs", fmt.Sprint(c.Refs), "[9112#section-3.2-6 9110#section-15.5.6]"},
		{"level", string(c.Level), string(rfc.Security)},
		{"needs", fmt.Sprint(c.Needs), "[echo routes]"},
		{"asks", fmt.Sprint(c.Asks()), "[echo files routes]"},
		{"each", strings.Join(values, " "), `n=+5 n=\0 n=\x01 n=\x02 n=\ n=9 n=10 n=11 n=\{rep 2 a|b} v=W/\{$etag}`},
		{"catches", fmt.Sprint(c.Catches), "[a-fault another-fault]"},
		{"why", c.Why, "One two."},
		{"hint", c.Hint, "Three."},
		{"stage", fmt.Sprint(c.Stage), "7"},
		{"tags", fmt.Sprint(c.Tags, c.HasTag("big"), c.HasTag("small")), "[slow alone big] true false"},
		{"timeout", c.Timeout.String(), (1500 * time.Millisecond).String()},
		{"kills", c.Kills, "It reads once."},
		{"owns", fmt.Sprint(c.Owns), "[date allow]"},
		{"keys", fmt.Sprint(len(c.KeyPos), c.KeyPos["each"].Line, c.Each[1].Pos.Line), "12 8 10"},
		{"commands", fmt.Sprint(c.Commands), "[{mine.txtar:23 [{true windows} {false offers:files}] false talk [second]} {mine.txtar:24 [] false skip [it's late]}]"},
		{"sections", c.Sections[0].Name + " " + c.Sections[1].Name, "second first"},
		{"files", fmt.Sprintf("%q", c.Files), `map["a/page.html":"<p>\n"]`},
		{"markers", fmt.Sprint(c.Markers), "map[a/page.html:mine.txtar:27 first:mine.txtar:29 second:mine.txtar:25]"},
		{"sets", fmt.Sprint(c.Sets(), c.Captures()), "[echo etag fields host n path v] [etag]"},
		{"played", fmt.Sprint(c.Played()), "[second]"},
		{"plays", fmt.Sprint(c.Plays(), c.Play(0), c.Play(8)), "9 [0 0] [8 0]"},
		{"suite", c.Suite() + c.Topic(), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.what, tt.got, tt.want)
		}
	}
}

// What a file means does not depend on its line ends, nor on the last one.
func TestLayout(t *testing.T) {
	same := func(c *Case) string {
		return fmt.Sprintf("%q %+v %q %v", c.Script, c.Commands, c.Files, c.KeyPos) + formats(c)
	}
	want, err := Parse("x", "x", []byte(full), false)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"CRLF":         strings.ReplaceAll(full, "\n", "\r\n"),
		"no last end":  strings.TrimSuffix(full, "\n"),
		"blanks after": strings.ReplaceAll(full, "\n#\n", "\n# \t\n"),
	} {
		got, err := Parse("x", "x", []byte(text), false)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if name == "blanks after" {
			got.Script = want.Script // they stay in it: testscript does not mind
		}
		if same(got) != same(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, same(got), same(want))
		}
	}
}

func formats(c *Case) string {
	var b strings.Builder
	for _, s := range c.Sections {
		b.Write(s.Format())
		fmt.Fprintln(&b, s.Lines[0].Pos)
	}
	return b.String()
}

// A user's case needs no head, and no key.
func TestNoHead(t *testing.T) {
	for _, head := range []string{"", "\n", "# Only a sentence.\n", "# Only a sentence.\n#\n", "# A.\n#\n# level: MAY\n\n# and a comment: as one likes\n#any\n"} {
		if _, err := Parse("x", "x", []byte(head+"talk\n-- talk --\n= pass 2xx\n"), false); err != nil {
			t.Errorf("%q: %v", head, err)
		}
	}
}

// Every play of several sweeps is another one.
func TestPlay(t *testing.T) {
	c := &Case{Each: []Sweep{{Values: make([]wire.Text, 3)}, {Values: make([]wire.Text, 4)}, {Values: make([]wire.Text, 1)}}}
	seen := map[string]bool{}
	for n := range c.Plays() {
		seen[fmt.Sprint(c.Play(n))] = true
	}
	if len(seen) != 12 || !seen["[2 3 0]"] || fmt.Sprint(c.Play(1)) != "[0 1 0]" {
		t.Errorf("got %v", seen)
	}
}
