package reference

import (
	"io"
	"io/fs"
	"net"
)

const tcpAnswer = "Yes"

// tcp is no HTTP server: it reads once, whatever that brings, and says Yes. Its
// read size is not known from outside; 1024 bytes is the usual one.
func tcp(conn net.Conn, _ fs.FS) {
	question := make([]byte, 1024)
	_, _ = conn.Read(question)
	_, _ = io.WriteString(conn, tcpAnswer)
}
