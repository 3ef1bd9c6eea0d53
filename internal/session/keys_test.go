package session

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/term"
)

// screenless is a terminal that shows nothing.
type screenless struct {
	io.Reader
	io.Writer
}

// typedLines reads what was typed in pieces, through keys and x/term, to the end.
func typedLines(t *testing.T, pieces ...string) []string {
	t.Helper()
	r, w := io.Pipe()
	go func() {
		for _, p := range pieces {
			io.WriteString(w, p)
		}
		w.Close()
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	k := &keys{src: newSource(r), ctx: ctx}
	defer k.src.close()
	e := term.NewTerminal(screenless{k, io.Discard}, "> ")
	e.AutoCompleteCallback = func(line string, pos int, key rune) (string, int, bool) {
		k.answer(line, pos, key)
		return "", 0, false
	}
	var out []string
	for {
		line, err := e.ReadLine()
		if err != nil {
			if ctx.Err() != nil {
				t.Fatalf("%q: hangs", pieces)
			}
			return out
		}
		end := k.line()
		if end.cancelled {
			line = "cancelled: " + line
		}
		out = append(out, end.whole(line))
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"a\rb\n\r", "a|b|"},
		{"a\r\nb\r\n", "a|b"},
		{"abc\x1b[D\x1b[DX\r", "aXbc"},
		{"abc\x1bOD\x1bODX\r", "aXbc"},
		{"abc\x1b[HX\x1b[FY\r", "XabcY"},
		{"abc\x1b[1~X\x1b[4~Y\r", "XabcY"},
		{"one two\x1b[1;5DX\r", "one Xtwo"},
		{"one two\x1bbX\r", "one Xtwo"},
		{"abc\x7fX\x15d\r", "d"},
		{"a\x1b[11~\x1b[?1;2c\x1bOPb\r", "ab"}, // F1, an answer of the terminal, F1
		{"a\x1b\x1bxb\r", "ab"},
		{"a\x03b\r", "cancelled: a^C|b"},
		{"abc\x1b[D\x03\r", "cancelled: abc^C|"},
		{"\x1b[200~a\tb\x03\x1b[Dc\nd\x1b[201~e\r", `a\tb\x03c|de`},
		{"\xff\xfe\r", `\xff\xfe`},
		{"\u00fc\u20ac\u03b1\u0416\u2013\r", "\u00fc\u20ac\u03b1\u0416\u2013"},
		{"\u65e5a\u0301\U0001f600\r", `\xe6\x97\xa5a\xcc\x81\xf0\x9f\x98\x80`},
		{"\uff21\u00ad\u200d\r", `\xef\xbc\xa1\xc2\xad\xe2\x80\x8d`},
		{strings.Repeat("x", 5000) + "y\rz\r", strings.Repeat("x", 5000) + "y|z"},
	} {
		for _, pieces := range [][]string{{c.typed}, strings.Split(c.typed, "")} {
			if got := strings.Join(typedLines(t, pieces...), "|"); got != c.want {
				t.Errorf("%.60q in %d pieces: got %.60q, want %.60q", c.typed, len(pieces), got, c.want)
			}
		}
	}
}

// Whatever is typed, the editor ends with it, and lines and their ends agree.
func FuzzKeys(f *testing.F) {
	for _, s := range []string{"a\r", "\x1b[", "\x1b[200~\x03", "\x1bO", "\xe2\x82", "\x1b[1;", strings.Repeat("\x1b[1", 300), "\x0c\x14\x0b\r", "^C\r\x04"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, line := range typedLines(t, s) {
			if strings.ContainsAny(line, "\x1b\x03\r\n") {
				t.Errorf("%q: got %q", s, line)
			}
		}
	})
}

func TestComplete(t *testing.T) {
	s := New(Config{})
	t.Chdir(t.TempDir())
	for _, name := range []string{"my file.png", "my file.txt", "my own"} {
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ before, want, several string }{
		{"GE", "GET ", ""},
		{"P", "P", "PATCH|POST|PUT"},
		{"GET / ", "GET / HTTP/1.", ""},
		{"x-f", "X-Forwarded-For: ", ""},
		{"cont", "Content-", ""},
		{"Connection: cl", "Connection: close", ""},
		{":sp", ":split ", ""},
		{":e", ":e", ":edit|:explain|:eol"},
		{":eol c", ":eol cr", ""},
		{":file my ", ":file my ", "my file.png|my file.txt|my own"},
		{":file my f", ":file my file.", ""},
		{"Connection: ", "Connection: ", "close|keep-alive|upgrade"},
		{"zzz", "zzz", ""},
	} {
		got, pos, several := complete(c.before, len(c.before), s.Candidates)
		if got != c.want || pos != len(got) || strings.Join(several, "|") != c.several {
			t.Errorf("%q: got %q at %d, %q, want %q, %q", c.before, got, pos, several, c.want, c.several)
		}
	}
}

func TestParseTyped(t *testing.T) {
	for _, c := range []struct{ text, eol, want string }{
		{"", `\r\n`, `\r\n`},
		{"GET /", `\r\n`, `GET /\r\n`},
		{"GET / ", `\n`, `GET / \n`},
		{`a\n`, `\r\n`, `a\n`},
		{`a\\n`, `\r\n`, `a\\n\r\n`},
		{`a\`, `\r\n`, `a\`},
		{"> a", `\r`, `a\r`},
		{">", `\r\n`, `>\r\n`},
		{"<p>", `\r\n`, `<p>\r\n`},
		{"# a", `\`, `# a\`},
		{`\q`, `\r\n`, ""},
	} {
		l, err := parseTyped(c.text, c.eol)
		switch {
		case err != nil && c.want != "":
			t.Errorf("%q: %v", c.text, err)
		case err == nil && l.Text.String() != c.want:
			t.Errorf("%q: got %s, want %s", c.text, l.Text.String(), c.want)
		}
	}
}

func TestUnescaped(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{`:file \xe6\x97\xa5.png`, ":file \u65e5.png"},
		{`:get /a\xe6\x97`, `:get /a\xe6\x97`},
		{`:get /\xc3\xbc`, `:get /\xc3\xbc`}, // nobody types that for a letter that is narrow
		{`:get /\x41`, `:get /\x41`},
	} {
		if got := meant(c.typed); got != c.want {
			t.Errorf("%s: got %s, want %s", c.typed, got, c.want)
		}
		if back := escaped(c.want); back != c.typed {
			t.Errorf("%s: back it is %s", c.typed, back)
		}
	}
}
