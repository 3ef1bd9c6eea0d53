package message

import (
	"errors"
	"fmt"
	"testing"
)

var testHeadLimits = HeadLimits{RequestLine: 200, FieldLine: 200, Section: 400, Fields: 10}

// headOf reads a head in pieces of the given size and tells what came of it.
func headOf(b []byte, piece int) string {
	r := HeadReader{Dialect: Dialect{}.Complete(), Limits: testHeadLimits}
	var h RequestHead
	r.Reset(&h)
	var unread []byte
	used := 0
	for at := 0; at < len(b); {
		n := min(piece, len(b)-at)
		unread = append(unread, b[at:at+n]...)
		at += n
		took, done, err := r.Read(unread)
		used += took
		unread = unread[took:]
		if err != nil {
			return refusal(err)
		}
		if done {
			return fmt.Sprintf("%s %q HTTP/%d.%d %d fields, %s %d, %d bytes",
				h.Method, h.Target.Raw, h.Major, h.Minor, len(h.Fields), h.Framing, h.Length, used)
		}
	}
	return "more"
}

// refusal is the status of an error; the reason may hang on the pieces.
func refusal(err error) string {
	var e *Refused
	if !errors.As(err, &e) || e.Why == "" || e.Status < 400 {
		return "not a refusal: " + err.Error()
	}
	return fmt.Sprint(e.Status)
}

func TestHeadReader(t *testing.T) {
	long := make([]byte, 300)
	for i := range long {
		long[i] = 'a'
	}
	for _, test := range []struct{ send, want string }{
		{"GET / HTTP/1.1\r\nHost: a\r\n\r\nrest", `GET "/" HTTP/1.1 1 fields, none 0, 27 bytes`},
		{"\r\n\r\nGET * HTTP/1.0\r\n\r\n", `GET "*" HTTP/1.0 0 fields, none 0, 22 bytes`},
		{"P /x HTTP/1.9\r\nContent-Length: 007\r\n\r\n", `P "/x" HTTP/1.9 1 fields, length 7, 38 bytes`},
		{"P /x HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n", `P "/x" HTTP/1.1 1 fields, chunked 0, 45 bytes`},
		{"GET / HTTP/1.1\r\n", "more"},
		{"GET / HTTP/2.0\r\n", "505"},
		{"GET / HTTP/1.1\n", "400"},
		{"\x16\x03\x01", "400"},
		{"GET /" + string(long), "414"},
		{string(long), "501"},
		{"GET / HTTP/1.1\r\nX: " + string(long), "431"},
		{"GET / HTTP/1.1\r\n" + string(long[:150]) + ":\r\n" + string(long[:150]) + ":\r\n" + string(long[:150]) + ":\r\n", "431"},
		{"GET / HTTP/1.1\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\n", "431"},
	} {
		for _, piece := range []int{1, 2, 7, len(test.send)} {
			if got := headOf([]byte(test.send), piece); got != test.want {
				t.Errorf("%.60q in pieces of %d: got %s, want %s", test.send, piece, got, test.want)
			}
		}
	}
}

// chunksOf decodes a chunked body in pieces of the given size.
func chunksOf(b []byte, piece int) string {
	var h RequestHead
	r := ChunkReader{Dialect: Dialect{}.Complete(), Head: &h, Limits: ChunkLimits{Line: 60, Extensions: 80, Trailer: 60}}
	var unread, content []byte
	for at := 0; at < len(b); {
		n := min(piece, len(b)-at)
		unread = append(unread, b[at:at+n]...)
		at += n
		for {
			data, took, done, err := r.Read(unread)
			content = append(content, data...)
			unread = unread[took:]
			if err != nil {
				return refusal(err)
			}
			if done {
				return fmt.Sprintf("%q %d trailers, %d left", content, len(h.Trailers), len(unread)+len(b)-at)
			}
			if took == 0 {
				break
			}
		}
	}
	return "more"
}

func TestChunkReader(t *testing.T) {
	for _, test := range []struct{ send, want string }{
		{"5\r\nhello\r\n0\r\n\r\n", `"hello" 0 trailers, 0 left`},
		{"1;a=\"x;y\" ; b\r\nh\r\n0A\r\n0123456789\r\n00\r\nX: y\r\n\r\nGET", `"h0123456789" 1 trailers, 3 left`},
		{"5\r\nhel", "more"},
		{"5\r\nhello\r\n0\r\n", "more"},
		{"5\r\nhelloX", "400"},
		{"x\r\n", "400"},
		{"FFFFFFFFFFFFFFFF\r\n", "413"},
		{"7fffffffffffffff\r\n", "413"},
		{"5\n", "400"},
		{"0\r\nX : y\r\n", "400"},
		{"0\r\n y\r\n", "400"},
		{"000000000000000000000000000000000000000000000000000000000000000000000", "400"},
		{"1;a=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\nx\r\n1;a=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\nx\r\n", "413"},
		{"0\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", "431"},
	} {
		for _, piece := range []int{1, 2, 5, len(test.send)} {
			if got := chunksOf([]byte(test.send), piece); got != test.want {
				t.Errorf("%.60q in pieces of %d: got %s, want %s", test.send, piece, got, test.want)
			}
		}
	}
}

// FuzzRequestReaders: never a panic, and the pieces don't matter.
func FuzzRequestReaders(f *testing.F) {
	for _, s := range []string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\r\nP * HTTP/1.0\r\nContent-Length: 1\r\n\r\n", "5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
		"CONNECT a:1 HTTP/1.1\r\n\r\n", "GET http://[::1]/?q HTTP/1.1\r\n a\r\n"} {
		f.Add([]byte(s), uint8(3))
	}
	f.Fuzz(func(t *testing.T, b []byte, piece uint8) {
		n := max(int(piece), 1)
		if whole, parts := headOf(b, len(b)+1), headOf(b, n); whole != parts {
			t.Errorf("head %q: whole %s, in pieces of %d %s", b, whole, n, parts)
		}
		if whole, parts := chunksOf(b, len(b)+1), chunksOf(b, n); whole != parts {
			t.Errorf("chunks %q: whole %s, in pieces of %d %s", b, whole, n, parts)
		}
	})
}
