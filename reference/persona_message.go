package reference

import (
	"bytes"
	"io/fs"
	"net"
	"time"
)

// messageAnswer is the answer to everything but GET /moved.
const messageAnswer = "HTTP/1.1 200 OK\r\n" +
	"Content-Type: text/plain\r\n" +
	"Content-Length: 23\r\n" +
	"\r\n" +
	"Hello, Destined Person."

// serveMessage reads once, up to 1024 bytes (the usual size; the original's is not
// known), and answers whatever that brought.
func serveMessage(conn net.Conn, _ fs.FS) {
	request := make([]byte, 1024)
	n, _ := conn.Read(request)
	_, _ = conn.Write(messageTo(request[:n]))
}

// messageTo gives the answer to a request: the first two words of its first
// line decide.
func messageTo(request []byte) []byte {
	line, _, _ := bytes.Cut(request, []byte("\n"))
	words := bytes.Fields(line)
	if len(words) > 1 && string(words[0]) == "GET" && string(words[1]) == "/moved" {
		return messageMoved()
	}
	return []byte(messageAnswer)
}

// messageMoved is the 301, dated now.
func messageMoved() []byte {
	return []byte("HTTP/1.1 301 Moved Permanently\r\n" +
		"Server: Destiny/1.0\r\n" +
		"Date: " + time.Now().UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT") + "\r\n" +
		"Content-Type: text/html\r\n" +
		"Content-Length: 262\r\n" +
		"Location: /\r\n" +
		"\r\n" +
		movedPage)
}

// movedPage is the content of the 301, 262 bytes.
const movedPage = `<!DOCTYPE html>
<html lang="en">
<head><title>Gone to another place</title></head>
<body>
<h1>This page has moved for ever</h1>
<p>What you want is kept at <a href="/">the top page</a> now.
Please keep the new address and forget the old one.</p>
</body>
</html>
`
