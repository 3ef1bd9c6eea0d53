package reference

import (
	"bytes"
	"io/fs"
	"regexp"
)

var markupSlips = []*Slip{
	{Name: "markup-404", Persona: "markup", change: answering(atPaths(markupReply, "HTTP/1.1 404 Not Found\n\n", "/")),
		Sentence: "Answers 404 to every path but /."},
	{Name: "markup-content-type", Persona: "markup", change: replaced("Content-type", "Content-Type"),
		Sentence: "Writes Content-Type with a capital T."},
	{Name: "markup-crlf", Persona: "markup", change: headCRLF,
		Sentence: "Ends the lines of the head in CRLF."},
	{Name: "markup-empty-dies", Persona: "markup", change: answering(unlessEmpty(markupReply)),
		Sentence: "Closes without a byte when nothing but FIN came."},
	{Name: "markup-head", Persona: "markup", change: answering(headAlone(markupReply)),
		Sentence: "Answers HEAD without the page."},
	{Name: "markup-keeps-open", Persona: "markup", change: keepingOpen,
		Sentence: "Does not close after the answer, but waits for the client to."},
	{Name: "markup-newline", Persona: "markup", change: replaced("</html>", "</html>\n"),
		Sentence: "Ends the page with a newline."},
	{Name: "markup-once", Persona: "markup", change: once,
		Sentence: "Answers one connection in its life, as the original does."},
	{Name: "markup-one-empty-line", Persona: "markup", change: replaced("\n\n\n", "\n\n"),
		Sentence: "Has one empty line before the page, not two."},
	{Name: "markup-tabs", Persona: "markup", change: replaced("        <body>", "\t\t<body>"),
		Sentence: "Indents a line of the page with tabs."},
	{Name: "markup-text-only", Persona: "markup", change: answering(textOnly(markupReply)),
		Sentence: "Closes without a byte on bytes that are not UTF-8."},
	{Name: "markup-twice", Persona: "markup", change: answering(perLine(markupReply)),
		Sentence: "Sends the page once for each request line of one read."},
	{Name: "markup-unindented", Persona: "markup", change: replaced("    Content-type", "Content-type"),
		Sentence: "Has no blanks before its field line."},
	{Name: "markup-version", Persona: "markup", change: answering(markupVersion),
		Sentence: "Says back the version it was asked in, HTTP/1.0 for 1.0."},
	{Name: "markup-waits", Persona: "markup", change: whenWhole(markupReply),
		Sentence: "Reads on and answers only when the empty line has come."},
}

var markupReply = always(markupAnswer)

var markupAsked = regexp.MustCompile(`^\S+ \S+ (HTTP/\d\.\d)\r?\n`)

func markupVersion(request []byte, docroot fs.FS) []byte {
	answer := markupReply(request, docroot)
	if asked := markupAsked.FindSubmatch(request); asked != nil {
		return bytes.Replace(answer, []byte("HTTP/1.1"), asked[1], 1)
	}
	return answer
}
