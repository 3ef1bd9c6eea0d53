package lint

const (
	closing  = "Connection: close\r\n"
	askClose = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n <- "
	askUp    = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket, IRC/6.9\r\n\r\n <- "
	switched = "HTTP/1.1 101 Switching Protocols\r\n"
	cond     = "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"a\"\r\n\r\n <- "
	unmod    = "HTTP/1.1 304 Not Modified\r\n" + date
)

var statusBreaches = []breach{
	{"reset-content", "HTTP/1.1 205 Reset Content\r\n" + date + hi, status("205 Reset Content")},
	{"reset-content", "HTTP/1.1 205 Reset Content\r\n" + te[len("HTTP/1.1 200 OK\r\n"):] + "2\r\nhi\r\n0\r\n\r\n", "HTTP/1.1 205 Reset Content\r\n" + te[len("HTTP/1.1 200 OK\r\n"):] + "0\r\n\r\n"},
	{"error-unexplained", get + status("404 Not Found"), get + other},
	{"error-unexplained", get + "HTTP/1.1 500 Oops\r\n" + cl0, head + "HTTP/1.1 500 Oops\r\n" + cl0},
	{"content-type-missing", "HTTP/1.1 404 Not Found\r\n" + date + "Content-Length: 2\r\n\r\nhi", ok + "Content-Length: 2\r\n\r\nhi"},
	{"content-type-missing", "HTTP/1.1 302 Found\r\n" + date + "Location: /\r\nContent-Length: 2\r\n\r\nhi", "HTTP/1.1 302 Found\r\n" + date + "Location: /\r\n" + cl0},
	{"content-undelimited", get + ok + closing + "\r\nhi", get10 + ok + closing + "\r\nhi"},
	{"content-undelimited", get + ok + closing + "\r\nhi", get + "HTTP/1.0 200 OK\r\n" + date + "\r\nhi"},
	{"close-unannounced", ok + "\r\nhi", ok + closing + "\r\nhi"},
	{"close-unannounced", get10 + ok + "\r\nhi", get10 + "HTTP/1.0 200 OK\r\n" + date + "\r\nhi"},
	{"close-unanswered", askClose + ok + hi, askClose + ok + closing + hi},
	{"close-unanswered", askClose + ok + "Connection: keep-alive\r\n" + hi, askClose + "HTTP/1.0 200 OK\r\n" + date + hi},
	{"connection-malformed", field("Connection: keep alive"), field("Connection: Keep-Alive, x")},
	{"connection-end-to-end", field("Connection: cache-control"), field("Connection: x-cache-control")},
	{"keep-alive-unlisted", field("Keep-Alive: timeout=5"), field("Keep-Alive: timeout=5\r\nConnection: Keep-Alive")},
	{"upgrade-unlisted", field("Upgrade: h2c"), field("Upgrade: h2c\r\nConnection: Upgrade")},
	{"upgrade-malformed", field("Connection: upgrade\r\nUpgrade: h2c/"), field("Connection: upgrade\r\nUpgrade: h2c, TLS/1.2")},
	{"upgrade-malformed", field("Connection: upgrade\r\nUpgrade: h2c 1"), field("Connection: upgrade\r\nUpgrade: h2c/1")},
	{"upgrade-missing", status("426 Upgrade Required"), status("426 Upgrade Required\r\nConnection: upgrade\r\nUpgrade: h2c")},
	{"upgrade-missing", askUp + switched + "Connection: upgrade\r\n\r\n", askUp + switched + "Connection: upgrade\r\nUpgrade: WebSocket\r\n\r\n\x81\x05hello"},
	{"upgrade-unasked", askUp + switched + "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n", askUp + switched + "Connection: upgrade\r\nUpgrade: irc/6.9\r\n\r\n"},
	{"upgrade-unasked", get + switched + "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n", switched + "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n"},
	{"interim-to-http10", get10 + "HTTP/1.1 100 Continue\r\n\r\n" + ok + hi, get + "HTTP/1.1 100 Continue\r\n\r\n" + ok + hi},
	{"allow-missing", status("405 Method Not Allowed"), status("405 Method Not Allowed\r\nAllow:")},
	{"allow-malformed", field("Allow: GET HEAD"), field("Allow: GET, HEAD")},
	{"allow-malformed", field("Allow: GET; HEAD"), field("Allow: GET,HEAD\r\nAllow: M-SEARCH")},
	{"authenticate-missing", status("401 Unauthorized"), status("401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"")},
	{"authenticate-missing", status("401 Unauthorized\r\nWWW-Authenticate:"), status("401 Unauthorized\r\nWWW-Authenticate: Negotiate")},
	{"proxy-authenticate-missing", status("407 Proxy"), status("407 Proxy\r\nProxy-Authenticate: Basic realm=\"a\"")},
	{"authenticate-malformed", field("WWW-Authenticate: Basic realm=\"a"), field("WWW-Authenticate: Basic realm=\"a\"")},
	{"authenticate-malformed", field("WWW-Authenticate: Basic realm=\"a\" charset=\"UTF-8\""), field("WWW-Authenticate: Basic realm=\"a\", charset=\"UTF-8\"")},
	{"authenticate-malformed", field("WWW-Authenticate: realm=\"a\""), field("WWW-Authenticate: Negotiate, Basic   realm=\"a\"")},
	{"authenticate-malformed", field("WWW-Authenticate: Basic realm = \"a\""), field("WWW-Authenticate: Basic realm=\"a\\\"b\", Newauth realm=\"b\", type=1, title=\"x, y\"")},
	{"authenticate-malformed", field("WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", nonce=\"c\""), field("WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", Digest nonce=\"c\"")},
	{"authenticate-malformed", field("WWW-Authenticate: Negotiate ab=c=, x=y"), field("WWW-Authenticate: Negotiate YII/abc+==, Basic realm=\"y\"")},
	{"authenticate-malformed", field("WWW-Authenticate: Negotiate YII==, x=y"), field("WWW-Authenticate: Negotiate YII==, x y=z")},
	{"authenticate-malformed", field("Proxy-Authenticate: Basic, realm=\"a\""), field("Proxy-Authenticate: Basic realm=\"a\"")},
	{"realm-unquoted", field("WWW-Authenticate: Basic realm=a"), field("WWW-Authenticate: Basic realm=\"a\", x=a")},
	{"authentication-info-malformed", field("Authentication-Info: nextnonce"), field("Authentication-Info: nextnonce=\"a\", nc=00000001")},
	{"location-missing", status("301 Moved Permanently"), status("301 Moved Permanently\r\nLocation: /")},
	{"location-missing", status("308 Permanent Redirect"), status("300 Multiple Choices")},
	{"not-modified-metadata", unmod + "Content-Type: text/html\r\n\r\n", unmod + "ETag: \"a\"\r\nContent-Location: /a\r\nVary: Accept\r\nCache-Control: max-age=1\r\nContent-Length: 9\r\n\r\n"},
	{"not-modified-unasked", get + unmod + "ETag: \"a\"\r\n\r\n", cond + unmod + "ETag: \"a\"\r\n\r\n"},
	{"not-modified-unasked", post + unmod + "\r\n", unmod + "\r\n"},
	{"date-missing", "HTTP/1.1 200 OK\r\n" + cl0, "HTTP/1.1 503 Busy\r\n" + cl0},
	{"date-missing", "HTTP/1.1 404 Not Found\r\n" + hi, other},
	{"date-missing", "HTTP/1.1 304 Not Modified\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"},
	{"date-off", "HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 05:04:05 GMT\r\n" + cl0, "HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 02:59:05 GMT\r\n" + cl0},
	{"date-off", "HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 03:04:05 GMT\r\n" + cl0, "HTTP/1.1 200 OK\r\nAge: 86400\r\nDate: Mon, 01 Jan 2024 03:04:05 GMT\r\n" + cl0},
}
