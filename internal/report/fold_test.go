package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

func TestFold(t *testing.T) {
	for _, r := range []struct {
		text string
		n    int
		want string
	}{
		{"", 5, ""},
		{"one two three", 7, "one two|three"},
		{"one two three", 3, "one|two|three"},
		{"a-long-word b", 4, "a-long-word|b"},
		{`got "a  b c" d`, 6, `got|"a  b c"|d`},
		{`an odd " quote here`, 8, `an odd "|quote|here`},
		{"äöü äöü", 7, "äöü äöü"},
	} {
		if got := strings.Join(fold(r.text, r.n), "|"); got != r.want {
			t.Errorf("%q to %d: got %q, want %q", r.text, r.n, got, r.want)
		}
	}
}

func TestShorten(t *testing.T) {
	long := strings.Repeat("ä", 200)
	got := shorten("> " + long)
	if !strings.HasPrefix(got, "> ää") || !strings.HasSuffix(got, "ää") || !strings.Contains(got, " characters)... ") || len(got) > longest {
		t.Errorf("got %q", got)
	}
	if s := strings.Repeat("x", longest); shorten(s) != s {
		t.Error("a line that fits was cut")
	}
}

// TestColour: with colours the text is the same, and no colour is left open;
// without there is no escape sequence.
func TestColour(t *testing.T) {
	s := &suite.Summary{Results: []*suite.Result{passed("a/a"), failed(t), other("a/b", suite.Skip, "x"), other("a/c", suite.Error, "y")}}
	plain, painted := report(Options{Verbose: true}, s), report(Options{Verbose: true, Color: true}, s)
	if strings.ContainsRune(plain, 0x1b) {
		t.Error("an escape sequence without colours")
	}
	var b strings.Builder
	open := 0
	for rest := painted; ; {
		before, after, ok := strings.Cut(rest, "\x1b[")
		b.WriteString(before)
		if !ok {
			break
		}
		code, rest2, _ := strings.Cut(after, "m")
		if rest = rest2; strings.HasPrefix(code, "0") || code == "22" {
			open = 0
		} else {
			open++
		}
	}
	if b.String() != plain || open != 0 {
		t.Errorf("got %q (%d open), want the text without colours", b.String(), open)
	}
	for _, want := range []string{"\x1b[31;1mfail", "\x1b[32mpass", "\x1b[32m- < HTTP", "\x1b[31;1m+ < HTTP", "\x1b[36m  > GET", "\x1b[35m  < Hello"} {
		if !strings.Contains(painted, want) {
			t.Errorf("%q is not there", want)
		}
	}
}

// TestHarmless: whatever stands in a result, no control byte, no sequence that
// turns or hides text reaches the terminal.
func TestHarmless(t *testing.T) {
	const nasty = "\x1b[31m\x9b2J\u009b\u202e\u2066\u200b\x00\x07\b\r\x7f%s"
	r := failed(t)
	r.Case.ID, r.Case.Title, r.Case.Why, r.Case.Hint = nasty+"/x", nasty, nasty, nasty
	r.Reason, r.Values, r.Pos.File = nasty+"\n"+nasty, []string{nasty}, nasty
	r.Exchange = []suite.DiffLine{{Mark: '+', Text: "< " + nasty}}
	bare := passed(nasty)
	bare.Transcript = &wire.Transcript{Records: []wire.Record{{Kind: wire.DidReceive, Data: []byte(nasty)}, {Kind: wire.DidNote, Note: nasty}}}
	got := report(Options{Verbose: true, Again: func(string) string { return nasty }}, &suite.Summary{
		Results: []*suite.Result{r, bare, other("s/s", suite.Skip, nasty)}, Lost: nasty, LostAfter: nasty})
	for i, c := range got {
		if c != '\n' && !unicode.IsPrint(c) {
			t.Fatalf("%q reaches the terminal: %q", c, got[max(0, i-30):i+10])
		}
	}
	if strings.Contains(got, "%!") || !strings.Contains(got, `\x1b[31m\x9b2J\xc2\x9b`) {
		t.Errorf("got %s", got)
	}
}

// TestLongExchange: a line of a megabyte is one line of the report.
func TestLongExchange(t *testing.T) {
	r := passed("a/b")
	for range 3 {
		r.Transcript.Records = append(r.Transcript.Records, wire.Record{Kind: wire.DidReceive, Data: []byte(strings.Repeat("x", 1<<20))})
	}
	if got := report(Options{Verbose: true}, &suite.Summary{Results: []*suite.Result{r}}); len(got) > 4096 || !strings.Contains(got, "sha256") {
		t.Errorf("got %d bytes:\n%.2000s", len(got), got)
	}
	r = failed(t)
	for i := range 100_000 {
		r.Exchange = append(r.Exchange, suite.DiffLine{Mark: ' ', Text: fmt.Sprint("> ", i)})
	}
	if got := report(Options{}, &suite.Summary{Results: []*suite.Result{r}}); len(got) > 64<<10 {
		t.Errorf("got %d bytes", len(got))
	}
}
