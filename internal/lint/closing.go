package lint

import (
	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// closeDelimited tells whether the end of the response is the end of the
// connection, in a version in which that has to be said.
func (x *Exchange) closeDelimited() bool {
	r := x.Response
	return x.whole() && r.Framing == message.FramedClose && r.Version == "HTTP/1.1" && !x.tunnel()
}

// RFC 9112 section 6.3: a server SHOULD generate encoding or length-delimited
// messages whenever possible. To a client of HTTP/1.1 it always is.
var contentUndelimited = Rule{
	Name:     "content-undelimited",
	Sentence: "A response of HTTP/1.1 to a request of HTTP/1.1 has Content-Length or is chunked.",
	Refs:     []rfc.Ref{at(9112, "6.3", "3"), at(9110, "8.6", "9")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		if x.closeDelimited() && x.version() == "HTTP/1.1" && !x.has("Transfer-Encoding") && !x.has("Content-Length") {
			return found(x.Response.StatusLine, "only the end of the connection tells where the content ends")
		}
		return obeyed
	},
}

// RFC 9112 section 9.6: a sender SHOULD send a Connection header field containing
// the "close" connection option when it intends to close a connection. A response
// that ends with the connection can't have been meant otherwise.
var closeUnannounced = Rule{
	Name:     "close-unannounced",
	Sentence: "A response of HTTP/1.1 that ends with the connection says Connection: close.",
	Refs:     []rfc.Ref{at(9112, "9.6", "1"), at(9112, "9.3", "7")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		if x.closeDelimited() && !x.Response.Has("Connection", "close") {
			return found(x.Response.StatusLine, "the response ends with the connection and does not say Connection: close")
		}
		return obeyed
	},
}

// RFC 9112 section 9.6: a server that receives a "close" connection option SHOULD
// send a "close" connection option in its final response on that connection. A
// server of HTTP/1.0 need not know the option.
var closeUnanswered = Rule{
	Name:     "close-unanswered",
	Sentence: "The final response to a request with Connection: close says Connection: close.",
	Refs:     []rfc.Ref{at(9112, "9.6", "6")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		r := x.Response
		asked, ok := x.asked()
		// close-unannounced has the others
		if !ok || !message.Has(asked, "Connection", "close") || r.Version != "HTTP/1.1" || r.Status/100 == 1 || x.closeDelimited() || x.tunnel() {
			return obeyed
		}
		if !r.Has("Connection", "close") {
			return found(x.line("Connection"), "the request said Connection: close, the response does not")
		}
		return obeyed
	},
}
