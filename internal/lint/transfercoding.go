package lint

import (
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9112 section 6.1: a server MUST NOT send a Transfer-Encoding header field
// in any response with a status code of 1xx or 204, nor in any 2xx response to a
// CONNECT request.
var transferEncodingForbidden = Rule{
	Name:     "transfer-encoding-forbidden",
	Sentence: "A 1xx, a 204 and a 2xx response to CONNECT have no Transfer-Encoding.",
	Refs:     []rfc.Ref{at(9112, "6.1", "10"), at(9110, "9.3.6", "12")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if line := x.line("Transfer-Encoding"); line != nil && x.forbidsLength() != "" {
			return found(line, "%s has a Transfer-Encoding", x.forbidsLength())
		}
		return obeyed
	},
}

// RFC 9112 section 6.1: a server MUST NOT send a response containing
// Transfer-Encoding unless the corresponding request indicates HTTP/1.1.
var transferEncodingToOld = Rule{
	Name:     "transfer-encoding-to-http10",
	Sentence: "A response to an HTTP/1.0 request has no Transfer-Encoding.",
	Refs:     []rfc.Ref{at(9112, "6.1", "13")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if line := x.line("Transfer-Encoding"); line != nil && x.version() == "HTTP/1.0" {
			return found(line, "the request was one of HTTP/1.0")
		}
		return obeyed
	},
}

// RFC 9112 section 6.1: a client that receives an HTTP/1.0 message containing a
// Transfer-Encoding header field MUST treat the message as if the framing is
// faulty.
var transferEncodingInOld = Rule{
	Name:     "transfer-encoding-in-http10",
	Sentence: "A response that says HTTP/1.0 has no Transfer-Encoding.",
	Refs:     []rfc.Ref{at(9112, "6.1", "16"), at(9112, "6.1", "12")},
	Level:    rfc.Robust,
	Check: func(x *Exchange) Finding {
		if line := x.line("Transfer-Encoding"); line != nil && x.Response.Version == "HTTP/1.0" {
			return found(line, "the status-line says HTTP/1.0: a client has to take the framing for faulty")
		}
		return obeyed
	},
}

// RFC 9110 section 10.1.4: transfer-coding = token *( OWS ";" OWS transfer-parameter )
var transferEncodingMalformed = Rule{
	Name:     "transfer-encoding-malformed",
	Sentence: "Transfer-Encoding is a list of transfer codings.",
	Refs:     grammar(at(9112, "6.1", "2"), at(9110, "10.1.4", "5")),
	Level:    rfc.Must,
	Check: inMembers(func(m string) string {
		if p := (scanner{s: m}); p.token() == "" || !p.parameters() || !p.end() {
			return "has the member " + show(m) + ", which is no transfer coding"
		}
		return ""
	}, "Transfer-Encoding"),
}

// coding is the name of a transfer coding, and whether parameters follow it.
func coding(member string) (name string, parameters bool) {
	name, _, parameters = strings.Cut(member, ";")
	return strings.ToLower(strings.TrimRight(name, " \t")), parameters
}

// RFC 9112 section 6.1: a sender MUST NOT apply the chunked transfer coding more
// than once to a message body.
var chunkedTwice = Rule{
	Name:     "chunked-twice",
	Sentence: "The chunked coding is applied to a response once.",
	Refs:     []rfc.Ref{at(9112, "6.1", "4")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		value, _ := x.Response.Get("Transfer-Encoding")
		n := 0
		for _, m := range message.SplitList(value) {
			if name, _ := coding(m); name == "chunked" {
				n++
			}
		}
		if n > 1 {
			return found(x.line("Transfer-Encoding"), "Transfer-Encoding: %s names chunked %d times", show(value), n)
		}
		return obeyed
	},
}

// RFC 9112 sections 7.1 and 7.2: these codings do not define any parameters;
// their presence SHOULD be treated as an error.
var codingParameter = Rule{
	Name:     "transfer-coding-parameter",
	Sentence: "The chunked coding and those of compression have no parameters.",
	Refs:     []rfc.Ref{at(9112, "7.1", "6"), at(9112, "7.2", "3")},
	Level:    rfc.Should,
	Check: inMembers(func(m string) string {
		name, parameters := coding(m)
		if parameters && isOneOf(name, []string{"chunked", "gzip", "x-gzip", "deflate", "compress", "x-compress"}) {
			return "gives " + name + " a parameter: a client should take that for an error"
		}
		return ""
	}, "Transfer-Encoding"),
}

// RFC 9112 section 7.4: if the TE field value is empty or if no TE field is
// present, the only acceptable transfer coding is chunked.
var codingNotAsked = Rule{
	Name:     "transfer-coding-not-asked",
	Sentence: "A client that sent no TE gets no transfer coding but chunked.",
	Refs:     []rfc.Ref{at(9112, "7.4", "6")},
	Level:    rfc.Robust,
	Check: func(x *Exchange) Finding {
		asked, ok := x.asked()
		if te, _ := message.Get(asked, "TE"); !ok || te != "" {
			return obeyed
		}
		value, _ := x.Response.Get("Transfer-Encoding")
		for _, m := range message.SplitList(value) {
			// identity, which RFC 2616 had, changes nothing.
			if name, _ := coding(m); message.IsToken(name) && name != "chunked" && name != "identity" {
				return found(x.line("Transfer-Encoding"), "the coding %s was applied, and the request had no TE to allow it", show(name))
			}
		}
		return obeyed
	},
}
