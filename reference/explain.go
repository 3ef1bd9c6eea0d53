package reference

import (
	"errors"
	"fmt"
	"html"

	http1 "httpkit/internal/message"
)

// problem is an answer that says what the matter is, as HTML to who prefers that.
//
// RFC 9110 section 15.5: the server SHOULD send a representation containing an
// explanation of the error situation. What the client sent stands in it only
// escaped.
func (x *Exchange) problem(status int, why string) *Response {
	r := NewResponse(status)
	r.Set("Vary", "Accept") // RFC 9110 section 12.5.5
	accept, given := x.Request.Get("Accept")
	title := fmt.Sprintf("%d %s", status, Reason(status))
	if given && http1.AcceptsType(accept, "text/html") > http1.AcceptsType(accept, "text/plain") {
		r.SetContent("text/html; charset=utf-8", fmt.Appendf(nil,
			"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>%s</title>\n</head>\n<body>\n<h1>%s</h1>\n<p>%s</p>\n</body>\n</html>\n",
			title, title, html.EscapeString(why)))
		return r
	}
	r.SetContent("text/plain; charset=utf-8", fmt.Appendf(nil, "%s\n\n%s\n", title, why))
	return r
}

// refuse is the answer to a request that is no good as a message: nothing after
// it on the connection can be trusted.
//
// RFC 9112 section 2.2: respond with 400 and close the connection.
func (x *Exchange) refuse(status int, why string) *Response {
	r := NewResponse(status)
	r.SetContent("text/plain; charset=utf-8", fmt.Appendf(nil, "%d %s\n\n%s\n", status, Reason(status), why))
	r.Close = true
	return r
}

// refusedBy is refuse with what the grammar says.
func (x *Exchange) refusedBy(err error) *Response {
	var e *http1.Refused
	if !errors.As(err, &e) {
		return x.refuse(500, "The server has met an error.")
	}
	return x.refuse(e.Status, e.Why)
}

// Reason is the usual reason phrase of a status code, "" if there is none.
//
// RFC 9110 section 15; RFC 6585 for 431.
func Reason(status int) string { return reasons[status] }

var reasons = map[int]string{
	100: "Continue", 200: "OK", 204: "No Content", 206: "Partial Content",
	301: "Moved Permanently", 304: "Not Modified",
	400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
	408: "Request Timeout", 411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large",
	414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
	421: "Misdirected Request", 431: "Request Header Fields Too Large",
	500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
}
