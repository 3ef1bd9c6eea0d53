package lint

import (
	"fmt"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9110 section 15.3.6: a server MUST NOT generate content in a 205 response.
var resetContent = Rule{
	Name:     "reset-content",
	Sentence: "A 205 response has no content.",
	Refs:     []rfc.Ref{at(9110, "15.3.6", "3")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if r := x.Response; r.Status == 205 && len(r.Content) > 0 {
			return found(r.StatusLine, "a 205 response has %d bytes of content", len(r.Content))
		}
		return obeyed
	},
}

// RFC 9110 sections 15.5 and 15.6: except when responding to a HEAD request, the
// server SHOULD send a representation containing an explanation of the error.
var errorUnexplained = Rule{
	Name:     "error-unexplained",
	Sentence: "A 4xx or 5xx response says in its content what went wrong.",
	Refs:     []rfc.Ref{at(9110, "15.5", "1"), at(9110, "15.6", "1")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		if m := x.method(); m == "" || m == "HEAD" || !x.whole() {
			return obeyed
		}
		if r := x.Response; (r.Status/100 == 4 || r.Status/100 == 5) && len(r.Content) == 0 {
			return found(r.StatusLine, "a %d response has no content that explains it", r.Status)
		}
		return obeyed
	},
}

// RFC 9110 section 8.3: Content-Type = media-type
var contentTypeMalformed = Rule{
	Name:     "content-type-malformed",
	Sentence: "Content-Type is a media type: type, slash, subtype, and parameters behind semicolons.",
	Refs:     grammar(at(9110, "8.3", "2"), at(9110, "8.3.1", "2"), at(9110, "5.6.6", "2")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		p := scanner{s: value}
		switch {
		case value == "":
			return "is empty"
		case p.token() == "" || !p.take('/') || p.token() == "":
			return "does not begin with a type and a subtype"
		case !p.parameters() || !p.end():
			return fmt.Sprintf("has %s where parameters would stand", show(p.s[p.i:]))
		}
		return ""
	}, "Content-Type"),
}

// RFC 9110 section 8.3: a sender that generates a message containing content
// SHOULD generate a Content-Type header field unless the media type is unknown
// to the sender. What a 2xx carries may be a file of any kind; the text of an
// error or a redirection is the server's own.
var contentTypeMissing = Rule{
	Name:     "content-type-missing",
	Sentence: "The content of an error or a redirection, which the server wrote itself, has a Content-Type.",
	Refs:     []rfc.Ref{at(9110, "8.3", "5")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		r := x.Response
		if s := r.Status / 100; s < 3 || s > 5 || r.Framing == message.FramedNone || len(r.Content) == 0 || x.has("Content-Type") {
			return obeyed
		}
		return found(r.StatusLine, "%d bytes of content have no Content-Type", len(r.Content))
	},
}
