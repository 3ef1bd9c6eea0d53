package lint

import (
	"strings"

	"httpkit/internal/rfc"
)

// RFC 9110 section 10.2.2: Location = URI-reference. The empty one is valid: it
// is the target itself.
var locationMalformed = Rule{
	Name:     "location-malformed",
	Sentence: "Location is a URI-reference.",
	Refs:     grammar(at(9110, "10.2.2", "2"), at(9110, "4.1", "3"), at(9110, "4.2.1", "4")),
	Level:    rfc.Must,
	Check:    inLines(uriFault, "Location"),
}

// RFC 9110 section 8.7: Content-Location = absolute-URI / partial-URI, neither of
// which has a fragment.
var contentLocationMalformed = Rule{
	Name:     "content-location-malformed",
	Sentence: "Content-Location is a URI without a fragment, absolute or relative.",
	Refs:     grammar(at(9110, "8.7", "2"), at(9110, "4.1", "3")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		if strings.Contains(value, "#") {
			return "has a fragment"
		}
		return uriFault(value)
	}, "Content-Location"),
}

// RFC 9110 section 4.2.4: a sender MUST NOT generate the userinfo subcomponent
// when an "http" or "https" URI reference is generated as a field value.
var locationUserinfo = Rule{
	Name:     "location-userinfo",
	Sentence: "No http or https URI in Location or Content-Location has a userinfo.",
	Refs:     []rfc.Ref{at(9110, "4.2.4", "3")},
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		scheme, rest, ok := cutScheme(value)
		authority, has := strings.CutPrefix(rest, "//")
		if !ok || !has || !isHTTP(scheme) {
			return ""
		}
		if i := strings.IndexAny(authority, "/?#"); i >= 0 {
			authority = authority[:i]
		}
		if strings.Contains(authority, "@") {
			return "has a userinfo before its host"
		}
		return ""
	}, "Location", "Content-Location"),
}

// RFC 9110 sections 15.4.2, 15.4.3, 15.4.8, 15.4.9: the server SHOULD generate a
// Location header field; 15.4.4: as indicated by a URI in the Location header
// field. A 300 needs one only if the server has a preferred choice.
var locationMissing = Rule{
	Name:     "location-missing",
	Sentence: "A 301, 302, 303, 307 and 308 response has Location.",
	Refs: []rfc.Ref{at(9110, "15.4.2", "2"), at(9110, "15.4.3", "2"), at(9110, "15.4.4", "1"),
		at(9110, "15.4.8", "2"), at(9110, "15.4.9", "2")},
	Level: rfc.Should,
	Check: func(x *Exchange) Finding {
		switch s := x.Response.Status; s {
		case 301, 302, 303, 307, 308:
			if !x.has("Location") {
				return found(x.Response.StatusLine, "a %d response has no Location", s)
			}
		}
		return obeyed
	},
}
