package message

import (
	"slices"
	"strings"
	"testing"
)

func TestStatusLine(t *testing.T) {
	tests := []struct {
		in, line, version, reason string
		status                    int
		faults                    int
	}{
		{"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK", "HTTP/1.1", "OK", 200, 0},
		{"HTTP/1.1 404 Not Found\n\n", "HTTP/1.1 404 Not Found", "HTTP/1.1", "Not Found", 404, 1},
		{"HTTP/1.0 500 \r\n\r\n", "HTTP/1.0 500 ", "HTTP/1.0", "", 500, 0},
		{"HTTP/1.1 204\r\n\r\n", "HTTP/1.1 204", "HTTP/1.1", "", 204, 0},
		{"HTTP/1.1 204\r\n\n", "HTTP/1.1 204", "HTTP/1.1", "", 204, 1},
		{"HTTP/1.9 099  two\xff\r\n\r\n", "HTTP/1.9 099  two\xff", "HTTP/1.9", " two\xff", 99, 0},
	}
	for _, test := range tests {
		r, err := ParseResponse([]byte(test.in), FIN, "HEAD")
		if err != nil {
			t.Errorf("%q: %v", test.in, err)
			continue
		}
		if string(r.StatusLine) != test.line || r.Version != test.version || r.Status != test.status || r.Reason != test.reason || len(r.Faults) != test.faults {
			t.Errorf("%q: got %q %q %d %q %q", test.in, r.StatusLine, r.Version, r.Status, r.Reason, r.Faults)
		}
		if r.HeadLen != len(test.in) || r.String() != strings.TrimSpace(test.line) {
			t.Errorf("%q: got a head of %d bytes, %q", test.in, r.HeadLen, r)
		}
	}
}

func TestPersistence(t *testing.T) {
	tests := []struct {
		in    string
		close bool
	}{
		{"HTTP/1.1 200 OK\r\n\r\n", false},
		{"HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\n", true},
		{"HTTP/1.1 200 OK\r\nConnection: x\r\nconnection: y, close\r\n\r\n", true},
		{"HTTP/1.1 200 OK\r\nConnection: closed\r\n\r\n", false},
		{"HTTP/1.0 200 OK\r\n\r\n", true},
		{"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", false},
		{"HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\n\r\n", true},
		{"HTTP/1.2 200 OK\r\n\r\n", false},
	}
	for _, test := range tests {
		r, err := ParseResponse([]byte(test.in), FIN, "HEAD")
		if err != nil || r.SaysClose() != test.close {
			t.Errorf("%q: got %v %v, want %v", test.in, r.SaysClose(), err, test.close)
		}
	}
}

func TestInterim(t *testing.T) {
	for status, want := range map[string]bool{"100": true, "103": true, "199": true, "101": false, "200": false} {
		r, err := ParseResponse([]byte("HTTP/1.1 "+status+" X\r\n\r\n"), FIN, "HEAD")
		if err != nil || r.Interim() != want {
			t.Errorf("%s: got %v %v, want %v", status, r.Interim(), err, want)
		}
	}
}

func TestGetValuesHas(t *testing.T) {
	r, err := ParseResponse([]byte("HTTP/1.1 204 X\r\nVary: Accept\r\nA: 1\r\nvary: Accept-Encoding , ,\"x, y\"\r\nE:\r\n\r\n"), More, "")
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := r.Get("VARY"); !ok || v != `Accept, Accept-Encoding , ,"x, y"` {
		t.Errorf("got %q %v", v, ok)
	}
	if v, ok := r.Get("e"); !ok || v != "" {
		t.Errorf("empty field: got %q %v", v, ok)
	}
	if v, ok := r.Get("B"); ok || v != "" || r.Values("B") != nil {
		t.Errorf("missing field: got %q %v", v, ok)
	}
	if v := r.Values("vary"); !slices.Equal(v, []string{"Accept", `Accept-Encoding , ,"x, y"`}) {
		t.Errorf("got %q", v)
	}
	for member, want := range map[string]bool{"accept": true, "accept-encoding": true, `"x, y"`: true, "x": false, "": false} {
		if r.Has("Vary", member) != want {
			t.Errorf("has %q: want %v", member, want)
		}
	}
}

// growth feeds in byte by byte and gives each step's reader result.
func growth(in []byte, end End, method string) (*Response, error) {
	var r Reader
	for n := range len(in) {
		if resp, err := r.Response(in[:n:n], More, method); err != ErrIncomplete {
			return resp, err
		}
	}
	return r.Response(in, end, method)
}

// A Reader that gets one byte more each time ends like ParseResponse on the
// whole.
func TestReaderGrowing(t *testing.T) {
	for _, s := range corpus {
		for _, end := range []End{More, FIN, RST} {
			in := []byte(s)
			want, wantErr := ParseResponse(in, end, "GET")
			got, err := growth(in, end, "GET")
			if !sameResult(got, err, want, wantErr) {
				t.Errorf("%q %v: got %+v %v, want %+v %v", s, end, got, err, want, wantErr)
			}
		}
	}
}

// What was decoded is not looked at again: it is overwritten here.
func TestReaderLooksOnce(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	in := []byte(head + "5;a=\"b\"\r\nhello\r\n006\r\n world\r\n0\r\nA: b\r\n\r\n")
	b := append([]byte(nil), in...)
	var r Reader
	for n := range len(b) {
		if _, err := r.Response(b[:n:n], More, "GET"); err != ErrIncomplete {
			t.Fatalf("after %d bytes: %v", n, err)
		}
		if n > len(head) && r.body.phase != chunkTrailer {
			for i := len(head); i < r.body.pos; i++ {
				b[i] = '!'
			}
		}
	}
	resp, err := r.Response(b, More, "GET")
	if err != nil || string(resp.Content) != "hello world" {
		t.Fatalf("got %v %v", resp, err)
	}
	if len(resp.Trailers) != 1 || resp.Trailers[0].Value != "b" || resp.Len != len(in) {
		t.Errorf("got %+v", resp)
	}
}

// After a message the Reader begins with the next one.
func TestReaderNextMessage(t *testing.T) {
	b := []byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\nHTTP")
	var r Reader
	for _, want := range []int{100, 200, 404} {
		resp, err := r.Response(b, More, "GET")
		if err != nil || resp.Status != want {
			t.Fatalf("got %v %v, want %d", resp, err, want)
		}
		b = b[resp.Len:]
	}
	if _, err := r.Response(b, More, "GET"); err != ErrIncomplete {
		t.Errorf("got %v, want ErrIncomplete", err)
	}
}
