package lint

import (
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9110 section 8.6: Content-Length = 1*DIGIT
var contentLengthMalformed = Rule{
	Name:     "content-length-malformed",
	Sentence: "Content-Length is a decimal number: digits and nothing else.",
	Refs:     grammar(at(9110, "8.6", "2")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		members := message.SplitList(value)
		for _, m := range members {
			if !isDigits(m) {
				return "is no row of digits"
			}
		}
		if len(members) == 0 {
			return "is empty"
		}
		return ""
	}, "Content-Length"),
}

// RFC 9110 section 8.6 calls a list of the same value invalid, and 5.3 forbids
// the second line.
var contentLengthRepeated = Rule{
	Name:     "content-length-repeated",
	Sentence: "Content-Length comes once and has one value.",
	Refs:     []rfc.Ref{at(9110, "5.3", "3"), at(9110, "8.6", "13"), at(9112, "6.3", "2.5")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		n := 0
		for _, f := range x.Response.Fields {
			if !strings.EqualFold(f.Name, "Content-Length") {
				continue
			}
			if n++; n > 1 {
				return found(f.Line, "Content-Length comes more than once")
			}
			if strings.Contains(f.Value, ",") {
				return found(f.Line, "Content-Length: %s is a list", show(f.Value))
			}
		}
		return obeyed
	},
}

// RFC 9112 section 6.2: a sender MUST NOT send a Content-Length header field in
// any message that contains a Transfer-Encoding header field.
var contentLengthBesideCoding = Rule{
	Name:     "content-length-beside-transfer-encoding",
	Sentence: "A response with Transfer-Encoding has no Content-Length.",
	Refs:     []rfc.Ref{at(9112, "6.2", "2")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if line := x.line("Content-Length"); line != nil && x.has("Transfer-Encoding") {
			return found(line, "Content-Length stands beside Transfer-Encoding")
		}
		return obeyed
	},
}

// forbidsLength says why a response may have neither Content-Length nor
// Transfer-Encoding, "" if it may.
func (x *Exchange) forbidsLength() string {
	switch s := x.Response.Status; {
	case s/100 == 1:
		return "a 1xx response"
	case s == 204:
		return "a 204 response"
	case x.connected():
		return "a 2xx response to CONNECT"
	}
	return ""
}

// RFC 9110 section 8.6: a server MUST NOT send a Content-Length header field in
// any response with a status code of 1xx or 204, nor in any 2xx response to a
// CONNECT request.
var contentLengthForbidden = Rule{
	Name:     "content-length-forbidden",
	Sentence: "A 1xx, a 204 and a 2xx response to CONNECT have no Content-Length.",
	Refs:     []rfc.Ref{at(9110, "8.6", "8"), at(9110, "9.3.6", "12")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if line := x.line("Content-Length"); line != nil && x.forbidsLength() != "" {
			return found(line, "%s has a Content-Length", x.forbidsLength())
		}
		return obeyed
	},
}
