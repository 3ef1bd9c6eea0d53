package suite

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func mustParse(t *testing.T, id, text string) *Case {
	t.Helper()
	c, err := Parse(id, id+Ext, []byte(text), false)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return c
}

// A user's script may hold the rest of testscript; Foreign tells what to refuse.
func TestForeign(t *testing.T) {
	c := mustParse(t, "x", "talk\nexec sh -c 'a # b' # c\n[exec:curl] [linux] talk\n[unix] talk\n[go1.20] skip\n! grep x y\n"+"\n-- talk --\n= pass 2xx\n")
	var got []string
	for _, f := range c.Foreign() {
		got = append(got, fmt.Sprintf("%s %v %s %q", f.Pos, f.Not, f.Word, f.Args))
	}
	want := []string{
		`x.txtar:2 false exec ["sh" "-c" "a # b"]`,
		`x.txtar:3 false talk []`,
		`x.txtar:5 false skip []`,
		`x.txtar:6 true grep ["x" "y"]`,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if _, err := Parse("x", "x", []byte("talk\nexce sh\n-- talk --\n= pass 2xx\n"), false); err == nil || err.Error() != "x:2: \"exce\" is no command\n\tdid you mean exec?" {
		t.Errorf("got %v", err)
	}
	own, err := Parse("x", "x", []byte(hostMissing), true)
	if err != nil || len(own.Foreign()) != 0 {
		t.Errorf("got %v, %v", own.Foreign(), err)
	}
}

func TestPlayed(t *testing.T) {
	const sections = "\n-- a --\n= pass 2xx\n-- b --\n= pass 2xx\n-- c --\n= pass 2xx\n"
	for script, want := range map[string]string{
		"talk":                         "[a b c]",
		"talk b\ntalk":                 "[b a c]",
		"talk c b c":                   "[c b]",
		"talk b\nstop\ntalk a":         "[b]",
		"talk b\n[linux] skip\ntalk a": "[b a]",
		"[linux] talk a":               "[a]",
	} {
		if got := fmt.Sprint(mustParse(t, "x", script+sections).Played()); got != want {
			t.Errorf("%q: got %s, want %s", script, got, want)
		}
	}
}

// Names that are fine: in patterns before they are captured, in sent bytes after.
func TestNames(t *testing.T) {
	for _, text := range []string{
		"> \\{$host}\\{$path}\\{$echo}\\{$fields}\\\n= pass 2xx\n=   content \\{$later}\n=   field A \\{any as later}\n",
		"= pass 2xx\n=   field A \\{any as m}\n> \\{$m}\\{noise $n}\\\n",
		"> \\{$a}\\\n-- b --\n< \\{any as a}\\\n",
		"* repeat $n\n< \\{bytes $n as a}\\\n* end\n",
		"< \\{any as a}\\\n> \\{$v}\\\n",
	} {
		src := "# A.\n#\n# each: n: 1 | 2\n# each: v: \\{$n}\\{$a}\n\ntalk\n-- a --\n" + text
		if !strings.Contains(text, "as a") {
			src = strings.Replace(src, "\\{$a}\n", "x\n", 1)
		}
		if _, err := Parse("x", "x", []byte(src), true); err != nil {
			t.Errorf("%s\n%v", src, err)
		}
	}
}

func TestWaits(t *testing.T) {
	for _, tt := range []struct {
		name, head, text string
		want             time.Duration
	}{
		{"nothing", "", "> a\\\n= pass silent\n* silent\n", 0},
		{"pause", "", "* pause 400ms\n* pause 0.3s\n", 700 * time.Millisecond},
		{"open and silent", "", "* open 600ms\n* silent 0.4s\n", time.Second},
		{"repeat", "", "* repeat 10\n* pause 10ms\n* repeat 3\n* pause 5ms\n* end\n* end\n* pause 1ms\n", 251 * time.Millisecond},
		{"repeat by name", "each: n: 5 | x | 20", "* repeat $n\n* pause 10ms\n* end\n", 200 * time.Millisecond},
		{"drip", "", "* drip 1 100ms\n> abcdefgh\\r\\n\n", 900 * time.Millisecond},
		{"drip of many", "", "* drip 10 100ms\n> \\{rep 4 \\{noise 10}}\\\n", 300 * time.Millisecond},
		{"drip of a sweep", "each: v: a | abcd", "* drip 1 100ms\n> \\{$v}\\{$host}\\\n", 400 * time.Millisecond},
		{"drip of a file", "", "* drip 1 100ms\n> \\{file a.txt}\\\n-- a.txt --\nabc\n", 300 * time.Millisecond},
		{"drip elsewhere", "", "* connect a\n*a drip 1 100ms\n> abcdefgh\\\n>a ab\\\n", 100 * time.Millisecond},
		{"drip before connect", "", "* drip 1 100ms\n* connect\n> abcdefgh\\\n", 0},
		{"sip", "", "* sip 65536 50ms\n* sip 0\n", 50 * time.Millisecond},
		{"without end", "each: n: 1000000000", strings.Repeat("* repeat $n\n", 40) + "* pause 1s\n" + strings.Repeat("* end\n", 40), 24 * time.Hour},
	} {
		head := ""
		if tt.head != "" {
			head = "# A.\n#\n# " + tt.head + "\n\n"
		}
		c := mustParse(t, "x", head+"talk\n-- talk --\n"+tt.text)
		// Sums are in floating point: a microsecond more or less is the same.
		if got := c.Waits().Round(time.Microsecond); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if got, want := c.Slow(), tt.want >= time.Second; got != want {
			t.Errorf("%s: got slow %v, want %v", tt.name, got, want)
		}
	}
	if c := mustParse(t, "x", "# A.\n#\n# tags: slow\n\ntalk\n-- talk --\n= pass 2xx\n"); !c.Slow() {
		t.Error("the tag slow does not make a case slow")
	}
}

func TestSuiteAndTopic(t *testing.T) {
	for id, want := range map[string]string{
		"http1/host/missing": "http1 host", "tutorial/01-answers": "tutorial ", "a": " ",
		"/tmp/cases/a": "tmp cases", "../cases/a": "cases ", "a/b/c/d": "a b",
	} {
		c := &Case{ID: id}
		if got := c.Suite() + " " + c.Topic(); got != want {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
}

func TestNew(t *testing.T) {
	file, text, err := New("dir/host-missing")
	if err != nil || file != "dir/host-missing.txtar" {
		t.Fatalf("got %q, %v", file, err)
	}
	c, err := Parse("dir/host-missing", file, text, false)
	if err != nil {
		t.Fatal(err)
	}
	if errs := Vet([]*Case{c}, Facts{Fixtures: noFixtures, Faults: []string{}, Rules: []string{}}); errs != nil {
		t.Errorf("vet: %v", errs)
	}
	for _, k := range Keys() {
		if got := strings.Contains(string(text), " "+k.Name+":"); got == k.OfStage() {
			t.Errorf("that the new case tells of the key %s is %v, want %v", k.Name, got, !got)
		}
	}
	for in, want := range map[string]string{
		"a.txtar": "a.txtar", "x/y/01-z": "x/y/01-z.txtar",
		"": "", "Host": "", "a b": "", "x/.txtar": "", "-a": "", "x/é": "",
	} {
		file, _, err := New(in)
		if file != want || (err == nil) != (want != "") {
			t.Errorf("New(%q): got %q, %v, want %q", in, file, err, want)
		}
	}
}
