package golden

import (
	"strings"
	"testing"

	"httpkit/internal/wire"
)

func TestMaskedLines(t *testing.T) {
	long := strings.Repeat("x", inlineBytes+1)
	for _, c := range []struct {
		name string
		part Part
		in   string
		want string
	}{
		{"date", Fields, "Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n", `< Date: \{date}\r\n`},
		{"no date", Fields, "Date: yesterday\r\n", `< Date: yesterday\r\n`},
		{"letter case and blanks", Fields, "date:\tTue, 02 Jan 2024 03:04:05 GMT \r\n", `< date:\t\{date}\x20\r\n`},
		{"last modified", Fields, "Last-Modified: Tue, 02 Jan 2024 03:04:05 GMT\n", `< Last-Modified: \{date}\n`},
		{"tag", Fields, "ETag: W/\"a\"\r\n", `< ETag: \{etag}\r\n`},
		{"age", Fields, "Age: 12\r\n", `< Age: \{int}\r\n`},
		{"cookie", Fields, "Set-Cookie: sid=abc; Path=/\r\n", `< Set-Cookie: sid=\{any}\r\n`},
		{"request id", Fields, "X-Request-Id: 6f1a\r\n", `< X-Request-Id: \{any}\r\n`},
		{"trace id of a cloud", Fields, "x-amzn-Trace-Id: Root=1-5\r\n", `< x-amzn-Trace-Id: \{any}\r\n`},
		{"stays", Fields, "Server: a\\b {1}\r\n", `< Server: a\\b {1}\r\n`},
		{"escaped value stays masked", Fields, "X-Request-Id: \x1b[31m\r\n", `< X-Request-Id: \{any}\r\n`},
		{"no value", Fields, "Date:\r\n", `< Date:\r\n`},
		{"no ending", Fields, "Date: Tue, 02 Jan 2024 03:04:05 GMT", `< Date: Tue, 02 Jan 2024 03:04:05 GMT\`},
		{"not in a head", AsIs, "Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n", `< Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n`},
		{"content", Content, "Age: 12\n", `< Age: 12\n`},
		{"long content", Content, long, "# their SHA-256 was "},
	} {
		got := strings.Join(Lines("<", c.part, []byte(c.in)), "\n")
		if c.name == "long content" {
			if !strings.HasPrefix(got, c.want) || !strings.HasSuffix(got, "\n< \\{bytes 4097}\\") {
				t.Errorf("%s: got %s", c.name, got)
			}
			continue
		}
		if !sameBytes(t, got, c.want) {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// sameBytes compares two lines by what they mean: how a blank at the end of a
// value is written is for package wire to say.
func sameBytes(t *testing.T, a, b string) bool {
	t.Helper()
	var forms []string
	for _, line := range []string{a, b} {
		s, err := wire.ParseSection("test", "talk", 1, []byte(line+"\n"))
		if err != nil {
			t.Errorf("%s: %v", line, err)
			return false
		}
		forms = append(forms, string(s.Format()))
	}
	return forms[0] == forms[1]
}

func TestSpans(t *testing.T) {
	get := "GET / HTTP/1.1\r\n\r\n"
	for _, c := range []struct {
		name, sent, got string
		want            []Span
	}{
		{"nothing", get, "", []Span{{0, AsIs}}},
		{"length", get, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", []Span{{17, Status}, {38, Fields}, {40, Content}, {40, AsIs}}},
		{"head only", "HEAD / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", []Span{{17, Status}, {38, Fields}, {38, Content}, {38, AsIs}}},
		{"interim first", get, "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
			[]Span{{17, Status}, {19, Fields}, {19, Content}, {36, Status}, {57, Fields}, {57, Content}, {57, AsIs}}},
		{"chunked stays", get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []Span{{17, Status}, {47, Fields}, {52, Chunks}, {52, AsIs}}},
		{"no HTTP", get, "Yes", []Span{{3, AsIs}}},
		{"no HTTP, with an empty line", get, "HTTP/1.x 200 OK\n\nhi", []Span{{17, AsIs}, {19, Content}}},
	} {
		got := Spans(Methods([]byte(c.sent)), []byte(c.got))
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}
