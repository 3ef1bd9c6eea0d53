package reference

import (
	"io/fs"
	"strings"
	"unicode/utf8"
)

var markupSlips = []*Slip{
	{Name: "markup-404", Persona: "markup", change: answering(markupFrontOnly),
		Sentence: "Answers 404 to every path but /."},
	{Name: "markup-content-type", Persona: "markup", change: replaced("Content-type", "Content-Type"),
		Sentence: "Writes Content-Type with a capital T."},
	{Name: "markup-crlf", Persona: "markup", change: headCRLF,
		Sentence: "Ends the lines of the head in CRLF."},
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
	{Name: "markup-text-only", Persona: "markup", change: answering(markupTextOnly),
		Sentence: "Closes without a byte on bytes that are not UTF-8."},
	{Name: "markup-unindented", Persona: "markup", change: replaced("    Content-type", "Content-type"),
		Sentence: "Has no blanks before its field line."},
}

func markupFrontOnly(request []byte, _ fs.FS) []byte {
	words := strings.Fields(string(request))
	if len(words) > 1 && words[1] != "/" {
		return []byte("HTTP/1.1 404 Not Found\n\n")
	}
	return []byte(markupAnswer)
}

func markupTextOnly(request []byte, _ fs.FS) []byte {
	if !utf8.Valid(request) {
		return nil
	}
	return []byte(markupAnswer)
}
