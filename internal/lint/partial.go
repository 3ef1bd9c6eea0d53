package lint

import (
	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9110 sections 15.3.7 and 14.2: Range is for GET alone, a server MUST ignore
// it with other methods. Methods that other documents define may have ranges.
var partialToOther = Rule{
	Name:     "partial-to-other-method",
	Sentence: "Of the methods of RFC 9110 only GET is answered with 206.",
	Refs:     []rfc.Ref{at(9110, "14.2", "4")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if x.Response.Status == 206 && isOneOf(x.method(), []string{"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
			return found(x.Response.StatusLine, "%s is answered with 206", x.method())
		}
		return obeyed
	},
}

// RFC 9110 section 15.3.7: a 206 indicates that the server is fulfilling a range
// request. A client that asked for the whole takes the part for it.
var partialUnasked = Rule{
	Name:     "partial-unasked",
	Sentence: "Only a request with Range is answered with 206.",
	Refs:     []rfc.Ref{at(9110, "15.3.7", "1"), at(9110, "14.2", "1")},
	Level:    rfc.Robust,
	Check: func(x *Exchange) Finding {
		asked, ok := x.asked()
		if _, ranged := message.Get(asked, "Range"); ok && !ranged && x.Response.Status == 206 {
			return found(x.Response.StatusLine, "the request had no Range")
		}
		return obeyed
	},
}
