package lint

import "httpkit/internal/rfc"

// demands makes the check that a response of a status has a challenge.
func demands(status int, field string) func(*Exchange) Finding {
	return func(x *Exchange) Finding {
		if x.Response.Status != status {
			return obeyed
		}
		if v, _ := x.Response.Get(field); !hasMembers(v) {
			return found(x.Response.StatusLine, "a %d response has no challenge in %s", status, field)
		}
		return obeyed
	}
}

// RFC 9110 section 11.6.1: a server generating a 401 response MUST send a
// WWW-Authenticate header field containing at least one challenge.
var authenticateMissing = Rule{
	Name:     "authenticate-missing",
	Sentence: "A 401 response has a challenge in WWW-Authenticate.",
	Refs:     []rfc.Ref{at(9110, "11.6.1", "3"), at(9110, "15.5.2", "1")},
	Level:    rfc.Must,
	Check:    demands(401, "WWW-Authenticate"),
}

// RFC 9110 section 15.5.8: the proxy MUST send a Proxy-Authenticate header field
// containing a challenge. An origin server has no use for a 407 at all.
var proxyAuthenticateMissing = Rule{
	Name:     "proxy-authenticate-missing",
	Sentence: "A 407 response has a challenge in Proxy-Authenticate.",
	Refs:     []rfc.Ref{at(9110, "15.5.8", "1"), at(9110, "11.7.1", "1")},
	Level:    rfc.Must,
	Check:    demands(407, "Proxy-Authenticate"),
}

// RFC 9110 section 11.2: each parameter name MUST only occur once per challenge.
var authenticateMalformed = Rule{
	Name:     "authenticate-malformed",
	Sentence: "WWW-Authenticate and Proxy-Authenticate hold challenges: a scheme, then parameters with commas between them.",
	Refs:     grammar(at(9110, "11.6.1", "2"), at(9110, "11.3", "3"), at(9110, "11.2", "5"), at(9110, "11.2", "4")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		_, why, _ := challenges(value)
		return why
	}, "WWW-Authenticate", "Proxy-Authenticate"),
}

// RFC 9110 section 11.5: for historical reasons, a sender MUST only generate the
// quoted-string syntax.
var realmUnquoted = Rule{
	Name:     "realm-unquoted",
	Sentence: "The realm of a challenge stands in double quotes.",
	Refs:     []rfc.Ref{at(9110, "11.5", "5")},
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		if _, _, bare := challenges(value); bare {
			return "has a realm without double quotes"
		}
		return ""
	}, "WWW-Authenticate", "Proxy-Authenticate"),
}

// RFC 9110 section 11.6.3: Authentication-Info = #auth-param
var authenticationInfoMalformed = Rule{
	Name:     "authentication-info-malformed",
	Sentence: "Authentication-Info is a list of parameters: name, equals sign, value.",
	Refs:     grammar(at(9110, "11.6.3", "3"), at(9110, "11.2", "5")),
	Level:    rfc.Must,
	Check: inMembers(func(m string) string {
		p := scanner{s: m}
		if _, _, ok := p.authParam(); !ok {
			return "has the member " + show(m) + ", which is no parameter"
		}
		return ""
	}, "Authentication-Info", "Proxy-Authentication-Info"),
}
