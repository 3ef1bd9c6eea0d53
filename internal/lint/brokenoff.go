package lint

import (
	"errors"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// brokenOff is the error of a response that the server's end cut off, nil for
// any other.
func (x *Exchange) brokenOff(f message.Framing) *message.Broken {
	var broken *message.Broken
	if x.Response == nil || x.End != message.FIN || x.Response.Framing != f || !errors.As(x.Err, &broken) {
		return nil
	}
	return broken
}

// RFC 9112 section 9.5 lets a server close at any time, so a crash in the middle
// breaks no sentence; a Content-Length that is too large looks the same.
var contentShort = Rule{
	Name:     "content-short",
	Sentence: "As many bytes of content come as Content-Length says.",
	Refs:     []rfc.Ref{at(9110, "8.6", "1"), at(9112, "6.3", "2.6"), at(9112, "8", "4")},
	Level:    rfc.Robust,
	Check: func(x *Exchange) Finding {
		if b := x.brokenOff(message.FramedLength); b != nil && b.Digits != "" {
			return found(x.line("Content-Length"), "the connection was %s after %d of %s bytes of content", x.End, b.Got, b.Digits)
		}
		return obeyed
	},
}

// RFC 9112 section 8: a message body that uses the chunked transfer coding is
// incomplete if the zero-sized chunk that terminates the encoding has not been
// received.
var chunkedUnfinished = Rule{
	Name:     "chunked-unfinished",
	Sentence: "A chunked response is sent to its last chunk and the empty line behind it.",
	Refs:     []rfc.Ref{at(9112, "8", "4"), at(9112, "7.1", "3")},
	Level:    rfc.Robust,
	Check: func(x *Exchange) Finding {
		b := x.brokenOff(message.FramedChunked)
		if b == nil || len(x.Raw) < x.Response.HeadLen || chunks(x.Raw[x.Response.HeadLen:]).Why != "" {
			return obeyed
		}
		return found(x.line("Transfer-Encoding"), "the response %s", b.Why)
	},
}
