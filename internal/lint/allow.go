package lint

import "httpkit/internal/rfc"

// RFC 9110 section 15.5.6: the origin server MUST generate an Allow header field in
// a 405 response. It may be empty (section 10.2.1).
var allowMissing = Rule{
	Name:     "allow-missing",
	Sentence: "A 405 response has Allow.",
	Refs:     []rfc.Ref{at(9110, "15.5.6", "1"), at(9110, "10.2.1", "5")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if x.Response.Status == 405 && !x.has("Allow") {
			return found(x.Response.StatusLine, "a 405 response has no Allow")
		}
		return obeyed
	},
}

// RFC 9110 section 10.2.1: Allow = #method; method = token
var allowMalformed = Rule{
	Name:     "allow-malformed",
	Sentence: "Allow is a list of methods, with commas between them.",
	Refs:     grammar(at(9110, "10.2.1", "2")),
	Level:    rfc.Must,
	Check:    inMembers(isTokenMember("method"), "Allow"),
}
