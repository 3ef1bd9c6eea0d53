package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"httpkit/internal/wire"
)

func TestArgumentLines(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`GET / HTTP/1.1\r\n`, `> GET / HTTP/1.1\r\n`},
		{`> GET / HTTP/1.1\r\n`, `> GET / HTTP/1.1\r\n`},
		{``, `> `},
		{`* pause 1s`, `* pause 1s`},
		{`*a abort`, `*a abort`},
		{`<a x\`, `<a x\`},
		{`= pass 2xx`, `= pass 2xx`},
		{`# a remark`, `# a remark`},
		{`>GET / HTTP/1.1\r\n`, `> >GET / HTTP/1.1\r\n`},
		{`*/* all\r\n`, `> */* all\r\n`},
		{"one\\n\ntwo\\n\n", "> one\\n\n> two\\n"},
	} {
		if got := string(argumentLines([]string{c.in})); got != c.want+"\n" {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want+"\n")
		}
	}
}

func TestNameConnections(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"> a\\\n", "> a\\\n"},
		{"* connect\n> a\\\n", "* connect\n> a\\\n"},
		{"> a\\\n* connect\n> b\\\n* closed\n", "> a\\\n* connect c2\n>c2 b\\\n*c2 closed\n"},
		{"* connect\n> a\\\n* connect\n> b\\\n* connect\n= pass 2xx\n", "* connect\n> a\\\n* connect c2\n>c2 b\\\n* connect c3\n=c3 pass 2xx\n"},
		{"* connect c2\n>c2 a\\\n> b\\\n* connect\n> c\\\n", "* connect c2\n>c2 a\\\n> b\\\n* connect c3\n>c3 c\\\n"},
	} {
		s, err := wire.ParseSection("test", "talk", 1, []byte(c.in))
		if err != nil {
			t.Errorf("%q: %v", c.in, err)
			continue
		}
		nameConnections(s)
		if got := string(s.Format()); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	from := []string{"files", "hello", "hello-crlf", "tcp"}
	for _, c := range []struct{ word, want string }{
		{"helo", "hello"},
		{"hello", "hello hello-crlf"},
		{"crlf", "hello-crlf"},
		{"tpc", "tcp"},
		{"something", ""},
		{"xcs", ""}, // one letter of three is by chance
		{"", ""},
	} {
		if got := strings.Join(nearest(c.word, from), " "); got != c.want {
			t.Errorf("%q: got %q, want %q", c.word, got, c.want)
		}
	}
}

// TestColored: who decides, where no terminal is asked.
func TestColored(t *testing.T) {
	for _, c := range []struct {
		flag string
		want bool
	}{{"auto", false}, {"always", true}, {"never", false}} {
		o := options{color: c.flag}
		if got := o.colored(&bytes.Buffer{}); got != c.want {
			t.Errorf("--color %s into a buffer: got %v, want %v", c.flag, got, c.want)
		}
	}
	if isTerminal(os.NewFile(^uintptr(0), "none")) {
		t.Error("a closed file is a terminal")
	}
}

func TestShellWord(t *testing.T) {
	for in, want := range map[string]string{
		"a/b-c.txtar": "a/b-c.txtar", "two words": "'two words'", "it's": `'it'\''s'`, "": "''", "$x": "'$x'",
	} {
		if got := shellWord(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}
