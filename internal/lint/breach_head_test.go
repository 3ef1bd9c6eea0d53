package lint

const (
	date = "Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n"
	ok   = "HTTP/1.1 200 OK\r\n" + date
	cl0  = "Content-Length: 0\r\n\r\n"
	hi   = "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi"

	get     = "GET / HTTP/1.1\r\nHost: a\r\n\r\n <- "
	get10   = "GET / HTTP/1.0\r\n\r\n <- "
	head    = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n <- "
	post    = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx <- "
	connect = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n <- "
)

// status is a response with that status-line, a Date and no content.
func status(line string) string { return "HTTP/1.1 " + line + "\r\n" + date + cl0 }

// field is a 200 with one more field line.
func field(line string) string { return ok + line + "\r\n" + cl0 }

var headBreaches = []breach{
	{"status-line-malformed", "HTTP/1.x 200 OK\r\n" + date + cl0, status("200 OK")},
	{"status-line-malformed", "HTTP/2.0 200 OK\r\n" + date + cl0, status("200 OK")},
	{"status-line-malformed", "http/1.1 200 OK\r\n" + date + cl0, status("200 OK")},
	{"status-line-malformed", "HTTP/1.1  200 OK\r\n" + date + cl0, status("200  OK")},
	{"status-line-malformed", "HTTP/1.1 2000 OK\r\n" + date + cl0, status("200 0 OK")},
	{"status-line-malformed", "HTTP/1.1 OK\r\n" + date + cl0, status("200 OK")},
	{"status-line-malformed", get + "Hello, World!\n", "GET /\r\n <- Hello, World!\n"},
	{"status-line-malformed", get10 + "\x00\x00\x12\x04\x00", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n <- \x00\x00\x12\x04\x00"},
	{"empty-line-first", "\r\n" + status("200 OK"), status("200 OK")},
	{"empty-line-first", get + "\n" + status("200 OK"), get + status("200 OK")},
	{"status-line-space", status("200"), status("200 ")},
	{"reason-control", status("200 O\x00K"), status("200 O\tK")},
	{"reason-control", status("200 O\x7fK"), status("200 Très bien \xe9")},
	{"status-code-range", status("600 Odd"), status("599 Odd")},
	{"status-code-range", status("099 Odd"), status("500 Error")},
	{"version-unknown", "HTTP/1.2 200 OK\r\n" + date + cl0, "HTTP/1.0 200 OK\r\n" + date + cl0},
	{"head-broken-off", "HTTP/1.1 200 OK\r\n" + date + "Content-Length: 0\r\n", status("200 OK")},
	{"head-broken-off", "HTTP/1.1 404 N", "HTTP/1.1 404 N\r\n" + date + cl0},
	{"line-bare-lf", "HTTP/1.1 200 OK\n" + date + cl0, status("200 OK")},
	{"line-bare-lf", ok + "Content-Length: 0\n\r\n", status("200 OK")},
	{"line-bare-lf", ok + "Content-Length: 2\r\n\nhi", ok + "Content-Length: 2\r\n\r\nhi"},
	{"bare-cr", status("200 O\rK"), status("200 OK")},
	{"bare-cr", field("X-A: b\rc"), field("X-A: b c")},
	{"bare-cr", ok + "X-A: b\r\r\n" + cl0, ok + "X-A: b\r\n" + cl0},
	{"bare-cr", ok + "Trailer: X-A\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: b\rc\r\n\r\n", ok + "Trailer: X-A\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-A: b\r\n\r\n"},
	{"field-blank-first", "HTTP/1.1 200 OK\r\n X-A: b\r\n" + date + cl0, "HTTP/1.1 200 OK\r\nX-A: b\r\n" + date + cl0},
	{"field-folded", field("X-A: b,\r\n c"), field("X-A: b,\r\nX-A: c")},
	{"field-folded", field("X-A:\r\n\tc"), field("X-A: b\tc")},
	{"field-colon-missing", field("X-A b"), field("X-A:")},
	{"field-name-space", field("X-A : b"), field("X-A: b  c")},
	{"field-name-token", field("X A: b"), field("X!A: b")},
	{"field-name-token", field(": b"), field("a: b")},
	{"field-name-token", field("X(A): b"), field("X_A: (b)")},
	{"field-name-token", field("X-\xe9: b"), field("X-E: \xe9")},
	{"field-value-control", field("X-A: b\x00c"), field("X-A: b\\0c")},
	{"field-value-control", field("X-A: b\x1bc"), field("X-A: b\tc")},
	{"field-value-control", field("X-A: \x7f"), field("X-A: \x80\xff")},
	{"field-repeated", field("Date: Tue, 02 Jan 2024 03:04:05 GMT"), field("Set-Cookie: a=b\r\nSet-Cookie: c=d")},
	{"field-repeated", field("ETag: \"a\"\r\netag: \"a\""), field("ETag: \"a\"")},
	{"field-repeated", field("Location: /a\r\nX: y\r\nLocation: /b"), field("Location: /a,/b\r\nX: y")},
	{"field-repeated", ok + "Trailer: ETag\r\nETag: \"a\"\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nETag: \"b\"\r\n\r\n", ok + "Trailer: ETag\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nETag: \"b\"\r\n\r\n"},
	{"list-empty-element", field("Vary: Accept,, Origin"), field("Vary: Accept, Origin")},
	{"list-empty-element", field("Allow: GET,"), field("Allow:")},
	{"list-empty-element", field("Connection: , close"), field("Connection: close")},
	{"list-empty-element", field("Cache-Control: private=\"a,,b\","), field("Cache-Control: private=\"a,,b\\\",\"")},
}
