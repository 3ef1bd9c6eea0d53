package main

import (
	"strings"
	"testing"

	"httpkit/internal/wire"
)

func TestMaskedLines(t *testing.T) {
	long := strings.Repeat("x", inlineBytes+1)
	for _, c := range []struct {
		name string
		part part
		in   string
		want string
	}{
		{"date", fields, "Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n", `< Date: \{date}\r\n`},
		{"no date", fields, "Date: yesterday\r\n", `< Date: yesterday\r\n`},
		{"letter case and blanks", fields, "date:\tTue, 02 Jan 2024 03:04:05 GMT \r\n", `< date:\t\{date}\x20\r\n`},
		{"last modified", fields, "Last-Modified: Tue, 02 Jan 2024 03:04:05 GMT\n", `< Last-Modified: \{date}\n`},
		{"tag", fields, "ETag: W/\"a\"\r\n", `< ETag: \{etag}\r\n`},
		{"age", fields, "Age: 12\r\n", `< Age: \{int}\r\n`},
		{"cookie", fields, "Set-Cookie: sid=abc; Path=/\r\n", `< Set-Cookie: sid=\{any}\r\n`},
		{"request id", fields, "X-Request-Id: 6f1a\r\n", `< X-Request-Id: \{any}\r\n`},
		{"trace id of a cloud", fields, "x-amzn-Trace-Id: Root=1-5\r\n", `< x-amzn-Trace-Id: \{any}\r\n`},
		{"stays", fields, "Server: a\\b {1}\r\n", `< Server: a\\b {1}\r\n`},
		{"escaped value stays masked", fields, "X-Request-Id: \x1b[31m\r\n", `< X-Request-Id: \{any}\r\n`},
		{"no value", fields, "Date:\r\n", `< Date:\r\n`},
		{"no ending", fields, "Date: Tue, 02 Jan 2024 03:04:05 GMT", `< Date: Tue, 02 Jan 2024 03:04:05 GMT\`},
		{"not in a head", asIs, "Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n", `< Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n`},
		{"content", content, "Age: 12\n", `< Age: 12\n`},
		{"long content", content, long, "# their SHA-256 was "},
	} {
		got := strings.Join(maskedLines("<", c.part, []byte(c.in)), "\n")
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
		want            []span
	}{
		{"nothing", get, "", []span{{0, asIs}}},
		{"length", get, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", []span{{17, asIs}, {38, fields}, {40, content}, {40, asIs}}},
		{"head only", "HEAD / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", []span{{17, asIs}, {38, fields}, {38, content}, {38, asIs}}},
		{"interim first", get, "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
			[]span{{17, asIs}, {19, fields}, {19, content}, {36, asIs}, {57, fields}, {57, content}, {57, asIs}}},
		{"chunked stays", get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []span{{17, asIs}, {47, fields}, {52, asIs}, {52, asIs}}},
		{"no HTTP", get, "Yes", []span{{3, asIs}}},
		{"no HTTP, with an empty line", get, "HTTP/1.x 200 OK\n\nhi", []span{{17, asIs}, {19, content}}},
	} {
		got := spansOf([]byte(c.sent), []byte(c.got))
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
