package reference

import (
	"io"
	"io/fs"
	"net"
)

const helloAnswer = "HTTP/1.1 200 OK\n\nHello, World!\n"

// hello reads once, up to 1024 bytes, and answers whatever that brought: part
// of a request, bytes that are no text (the original only prints them), or
// nothing but FIN. What is longer stays unread, so that the connection ends
// with RST.
func hello(conn net.Conn, _ fs.FS) {
	request := make([]byte, 1024)
	_, _ = conn.Read(request)
	_, _ = io.WriteString(conn, helloAnswer)
}
