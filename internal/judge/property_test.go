package judge

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"strconv"
	"strings"
	"testing"
)

// answer makes a 200 of field lines, parted by "|", and content.
func answer(fields, content string) string {
	head := "HTTP/1.1 200 OK\r\nContent-Length: " + strconv.Itoa(len(content)) + "\r\n"
	if fields != "" {
		head += strings.ReplaceAll(fields, "|", "\r\n") + "\r\n"
	}
	return head + "\r\n" + content
}

func packed(t testing.TB, w func(io.Writer) io.WriteCloser, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := w(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func asGzip(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
func asZlib(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }

func TestProperties(t *testing.T) {
	gz := packed(t, asGzip, "hello")
	chunked := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-T: a\r\nx-t: b\r\n\r\n"
	for _, r := range []struct{ props, seen, want string }{
		// field
		{`field X`, answer("X: 1", ""), "pass 0.0 answered 1"},
		{`field x`, answer("X: 1", ""), "pass 0.0 answered 1"},
		{`field Y`, answer("X: 1", ""), "fails"},
		{`! field Y`, answer("X: 1", ""), "pass 0.0 answered 1"},
		{`! field X`, answer("X: 1", ""), "fails"},
		{`field X 1`, answer("X: 1", ""), "pass 0.0 answered 1"},
		{`field X 1`, answer("X:   1\t ", ""), "pass 0.0 answered 1"},
		{`field X 1`, answer("X: 12", ""), "fails"},
		{`field X a`, answer("X: A", ""), "fails"},
		{`field X 1, 2`, answer("X: 1|Y: 3|x: 2", ""), "pass 0.0 answered 1"},
		{`field? X 1`, answer("", ""), "pass 0.0 answered 1"},
		{`field? X 1`, answer("X: 2", ""), "fails"},
		{`! field? X 1`, answer("X: 2", ""), "pass 0.0 answered 1"},
		{`! field X 1`, answer("X: 2", ""), "pass 0.0 answered 1"},
		{`! field X 1`, answer("", ""), "pass 0.0 answered 1"},
		{`! field X 1`, answer("X: 1", ""), "fails"},
		{`field Host-Is \{$host}`, answer("Host-Is: h", ""), "pass 0.0 answered 1"},
		{`field Date \{date}`, answer("Date: Tue, 02 Jan 2024 03:04:05 GMT", ""), "pass 0.0 answered 1"},
		{`field Date \{date}`, answer("Date: Tue, 30 Feb 2024 03:04:05 GMT", ""), "fails"},
		// has
		{`field Allow has GET`, answer("Allow: HEAD, get", ""), "pass 0.0 answered 1"},
		{`field Allow has GET`, answer("Allow: HEAD|Allow: GET", ""), "pass 0.0 answered 1"},
		{`field Allow has GET`, answer("Allow: HEAD, GETX", ""), "fails"},
		{`field Allow has GET`, answer("", ""), "fails"},
		{`! field Allow has GET`, answer("Allow: POST", ""), "pass 0.0 answered 1"},
		{`field X has b`, answer(`X: "a, b, c"`, ""), "fails"},
		{`field X has b`, answer(`X: a;q=1, b ; q="1,2", c`, ""), "pass 0.0 answered 1"},
		// Set-Cookie is not joined.
		{`field Set-Cookie \{any as c}`, answer("Set-Cookie: a=1|Set-Cookie: b=2", ""), "pass 0.0 answered 1 c=a=1"},
		{`field Set-Cookie b=2`, answer("Set-Cookie: a=1|Set-Cookie: b=2", ""), "pass 0.0 answered 1"},
		{`field Set-Cookie a=1, b=2`, answer("Set-Cookie: a=1|Set-Cookie: b=2", ""), "fails"},
		// trailer, framing, content, size, status-line
		{`trailer X-T`, chunked, "pass 0.0 answered 1"},
		{`trailer X-T a, b`, chunked, "pass 0.0 answered 1"},
		{`trailer X-T has B`, chunked, "pass 0.0 answered 1"},
		{`field X-T`, chunked, "fails"},
		{`trailer Transfer-Encoding`, chunked, "fails"},
		{`content hello`, chunked, "pass 0.0 answered 1"},
		{`size 5`, chunked, "pass 0.0 answered 1"},
		{`size \{int as n}`, chunked, "pass 0.0 answered 1 n=5"},
		{`framing chunked`, chunked, "pass 0.0 answered 1"},
		{`framing length`, chunked, "fails"},
		{`! framing length`, chunked, "pass 0.0 answered 1"},
		{`framing length`, answer("", "x"), "pass 0.0 answered 1"},
		{`framing none`, "HTTP/1.1 204 No Content\r\n\r\n", "pass 0.0 answered 1"},
		{`content hell`, answer("", "hello"), "fails"},
		{`content \`, answer("", ""), "pass 0.0 answered 1"},
		{`content \{rest}ll\{rest}`, answer("", "hello"), "pass 0.0 answered 1"},
		{`! content \{rest}root:\{rest}`, answer("", "hello"), "pass 0.0 answered 1"},
		{`status-line HTTP/1.1 200 OK`, answer("", ""), "pass 0.0 answered 1"},
		{`status-line HTTP/1.1 200 Ok`, answer("", ""), "fails"},
		// received
		{`received X-A 1, 2`, answer("", "X-A: 1\nx-a: 2\n"), "pass 0.0 answered 1"},
		{`received X-A 1, 2`, answer("", "X-A: 1\r\nX-B: z\r\nX-A:2"), "pass 0.0 answered 1"},
		{`received X-V 1\rX-H: 2`, answer("", "X-V: 1\rX-H: 2\n"), "pass 0.0 answered 1"},
		{`received X-H`, answer("", "X-V: 1\rX-H: 2\n"), "fails"},
		{`! received X-H`, answer("", "X-V: 1\n"), "pass 0.0 answered 1"},
		{`received TE has trailers`, answer("", "TE: gzip, trailers\n"), "pass 0.0 answered 1"},
		{`received? X-A 1`, answer("", "no field\n"), "pass 0.0 answered 1"},
		// decoded
		{`decoded hello`, answer("", "hello"), "pass 0.0 answered 1"},
		{`decoded hello`, answer("Content-Encoding: identity", "hello"), "pass 0.0 answered 1"},
		{`decoded hello`, answer("Content-Encoding: gzip", gz), "pass 0.0 answered 1"},
		{`decoded hello`, answer("Content-Encoding: X-GZip", gz), "pass 0.0 answered 1"},
		{`decoded hello`, answer("Content-Encoding: gzip", gz[:len(gz)-3]), "fails"},
		{`decoded hello`, answer("Content-Encoding: gzip", "hello"), "fails"},
		{`decoded hello`, answer("Content-Encoding: gzip", ""), "fails"},
		{`decoded hello`, answer("Content-Encoding: br", "hello"), "fails"},
		{`decoded hello`, answer("Content-Encoding: deflate", packed(t, asZlib, "hello")), "pass 0.0 answered 1"},
		{`decoded hello`, answer("Content-Encoding: gzip, deflate", packed(t, asZlib, gz)), "pass 0.0 answered 1"},
		{`decoded hello`, answer("Content-Encoding: gzip|Content-Encoding: deflate", packed(t, asZlib, gz)), "pass 0.0 answered 1"},
		{`decoded hello`, answer("Content-Encoding: deflate, gzip", packed(t, asZlib, gz)), "fails"},
		{`! decoded hello`, answer("Content-Encoding: br", "hello"), "pass 0.0 answered 1"},
		// captures
		{`field X \{any as a}; . field Y \{$a}`, answer("X: 1|Y: 1", ""), "pass 0.0 answered 1 a=1"},
		{`field X \{any as a}; . field Y \{$a}`, answer("X: 1|Y: 2", ""), "fails"},
		{`field X \{any as a}; . field Y \{$host}`, answer("X: 1|Y: h", ""), "pass 0.0 answered 1 a=1"},
		{`field? X \{any as never}; . field Y \{$never}`, answer("Y: 2", ""), "pass 0.0 answered 1"},
		{`field? X \{any as never}; . field Y \{$never}`, answer("X: 1|Y: 2", ""), "fails"},
		{`field Y \{$never}`, answer("", ""), "pass 0.0 answered 1"},
		{`! field Y \{$never}`, answer("Y: 1", ""), "pass 0.0 answered 1"},
		{`! field X \{int as a}`, answer("X: a", ""), "pass 0.0 answered 1"},
		// a fault of the case
		{`field X \{$nobody}`, answer("X: a", ""), "fails error"},
		{`content \{file nowhere.txt}`, answer("X: a", ""), "fails error"},
	} {
		s := seen(t, "")
		s.Bytes = []byte(r.seen)
		d := Block(block(t, "pass 2xx; . "+r.props), s)
		if got := short(d, s); got != r.want {
			t.Errorf("%s\n\tseen %q\n\tgot  %s (%q %v)\n\twant %s", r.props, r.seen, got, d.Misses, d.Err, r.want)
		}
	}
}

func TestWhichAnswer(t *testing.T) {
	runRows(t, []row{
		{"pass 2xx 404; . size 0", "200 404", "pass 0.0 answered 2"},
		{"pass 2xx 404; . 1 size 0", "200 404", "fails"},
		{"pass 2xx 404; . 1 content hello; . 2 size 0", "200 404", "pass 0.0 answered 2"},
		{"pass 2xx 404; . 2 ! field Date", "200 404", "pass 0.0 answered 2"},
		// A skipped interim response is not counted, a named one is.
		{"pass 2xx; . 1 content hello", "103 200", "pass 0.0 answered 1"},
		{"pass 103 2xx; . 1 field Link", "103 200", "pass 0.0 answered 1"},
		// Each outcome of the rule has the properties.
		{"pass 200 ended | 404; . size 0", "404", "pass 0.1 answered 1"},
		{"pass 200 | 404 ended; . size 0", "200", "fails"},
		// Captures of a rule that did not win are forgotten.
		{`pass 2xx; . size \{int as n}; . field X; warn 2xx; . content \{any as c}`, "200", "warn 1.0 answered 1 c=hello"},
		{`pass 2xx ended; . size \{int as n}; warn 2xx`, "200", "open"},
	})
}

// TestBomb has a few bytes that stand for more than the bound.
func TestBomb(t *testing.T) {
	b := []byte(packed(t, asGzip, strings.Repeat("\x00", 5000)))
	if out, err := decode("gzip", b, 5000); err != nil || len(out) != 5000 {
		t.Errorf("got %d bytes, %v; want 5000", len(out), err)
	}
	if out, err := decode("gzip", b, 4999); err == nil {
		t.Errorf("got %d bytes, want an error", len(out))
	}
	s := seen(t, "")
	s.Bytes = []byte(answer("Content-Encoding: "+strings.Repeat("gzip, ", 20), "x"))
	if d := Block(block(t, "pass 2xx; . decoded x"), s); d.State != Fails || !strings.Contains(d.Misses[0], "20 content codings") {
		t.Errorf("got %+v, want the property to fail", d)
	}
}
