package lint

// right are answers as well-known servers give them, and others that use what
// the RFC leaves open. The first line is the
// request-line, empty where it is not known. Lines end with LF here, those of a
// head and of chunks with CRLF on the wire.
var right = map[string]string{
	"nginx 200": `GET / HTTP/1.1
HTTP/1.1 200 OK
Server: nginx/1.24.0 (Ubuntu)
Date: Tue, 02 Jan 2024 03:04:05 GMT
Content-Type: text/html
Content-Length: 15
Last-Modified: Mon, 01 Jan 2024 10:00:00 GMT
Connection: keep-alive
ETag: "65929a20-f"
Accept-Ranges: bytes

<p>Welcome</p>
`,
	"nginx 301": `GET /sub HTTP/1.1
HTTP/1.1 301 Moved Permanently
Server: nginx
Date: Tue, 02 Jan 2024 03:04:05 GMT
Content-Type: text/html
Content-Length: 3
Location: http://localhost:8080/sub/
Connection: keep-alive

301`,
	"nginx 304": `HEAD / HTTP/1.1
HTTP/1.1 304 Not Modified
Server: nginx
Date: Tue, 02 Jan 2024 03:04:05 GMT
Last-Modified: Mon, 01 Jan 2024 10:00:00 GMT
Connection: keep-alive
ETag: "65929a20-f"

`,
	"nginx 400": `
HTTP/1.1 400 Bad Request
Server: nginx
Date: Tue, 02 Jan 2024 03:04:05 GMT
Content-Type: text/html
Content-Length: 3
Connection: close

400`,
	"apache 405": `PATCH / HTTP/1.1
HTTP/1.1 405 Method Not Allowed
Date: Tue, 02 Jan 2024 03:04:05 GMT
Server: Apache/2.4.57 (Debian)
Allow: HEAD,GET,POST,OPTIONS,TRACE
Content-Length: 3
Keep-Alive: timeout=5, max=100
Connection: Keep-Alive
Content-Type: text/html; charset=iso-8859-1

405`,
	"apache 200 with h2": `GET / HTTP/1.1
HTTP/1.1 200 OK
Date: Tue, 02 Jan 2024 03:04:05 GMT
Server: Apache/2.4.57 (Unix) OpenSSL/3.0.11 mod_wsgi/4.9.0 Python/3.11
Upgrade: h2,h2c
Connection: Upgrade, Keep-Alive
Keep-Alive: timeout=5, max=100
Last-Modified: Mon, 01 Jan 2024 10:00:00 GMT
ETag: "f-60de5b8c5d9c0"
Accept-Ranges: bytes
Content-Length: 2
Vary: Accept-Encoding
Cache-Control: max-age=0, no-cache
Expires: Tue, 02 Jan 2024 03:04:05 GMT
Content-Type: text/html

hi`,
	"go 404": `GET /none HTTP/1.1
HTTP/1.1 404 Not Found
Content-Type: text/plain; charset=utf-8
X-Content-Type-Options: nosniff
Date: Tue, 02 Jan 2024 03:04:05 GMT
Content-Length: 19

404 page not found
`,
	"go 500, without a Date": `
HTTP/1.1 500 Internal Server Error
Content-Type: text/plain; charset=utf-8
Connection: close

500`,
	"go chunked": `GET / HTTP/1.1
HTTP/1.1 200 OK
Date: Tue, 02 Jan 2024 03:04:05 GMT
Content-Type: text/plain; charset=utf-8
Transfer-Encoding: chunked
Trailer: Server-Timing

5
hello
0
Server-Timing: total;dur=1

`,
	"node": `GET / HTTP/1.1
HTTP/1.1 200 OK
X-Powered-By: Express
Content-Type: application/json; charset=utf-8
Content-Length: 2
ETag: W/"2-vyGp6PvFo4RvsFtPoIWeCReyIC8"
Set-Cookie: a=b; Path=/; Expires=Wed, 03 Jan 2024 03:04:05 GMT; HttpOnly
Set-Cookie: c="d e"; SameSite=Lax
Date: Tue, 02 Jan 2024 03:04:05 GMT
Connection: keep-alive
Keep-Alive: timeout=5

{}`,
}
