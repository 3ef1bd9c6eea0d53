package reference

import (
	"strings"

	"httpkit/internal/fixtures"
	http1 "httpkit/internal/message"
)

// getting is a GET with fields.
func getting(target string, fields ...string) string {
	return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + strings.Join(append(fields, ""), "\r\n") + "\r\n"
}

func posting(target string, fields ...string) string {
	return "POST" + strings.TrimPrefix(getting(target, append(fields, "Content-Length: 0")...), "GET")
}

var targetAsks = asks{
	{"absolute", getting("http://a/hello.txt") + next, "200 200"},
	{"absolute, another host", getting("http://other.example:80/hello.txt") + next, "200 200"},
	{"absolute without path", getting("http://a") + getting("http://a?q=1") + next, "200 200 200"},
	{"absolute without Host", "GET http://a/hello.txt HTTP/1.1\r\n\r\n", "400 close"},
	{"absolute in 1.0", "GET http://a/hello.txt HTTP/1.0\r\n\r\n", "200 close"},
	{"scheme in upper case", getting("HTTP://a/hello.txt"), "200"},
	{"https", getting("https://a/hello.txt") + next, "421 200"},
	{"ftp", getting("ftp://a/hello.txt") + next, "421 200"},
	{"user", getting("http://u:p@a/hello.txt"), "400 close"},
	{"empty host", getting("http:///hello.txt"), "400 close"},
	{"authority for GET", getting("a:80"), "400 close"},
	{"asterisk for GET", getting("*"), "400 close"},
	{"asterisk and more", "OPTIONS *x HTTP/1.1\r\nHost: a\r\n\r\n", "400 close"},
	{"no slash", getting("hello.txt"), "400 close"},
	{"fragment", getting("/hello.txt#f"), "400 close"},
	{"query", getting("/hello.txt?") + getting("/hello.txt?a=1&b=/?:@!$'()*+,;=-._~%20"), "200 200"},
	{"query with illegal bytes", getting("/hello.txt?a[]={\"x\"}"), "400 close"},
	{"all of pchar", getting("/-._~!$&'()*+,;=:@%41") + next, "404 200"},
	{"percent without hex", getting("/%zz"), "400 close"},
	{"percent at the end", getting("/%4"), "400 close"},
	{"raw NUL", getting("/\x00"), "400 close"},
	{"raw control", getting("/a\x7fb"), "400 close"},
	{"raw UTF-8", getting("/caf\xc3\xa9.txt"), "400 close"},
	{"backslash", getting("/hello.txt\\x"), "400 close"},
	{"markup", getting("/<script>alert(1)</script>"), "400 close"},
	{"space", getting("/hello world.txt"), "400 close"},
}

var methodAsks = asks{
	{"HEAD", "HEAD /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n" + next, "200 200"},
	{"HEAD 404", "HEAD /nope HTTP/1.1\r\nHost: a\r\n\r\n" + next, "404 200"},
	{"HEAD 400", "HEAD /hello.txt HTTP/1.1\r\nX : y\r\n\r\n", "400 close"},
	{"HEAD of coded", "HEAD /data.json HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n" + next, "200 200"},
	{"OPTIONS", "OPTIONS /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n" + next, "200 200"},
	{"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n" + next, "200 200"},
	{"OPTIONS *, absolute", "OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n" + next, "200 200"},
	{"OPTIONS 404", "OPTIONS /nope HTTP/1.1\r\nHost: a\r\n\r\n" + next, "404 200"},
	{"POST to a file", "POST /hello.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" + next, "405 200"},
	{"GET echo", getting("/echo") + next, "405 200"},
	{"DELETE", "DELETE /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n" + next, "405 200"},
	{"PUT", "PUT /hello.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx" + next, "405 200"},
	{"DELETE 404", "DELETE /nope HTTP/1.1\r\nHost: a\r\n\r\n" + next, "404 200"},
	{"TRACE", "TRACE /hello.txt HTTP/1.1\r\nHost: a\r\nCookie: secret\r\n\r\n" + next, "405 200"},
	{"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" + next, "501 200"},
	{"CONNECT without port", "CONNECT a: HTTP/1.1\r\nHost: a\r\n\r\n", "400 close"},
	{"CONNECT to port 0", "CONNECT a:0 HTTP/1.1\r\nHost: a\r\n\r\n", "400 close"},
	{"unknown", "FOOBAR /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n" + next, "501 200"},
	{"Upgrade", getting("/hello.txt", "Connection: Upgrade", "Upgrade: websocket") + next, "200 200"},
}

var fileAsks = asks{
	{"index", getting("/") + getting("/sub/"), "200 200"},
	{"image", getting("/test.jpg"), "200"},
	{"empty", getting("/empty.txt"), "200"},
	{"large", getting("/large.bin"), "200"},
	{"missing", getting("/nope") + next, "404 200"},
	{"folder", getting("/sub?a=b"), "301"},
	{"percent-encoded", getting("/%68ello.txt") + getting("/two%20words.txt") + getting("/caf%C3%A9.txt"), "200 200 200"},
	{"plus", getting("/two+words.txt"), "404"},
	{"encoded twice", getting("/%2568ello.txt"), "404"},
	{"case", getting("/HELLO.TXT"), "404"},
	{"NUL", getting("/hello.txt%00") + getting("/hello.txt%00.png"), "404 404"},
	{"encoded slash", getting("/sub%2findex.html"), "404"},
	{"encoded backslash", getting("/sub%5cindex.html"), "404"},
	{"dot segments inside", getting("/./hello.txt") + getting("/x/../hello.txt") + getting("/sub/.%2e/hello.txt"), "200 200 200"},
	{"dot segments out", getting("/../../etc/passwd") + getting("/%2e%2e/etc/passwd") + getting("/..%2fetc/passwd") + getting("/..%5cetc/passwd"), "404 404 404 404"},
	{"dot segments out, encoded twice", getting("/%252e%252e/etc/passwd"), "404"},
	{"sibling", getting("/../www-secret/key"), "404"},
	{"below a file", getting("/hello.txt/") + getting("/hello.txt/x") + getting("/hello.txt//"), "404 404 404"},
	{"two slashes", getting("//hello.txt"), "404"},
	{"hidden", getting("/.git/config"), "404"},
	{"query", getting("/hello.txt?x=../y"), "200"},
}

var connectionAsks = asks{
	{"persistent", next + next + next, "200 200 200"},
	{"close", getting("/hello.txt", "Connection: close") + next, "200 close"},
	{"CLOSE", getting("/hello.txt", "Connection: CLOSE") + next, "200 close"},
	{"close in a list", getting("/hello.txt", "Connection: x , close") + next, "200 close"},
	{"close on a second line", getting("/hello.txt", "Connection: keep-alive", "Connection: close") + next, "200 close"},
	{"not-close", getting("/hello.txt", "Connection: not-close") + next, "200 200"},
	{"1.0 keep-alive", "GET /hello.txt HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n" + "GET /hello.txt HTTP/1.0\r\n\r\n", "200 200 close"},
	{"in order", next + getting("/nope") + next, "200 404 200"},
	{"close in the middle", next + getting("/nope", "Connection: close") + next, "200 404 close"},
	{"empty line between", post("Content-Length: 5\r\n", "hello\r\n") + next, "200 200"},
	{"GET POST GET", next + post("Content-Length: 5\r\n", "hello") + post(chunked, "5\r\nworld\r\n0\r\n\r\n") + next, "200 200 200 200"},
	{"a hundred", strings.Repeat(next, 100), strings.TrimSpace(strings.Repeat("200 ", 100))},
	{"expect, content there", post("Content-Length: 5\r\nExpect: 100-continue\r\n", "hello"+next), "200 200"},
	{"expect without content", getting("/hello.txt", "Expect: 100-continue") + next, "200 200"},
	{"expect in 1.0", "POST /echo HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello", "200 close"},
	{"expect something else", getting("/hello.txt", "Expect: 200-ok") + next, "417 200"},
	{"expect in any case", post("Content-Length: 5\r\nexpect: 100-Continue\r\n", "hello"+next), "200 200"},
	{"expect two words", "POST /nope HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: y 100-continue\r\n\r\nhello" + next, "417 200"},
}

// The entity tags and dates of the fixtures.
var (
	helloTag  = contentTag([]byte("Hello, World!\n"), "")
	helloDate = http1.FormatFixdate(fixtures.ModTime)
)

var conditionalAsks = asks{
	{"INM", getting("/hello.txt", "If-None-Match: "+helloTag) + next, "304 200"},
	{"INM other", getting("/hello.txt", `If-None-Match: "x"`), "200"},
	{"INM prefix", getting("/hello.txt", "If-None-Match: "+helloTag[:9]+`"`), "200"},
	{"INM unquoted", getting("/hello.txt", "If-None-Match: "+strings.Trim(helloTag, `"`)), "200"},
	{"INM star", getting("/hello.txt", "If-None-Match: *") + next, "304 200"},
	{"INM list", getting("/hello.txt", `If-None-Match: "a,b", `+helloTag), "304"},
	{"INM two lines", getting("/hello.txt", `If-None-Match: "a"`, "If-None-Match: "+helloTag), "304"},
	{"INM weak", getting("/hello.txt", "If-None-Match: W/"+helloTag), "304"},
	{"INM HEAD", "HEAD /hello.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + helloTag + "\r\n\r\n" + next, "304 200"},
	{"INM beats IMS", getting("/hello.txt", "If-None-Match: "+helloTag, "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"), "304"},
	{"INM beats IMS the other way", getting("/hello.txt", `If-None-Match: "x"`, "If-Modified-Since: "+helloDate), "200"},
	{"INM on 404", getting("/nope", "If-None-Match: *", `If-Match: "x"`), "404"},
	{"INM on POST", post("Content-Length: 5\r\nIf-None-Match: *\r\nIf-Modified-Since: "+helloDate+"\r\n", "hello"), "200"},
	{"IMS", getting("/hello.txt", "If-Modified-Since: "+helloDate), "304"},
	{"IMS later", getting("/hello.txt", "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT"), "304"},
	{"IMS earlier", getting("/hello.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"), "200"},
	{"IMS invalid", getting("/hello.txt", "If-Modified-Since: Thu, 32 Foo 2099 99:99:99 GMT"), "200"},
	{"IMS list", getting("/hello.txt", "If-Modified-Since: "+helloDate+", "+helloDate), "200"},
	{"IMS RFC 850", getting("/hello.txt", "If-Modified-Since: Tuesday, 02-Jan-24 03:04:05 GMT"), "304"},
	{"IMS asctime", getting("/hello.txt", "If-Modified-Since: Tue Jan  2 03:04:05 2024"), "304"},
	{"IM", getting("/hello.txt", "If-Match: "+helloTag) + getting("/hello.txt", "If-Match: *") + getting("/hello.txt", `If-Match: "x", `+helloTag), "200 200 200"},
	{"IM other", getting("/hello.txt", `If-Match: "x"`) + next, "412 200"},
	{"IM other, POST", posting("/fields", `If-Match: "x"`) + next, "412 200"},
	{"IM star, POST", posting("/fields", "If-Match: *"), "200"},
	{"INM star, POST", posting("/fields", "If-None-Match: *"), "412"},
	{"INM other, POST", posting("/fields", `If-None-Match: "x"`), "200"},
	{"IMS, POST", posting("/fields", "If-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT"), "200"},
	{"IM star, POST to what can't be got", posting("/echo", "If-Match: *"), "412"},
	{"INM star, POST to what can't be got", posting("/echo", "If-None-Match: *"), "200"},
	{"IM other, POST that is refused anyway", posting("/hello.txt", `If-Match: "x"`), "405"},
	{"IM weak", getting("/hello.txt", "If-Match: W/"+helloTag), "412"},
	{"IUS", getting("/hello.txt", "If-Unmodified-Since: "+helloDate) + getting("/hello.txt", "If-Unmodified-Since: never"), "200 200"},
	{"IUS earlier", getting("/hello.txt", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT"), "412"},
	{"IUS with IM", getting("/hello.txt", "If-Match: *", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT"), "200"},
	{"OPTIONS", "OPTIONS /hello.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n", "200"},
}

var rangeAsks = asks{
	{"first", getting("/hello.txt", "Range: bytes=0-0") + next, "206 200"},
	{"middle", getting("/hello.txt", "Range: bytes=5-9"), "206"},
	{"open", getting("/hello.txt", "Range: bytes=5-"), "206"},
	{"suffix", getting("/hello.txt", "Range: bytes=-5"), "206"},
	{"longer", getting("/hello.txt", "Range: bytes=5-100") + getting("/hello.txt", "Range: bytes=-100"), "206 206"},
	{"unit in upper case", getting("/hello.txt", "Range: Bytes=0-4"), "206"},
	{"several", getting("/large.bin", "Range: bytes=0-1,500-501,-2"), "206"},
	{"several that touch", getting("/hello.txt", "Range: bytes=0-1 , 3-4"), "206"},
	{"unsatisfiable", getting("/hello.txt", "Range: bytes=14-"), "416"},
	{"suffix of nothing", getting("/hello.txt", "Range: bytes=-0"), "416"},
	{"partly", getting("/hello.txt", "Range: bytes=0-1,99-"), "206"},
	{"numbers too large", getting("/hello.txt", "Range: bytes=0-18446744073709551615") + getting("/hello.txt", "Range: bytes=18446744073709551616-"), "206 416"},
	{"suffix too large", getting("/hello.txt", "Range: bytes=-9223372036854775809"), "206"},
	{"invalid", getting("/hello.txt", "Range: bytes=9-5") + getting("/hello.txt", "Range: bytes=abc") + getting("/hello.txt", "Range: bytes=0-4,x"), "200 200 200"},
	{"other unit", getting("/hello.txt", "Range: items=0-5"), "200"},
	{"of an empty file", getting("/empty.txt", "Range: bytes=0-0") + getting("/empty.txt", "Range: bytes=-1"), "200 200"},
	{"too many", getting("/hello.txt", "Range: bytes=0-"+strings.Repeat(",0-", 999)), "200"},
	{"HEAD", "HEAD /hello.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\n\r\n" + next, "200 200"},
	{"POST", post("Content-Length: 5\r\nRange: bytes=0-1\r\n", "hello"), "200"},
	{"on 404", getting("/nope", "Range: bytes=0-4"), "404"},
	{"with INM", getting("/hello.txt", "Range: bytes=0-4", "If-None-Match: "+helloTag), "304"},
	{"If-Range", getting("/hello.txt", "Range: bytes=0-4", "If-Range: "+helloTag), "206"},
	{"If-Range other", getting("/hello.txt", "Range: bytes=0-4", `If-Range: "x"`), "200"},
	{"If-Range weak", getting("/hello.txt", "Range: bytes=0-4", "If-Range: W/"+helloTag), "200"},
	{"If-Range date", getting("/hello.txt", "Range: bytes=0-4", "If-Range: "+helloDate), "206"},
	{"If-Range later date", getting("/hello.txt", "Range: bytes=0-4", "If-Range: Thu, 01 Jan 2099 00:00:00 GMT"), "200"},
	{"If-Range alone", getting("/hello.txt", `If-Range: "x"`), "200"},
}

var negotiationAsks = asks{
	{"gzip", getting("/data.json", "Accept-Encoding: gzip"), "200"},
	{"gzip in a list", getting("/data.json", "Accept-Encoding: x, GZIP;q=0.5, br;q=0"), "200"},
	{"any coding", getting("/data.json", "Accept-Encoding: *"), "200"},
	{"gzip;q=0", getting("/data.json", "Accept-Encoding: gzip;q=0"), "200"},
	{"identity preferred", getting("/data.json", "Accept-Encoding: gzip;q=0.5, identity"), "200"},
	{"not identity", getting("/data.json", "Accept-Encoding: gzip, identity;q=0"), "200"},
	{"nothing at all", getting("/data.json", "Accept-Encoding: zstd, *;q=0"), "406"},
	{"Accept", getting("/hello.txt", "Accept: text/*;q=0.5") + getting("/hello.txt", "Accept: ,,*/*,"), "200 200"},
	{"Accept something else", getting("/hello.txt", "Accept: application/x-nonsense") + next, "406 200"},
	{"Accept malformed", getting("/hello.txt", "Accept: text/html;q=abc") + getting("/hello.txt", "Accept: ;;;"), "200 200"},
	{"Accept excludes", getting("/hello.txt", "Accept: */*, text/plain;q=0"), "406"},
	{"HTML for a browser", getting("/nope", "Accept: text/html,application/xhtml+xml,*/*;q=0.8"), "404"},
}

var limitAsks = asks{
	{"request-line of 8000", getting("/hello.txt?" + strings.Repeat("a", 7900)), "200"},
	{"target of 100k", getting("/" + strings.Repeat("A", 100000)), "414 close"},
	{"method of 100k", strings.Repeat("A", 100000) + " / HTTP/1.1\r\n\r\n", "501 close"},
	{"field of 8000", getting("/hello.txt", "X: "+strings.Repeat("b", 8000)), "200"},
	{"a hundred fields", getting("/hello.txt", strings.Split(strings.Repeat("X: v\r\n", 100)+"Y: z", "\r\n")...), "200"},
	{"field of 100k", getting("/hello.txt", "X: "+strings.Repeat("b", 100000)), "431 close"},
	{"ten thousand fields", getting("/hello.txt", strings.Split(strings.Repeat("X: v\r\n", 10000)+"Y: z", "\r\n")...), "431 close"},
	{"length of 2^63-1", post("Content-Length: 9223372036854775807\r\n", ""), "413 close"},
	{"extension of 64k", post(chunked, "5;a="+strings.Repeat("b", 65536)+"\r\nhello\r\n0\r\n\r\n"), "400 close"},
	{"extensions", post(chunked, strings.Repeat("1;a="+strings.Repeat("b", 4000)+"\r\nx\r\n", 20)+"0\r\n\r\n"), "413 close"},
	{"trailers", post(chunked, "0\r\n"+strings.Repeat("X: "+strings.Repeat("b", 1000)+"\r\n", 20)+"\r\n"), "431 close"},
	{"zeros", post(chunked, strings.Repeat("0", 70000)+"\r\n\r\n"), "400 close"},
}
