package lint

import (
	"bytes"

	"httpkit/internal/rfc"
)

// The lines of a chunked body and of its trailer section are judged by
// chunked-malformed.
var lineBareLF = Rule{
	Name:     "line-bare-lf",
	Sentence: "Each line of the head ends with CR and LF.",
	Refs:     grammar(at(9112, "2.1", "2"), at(9112, "2.2", "3")),
	Level:    rfc.Must,
	raw:      true,
	Check: func(x *Exchange) Finding {
		for b := x.head(); ; {
			i := bytes.IndexByte(b, '\n')
			if i < 0 {
				return obeyed
			}
			if i == 0 || b[i-1] != '\r' {
				return found(b[:i], "a line of the head ends with LF alone")
			}
			b = b[i+1:]
		}
	},
}

// RFC 9112 section 2.2: a sender MUST NOT generate a bare CR (a CR character not
// immediately followed by LF) within any protocol elements other than the content.
var bareCR = Rule{
	Name:     "bare-cr",
	Sentence: "No CR stands in a head or a trailer section but before LF.",
	Refs:     []rfc.Ref{at(9112, "2.2", "4")},
	Level:    rfc.Must,
	raw:      true,
	Check: func(x *Exchange) Finding {
		for b := x.head(); len(b) > 0; {
			i := bytes.IndexByte(b, '\n')
			if i < 0 {
				break // a line that broke off may have its LF to come
			}
			line := bytes.TrimSuffix(b[:i], []byte("\r"))
			if bytes.IndexByte(line, '\r') >= 0 {
				return found(line, "a CR that no LF follows stands in a line of the head")
			}
			b = b[i+1:]
		}
		if x.Response == nil {
			return obeyed
		}
		for _, f := range x.Response.Trailers {
			if bytes.IndexByte(f.Line, '\r') >= 0 {
				return found(f.Line, "a CR that no LF follows stands in a line of the trailer section")
			}
		}
		return obeyed
	},
}
