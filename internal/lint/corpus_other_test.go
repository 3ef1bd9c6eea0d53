package lint

// rightToo are more of them.
var rightToo = map[string]string{
	"python": `GET / HTTP/1.1
HTTP/1.0 200 OK
Server: SimpleHTTP/0.6 Python/3.11.2
Date: Tue, 02 Jan 2024 03:04:05 GMT
Content-type: text/html
Content-Length: 2
Last-Modified: Mon, 01 Jan 2024 10:00:00 GMT

hi`,
	"python without a length": `GET / HTTP/1.1
HTTP/1.0 404 File not found
Server: SimpleHTTP/0.6 Python/3.11.2
Date: Tue, 02 Jan 2024 03:04:05 GMT
Connection: close
Content-Type: text/html;charset=utf-8

<!DOCTYPE HTML>`,
	"caddy": `GET / HTTP/1.1
HTTP/1.1 200 OK
Accept-Ranges: bytes
Alt-Svc: h3=":443"; ma=2592000
Content-Encoding: gzip
Content-Type: text/html; charset=utf-8
Etag: "s6nq5x2-gzip"
Server: Caddy
Vary: Accept-Encoding
Date: Tue, 02 Jan 2024 03:04:05 GMT
Transfer-Encoding: chunked

0

`,
	"lighttpd 206": `
HTTP/1.1 206 Partial Content
Content-Type: text/plain
Accept-Ranges: bytes
ETag: "2215829021"
Last-Modified: Mon, 01 Jan 2024 10:00:00 GMT
Content-Range: bytes 0-4/14
Content-Length: 5
Date: Tue, 02 Jan 2024 03:04:05 GMT
Server: lighttpd/1.4.69

Hello`,
	"an empty reason and an unknown status": `GET / HTTP/1.1
HTTP/1.1 299 
date:Tue, 02 Jan 2024 03:04:05 GMT
content-length:0

`,
	"early hints, then the answer": `GET / HTTP/1.1
HTTP/1.1 103 Early Hints
Link: </a.css>; rel=preload, </b.js>; rel=preload

HTTP/1.1 200 OK
Date: Tue, 02 Jan 2024 03:04:05 GMT
Content-Length: 0

`,
	"a close that was asked for": `GET / HTTP/1.1\r\nConnection: close
HTTP/1.1 200 OK
Date: Tue, 02 Jan 2024 03:04:05 GMT
Connection: close
Content-Length: 0

`,
	"a second of leap": `
HTTP/1.1 503 Service Unavailable
Retry-After: Sat, 31 Dec 2016 23:59:60 GMT
Content-Length: 0

`,
	"a 204 to OPTIONS": `OPTIONS * HTTP/1.1
HTTP/1.1 204 No Content
Allow: OPTIONS, GET, HEAD, POST
Date: Tue, 02 Jan 2024 03:04:05 GMT
Access-Control-Allow-Origin: *

`,
	"a digest challenge": `
HTTP/1.1 401 Unauthorized
Date: Tue, 02 Jan 2024 03:04:05 GMT
WWW-Authenticate: Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
WWW-Authenticate: Basic realm="a", charset="UTF-8"
WWW-Authenticate: Negotiate
Content-Length: 0

`,
}
