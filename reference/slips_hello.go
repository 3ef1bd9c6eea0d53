package reference

import (
	"io"
	"io/fs"
	"net"
	"strings"
)

var helloSlips = []*Slip{
	{Name: "hello-404", Persona: "hello", change: answering(atPaths(helloReply, "HTTP/1.1 404 Not Found\n\n", "/")),
		Sentence: "Answers 404 to every path but /."},
	{Name: "hello-at-once", Persona: "hello", atOnce: true,
		Sentence: "Takes its clients at the same time, so that a silent one does not hold up the others."},
	{Name: "hello-crlf", Persona: "hello", change: headCRLF,
		Sentence: "Ends the lines of the head in CRLF."},
	{Name: "hello-drains", Persona: "hello", change: instead(helloDrains),
		Sentence: "Reads all that comes before it closes, so that a long request ends with FIN too."},
	{Name: "hello-empty-dies", Persona: "hello", change: answering(unlessEmpty(helloReply)),
		Sentence: "Closes without a byte when nothing but FIN came."},
	{Name: "hello-head", Persona: "hello", change: answering(headAlone(helloReply)),
		Sentence: "Answers HEAD without the greeting."},
	{Name: "hello-http10", Persona: "hello", change: replaced("HTTP/1.1", "HTTP/1.0"),
		Sentence: "Says HTTP/1.0 in the status line."},
	{Name: "hello-keeps-open", Persona: "hello", change: keepingOpen,
		Sentence: "Does not close after the answer, but waits for the client to."},
	{Name: "hello-no-empty-line", Persona: "hello", change: replaced("\n\n", "\n"),
		Sentence: "Has no empty line between status line and greeting."},
	{Name: "hello-no-newline", Persona: "hello", change: replaced("World!\n", "World!"),
		Sentence: "Loses the newline at the end of its greeting."},
	{Name: "hello-once", Persona: "hello", change: once,
		Sentence: "Answers one connection in its life."},
	{Name: "hello-reads-4096", Persona: "hello", change: instead(helloReads4096),
		Sentence: "Reads up to 4096 bytes, so that a request of 1025 bytes ends with FIN too."},
	{Name: "hello-reads-512", Persona: "hello", change: instead(helloReads512),
		Sentence: "Reads up to 512 bytes, so that a request of 1024 bytes ends with RST."},
	{Name: "hello-text-only", Persona: "hello", change: answering(textOnly(helloReply)),
		Sentence: "Closes without a byte on bytes that are not UTF-8."},
	{Name: "hello-twice", Persona: "hello", change: answering(perLine(helloReply)),
		Sentence: "Greets once for each request line of one read."},
	{Name: "hello-waits", Persona: "hello", change: whenWhole(helloReply),
		Sentence: "Reads on and answers only when the empty line has come."},
	{Name: "hello-wants-request-line", Persona: "hello", change: answering(helloRequestLine),
		Sentence: "Closes without a byte unless the first line is three words."},
}

var helloReply = always(helloAnswer)

func helloDrains(conn net.Conn, docroot fs.FS) {
	hello(conn, docroot)
	if c, ok := conn.(interface{ CloseWrite() error }); ok {
		_ = c.CloseWrite() // the client must see the end, or it waits for us as we for it
	}
	drain(conn)
}

func helloReads512(conn net.Conn, _ fs.FS) {
	_, _ = conn.Read(make([]byte, 512))
	_, _ = io.WriteString(conn, helloAnswer)
}

func helloReads4096(conn net.Conn, _ fs.FS) {
	_, _ = conn.Read(make([]byte, 4096))
	_, _ = io.WriteString(conn, helloAnswer)
}

func helloRequestLine(request []byte, _ fs.FS) []byte {
	line, _, _ := strings.Cut(string(request), "\n")
	if len(strings.Fields(line)) != 3 {
		return nil
	}
	return []byte(helloAnswer)
}
