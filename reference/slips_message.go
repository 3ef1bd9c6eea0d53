package reference

import (
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"time"
)

var messageSlips = []*Slip{
	{Name: "message-302", Persona: "message", change: replaced("301 Moved Permanently", "302 Found"),
		Sentence: "Moves with 302, not 301."},
	{Name: "message-404", Persona: "message", change: answering(atPaths(messageReply, message404, "/", "/moved")),
		Sentence: "Answers 404 to every path but / and /moved."},
	{Name: "message-charset", Persona: "message", change: replaced("text/plain", "text/plain; charset=utf-8"),
		Sentence: "Adds a charset to text/plain."},
	{Name: "message-date-asctime", Persona: "message", change: edited(messageAsctime),
		Sentence: "Writes its Date in the obsolete form of C's asctime."},
	{Name: "message-empty-dies", Persona: "message", change: answering(unlessEmpty(messageReply)),
		Sentence: "Closes without a byte when nothing but FIN came."},
	{Name: "message-head", Persona: "message", change: answering(headAlone(messageReply)),
		Sentence: "Answers HEAD without the content."},
	{Name: "message-keeps-open", Persona: "message", change: keepingOpen,
		Sentence: "Does not close after the answer, but waits for the client to."},
	{Name: "message-lf", Persona: "message", change: edited(messageLF),
		Sentence: "Ends its lines in LF."},
	{Name: "message-moved-200", Persona: "message", change: replaced("301 Moved Permanently", "200 OK"),
		Sentence: "Answers /moved with status 200, the rest as before."},
	{Name: "message-moved-any-method", Persona: "message", change: answering(messageAnyMethod),
		Sentence: "Answers every method on /moved with the 301, not just GET."},
	{Name: "message-moved-cut", Persona: "message", change: replaced("</html>\n", "</html>"),
		Sentence: "Sends one byte less with its 301 than Content-Length says."},
	{Name: "message-moved-nowhere", Persona: "message", change: replaced("Location: /\r\n", ""),
		Sentence: "Leaves Location out of its 301."},
	{Name: "message-moved-type", Persona: "message", change: replaced("text/html", "text/plain"),
		Sentence: "Calls the content of its 301 text/plain."},
	{Name: "message-newline", Persona: "message", change: replaced("Person.", "Person.\n"),
		Sentence: "Sends a newline after the 23 bytes."},
	{Name: "message-no-date", Persona: "message", change: edited(messageNoDate),
		Sentence: "Leaves Date out of its 301."},
	{Name: "message-no-server", Persona: "message", change: replaced("Server: Destiny/1.0\r\n", ""),
		Sentence: "Leaves Server out of its 301."},
	{Name: "message-once", Persona: "message", change: once,
		Sentence: "Answers one connection in its life."},
	{Name: "message-text-only", Persona: "message", change: answering(textOnly(messageReply)),
		Sentence: "Closes without a byte on bytes that are not UTF-8."},
	{Name: "message-twice", Persona: "message", change: answering(perLine(messageReply)),
		Sentence: "Answers each request line of one read."},
	{Name: "message-wrong-length", Persona: "message", change: replaced("Length: 23", "Length: 24"),
		Sentence: "Says Content-Length 24 for its 23 bytes."},
}

var messageDate = regexp.MustCompile(`Date: .*\r\n`)

func messageAsctime(p []byte) []byte {
	return messageDate.ReplaceAll(p, []byte("Date: "+time.Now().UTC().Format(time.ANSIC)+"\r\n"))
}

func messageNoDate(p []byte) []byte { return messageDate.ReplaceAll(p, nil) }

func messageLF(p []byte) []byte { return bytes.ReplaceAll(p, []byte("\r\n"), []byte("\n")) }

const message404 = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

func messageReply(request []byte, _ fs.FS) []byte { return messageTo(request) }

func messageAnyMethod(request []byte, _ fs.FS) []byte {
	if words := strings.Fields(string(request)); len(words) > 1 && words[1] == "/moved" {
		return messageMoved()
	}
	return messageTo(request)
}
