package golden

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// heads are what most of the texts below begin with.
const (
	asked  = "# It is so.\n\ntalk\n\n-- talk --\n> GET / HTTP/1.1\\r\\n\n> \\r\\n\n"
	status = "HTTP/1.1 200 OK\r\n"
)

// came is what a play heard for each run of "<" lines, and the values of its
// sweeps: "n=1 m=2".
type came struct {
	values string
	bytes  []string
}

// hear puts what came into a book, as the engine would.
func hear(t testing.TB, c *suite.Case, plays []came) *Book {
	t.Helper()
	b := &Book{}
	for _, p := range plays {
		env := &wire.Env{Vars: map[string][]byte{"host": []byte("127.0.0.1:8080"), "path": []byte("/")}, Unset: map[string]bool{}}
		env.File = func(name string) ([]byte, error) { return c.ReadFile(name, fixtures.Read) }
		for _, name := range c.Captures() {
			env.Unset[name] = true
		}
		for pair := range strings.FieldsSeq(p.values) {
			name, value, _ := strings.Cut(pair, "=")
			env.Vars[name] = []byte(value)
		}
		for i, lines := range runs(c) {
			if i >= len(p.bytes) {
				break
			}
			made, err := b.Hear(script.Heard{Case: c, Values: p.values, Lines: lines, Bytes: []byte(p.bytes[i]), Methods: []string{"GET"}, Env: env})
			if err != nil {
				t.Fatal(err)
			}
			env = &wire.Env{Vars: maps.Clone(env.Vars), Unset: env.Unset, File: env.File}
			maps.Copy(env.Vars, made)
		}
	}
	return b
}

// runs are the runs of "<" lines, those of each connection by themselves.
func runs(c *suite.Case) [][]*wire.Line {
	var out [][]*wire.Line
	for _, s := range c.Sections {
		var conns []string
		run := map[string][]*wire.Line{}
		flush := func() {
			for _, conn := range conns {
				out = append(out, run[conn])
			}
			conns, run = nil, map[string][]*wire.Line{}
		}
		for i := range s.Lines {
			switch l := &s.Lines[i]; l.Kind {
			case wire.Expected:
				if run[l.Conn] == nil {
					conns = append(conns, l.Conn)
				}
				run[l.Conn] = append(run[l.Conn], l)
			case wire.Comment, wire.Blank:
			default:
				flush()
			}
		}
		flush()
	}
	return out
}

// twice are two plays of a case with one run of lines.
func twice(a, b string) []came { return []came{{bytes: []string{a}}, {bytes: []string{b}}} }

func parse(t testing.TB, text string) *suite.Case {
	t.Helper()
	c, err := suite.Parse("mine", "mine.txtar", []byte(text), false)
	if err != nil {
		t.Fatalf("%v\nin:\n%s", err, text)
	}
	return c
}

// row is a text, what came, and the text that comes of it, or why none does.
type row struct {
	name   string
	before string // behind asked; a text of its own begins like asked
	came   []came
	after  string
	why    string
}

func check(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			before, after := r.before, r.after
			if !strings.HasPrefix(before, "# It is so.") {
				before, after = asked+before, asked+after
			}
			c := parse(t, before)
			got, err := hear(t, c, r.came).Rewrite(c, []byte(before))
			if r.why != "" {
				if err == nil || !strings.Contains(err.Error(), r.why) {
					t.Fatalf("got %v\n%s\nwant an error with: %s", err, bytes.TrimPrefix(got, []byte(asked)), r.why)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != after {
				t.Errorf("got\n%s\nwant\n%s", bytes.TrimPrefix(got, []byte(asked)), strings.TrimPrefix(after, asked))
			}
			parse(t, string(got))
		})
	}
}

// lines gives lines of the notation as a text.
func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }

func TestRewrite(t *testing.T) {
	const (
		ok   = `< HTTP/1.1 200 OK\r\n`
		none = `< \r\n`
	)
	answer := func(fields, content string) string { return status + fields + "\r\n" + content }
	both := func(s string) []came { return twice(s, s) }
	check(t, []row{
		{"nothing changes", lines(ok, `< X: 1\r\n`, none), both(answer("X: 1\r\n", "")), lines(ok, `< X: 1\r\n`, none), ""},
		{"a value", lines(ok, `< X: 1\r\n`, none), both(answer("X: 2\r\n", "")), lines(ok, `< X: 2\r\n`, none), ""},
		{"the status", lines(ok, `< X: 1\r\n`, none), both("HTTP/1.1 404 Not Found\r\nX: 1\r\n\r\n"), lines(`< HTTP/1.1 404 Not Found\r\n`, `< X: 1\r\n`, none), ""},
		{"a line goes", lines(ok, `< X: 1\r\n`, `< Y: 1\r\n`, none), both(answer("Y: 1\r\n", "")), lines(ok, `< Y: 1\r\n`, none), ""},
		{"the first line goes", lines(ok, `< X: 1\r\n`), both("X: 1\r\n"), lines(`< X: 1\r\n`), ""},
		{"a line comes", lines(ok, `< Y: 1\r\n`, none), both(answer("X: 1\r\nY: 1\r\n", "")), lines(ok, `< X: 1\r\n`, `< Y: 1\r\n`, none), ""},
		{"one comes first", lines(`< X: 1\n`), both("Y: 1\nX: 1\n"), lines(`< Y: 1\n`, `< X: 1\n`), ""},
		{"a new field is masked by its name", lines(ok, none), both(answer("ETag: \"a\"\r\nX: 1\r\n", "")), lines(ok, `< ETag: \{etag}\r\n`, `< X: 1\r\n`, none), ""},
		{"a Date always", lines(ok, `< Date: Mon, 01 Jan 2024 00:00:00 GMT\r\n`, none), both(answer("Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n", "")),
			lines(ok, `< Date: \{date}\r\n`, none), ""},
		{"what was spelled out stays so", lines(ok, `< ETag: "a"\r\n`, none), both(answer("ETag: \"b\"\r\n", "")), lines(ok, `< ETag: "b"\r\n`, none), ""},
		{"comments and blank lines stay", lines(`# one`, ok, ``, `# two`, `< X: 1\r\n`, `# three`, none, ``, `# four`), both(answer("X: 2\r\nZ: 1\r\n", "")),
			lines(`# one`, ok, ``, `# two`, `< X: 2\r\n`, `< Z: 1\r\n`, `# three`, none, ``, `# four`), ""},
		{"a line that holds stays as it was written", lines(ok+"  ", `< \x58: \x31\r\n`+"\t", `< Y: 1\r\n`, none), both(answer("X: 1\r\nY: 2\r\n", "")),
			lines(ok+"  ", `< \x58: \x31\r\n`+"\t", `< Y: 2\r\n`, none), ""},
		{"content", lines(ok, none, `< a\n`, `< b\n`, `< c\`), both(answer("", "a\nx\nc")), lines(ok, none, `< a\n`, `< x\n`, `< c\`), ""},
		{"content in other pieces", lines(ok, none, `< a\`, `< b\n`, `< c\`), both(answer("", "ab\nd")), lines(ok, none, `< a\`, `< b\n`, `< d\`), ""},
		{"binary, but short", lines(ok, none, `< a\`), both(answer("", "\x00\x1b[31m\xff\n\r")), lines(ok, none, `< \0\x1b[31m\xff\n`, `< \r`), ""},
		{"no HTTP", lines(`< No\`), both("Yes\n"), lines(`< Yes\n`), ""},
		{"a head without end", lines(`< HTTP/1.1 404 Not Found\n`), both("HTTP/1.1 404 No\n"), lines(`< HTTP/1.1 404 No\n`), ""},
		{"the address of the server", lines(ok, `< X: 1\r\n`, none), both(answer("X: 1\r\nLocation: http://127.0.0.1:8080/a\r\n", "")),
			lines(ok, `< X: 1\r\n`, `< Location: http://\{$host}/a\r\n`, none), ""},
		{"nothing came", lines(ok, none), both(""), "", "mine.txtar:8: no byte of it came"},
		{"interim responses", lines(ok, none), both("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + status + "\r\n"),
			lines(`< HTTP/1.1 103 Early Hints\r\n`, `< Link: a\r\n`, none, ok, none), ""},
		{"line ends", lines(ok, `< X: 1\r\n`, none), both("HTTP/1.1 200 OK\nX: 1\n\n"), lines(`< HTTP/1.1 200 OK\n`, `< X: 1\n`, `< \n`), ""},
	})
}

// TestFile: what is no "<" line stays byte for byte, line ends too.
func TestFile(t *testing.T) {
	before := "# It is so.\r\n#\r\n# why:  it is\r\n\r\ntalk a\r\n\r\n-- a --\r\n* connect b\r\n>b x\\\r\n> y\\\r\n<b one\\n\r\n< uno\\n\r\n\r\n<b two\\n\r\n# between\r\n< due\\\r\n* closed\r\n-- f.txt --\r\n< one\\n\r\n-- z --\r\n> q\\\r\n< one\\n\r\n<  two\\n"
	after := strings.NewReplacer("<b two\\n\r\n", "<b zwei\\n\r\n<b drei\\n\r\n", "< due\\\r\n", "< duo\\n\r\n", "< one\\n\r\n<  two", "< one\\n\r\n< 1\\n\r\n< 2").Replace(before)
	check(t, []row{{"CRLF, two connections, no last line end", before,
		[]came{{bytes: []string{"one\nzwei\ndrei\n", "uno\nduo\n", "one\n1\n2\n"}}}, after, ""}})
	check(t, []row{{"all of the last run goes but one line", "# It is so.\ntalk\n-- talk --\n> x\\\n< a\\n\n< b\\n\n< c\\n",
		[]came{{bytes: []string{"a\n"}}}, "# It is so.\ntalk\n-- talk --\n> x\\\n< a\\n\n", ""}})
}
