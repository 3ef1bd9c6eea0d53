package lint

import (
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9110 section 7.6.1: Connection = #connection-option; connection-option = token
var connectionMalformed = Rule{
	Name:     "connection-malformed",
	Sentence: "Connection is a list of options, each a token.",
	Refs:     grammar(at(9110, "7.6.1", "2")),
	Level:    rfc.Must,
	Check:    inMembers(isTokenMember("connection option"), "Connection"),
}

// endToEnd are fields that RFC 9110 and 9111 mean for all recipients.
var endToEnd = []string{
	"Accept-Ranges", "Age", "Allow", "Cache-Control", "Content-Encoding", "Content-Language", "Content-Length",
	"Content-Location", "Content-Range", "Content-Type", "Date", "ETag", "Expires", "Last-Modified", "Location",
	"Retry-After", "Server", "Vary", "WWW-Authenticate",
}

// RFC 9110 section 7.6.1: a sender MUST NOT send a connection option corresponding
// to a field that is intended for all recipients of the content.
var connectionEndToEnd = Rule{
	Name:     "connection-end-to-end",
	Sentence: "Connection names no field that is meant for all recipients, such as Cache-Control.",
	Refs:     []rfc.Ref{at(9110, "7.6.1", "9")},
	Level:    rfc.Must,
	Check: inMembers(func(m string) string {
		if isOneOf(m, endToEnd) {
			return "names " + m + ", which is meant for all recipients"
		}
		return ""
	}, "Connection"),
}

// RFC 9110 section 7.6.1: when a field aside from Connection is used to supply
// control information for or about the current connection, the sender MUST list
// the corresponding field name within the Connection header field.
var keepAliveUnlisted = Rule{
	Name:     "keep-alive-unlisted",
	Sentence: "A response with a Keep-Alive field has the option keep-alive in Connection.",
	Refs:     []rfc.Ref{at(9110, "7.6.1", "4")},
	Level:    rfc.Must,
	Check:    unlisted("Keep-Alive"),
}

// RFC 9110 section 7.8: a sender of Upgrade MUST also send an "Upgrade" connection
// option in the Connection header field.
var upgradeUnlisted = Rule{
	Name:     "upgrade-unlisted",
	Sentence: "A response with an Upgrade field has the option upgrade in Connection.",
	Refs:     []rfc.Ref{at(9110, "7.8", "14")},
	Level:    rfc.Must,
	Check:    unlisted("Upgrade"),
}

// unlisted makes the check that a field is named in Connection.
func unlisted(name string) func(*Exchange) Finding {
	return func(x *Exchange) Finding {
		if line := x.line(name); line != nil && !x.Response.Has("Connection", name) {
			return found(line, "Connection does not name %s", strings.ToLower(name))
		}
		return obeyed
	}
}

// RFC 9110 section 7.8: Upgrade = #protocol; protocol = protocol-name ["/"
// protocol-version], both tokens.
var upgradeMalformed = Rule{
	Name:     "upgrade-malformed",
	Sentence: "Upgrade is a list of protocols: a name, or a name, a slash and a version.",
	Refs:     grammar(at(9110, "7.8", "3")),
	Level:    rfc.Must,
	Check: inMembers(func(m string) string {
		p := scanner{s: m}
		if p.token() == "" || p.take('/') && p.token() == "" || !p.end() {
			return "has the member " + show(m) + ", which is no protocol"
		}
		return ""
	}, "Upgrade"),
}

// RFC 9110 sections 7.8, 15.2.2 and 15.5.22: a server that sends a 101 or a 426
// response MUST send an Upgrade header field.
var upgradeMissing = Rule{
	Name:     "upgrade-missing",
	Sentence: "A 101 and a 426 response name a protocol in Upgrade.",
	Refs:     []rfc.Ref{at(9110, "7.8", "5"), at(9110, "7.8", "6"), at(9110, "15.2.2", "1"), at(9110, "15.5.22", "1")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if s := x.Response.Status; s != 101 && s != 426 {
			return obeyed
		}
		if v, _ := x.Response.Get("Upgrade"); !hasMembers(v) {
			return found(x.Response.StatusLine, "a %d response names no protocol in Upgrade", x.Response.Status)
		}
		return obeyed
	},
}

// RFC 9110 section 7.8: a server MUST NOT switch to a protocol that was not
// indicated by the client in the corresponding request's Upgrade header field.
// The names are compared, the versions are for the protocols to settle.
var upgradeUnasked = Rule{
	Name:     "upgrade-unasked",
	Sentence: "A 101 response names only protocols that the request's Upgrade named.",
	Refs:     []rfc.Ref{at(9110, "7.8", "5"), at(9110, "7.8", "4")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		asked, ok := x.asked()
		if !ok || x.Response.Status != 101 {
			return obeyed
		}
		wanted, _ := message.Get(asked, "Upgrade")
		var names []string
		for _, m := range message.SplitList(wanted) {
			name, _, _ := strings.Cut(m, "/")
			names = append(names, name)
		}
		switched, _ := x.Response.Get("Upgrade")
		for _, m := range message.SplitList(switched) {
			// RFC 2817 names HTTP again, as the layer on top of TLS.
			if name, _, _ := strings.Cut(m, "/"); !isOneOf(name, names) && !strings.EqualFold(name, "HTTP") {
				return found(x.line("Upgrade"), "the request's Upgrade did not name %s", show(m))
			}
		}
		return obeyed
	},
}

// RFC 9110 section 15.2: a server MUST NOT send a 1xx response to an HTTP/1.0
// client.
var interimToOld = Rule{
	Name:     "interim-to-http10",
	Sentence: "An HTTP/1.0 client gets no 1xx response.",
	Refs:     []rfc.Ref{at(9110, "15.2", "1")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if x.Response.Status/100 == 1 && x.version() == "HTTP/1.0" {
			return found(x.Response.StatusLine, "the request was one of HTTP/1.0")
		}
		return obeyed
	},
}
