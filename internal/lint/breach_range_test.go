package lint

const (
	part  = "HTTP/1.1 206 Partial Content\r\n" + date
	multi = part + "Content-Type: multipart/byteranges; boundary=B\r\n"
	b1    = "--B\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/9\r\n\r\nhe\r\n"
	b2    = "--B\r\nContent-Range: bytes 5-6/*\r\n\r\nwo\r\n"
	one   = "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n <- "
	two   = "GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1,5-6\r\n\r\n <- "
	none  = "HTTP/1.1 416 Range Not Satisfiable\r\n" + date
)

// close206 is a multipart 206 that ends with the connection.
func close206(body string) string { return multi + closing + "\r\n" + body }

var rangeBreaches = []breach{
	{"content-range-malformed", part + "Content-Range: bytes=0-1/9\r\nContent-Length: 2\r\n\r\nhe", part + "Content-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nhe"},
	{"content-range-malformed", part + "Content-Range: bytes 0-1\r\nContent-Length: 2\r\n\r\nhe", part + "Content-Range: Bytes 0-1/*\r\nContent-Length: 2\r\n\r\nhe"},
	{"content-range-malformed", part + "Content-Range: bytes 0-/9\r\nContent-Length: 2\r\n\r\nhe", part + "Content-Range: exampleunit 1.2-4.3/25\r\nContent-Length: 2\r\n\r\nhe"},
	{"content-range-malformed", none + "Content-Range: bytes */*\r\n" + cl0, none + "Content-Range: bytes */9\r\n" + cl0},
	{"content-range-malformed", none + "Content-Range: bytes *\r\n" + cl0, none + "Content-Range: bytes */99999999999999999999999\r\n" + cl0},
	{"content-range-invalid", part + "Content-Range: bytes 1-0/9\r\nContent-Length: 2\r\n\r\nhe", part + "Content-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nhe"},
	{"content-range-invalid", part + "Content-Range: bytes 0-1/1\r\nContent-Length: 2\r\n\r\nhe", part + "Content-Range: bytes 0-1/2\r\nContent-Length: 2\r\n\r\nhe"},
	{"content-range-missing", part + "Content-Length: 2\r\n\r\nhe", close206(b1 + b2 + "--B--")},
	{"content-range-missing", part + "Content-Range: bytes */9\r\nContent-Length: 2\r\n\r\nhe", none + "Content-Range: bytes */9\r\n" + cl0},
	{"content-range-beside-parts", multi + "Content-Range: bytes 0-1/9\r\n" + closing + "\r\n" + b1 + "--B--\r\n", close206(b1 + "--B--\r\n")},
	{"content-range-length", part + "Content-Range: bytes 0-1/9\r\nContent-Length: 3\r\n\r\nhel", part + "Content-Range: bytes 0-2/9\r\nContent-Length: 3\r\n\r\nhel"},
	{"content-range-length", part + "Content-Range: bytes 0-1/9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", part + "Content-Range: bytes 0-1/9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n"},
	{"content-range-length", part + "Content-Range: bytes 0-9223372036854775807/*\r\n" + cl0, part + "Content-Range: bytes 9223372036854775806-9223372036854775806/*\r\nContent-Length: 1\r\n\r\nh"},
	{"byteranges-malformed", part + "Content-Type: multipart/byteranges\r\n" + closing + "\r\n" + b1 + "--B--", close206("\r\n" + b1 + "--B--\r\nbye")},
	{"byteranges-malformed", close206("hello"), close206("hello\r\n" + b1 + "--B--")},
	{"byteranges-malformed", close206("--B--"), close206(b1 + "--B--")},
	{"byteranges-malformed", close206(b1), close206(b1 + b2 + "--B--\r\n")},
	{"byteranges-malformed", close206("--B\nContent-Range: bytes 0-1/9\n\nhe\n--B--"), close206("--B  \r\nContent-Range: bytes 0-1/9\r\n\r\nhe\r\n--B--")},
	{"byteranges-malformed", close206("--B\r\nContent-Range: bytes 0-1/9\n\r\n\r\nhe\r\n--B--"), close206(b2 + "--B--")},
	{"byteranges-malformed", close206("--B\r\nContent-Type: text/plain\r\n\r\nhe\r\n--B--"), close206(b1 + "--B--")},
	{"byteranges-malformed", close206("--B\r\nContent-Range: bytes 0-2/9\r\n\r\nhe\r\n--B--"), close206("--B\r\nContent-Range: bytes 0-2/9\r\n\r\nhel\r\n--B--")},
	{"byteranges-malformed", close206("--B\r\nContent-Range: bytes */9\r\n\r\nhe\r\n--B--"), close206("--B\r\ncontent-range: lines 0/9\r\n\r\nhe\r\n--B--")},
	{"byteranges-malformed", close206("--B\r\nContent-Range: bytes 1-0/9\r\n\r\n\r\n--B--"), close206("--B\r\nContent-Range: bytes 0-0/9\r\n\r\nh\r\n--B--")},
	{"byteranges-malformed", close206("--B\r\nhe\r\n--B--"), part + "Content-Type: Multipart/Byteranges; charset=x; Boundary=\"a b\"\r\n" + closing + "\r\n--a b\r\nContent-Range: bytes 0-0/9\r\n\r\nh\r\n--a b--"},
	{"byteranges-unasked", one + multi + "Content-Length: 72\r\n\r\n" + b1 + "--B--\r\n", two + multi + "Content-Length: 72\r\n\r\n" + b1 + "--B--\r\n"},
	{"unsatisfied-range-missing", one + none + hi, get + none + hi},
	{"unsatisfied-range-missing", one + none + "Content-Range: bytes 0-1/9\r\n" + hi, one + none + "Content-Range: bytes */1\r\n" + hi},
	{"partial-to-other-method", "HEAD / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n <- " + part + "Content-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\n", "QUERY / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n <- " + part + "Content-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nhe"},
	{"partial-unasked", get + part + "Content-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nhe", one + part + "Content-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nhe"},
}
