package lint

import (
	"bytes"
	"errors"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// Bytes that are no response are judged only where the request was one of
// HTTP/1: an older or a newer one may be answered in another protocol.
var statusLineMalformed = Rule{
	Name:     "status-line-malformed",
	Sentence: "A response begins with a status-line: HTTP/1 and a minor version, a space, three digits, a space.",
	Refs:     grammar(at(9112, "4", "2"), at(9112, "2.3", "3")),
	Level:    rfc.Must,
	raw:      true,
	Check: func(x *Exchange) Finding {
		var not *message.NotHTTP
		if !errors.As(x.Err, &not) || !x.expectsHTTP() {
			return obeyed
		}
		why, b := not.Why, skipEmptyLines(x.Raw)
		if len(b) < len(x.Raw) { // that it begins with one is another rule's
			_, err := message.ParseResponse(b, message.FIN, "")
			if !errors.As(err, &not) {
				return obeyed
			}
			why = not.Why
		}
		line, _, _ := bytes.Cut(b, []byte("\n"))
		return found(bytes.TrimSuffix(line, []byte("\r")), "what came is no response: %s", why)
	},
}

// expectsHTTP tells whether the request was one of HTTP/1, or is not known.
func (x *Exchange) expectsHTTP() bool {
	return x.Request == nil || x.Request.Method != "" && strings.HasPrefix(x.Request.Version, "HTTP/1.")
}

// RFC 9112 section 2.2 lets a server forgive an empty line before a request;
// nobody has to forgive one before a response.
var emptyLineFirst = Rule{
	Name:     "empty-line-first",
	Sentence: "No empty line comes before the status-line.",
	Refs:     grammar(at(9112, "2.1", "2")),
	Level:    rfc.Must,
	raw:      true,
	Check: func(x *Exchange) Finding {
		var not *message.NotHTTP
		if errors.As(x.Err, &not) && x.expectsHTTP() {
			if b := skipEmptyLines(x.Raw); len(b) < len(x.Raw) && bytes.HasPrefix(b, []byte("HTTP/")) {
				return found(nil, "%d bytes of empty lines come before the status-line", len(x.Raw)-len(b))
			}
		}
		return obeyed
	},
}

func skipEmptyLines(b []byte) []byte { return bytes.TrimLeft(b, "\r\n") }

// RFC 9112 section 4: a server MUST send the space that separates the
// status-code from the reason-phrase even when the reason-phrase is absent.
var statusLineSpace = Rule{
	Name:     "status-line-space",
	Sentence: "A space follows the status code, also where no reason-phrase does.",
	Refs:     []rfc.Ref{at(9112, "4", "9"), at(9112, "4", "2")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		line := x.Response.StatusLine
		if len(line) == len("HTTP/1.1 200") {
			return found(line, "the status-line ends with the status code, without the space behind it")
		}
		return obeyed
	},
}

// RFC 9112 section 4: reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )
var reasonControl = Rule{
	Name:     "reason-control",
	Sentence: "The reason-phrase holds no control characters but tabs.",
	Refs:     grammar(at(9112, "4", "8")),
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if i := control(x.Response.Reason); i >= 0 {
			return found(x.Response.StatusLine, "the reason-phrase holds the control character %#02x", x.Response.Reason[i])
		}
		return obeyed
	},
}

// control is where the first control character stands that is neither HTAB nor
// CR (a bare CR is another rule's), or -1.
func control(s string) int {
	return strings.IndexFunc(s, func(c rune) bool { return c < ' ' && c != '\t' && c != '\r' || c == 0x7f })
}

// RFC 9110 section 15: all valid status codes are within the range of 100 to 599.
var statusCodeRange = Rule{
	Name:     "status-code-range",
	Sentence: "The status code is one of 100 to 599.",
	Refs:     []rfc.Ref{at(9110, "15", "1"), at(9110, "15", "6")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if s := x.Response.Status; s < 100 || s > 599 {
			return found(x.Response.StatusLine, "the status code is %03d", s)
		}
		return obeyed
	},
}

// RFC 9110 section 6.2: a server MUST NOT send a version to which it is not
// conformant. There is nothing between HTTP/1.1 and HTTP/2 to conform to.
var versionUnknown = Rule{
	Name:     "version-unknown",
	Sentence: "The version of a response is HTTP/1.1 or HTTP/1.0.",
	Refs:     []rfc.Ref{at(9110, "6.2", "7"), at(9110, "2.5", "5")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if v := x.Response.Version; v != "HTTP/1.1" && v != "HTTP/1.0" {
			return found(x.Response.StatusLine, "the version is %s, and there is no such version to conform to", v)
		}
		return obeyed
	},
}

// RFC 9112 section 9.5 lets a server close a connection at any time, so no
// sentence is broken; but no client can use what came.
var headBrokenOff = Rule{
	Name:     "head-broken-off",
	Sentence: "A response that was begun is sent to the empty line that ends its header section.",
	Refs:     []rfc.Ref{at(9112, "8", "3"), at(9112, "2.1", "2")},
	Level:    rfc.Robust,
	raw:      true,
	Check: func(x *Exchange) Finding {
		var broken *message.Broken
		if x.Response != nil || len(x.Raw) == 0 || x.End != message.FIN || !errors.As(x.Err, &broken) {
			return obeyed
		}
		b := bytes.TrimSuffix(x.Raw, []byte("\n"))
		b = bytes.TrimSuffix(b, []byte("\r"))
		return found(b[bytes.LastIndexByte(b, '\n')+1:], "the response %s; no empty line ended it", broken.Why)
	},
}
