package lint

import (
	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9110 section 6.6.2: Trailer = #field-name
var trailerMalformed = Rule{
	Name:     "trailer-malformed",
	Sentence: "Trailer is a list of field names.",
	Refs:     grammar(at(9110, "6.6.2", "2")),
	Level:    rfc.Must,
	Check:    inMembers(isTokenMember("field name"), "Trailer"),
}

// headOnly are fields whose definitions do not permit them in trailers: they
// frame, route, authenticate, control the response or describe the content. Of
// those in RFC 9110 only ETag, Accept-Ranges and the Authentication-Info fields
// are permitted; of others nothing is known here.
var headOnly = []string{
	"Age", "Allow", "Cache-Control", "Connection", "Content-Encoding", "Content-Language", "Content-Length",
	"Content-Location", "Content-Range", "Content-Type", "Date", "Expires", "Host", "Keep-Alive", "Last-Modified",
	"Location", "Proxy-Authenticate", "Retry-After", "Server", "Trailer", "Transfer-Encoding", "Upgrade", "Vary",
	"WWW-Authenticate",
}

// RFC 9110 section 6.5.1: a sender MUST NOT generate a trailer field unless the
// sender knows the corresponding header field name's definition permits the field
// to be sent in trailers.
var trailerForbidden = Rule{
	Name:     "trailer-forbidden",
	Sentence: "No field stands in the trailer section that has to stand in the head, such as Content-Length or Date.",
	Refs:     []rfc.Ref{at(9110, "6.5.1", "2"), at(9110, "16.3.2", "3.5")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		for _, f := range x.Response.Trailers {
			if isOneOf(f.Name, headOnly) {
				return found(f.Line, "%s stands in the trailer section", f.Name)
			}
		}
		return obeyed
	},
}

// RFC 9110 section 6.6.2: a sender that intends to generate one or more trailer
// fields in a message SHOULD generate a Trailer header field.
var trailerUnannounced = Rule{
	Name:     "trailer-unannounced",
	Sentence: "The fields of a trailer section are announced in Trailer.",
	Refs:     []rfc.Ref{at(9110, "6.6.2", "4")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		announced, _ := x.Response.Get("Trailer")
		names := message.SplitList(announced)
		for _, f := range x.Response.Trailers {
			if f.Name != "" && !isOneOf(f.Name, names) {
				return found(f.Line, "Trailer does not name %s", f.Name)
			}
		}
		return obeyed
	},
}
