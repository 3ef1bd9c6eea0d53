package reference

import (
	"io"
	"io/fs"
	"net"
)

// markupAnswer is a literal of the original's source, indentation and all, so
// that its field line begins with four blanks.
const markupAnswer = "HTTP/1.1 200 OK\n" +
	"    Content-type: text/html\n" +
	"\n\n" +
	"    <html>\n" +
	"        <body>\n" +
	"            <h1>Hello, World!</h1>\n" +
	"        </body>\n" +
	"    </html>"

// markup reads once and answers whatever that brought. The original's read size
// is not known from outside; 1024 bytes is the usual one.
func markup(conn net.Conn, _ fs.FS) {
	request := make([]byte, 1024)
	_, _ = conn.Read(request)
	_, _ = io.WriteString(conn, markupAnswer)
}
