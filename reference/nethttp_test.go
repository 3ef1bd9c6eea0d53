package reference

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestNetHTTP: Go's own client has nothing to complain of.
func TestNetHTTP(t *testing.T) {
	base := "http://" + startStrict(t, Limits{})
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	do := func(method, path string, body io.Reader, fields ...string) (*http.Response, string) {
		t.Helper()
		q, err := http.NewRequest(method, base+path, body)
		must(t, err)
		for _, f := range fields {
			name, value, _ := strings.Cut(f, ": ")
			q.Header.Set(name, value)
		}
		r, err := client.Do(q)
		must(t, err)
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		must(t, err)
		return r, string(b)
	}
	if r, b := do("GET", "/hello.txt", nil); r.StatusCode != 200 || b != "Hello, World!\n" {
		t.Errorf("got %s %q", r.Status, b)
	}
	r, b := do("GET", "/data.json", nil) // the client asks for gzip and decodes
	if !r.Uncompressed || !strings.HasPrefix(strings.TrimSpace(b), "{") && !strings.HasPrefix(strings.TrimSpace(b), "[") {
		t.Errorf("got %s %.40q", r.Status, b)
	}
	if r, _ := do("HEAD", "/large.bin", nil); r.ContentLength != 1<<20 {
		t.Errorf("got length %d", r.ContentLength)
	}
	if r, b := do("GET", "/hello.txt", nil, "Range: bytes=7-11"); r.StatusCode != 206 || b != "World" {
		t.Errorf("got %s %q", r.Status, b)
	}
	if r, _ := do("GET", "/hello.txt", nil, "If-None-Match: "+helloTag); r.StatusCode != 304 {
		t.Errorf("got %s", r.Status)
	}
	if r, _ := do("GET", "/sub", nil); r.StatusCode != 301 || r.Header.Get("Location") != "/sub/" {
		t.Errorf("got %s %s", r.Status, r.Header)
	}
	big := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // 1 MiB
	for _, expect := range []string{"X: y", "Expect: 100-continue"} {
		if r, b := do("POST", "/echo", bytes.NewReader(big), expect); r.StatusCode != 200 || b != string(big) {
			t.Errorf("%s: got %s, %d bytes", expect, r.Status, len(b))
		}
		// A reader of unknown length is sent chunked.
		if r, b := do("POST", "/echo", io.MultiReader(bytes.NewReader(big)), expect); r.StatusCode != 200 || b != string(big) || len(r.TransferEncoding) != 1 {
			t.Errorf("%s: got %s, %d bytes, %v", expect, r.Status, len(b), r.TransferEncoding)
		}
	}
	if r, b := do("POST", "/fields", strings.NewReader("x"), "X-One: two words"); r.StatusCode != 200 || !strings.Contains(b, "\nX-One: two words\n") {
		t.Errorf("got %s %q", r.Status, b)
	}
	if r, _ := do("DELETE", "/hello.txt", nil); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("got %s %v", r.Status, r.Header)
	}
}
