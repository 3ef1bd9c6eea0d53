package message

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
)

// corpus are messages of all kinds, whole and not.
var corpus = []string{
	"",
	"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
	"HTTP/1.1 200 OK\nContent-Length: 5, 5\n\nhelloHTTP/1.1 404 X\r\n\r\n",
	"HTTP/1.1 204 \r\nA: b\r\n c\r\n\td\r\n\r\n",
	"HTTP/1.0 200\r\n\r\nrest",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nA: b\r\nC : d\r\n\r\nmore",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 \nhello\n0\n\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nx",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nxyz",
	"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nx",
	"HTTP/1.1 200 OK\r\n   Content-Type: text/html\r\nno field\r\n: x\r\na b: c\r\n\x00: \x00\r\n\r\n",
	"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\n00000",
	"HTTP/1.x 200 OK\r\n\r\n",
	"Yes",
}

// FuzzParseResponse holds three properties: no panic; a message that ends by
// itself is the same when nothing follows it, and every shorter prefix of it is
// incomplete; a Reader fed in two parts agrees with ParseResponse.
func FuzzParseResponse(f *testing.F) {
	for i, s := range corpus {
		f.Add([]byte(s), uint8(i%3), i%4 == 0, uint16(i))
	}
	f.Fuzz(func(t *testing.T, b []byte, e uint8, head bool, cut uint16) {
		end, method := End(e%3), "GET"
		if head {
			method = "HEAD"
		}
		r, err := ParseResponse(b, end, method)
		checkResult(t, b, end, r, err)
		if err == nil && r.Framing != FramedClose {
			short, err := ParseResponse(b[:r.Len], More, method)
			if err != nil || !reflect.DeepEqual(short, r) {
				t.Fatalf("alone: got %+v %v, want %+v", short, err, r)
			}
			step := 1 + r.Len/64
			for n := r.Len - 1; n >= 0; n -= step {
				if _, err := ParseResponse(b[:n], More, method); err != ErrIncomplete {
					t.Fatalf("after %d of %d bytes: got %v, want ErrIncomplete", n, r.Len, err)
				}
			}
		}
		var two Reader
		n := min(int(cut), len(b))
		first, firstErr := two.Response(b[:n:n], More, method)
		if firstErr == ErrIncomplete {
			first, firstErr = two.Response(b, end, method)
		}
		if !sameResult(first, firstErr, r, err) {
			t.Fatalf("in two parts: got %+v %v, want %+v %v", first, firstErr, r, err)
		}
	})
}

// checkResult checks what holds for any result.
func checkResult(t *testing.T, b []byte, end End, r *Response, err error) {
	t.Helper()
	var broken *Broken
	var not *NotHTTP
	switch {
	case err == nil:
		if r.Len > len(b) || r.HeadLen > r.Len || r.HeadLen == 0 || len(r.Content) > r.Len || !bytes.Equal(r.Raw, b[:r.Len]) {
			t.Fatalf("got Len %d, HeadLen %d, %d bytes of content out of %d", r.Len, r.HeadLen, len(r.Content), len(b))
		}
		for _, f := range append(r.Fields, r.Trailers...) {
			if f.Name == "" && f.Bad == "" || f.Name != "" && !IsToken(f.Name) || bytes.IndexByte(f.Line, '\n') >= 0 {
				t.Fatalf("got field %+v", f)
			}
		}
	case err == ErrIncomplete:
		if end != More {
			t.Fatalf("incomplete, but the connection has ended")
		}
	case errors.As(err, &broken):
		if broken.Why == "" || broken.Got > int64(len(b)) {
			t.Fatalf("got %+v", broken)
		}
	case !errors.As(err, &not):
		t.Fatalf("got an error of another kind: %v", err)
	}
}

// sameResult compares results; errors by their text.
func sameResult(r1 *Response, err1 error, r2 *Response, err2 error) bool {
	if (err1 == nil) != (err2 == nil) || err1 != nil && err1.Error() != err2.Error() {
		return false
	}
	return reflect.DeepEqual(r1, r2)
}

func FuzzScanRequests(f *testing.F) {
	for _, test := range requestTests {
		f.Add([]byte(test.in))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		at := 0
		for _, q := range ScanRequests(b) {
			if q.Start < at || q.End <= q.Start || q.End > len(b) {
				t.Fatalf("got %+v after %d of %d bytes", q, at, len(b))
			}
			if q.Method != "" && !IsToken(q.Method) {
				t.Fatalf("got method %q", q.Method)
			}
			if !q.Whole && q.End != len(b) {
				t.Fatalf("got %+v, neither whole nor the last", q)
			}
			at = q.End
		}
	})
}
