package lint

import (
	"bytes"
	"errors"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// surplus is what the bytes behind a response are.
type surplus uint8

const (
	nothing  surplus = iota // no byte, or what may be the next response
	emptied                 // only line ends
	another                 // a response to nothing
	anything                // other bytes
)

// surplus tells what the bytes behind the response are.
func (x *Exchange) surplus() surplus {
	if !x.whole() || len(x.After) == 0 || x.tunnel() {
		return nothing
	}
	if len(skipEmptyLines(x.After)) == 0 {
		return emptied
	}
	var not *message.NotHTTP
	if _, err := message.ParseResponse(x.After, message.More, ""); errors.As(err, &not) {
		return anything
	}
	if x.Response.Interim() || !x.Last || !x.oneRequest() {
		return nothing
	}
	// RFC 9110 section 15.5.9: a server that waited long enough for the next
	// request may say so with a 408.
	if code := len("HTTP/1.1 "); len(x.After) < code+3 || string(x.After[code:code+3]) == "408" {
		return nothing
	}
	return another
}

// oneRequest tells whether a server can have seen only one request in what was
// sent: it is whole and has no shape that two servers frame in two ways.
func (x *Exchange) oneRequest() bool {
	asked, ok := x.asked()
	if !ok || !x.Request.Whole {
		return false
	}
	lengths := message.Values(asked, "Content-Length")
	codings := message.Values(asked, "Transfer-Encoding")
	switch {
	case len(lengths)+len(codings) > 1:
		return false
	case len(lengths) == 1:
		return isDigits(lengths[0])
	case len(codings) == 1:
		return strings.EqualFold(codings[0], "chunked") && x.Request.Version == "HTTP/1.1"
	}
	return true
}

// statusWithout says why a response ends with its head, "" if it does not.
func (x *Exchange) statusWithout() string {
	switch s := x.Response.Status; {
	case s/100 == 1:
		return "1xx"
	case s == 204:
		return "204"
	case s == 304:
		return "304"
	}
	return ""
}

// RFC 9110 section 9.3.2: the server MUST NOT send content in the response.
var headContent = Rule{
	Name:     "head-content",
	Sentence: "No content follows the head of a response to HEAD.",
	Refs:     []rfc.Ref{at(9110, "9.3.2", "1"), at(9112, "6.3", "2.1")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if x.method() == "HEAD" && x.statusWithout() == "" && x.surplus() == anything {
			return found(firstLine(x.After), "bytes follow the head of a response to HEAD")
		}
		return obeyed
	},
}

// RFC 9110 sections 15.2, 15.3.5, 15.4.5: it is terminated by the end of the
// header section; it cannot contain content or trailers.
var noContentStatus = Rule{
	Name:     "no-content-status",
	Sentence: "No content follows the head of a 1xx, a 204 or a 304 response.",
	Refs:     []rfc.Ref{at(9110, "6.4.1", "8"), at(9110, "15.2", "2"), at(9110, "15.3.5", "5"), at(9110, "15.4.5", "6"), at(9112, "6.3", "2.1")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if s := x.statusWithout(); s != "" && x.surplus() == anything {
			return found(firstLine(x.After), "bytes follow the head of a %s response", s)
		}
		return obeyed
	},
}

// RFC 9110 section 15: exactly one final response; RFC 9112 section 6.3: data
// behind it might be there because the Content-Length is incorrect.
var bytesAfterEnd = Rule{
	Name:     "bytes-after-end",
	Sentence: "Behind the end of a response comes nothing, or the response to the next request.",
	Refs:     []rfc.Ref{at(9112, "6.3", "8"), at(9112, "9.2", "3"), at(9110, "15", "7")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		switch x.surplus() {
		case emptied:
			return found(nil, "%d bytes of line ends follow the end of the response", len(x.After))
		case another:
			return found(firstLine(x.After), "a second final response follows the one the request was answered with")
		case anything:
			if x.method() == "HEAD" || x.statusWithout() != "" {
				return obeyed // head-content, no-content-status
			}
			return found(firstLine(x.After), "bytes follow the end of the response")
		}
		return obeyed
	},
}

// RFC 9112 section 9.6: a server that sends a "close" connection option MUST NOT
// process any further requests received on that connection.
var responseAfterClose = Rule{
	Name:     "response-after-close",
	Sentence: "After a response with Connection: close no other one comes.",
	Refs:     []rfc.Ref{at(9112, "9.6", "7")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if !x.whole() || x.Response.Interim() || x.tunnel() || !x.Response.Has("Connection", "close") || x.surplus() != nothing {
			return obeyed
		}
		next, err := message.ParseResponse(x.After, message.More, "")
		if err == nil && next.Status != 408 {
			return found(next.StatusLine, "a response follows one that said Connection: close")
		}
		return obeyed
	},
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}
