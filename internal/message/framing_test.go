package message

import (
	"errors"
	"strings"
	"testing"
)

// crlf makes a message of lines that end in CRLF, and a body behind the "|".
func crlf(s string) string {
	head, body, _ := strings.Cut(s, "|")
	return strings.ReplaceAll(head, "\n", "\r\n") + body
}

// The rules of RFC 9112 section 6.3, in their order. A "|" stands between head
// and body.
func TestFraming(t *testing.T) {
	tests := []struct {
		name, method, in string
		end              End
		framing          Framing
		content, rest    string // rest: what does not belong to the message
	}{
		{"1 HEAD with a length", "HEAD", "HTTP/1.1 200 OK\nContent-Length: 5\n\n|next", More, FramedNone, "", "next"},
		{"1 HEAD with chunked", "HEAD", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n|", More, FramedNone, "", ""},
		{"1 HEAD without framing", "HEAD", "HTTP/1.1 404 Not Found\n\n|", More, FramedNone, "", ""},
		{"1 HEAD with an invalid length", "HEAD", "HTTP/1.1 200 OK\nContent-Length: x\n\n|", More, FramedNone, "", ""},
		{"1 100", "POST", "HTTP/1.1 100 Continue\n\n|HTTP/1.1", More, FramedNone, "", "HTTP/1.1"},
		{"1 103 with a length", "GET", "HTTP/1.1 103 Early Hints\nContent-Length: 9\n\n|HTTP/1.1", More, FramedNone, "", "HTTP/1.1"},
		{"1 101", "GET", "HTTP/1.1 101 Switching Protocols\nUpgrade: x\n\n|\x00\x01", More, FramedNone, "", "\x00\x01"},
		{"1 204", "GET", "HTTP/1.1 204 No Content\nContent-Length: 3\n\n|abc", More, FramedNone, "", "abc"},
		{"1 304", "GET", "HTTP/1.1 304 Not Modified\nContent-Length: 14\n\n|", More, FramedNone, "", ""},
		{"2 CONNECT 200", "CONNECT", "HTTP/1.1 200 OK\nContent-Length: 3\n\n|tunnel", More, FramedNone, "", "tunnel"},
		{"2 CONNECT 299 chunked", "CONNECT", "HTTP/1.1 299 OK\nTransfer-Encoding: chunked\n\n|t", More, FramedNone, "", "t"},
		{"2 CONNECT refused", "CONNECT", "HTTP/1.1 405 No\nContent-Length: 3\n\n|abcd", More, FramedLength, "abc", "d"},
		{"3 TE overrides CL", "GET", "HTTP/1.1 200 OK\nContent-Length: 99\nTransfer-Encoding: chunked\n\n|3\r\nabc\r\n0\r\n\r\nx", More, FramedChunked, "abc", "x"},
		{"3 TE overrides an invalid CL", "GET", "HTTP/1.1 200 OK\nContent-Length: x\nTransfer-Encoding: chunked\n\n|0\r\n\r\n", More, FramedChunked, "", ""},
		{"4 chunked last", "GET", "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, Chunked\n\n|1\r\nz\r\n0\r\n\r\n", More, FramedChunked, "z", ""},
		{"4 chunked last of two lines", "GET", "HTTP/1.1 200 OK\nTransfer-Encoding: gzip\ntransfer-encoding: chunked\n\n|0\r\n\r\n", More, FramedChunked, "", ""},
		{"4 chunked not last", "GET", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked, gzip\nContent-Length: 1\n\n|3\r\nabc", FIN, FramedClose, "3\r\nabc", ""},
		{"4 another coding", "GET", "HTTP/1.1 200 OK\nTransfer-Encoding: identity\n\n|abc", FIN, FramedClose, "abc", ""},
		{"4 an empty list", "GET", "HTTP/1.1 200 OK\nTransfer-Encoding:\nContent-Length: 1\n\n|abc", FIN, FramedClose, "abc", ""},
		{"4 HTTP/1.0 chunked", "GET", "HTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n|1\r\nz\r\n0\r\n\r\n", More, FramedChunked, "z", ""},
		{"5 same lengths in a list", "GET", "HTTP/1.1 200 OK\nContent-Length: 5, 5\n\n|hellox", More, FramedLength, "hello", "x"},
		{"5 same lengths in two lines", "GET", "HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 05\n\n|hello", More, FramedLength, "hello", ""},
		{"6 length", "GET", "HTTP/1.1 200 OK\nContent-Length: 5\n\n|helloHTTP", More, FramedLength, "hello", "HTTP"},
		{"6 length 0", "GET", "HTTP/1.1 200 OK\nContent-Length: 0\n\n|", More, FramedLength, "", ""},
		{"6 length with FIN", "GET", "HTTP/1.1 200 OK\nContent-Length: 2\n\n|hi", FIN, FramedLength, "hi", ""},
		{"6 length with RST", "GET", "HTTP/1.1 200 OK\nContent-Length: 2\n\n|hi", RST, FramedLength, "hi", ""},
		{"6 HTTP/1.0 length", "GET", "HTTP/1.0 200 OK\nContent-Length: 2\n\n|hi!", More, FramedLength, "hi", "!"},
		{"6 method unknown", "", "HTTP/1.1 200 OK\nContent-Length: 2\n\n|hi", More, FramedLength, "hi", ""},
		{"8 no framing", "GET", "HTTP/1.1 200 OK\n\n|to the end", FIN, FramedClose, "to the end", ""},
		{"8 HTTP/1.0 no framing", "GET", "HTTP/1.0 200 OK\n\n|", FIN, FramedClose, "", ""},
		{"8 205 has no rule of its own", "GET", "HTTP/1.1 205 Reset Content\n\n|x", FIN, FramedClose, "x", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := crlf(test.in)
			r, err := ParseResponse([]byte(in), test.end, test.method)
			if err != nil {
				t.Fatal(err)
			}
			if r.Framing != test.framing || string(r.Content) != test.content || in[r.Len:] != test.rest {
				t.Errorf("got %v %q, rest %q; want %v %q, rest %q", r.Framing, r.Content, in[r.Len:], test.framing, test.content, test.rest)
			}
			if string(r.Raw) != in[:r.Len] || !strings.HasSuffix(string(r.Raw[:r.HeadLen]), "\r\n\r\n") || r.Method != test.method {
				t.Errorf("got raw %q, head of %d bytes, method %q", r.Raw, r.HeadLen, r.Method)
			}
		})
	}
}

func TestBroken(t *testing.T) {
	const head = "HTTP/1.1 200 OK\n"
	tests := []struct {
		name, in  string
		end       End
		why       string
		got, want int64
		status    int // 0: no head was read
	}{
		{"nothing", "", FIN, "no answer: the connection was closed", 0, -1, 0},
		{"nothing, reset", "", RST, "no answer: the connection was reset", 0, -1, 0},
		{"version", "HTTP/1", FIN, "broke off in the status-line, after 6 bytes", 6, -1, 0},
		{"status-line without its end", "HTTP/1.1 200 OK", RST, "broke off in the status-line, after 15 bytes (reset)", 15, -1, 0},
		{"header section", head + "A: b\n", FIN, "broke off in the header section, after 23 bytes", 23, -1, 0},
		{"content", head + "Content-Length: 14\n\n|hello", FIN, "broke off after 5 of 14 bytes", 5, 14, 200},
		{"content, reset", head + "Content-Length: 14\n\n|", RST, "broke off after 0 of 14 bytes (reset)", 0, 14, 200},
		{"length beyond all", head + "Content-Length: 99999999999999999999999\n\n|x", FIN, "broke off after 1 of 99999999999999999999999 bytes", 1, 1<<63 - 1, 200},
		{"length beyond all in a list", head + "Content-Length: 0099999999999999999999999\nContent-Length: 0099999999999999999999999\n\n|", FIN, "broke off after 0 of 99999999999999999999999 bytes", 0, 1<<63 - 1, 200},
		{"length of very many digits", head + "Content-Length: " + strings.Repeat("7", 5000) + "\n\n|", FIN, "broke off after 0 of 7777777777777777777777777777777777777777... bytes", 0, 1<<63 - 1, 200},
		{"chunk beyond all", head + "Transfer-Encoding: chunked\n\n|00FFFFFFFFFFFFFFFFFFFF\r\nhi", FIN, "broke off after 2 of 0xFFFFFFFFFFFFFFFFFFFF bytes of chunk 1", 2, 1 << 58, 200},
		{"before a chunk", head + "Transfer-Encoding: chunked\n\n|", FIN, "broke off before the last chunk, after 0 bytes of content", 0, -1, 200},
		{"chunk-size", head + "Transfer-Encoding: chunked\n\n|1\r\na\r\n1", FIN, "broke off in a chunk-size line, after 1 bytes of content", 1, -1, 200},
		{"chunk", head + "Transfer-Encoding: chunked\n\n|1\r\na\r\n10\r\nbc", FIN, "broke off after 2 of 16 bytes of chunk 2", 2, 16, 200},
		{"end of a chunk", head + "Transfer-Encoding: chunked\n\n|1\r\na\r", FIN, "broke off before the last chunk, after 1 bytes of content", 1, -1, 200},
		{"trailer", head + "Transfer-Encoding: chunked\n\n|1\r\na\r\n0\r\nA: b\r\n", FIN, "broke off in the trailer section, after 1 bytes of content", 1, -1, 200},
		{"no framing and reset", head + "\n|abc", RST, "broke off after 3 bytes (reset)", 3, -1, 200},
		{"5 different lengths", head + "Content-Length: 5\nContent-Length: 6\n\n|", More, `its framing can't be known: Content-Length: "5, 6" gives different lengths`, 0, -1, 200},
		{"5 no number", head + "Content-Length: +5\n\n|", More, `its framing can't be known: Content-Length: "+5" is no decimal number`, 0, -1, 200},
		{"5 no number in a list", head + "Content-Length: 5, 5a\n\n|", More, `its framing can't be known: Content-Length: "5, 5a" is no decimal number`, 0, -1, 200},
		{"5 a blank inside", head + "Content-Length: 5 5\n\n|", More, `its framing can't be known: Content-Length: "5 5" is no decimal number`, 0, -1, 200},
		{"5 empty", head + "Content-Length:\n\n|", More, "its framing can't be known: Content-Length: it is empty", 0, -1, 200},
		{"4 parameter of chunked", head + "Transfer-Encoding: chunked;q=1\n\n|", More, `its framing can't be known: Transfer-Encoding: "chunked;q=1" gives chunked a parameter`, 0, -1, 200},
		{"no chunk", head + "Transfer-Encoding: chunked\n\n|hello", More, `its chunks can't be read: chunk 1 begins with "h", not with its size`, 0, -1, 200},
		{"bad size", head + "Transfer-Encoding: chunked\n\n|5x\r\n", More, `its chunks can't be read: chunk-size line "5x": after the size comes neither an extension nor the line's end`, 0, -1, 200},
		{"CR in the size", head + "Transfer-Encoding: chunked\n\n|5\r5\r\n", More, `its chunks can't be read: chunk-size line "5\r5": after the size comes neither an extension nor the line's end`, 0, -1, 200},
		{"no CRLF behind a chunk", head + "Transfer-Encoding: chunked\n\n|1\r\nab\r\n", More, `its chunks can't be read: chunk 1 of 1 bytes is followed by "b", not by CRLF`, 1, -1, 200},
		{"CR alone behind a chunk", head + "Transfer-Encoding: chunked\n\n|1\r\na\rb", More, `its chunks can't be read: chunk 1 of 1 bytes is followed by "\rb", not by CRLF`, 1, -1, 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseResponse([]byte(crlf(test.in)), test.end, "GET")
			var b *Broken
			if !errors.As(err, &b) {
				t.Fatalf("got %v, want a Broken", err)
			}
			if b.Why != test.why || b.Error() != test.why || b.Got != test.got || b.Want != test.want {
				t.Errorf("got  %q %d of %d\nwant %q %d of %d", b.Why, b.Got, b.Want, test.why, test.got, test.want)
			}
			status := 0
			if b.Response != nil {
				status = b.Response.Status
			}
			if status != test.status {
				t.Errorf("got response %v, want status %d", b.Response, test.status)
			}
		})
	}
}

func TestNotHTTP(t *testing.T) {
	for _, in := range []string{
		"Yes", "\r\nHTTP/1.1 200 OK\r\n", "\n", " HTTP/1.1 200 OK", "http/1.1 200 OK", "HTTP/1.x 200 OK", "HTTP/2.0 200 OK", "HTTP/2 200",
		"HTTP/1.1  200 OK", "HTTP/1.1\t200 OK", "HTTP/1.1\r\n", "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 200\tOK", "HTTP/1.1 200\rOK",
		"HTTP/1.10 200 OK", "HTTP/1 200 OK", "HTTP/1.1 abc", "HTTP/1.1 -20", "\x15\x03\x01\x00\x02", "<html>", "\x00", "\xff",
	} {
		for _, end := range []End{More, FIN, RST} {
			_, err := ParseResponse([]byte(in), end, "GET")
			var n *NotHTTP
			if !errors.As(err, &n) || n.Why == "" || !strings.HasPrefix(err.Error(), "not an HTTP/1 response: ") {
				t.Errorf("%q %v: got %v, want a NotHTTP", in, end, err)
			}
		}
	}
	// What may still become a status-line is not decided before the end.
	for _, in := range []string{"", "H", "HTTP/1.", "HTTP/1.1 ", "HTTP/1.1 404", "HTTP/1.1 404 ", "HTTP/1.1 404\r", "HTTP/1.1 404 Not"} {
		if _, err := ParseResponse([]byte(in), More, "GET"); err != ErrIncomplete {
			t.Errorf("%q: got %v, want ErrIncomplete", in, err)
		}
	}
}
