package reference

import (
	"bytes"
	"io"
	"io/fs"
	"net"
	"strings"
	"sync/atomic"
)

// The changes that slips are made of. Each is made anew for each server.

// edited passes each write through f. A persona answers in one write, so f has
// the whole answer before it.
func edited(f func([]byte) []byte) func(answer) answer {
	return func(a answer) answer {
		return func(conn net.Conn, docroot fs.FS) { a(editedConn{conn, f}, docroot) }
	}
}

type editedConn struct {
	net.Conn
	edit func([]byte) []byte
}

func (c editedConn) Write(p []byte) (int, error) {
	if _, err := c.Conn.Write(c.edit(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// replaced exchanges the first occurrence of from in the answer.
func replaced(from, to string) func(answer) answer {
	return edited(func(p []byte) []byte { return bytes.Replace(p, []byte(from), []byte(to), 1) })
}

// headCRLF ends the lines of the head in CRLF, the content stays.
var headCRLF = edited(func(p []byte) []byte {
	head, content, found := strings.Cut(string(p), "\n\n")
	if found {
		head += "\n\n"
	}
	return []byte(strings.ReplaceAll(head, "\n", "\r\n") + content)
})

// instead puts b in the persona's place.
func instead(b answer) func(answer) answer {
	return func(answer) answer { return b }
}

// answering reads once like the persona, up to 1024 bytes, and answers with
// what f gives; nil is no answer.
func answering(f replier) func(answer) answer {
	return func(answer) answer {
		return func(conn net.Conn, docroot fs.FS) {
			request := make([]byte, 1024)
			n, _ := conn.Read(request)
			if a := f(request[:n], docroot); a != nil {
				_, _ = conn.Write(a)
			}
		}
	}
}

// keepingOpen leaves it to the client to close.
func keepingOpen(a answer) answer {
	return func(conn net.Conn, docroot fs.FS) {
		a(conn, docroot)
		drain(conn)
	}
}

// drain reads to the client's end. It hides all but Read from io.Copy, which
// would go past a Wrap that embeds its connection.
func drain(conn net.Conn) { _, _ = io.Copy(io.Discard, struct{ io.Reader }{conn}) }

// once answers one connection in its life. The others it reads too, or it would
// depend on the clock whether they end with FIN or RST.
func once(a answer) answer {
	var used atomic.Bool
	silent := edited(func([]byte) []byte { return nil })(a)
	return func(conn net.Conn, docroot fs.FS) {
		if used.Swap(true) {
			silent(conn, docroot)
			return
		}
		a(conn, docroot)
	}
}

// asText is p read as UTF-8 and written again: each byte that is not UTF-8
// becomes U+FFFD.
func asText(p []byte) []byte { return []byte(string([]rune(string(p)))) }
