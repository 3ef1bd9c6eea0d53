package reference

import (
	"bytes"
	"io/fs"
	"regexp"
	"strings"
)

var pageSlips = []*Slip{
	{Name: "page-404", Persona: "page", change: answering(pageFrontOnly),
		Sentence: "Answers 404 to every path but / and /test.jpg."},
	{Name: "page-accept", Persona: "page", change: answering(pageAccept),
		Sentence: "Answers 406 when Accept does not take the type of what it would send, page or image."},
	{Name: "page-answers-post", Persona: "page", change: answering(pageAnyMethod),
		Sentence: "Answers every method as it does GET."},
	{Name: "page-any-jpg", Persona: "page", change: answering(pageAnyJPG),
		Sentence: "Sends the image for every path that ends in .jpg."},
	{Name: "page-at-once", Persona: "page", atOnce: true,
		Sentence: "Takes its clients at the same time, so that a silent one does not hold up the others."},
	{Name: "page-bytes", Persona: "page", change: answering(pageBytes),
		Sentence: "Takes no offence at bytes that are not UTF-8."},
	{Name: "page-crlf", Persona: "page", change: headCRLF,
		Sentence: "Ends the lines of the head in CRLF."},
	{Name: "page-empty-page", Persona: "page", change: answering(pageEmpty),
		Sentence: "Answers nothing but FIN with the page."},
	{Name: "page-http11", Persona: "page", change: replaced("HTTP/1.x", "HTTP/1.1"),
		Sentence: "Says HTTP/1.1 in its status lines, not HTTP/1.x."},
	{Name: "page-ignores-query", Persona: "page", change: answering(pageNoQuery),
		Sentence: "Ignores the query, so that /test.jpg?x is the image."},
	{Name: "page-image-cut", Persona: "page", change: answering(pageImageCut),
		Sentence: "Loses the last byte of the image."},
	{Name: "page-image-text", Persona: "page", change: edited(asText),
		Sentence: "Reads the image as text, so that each byte that is not UTF-8 becomes U+FFFD."},
	{Name: "page-image-type", Persona: "page", change: replaced("image/jpg", "image/jpeg"),
		Sentence: "Says image/jpeg, which is right, and not what the original says."},
	{Name: "page-keeps-open", Persona: "page", change: keepingOpen,
		Sentence: "Does not close after the answer, but waits for the client to."},
	{Name: "page-leading-line", Persona: "page", change: edited(pageLeadingLine),
		Sentence: "Begins the page with an empty line too, not just the image."},
	{Name: "page-no-blank", Persona: "page", change: answering(pageNoBlank),
		Sentence: "Answers a request without a blank with the page."},
	{Name: "page-no-leading-line", Persona: "page", change: edited(pageNoLeadingLine),
		Sentence: "Begins the image with the status line, as it should be and the original has it not."},
	{Name: "page-no-newline", Persona: "page", change: replaced("</html>\n", "</html>"),
		Sentence: "Loses the newline at the end of the page."},
	{Name: "page-twice", Persona: "page", change: answering(perLine(pageTo)),
		Sentence: "Answers each request line of one read."},
	{Name: "page-waits", Persona: "page", change: whenWhole(pageTo),
		Sentence: "Reads on and answers only when the empty line has come."},
}

func pageFrontOnly(request []byte, docroot fs.FS) []byte {
	answer := pageTo(request, docroot)
	words := strings.Split(string(request), " ")
	if answer != nil && words[1] != "/" && words[1] != "/test.jpg" {
		return []byte("HTTP/1.x 404 Not Found\n\n")
	}
	return answer
}

func pageAccept(request []byte, docroot fs.FS) []byte {
	answer, mediaType := pageTo(request, docroot), "text/html"
	if bytes.HasPrefix(answer, []byte(pageImageHead)) {
		mediaType = "image/jpeg"
	}
	if answer != nil && !takes(request, mediaType) {
		return []byte("HTTP/1.x 406 Not Acceptable\n\n")
	}
	return answer
}

func pageAnyMethod(request []byte, docroot fs.FS) []byte {
	if _, rest, ok := bytes.Cut(request, []byte(" ")); ok {
		request = append([]byte("GET "), rest...)
	}
	return pageTo(request, docroot)
}

var pageJPG = regexp.MustCompile(` \S+\.jpg `)

func pageAnyJPG(request []byte, docroot fs.FS) []byte {
	return pageTo(pageJPG.ReplaceAll(request, []byte(" /test.jpg ")), docroot)
}

func pageBytes(request []byte, docroot fs.FS) []byte {
	return pageTo(bytes.ToValidUTF8(request, []byte("?")), docroot)
}

func pageEmpty(request []byte, docroot fs.FS) []byte {
	if len(request) == 0 {
		return []byte(pageAnswer)
	}
	return pageTo(request, docroot)
}

func pageNoBlank(request []byte, docroot fs.FS) []byte {
	if len(request) > 0 && !bytes.Contains(request, []byte(" ")) {
		return []byte(pageAnswer)
	}
	return pageTo(request, docroot)
}

var pageQuery = regexp.MustCompile(`\?[^ ]*`)

func pageNoQuery(request []byte, docroot fs.FS) []byte {
	return pageTo(pageQuery.ReplaceAll(request, nil), docroot)
}

func pageImageCut(request []byte, docroot fs.FS) []byte {
	answer := pageTo(request, docroot)
	if bytes.HasPrefix(answer, []byte(pageImageHead)) {
		answer = answer[:len(answer)-1]
	}
	return answer
}

func pageLeadingLine(p []byte) []byte {
	return append([]byte("\n"), bytes.TrimPrefix(p, []byte("\n"))...)
}

func pageNoLeadingLine(p []byte) []byte { return bytes.TrimPrefix(p, []byte("\n")) }
