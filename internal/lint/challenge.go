package lint

import (
	"strings"

	"httpkit/internal/message"
)

// challenges reads the value of WWW-Authenticate: n counts the challenges, why
// says what is wrong, bare that a realm is no quoted-string.
//
// RFC 9110 section 11.3: challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
func challenges(value string) (n int, why string, bare bool) {
	var names []string // of the parameters of this challenge, nil before the first
	only := false      // nothing may follow but another challenge
	for _, m := range message.SplitList(value) {
		p := scanner{s: m}
		if name, isBare, ok := p.authParam(); ok {
			switch {
			case n == 0:
				return n, "has the parameter " + show(m) + " before any scheme", bare
			case only:
				return n, "has the parameter " + show(m) + " behind a challenge that is complete", bare
			case isOneOf(name, names):
				return n, "has the parameter " + name + " twice in one challenge", bare
			}
			names = append(names, name)
			bare = bare || isBare
			continue
		}
		p = scanner{s: m}
		n++
		names, only = nil, false
		if p.token() == "" {
			return n, "has the member " + show(m) + ", which does not begin with a scheme", bare
		}
		if p.end() {
			only = true // parameters begin behind a space
			continue
		}
		if p.while(func(c byte) bool { return c == ' ' }) == "" {
			return n, "has the member " + show(m) + ", which is no challenge", bare
		}
		back := p.i
		if name, isBare, ok := p.authParam(); ok {
			names, bare = append(names, name), bare || isBare
			continue
		}
		p.i = back
		if p.while(isToken68) == "" {
			return n, "has the member " + show(m) + ", which is no challenge", bare
		}
		p.while(func(c byte) bool { return c == '=' })
		if !p.end() {
			return n, "has the member " + show(m) + ", which is no challenge: its parameters are malformed or not parted by commas", bare
		}
		only = true
	}
	return n, "", bare
}

// authParam steps over token "=" ( token / quoted-string ) to the end of the
// text; bare says that it is a realm without quotes. A sender generates no BWS.
func (p *scanner) authParam() (name string, bare, ok bool) {
	name = p.token()
	if name == "" || !p.take('=') {
		return "", false, false
	}
	quoted := strings.HasPrefix(p.s[p.i:], `"`)
	if !p.value() || !p.end() {
		return "", false, false
	}
	return name, strings.EqualFold(name, "realm") && !quoted, true
}

func isToken68(c byte) bool {
	return isAlpha(c) || isDigit(c) || strings.IndexByte("-._~+/", c) >= 0
}
