package reference

import (
	"bufio"
	"bytes"
	"io"
	"io/fs"
	"net"
)

var tcpSlips = []*Slip{
	{Name: "tcp-echo", Persona: "tcp", change: answering(tcpEcho),
		Sentence: "Says back what it heard."},
	{Name: "tcp-empty-dies", Persona: "tcp", change: answering(unlessEmpty(tcpReply)),
		Sentence: "Closes without a byte when nothing but FIN came."},
	{Name: "tcp-http", Persona: "tcp", change: replaced("Yes", "HTTP/1.1 200 OK\n\nYes"),
		Sentence: "Puts a status line before its Yes."},
	{Name: "tcp-keeps-open", Persona: "tcp", change: keepingOpen,
		Sentence: "Does not close after the answer, but waits for the client to."},
	{Name: "tcp-lower", Persona: "tcp", change: replaced("Yes", "yes"),
		Sentence: "Says yes in lower case."},
	{Name: "tcp-newline", Persona: "tcp", change: replaced("Yes", "Yes\n"),
		Sentence: "Ends its Yes with a newline."},
	{Name: "tcp-once", Persona: "tcp", change: once,
		Sentence: "Answers one connection in its life, as the original does."},
	{Name: "tcp-text-only", Persona: "tcp", change: answering(textOnly(tcpReply)),
		Sentence: "Closes without a byte on bytes that are not UTF-8."},
	{Name: "tcp-twice", Persona: "tcp", change: answering(tcpEach),
		Sentence: "Says Yes once for each question mark of one read."},
	{Name: "tcp-waits-for-line", Persona: "tcp", change: instead(tcpLine),
		Sentence: "Reads on and answers only when a newline has come, or 1024 bytes."},
}

func tcpEcho(question []byte, _ fs.FS) []byte { return question }

var tcpReply = always(tcpAnswer)

// tcpEach takes what has no question mark for one question, as the persona does.
func tcpEach(questions []byte, _ fs.FS) []byte {
	return bytes.Repeat([]byte(tcpAnswer), max(1, bytes.Count(questions, []byte("?"))))
}

func tcpLine(conn net.Conn, _ fs.FS) {
	_, _ = bufio.NewReaderSize(conn, 1024).ReadSlice('\n')
	_, _ = io.WriteString(conn, tcpAnswer)
}
