package lint

import (
	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// noUpdate are representation metadata that say nothing to a cache which has the
// representation. Last-Modified may guide it, and Content-Length is allowed by
// RFC 9110 section 8.6.
var noUpdate = []string{"Content-Encoding", "Content-Language", "Content-Range", "Content-Type"}

// RFC 9110 section 15.4.5: a sender SHOULD NOT generate representation metadata
// other than the listed fields unless said metadata exists for the purpose of
// guiding cache updates.
var notModifiedMetadata = Rule{
	Name:     "not-modified-metadata",
	Sentence: "A 304 response has no Content-Type, Content-Encoding, Content-Language or Content-Range.",
	Refs:     []rfc.Ref{at(9110, "15.4.5", "4")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		if x.Response.Status != 304 {
			return obeyed
		}
		for _, name := range noUpdate {
			if line := x.line(name); line != nil {
				return found(line, "a 304 response has %s", name)
			}
		}
		return obeyed
	},
}

// RFC 9110 section 15.4.5: a 304 indicates that a conditional GET or HEAD request
// has been received. Nobody else has anything to make use of.
var notModifiedUnasked = Rule{
	Name:     "not-modified-unasked",
	Sentence: "A 304 response answers a GET or HEAD with If-None-Match or If-Modified-Since.",
	Refs:     []rfc.Ref{at(9110, "15.4.5", "1")},
	Level:    rfc.Robust,
	Check: func(x *Exchange) Finding {
		if x.Response.Status != 304 {
			return obeyed
		}
		if m := x.method(); m != "" && m != "GET" && m != "HEAD" {
			return found(x.Response.StatusLine, "a 304 response answers %s", show(m))
		}
		asked, ok := x.asked()
		_, match := message.Get(asked, "If-None-Match")
		_, since := message.Get(asked, "If-Modified-Since")
		if ok && !match && !since {
			return found(x.Response.StatusLine, "a 304 response answers a request without a condition")
		}
		return obeyed
	},
}
