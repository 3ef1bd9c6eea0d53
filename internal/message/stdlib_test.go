package message

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// net/http is the second opinion: on well-formed messages it must read what we
// read.
func TestAgainstNetHTTP(t *testing.T) {
	bodies := []struct {
		name, fields, body string
		close              bool
	}{
		{"length", "Content-Length: 12\r\n", "Hello World\n", false},
		{"same lengths", "Content-Length: 12\r\nContent-Length: 12\r\n", "Hello World\n", false},
		{"chunked", "Transfer-Encoding: chunked\r\n", "6\r\nHello \r\n6;x=y\r\nWorld\n\r\n0\r\n\r\n", false},
		{"chunked with trailers", "Trailer: X-A, X-B\r\nTransfer-Encoding: chunked\r\n", "c\r\nHello World\n\r\n0\r\nX-A: 1\r\nX-B: 2\r\n\r\n", false},
		{"to the close", "", "Hello World\n", true},
	}
	for _, status := range []int{200, 201, 204, 206, 304, 404, 500} {
		for _, method := range []string{"GET", "HEAD", "POST", "CONNECT"} {
			for _, version := range []string{"HTTP/1.0", "HTTP/1.1"} {
				for _, body := range bodies {
					if version == "HTTP/1.0" && strings.Contains(body.fields, "chunked") {
						continue // net/http ignores Transfer-Encoding there, RFC 9112 section 6.1 calls it faulty
					}
					if method == "CONNECT" && status/100 == 2 {
						continue // net/http leaves the tunnel to its caller
					}
					name := fmt.Sprintf("%s %d %s %s", method, status, version, body.name)
					in := fmt.Sprintf("%s %d Some Reason\r\nServer: x\r\nX-List: a\r\nX-List:  b \r\nX-Empty:\r\n%s\r\n", version, status, body.fields)
					if method != "HEAD" && status != 204 && status != 304 {
						in += body.body
					}
					if !body.close {
						in += "HTTP/1.1 299 Next\r\n\r\n"
					}
					compare(t, name, in, method)
				}
			}
		}
	}
}

func compare(t *testing.T, name, in, method string) {
	t.Helper()
	got, err := ParseResponse([]byte(in), FIN, method)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	br := bufio.NewReader(strings.NewReader(in))
	want, err := http.ReadResponse(br, &http.Request{Method: method})
	if err != nil {
		t.Errorf("%s: net/http: %v", name, err)
		return
	}
	content, err := io.ReadAll(want.Body)
	if err != nil {
		t.Errorf("%s: net/http: %v", name, err)
		return
	}
	rest, _ := io.ReadAll(br)
	if got.Status != want.StatusCode || got.Version != want.Proto || !bytes.Equal(got.Content, content) || in[got.Len:] != string(rest) {
		t.Errorf("%s: got %d %s %q rest %q\nwant %d %s %q rest %q", name, got.Status, got.Version, got.Content, in[got.Len:], want.StatusCode, want.Proto, content, rest)
	}
	for field, values := range want.Header {
		value, _ := got.Get(field)
		if field == "Content-Length" {
			value = got.Values(field)[0] // net/http makes one of several that are the same
		}
		if value != strings.Join(values, ", ") {
			t.Errorf("%s: %s: got %q, want %q", name, field, value, values)
		}
	}
	for field, values := range want.Trailer {
		if value, _ := Get(got.Trailers, field); value != strings.Join(values, ", ") {
			t.Errorf("%s: trailer %s: got %q, want %q", name, field, value, values)
		}
	}
	if got.Framing != FramedClose && want.Close != got.SaysClose() {
		t.Errorf("%s: got close %v, want %v", name, got.SaysClose(), want.Close)
	}
}

// Whatever is cut off, both see that something is missing.
func TestCutOffAgainstNetHTTP(t *testing.T) {
	for _, in := range []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
	} {
		for n := range len(in) {
			var broken *Broken
			if _, err := ParseResponse([]byte(in[:n]), FIN, "GET"); !errors.As(err, &broken) {
				t.Errorf("%q: got %v, want a Broken", in[:n], err)
			}
			want, err := http.ReadResponse(bufio.NewReader(strings.NewReader(in[:n])), nil)
			if err == nil {
				_, err = io.ReadAll(want.Body)
			}
			if err == nil {
				t.Errorf("%q: net/http takes it", in[:n])
			}
		}
	}
}
