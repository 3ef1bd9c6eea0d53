package reference

import (
	"strings"
	"testing/fstest"
)

// docroot is what the tests serve. Its image holds every byte, more than once.
var docroot = fstest.MapFS{
	"hello.txt":       {Data: []byte("Hello, World!\n")},
	"empty.txt":       {},
	"test.jpg":        {Data: []byte(picture)},
	"lines.txt":       {Data: []byte("one\r\ntwo\r\n")},
	"two words.txt":   {Data: []byte("two\n")},
	"caf\u00e9.txt":   {Data: []byte("caf\u00e9\n")},
	"what.txt?q=1":    {Data: []byte("queried\n")},
	"index.html":      {Data: []byte("<p>root\n")},
	"sub/index.html":  {Data: []byte("<p>sub\n")},
	"sub/other/a.txt": {Data: []byte("a\n")},
}

var picture = func() string {
	var every [256]byte
	for i := range every {
		every[i] = byte(i)
	}
	return strings.Repeat(string(every[:]), 6)
}()

// probe is one thing to say to a persona, and what comes back.
type probe struct {
	name string
	send string
	fin  bool // followed by FIN
	want string
	end  string
	dies bool // the original dies of it
	ours bool // the original behaves differently, and not well
}

const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

// probes are those of each persona, typed in from the table of the design: none
// of the package's own constants.
var probes = map[string][]probe{
	"hello": each("HTTP/1.1 200 OK\n\nHello, World!\n", fin,
		probe{name: "get", send: get},
		probe{name: "line", send: "GET / HTTP/1.1"},
		probe{name: "path", send: "GET /x HTTP/1.1\r\n\r\n"},
		probe{name: "head", send: "HEAD / HTTP/1.1\r\n\r\n"},
		probe{name: "pair", send: get + get},
		probe{name: "garbage", send: "nonsense\n\n"},
		probe{name: "binary", send: "GET /\xff\xfe\x00 HTTP/1.1\n\n"},
		probe{name: "nothing", fin: true},
		probe{name: "1024", send: long("GET / HTTP/1.1", 1024)},
		probe{name: "1025", send: long("GET / HTTP/1.1", 1025), end: rst},
		probe{name: "1025 and fin", send: long("GET / HTTP/1.1", 1025), fin: true, end: rst},
		probe{name: "5000", send: long("GET / HTTP/1.1", 5000), end: rst}),

	"markup": each("HTTP/1.1 200 OK\n    Content-type: text/html\n\n\n    <html>\n        <body>\n"+
		"            <h1>Hello, World!</h1>\n        </body>\n    </html>", fin,
		probe{name: "get", send: get},
		probe{name: "path", send: "GET /x HTTP/1.1\r\n\r\n"},
		probe{name: "line", send: "GET / HTTP/1.1"},
		probe{name: "version", send: "GET / HTTP/1.0\r\n\r\n"},
		probe{name: "head", send: "HEAD / HTTP/1.1\r\n\r\n"},
		probe{name: "pair", send: get + "GET /x HTTP/1.1\r\n\r\n"},
		probe{name: "post", send: "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx"},
		probe{name: "binary", send: "\xff\xfe\x00\n\n"},
		probe{name: "nothing", fin: true},
		probe{name: "1025", send: long("GET / HTTP/1.1", 1025), end: rst}),

	"message": each("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 23\r\n\r\nHello, Destined Person.", fin,
		probe{name: "get", send: get},
		probe{name: "path", send: "GET /x HTTP/1.1\r\n\r\n"},
		probe{name: "head", send: "HEAD / HTTP/1.1\r\n\r\n"},
		probe{name: "pair", send: get + "GET /moved HTTP/1.1\r\nHost: x\r\n\r\n"},
		probe{name: "garbage", send: "nonsense"},
		probe{name: "binary", send: "\xff\xfe\x00\n\n"},
		probe{name: "nothing", fin: true},
		probe{name: "moved", send: "GET /moved HTTP/1.1\r\nHost: x\r\n\r\n", want: moved301},
		probe{name: "post moved", send: "POST /moved HTTP/1.1\r\n\r\n"},
		probe{name: "moved/", send: "GET /moved/ HTTP/1.1\r\n\r\n"},
		probe{name: "1025", send: long("GET / HTTP/1.1", 1025), end: rst}),

	"tcp": each("Yes", fin,
		probe{name: "question", send: "can you hear me?"},
		probe{name: "line", send: "can you hear me?\n"},
		probe{name: "two questions", send: "can you hear me? Still?"},
		probe{name: "get", send: get},
		probe{name: "binary", send: "\xff\xfe\x00\n"},
		probe{name: "nothing", fin: true},
		probe{name: "1025", send: strings.Repeat("?", 1025), end: rst}),

	"page": each("HTTP/1.x 200 OK\nContent-Type: text/html\n\n<head>\n<title>WOW</title>\n</head>\n<html>\n"+
		"<p>Wow, Python Server</p>\n<IMG src=\"test.jpg\"/>\n</html>\n", fin,
		probe{name: "get", send: get},
		probe{name: "path", send: "GET /x HTTP/1.1\r\n\r\n"},
		probe{name: "no version", send: "GET /test.jpg\r\n\r\n"},
		probe{name: "blank", send: "GET "},
		probe{name: "two blanks", send: "GET  /test.jpg HTTP/1.1\r\n\r\n"},
		probe{name: "image", send: "GET /test.jpg HTTP/1.x\nAccept: text/*\n\n", want: image200},
		probe{name: "image welcome", send: "GET /test.jpg HTTP/1.1\r\nAccept: text/html, image/*\r\n\r\n", want: image200},
		probe{name: "pair", send: get + "GET /test.jpg HTTP/1.1\r\nHost: x\r\n\r\n"},
		probe{name: "query", send: "GET /test.jpg?x HTTP/1.1\r\n\r\n"},
		probe{name: "other jpg", send: "GET /other.jpg HTTP/1.1\r\n\r\n"},
		probe{name: "utf-8", send: "GET /caf\u00e9 HTTP/1.1\r\n\r\n"},
		probe{name: "post", send: "POST / HTTP/1.1\r\n\r\n", want: none},
		probe{name: "head", send: "HEAD /test.jpg HTTP/1.1\r\n\r\n", want: none},
		probe{name: "lower case", send: "get / HTTP/1.1\r\n\r\n", want: none},
		probe{name: "binary", send: "GET /\xff HTTP/1.1\r\n\r\n", want: none, dies: true},
		probe{name: "no blank", send: "GET\r\n\r\n", want: none, dies: true},
		probe{name: "nothing", fin: true, want: none, dies: true},
		probe{name: "1025", send: long("GET / HTTP/1.1", 1025), end: rst},
		probe{name: "cut letter", send: "GET /" + strings.Repeat("\u00e9", 600), want: none, end: rst, dies: true}),

	"files": each("HTTP/1.1 404 Not Found\n", fin,
		probe{name: "hello", send: "GET /hello.txt HTTP/1.1\r\nHost: x\r\n\r\n", want: hello200},
		probe{name: "line", send: "GET /hello.txt HTTP/1.1", want: hello200},
		probe{name: "json", send: "GET /hello.txt HTTP/1.1\r\nAccept: application/json\r\n\r\n", want: hello200},
		probe{name: "text", send: "GET /hello.txt HTTP/1.1\r\nAccept: application/json, text/*\r\n\r\n", want: hello200},
		probe{name: "pair", send: "GET /hello.txt HTTP/1.1\r\n\r\nGET /empty.txt HTTP/1.1\r\n\r\n", want: hello200},
		probe{name: "crlf", send: "GET /lines.txt HTTP/1.1\n\n", want: "HTTP/1.1 200 OK\nContent-Length: 10\n\none\r\ntwo\r\n"},
		probe{name: "delete", send: "DELETE /hello.txt HTTP/1.1\r\n\r\n", want: hello200},
		probe{name: "head", send: "HEAD /hello.txt HTTP/1.1\r\n\r\n", want: hello200},
		probe{name: "version", send: "GET /hello.txt PIZZA\n", want: hello200},
		probe{name: "empty", send: "GET /empty.txt HTTP/1.1\n\n", want: "HTTP/1.1 200 OK\nContent-Length: 0\n\n"},
		probe{name: "image", send: "GET /test.jpg HTTP/1.1\n\n", want: "HTTP/1.1 200 OK\nContent-Length: 1536\n\n" + picture},
		probe{name: "sub", send: "GET /sub/other/a.txt HTTP/1.1\n\n", want: "HTTP/1.1 200 OK\nContent-Length: 2\n\na\n"},
		probe{name: "raw letter", send: "GET /caf\u00e9.txt HTTP/1.1\n\n", want: "HTTP/1.1 200 OK\nContent-Length: 6\n\ncaf\u00e9\n"},
		probe{name: "encoded", send: "GET /two%20words.txt HTTP/1.1\n\n"},
		probe{name: "query", send: "GET /hello.txt?x HTTP/1.1\n\n"},
		probe{name: "query in name", send: "GET /what.txt?q=1 HTTP/1.1\n\n", want: "HTTP/1.1 200 OK\nContent-Length: 8\n\nqueried\n"},
		probe{name: "missing", send: "GET /no HTTP/1.1\n\n"},
		probe{name: "binary", send: "GET /\xff\x00 HTTP/1.1\n\n"},
		probe{name: "no slash", send: "GET hello.txt HTTP/1.1\n\n"},
		probe{name: "absolute", send: "GET http://x/hello.txt HTTP/1.1\n\n"},
		probe{name: "file as folder", send: "GET /hello.txt/ HTTP/1.1\n\n"},
		probe{name: "slashes", send: "GET //./sub/../hello.txt HTTP/1.1\n\n", want: hello200},
		probe{name: "dots through nothing", send: "GET /no/../hello.txt HTTP/1.1\n\n"},
		probe{name: "dots out", send: "GET /../hello.txt HTTP/1.1\n\n", ours: true},
		probe{name: "dots out and in", send: "GET /sub/../../docroot/hello.txt HTTP/1.1\n\n", ours: true},
		probe{name: "blanks", send: " GET \t/hello.txt  HTTP/1.1\r\n\r\n", want: hello200},
		probe{name: "root", send: get, want: none, dies: true},
		probe{name: "folder", send: "GET /sub HTTP/1.1\n\n", want: none, dies: true},
		probe{name: "two words", send: "GET /hello.txt\r\n\r\n", want: none, dies: true},
		probe{name: "four words", send: "GET /two words.txt HTTP/1.1\n\n", want: none, dies: true},
		probe{name: "empty line", send: "\r\nGET /hello.txt HTTP/1.1\r\n\r\n", want: none, dies: true},
		probe{name: "nothing", fin: true, want: none, dies: true},
		probe{name: "1025", send: long("GET /hello.txt HTTP/1.1", 1025), want: hello200, end: rst},
		probe{name: "1025 bad", send: long("GET /hello.txt", 1025), want: none, end: rst, dies: true}),
}

const (
	none     = "no byte" // as want; "" is the persona's usual answer
	hello200 = "HTTP/1.1 200 OK\nContent-Length: 14\n\nHello, World!\n"
	moved301 = "HTTP/1.1 301 Moved Permanently\r\nServer: Destiny/1.0\r\nDate: DATE\r\n" +
		"Content-Type: text/html\r\nContent-Length: 262\r\nLocation: /\r\n\r\n" +
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Gone to another place</title></head>\n<body>\n" +
		"<h1>This page has moved for ever</h1>\n<p>What you want is kept at <a href=\"/\">the top page</a> now.\n" +
		"Please keep the new address and forget the old one.</p>\n</body>\n</html>\n"
)

var image200 = "\nHTTP/1.x 200 OK\nContent-Type: image/jpg\n\n" + picture

// each fills in the persona's usual answer and ending.
func each(want, end string, list ...probe) []probe {
	for i, p := range list {
		switch p.want {
		case "":
			list[i].want = want
		case none:
			list[i].want = ""
		}
		if p.end == "" {
			list[i].end = end
		}
	}
	return list
}
