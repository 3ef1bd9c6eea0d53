package compare

import (
	"testing"

	"httpkit/internal/wire"
)

// FuzzDiffer: whatever servers say, nothing panics, each is the same as itself, and
// who is named first makes no difference.
func FuzzDiffer(f *testing.F) {
	f.Add([]byte(get), []byte(ok(empty, "")), []byte(bad), byte(1))
	f.Add([]byte(get+get), []byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 S\r\n\r\nx"), []byte(coded(packed(1, "x"))), byte(2))
	f.Add([]byte("x"), []byte("Yes"), []byte(ok("Content-Type: multipart/x; boundary=\r\nLocation: ://\r\nSet-Cookie: \r\nAllow: ,\r\n", "")), byte(0))
	f.Fuzz(func(t *testing.T, sent, one, two []byte, how byte) {
		ends := []wire.RecordKind{wire.DidClosed, wire.DidReset, wire.DidAbort, wire.DidCloseWrite}
		a := Read(said(string(sent), string(one), ends[how%4]), nil)
		b := Read(said(string(sent), string(two), ends[how/4%4]), nil)
		a.Address, b.Address = "a:1", "b:2"
		if real, folded := Differ([]Seen{a, a}, nil); len(real)+len(folded) > 0 {
			t.Errorf("itself: %q %q", real, folded)
		}
		x, _ := Differ([]Seen{a, b}, nil)
		y, _ := Differ([]Seen{b, a}, nil)
		if len(x) != len(y) {
			t.Errorf("got %q one way and %q the other", x, y)
		}
	})
}
