package message

import "strings"

// TargetForm is one of the four forms of a request-target.
type TargetForm uint8

// The forms, RFC 9112 section 3.2.
const (
	OriginForm TargetForm = iota
	AbsoluteForm
	AuthorityForm
	AsteriskForm
)

// Target is a request-target. Path and Query are as they were sent, percent
// signs and all.
type Target struct {
	Form      TargetForm
	Raw       string
	Scheme    string // absolute-form, in lower case
	Authority string // absolute-form and authority-form
	Path      string // origin-form and absolute-form; there "/" where it is empty
	Query     string // without its "?"
	HasQuery  bool
	NoPath    bool // absolute-form without path and query
}

// StrictTarget takes the four forms; which of them a method may have is decided
// later, but for CONNECT, whose target can't be told from a scheme otherwise.
//
// RFC 9112 section 3.2: request-target = origin-form / absolute-form /
// authority-form / asterisk-form
func StrictTarget(method string, b []byte) (Target, error) {
	t := Target{Raw: string(b)}
	switch {
	case t.Raw == "":
		return t, refuse(400, "The request-target is empty.")
	case method == "CONNECT":
		t.Form, t.Authority = AuthorityForm, t.Raw
		if !validTunnel(t.Raw) {
			return t, refuse(400, "The target of CONNECT is not a host, a colon and a port.")
		}
		return t, nil
	case t.Raw == "*":
		t.Form = AsteriskForm
		return t, nil
	case t.Raw[0] == '/':
		return t.pathAndQuery(t.Raw)
	}
	return absoluteForm(t)
}

// absoluteForm reads scheme "://" authority path-abempty [ "?" query ]. A URI
// without authority names nothing on an HTTP server.
//
// RFC 9112 section 3.2.2, RFC 9110 section 4.2.1.
func absoluteForm(t Target) (Target, error) {
	scheme, rest, ok := strings.Cut(t.Raw, "://")
	if !ok || !validScheme(scheme) {
		return t, refuse(400, "The request-target is neither a path that begins with a slash, nor an absolute URI, nor *.")
	}
	t.Form, t.Scheme = AbsoluteForm, strings.ToLower(scheme)
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	t.Authority, rest = rest[:end], rest[end:]
	// RFC 9110 section 4.2.4: userinfo is to be treated as an error.
	if strings.Contains(t.Authority, "@") {
		return t, refuse(400, "The request-target holds user information.")
	}
	// RFC 9110 section 4.2.1: an http URI with an empty host is invalid.
	if host, _ := SplitAuthority(t.Authority); host == "" || !ValidAuthority(t.Authority) {
		return t, refuse(400, "The request-target has no valid authority.")
	}
	t.NoPath = rest == ""
	return t.pathAndQuery(rest)
}

// pathAndQuery reads absolute-path [ "?" query ].
//
// RFC 9112 section 3.2.1; RFC 3986 sections 3.3 and 3.4.
func (t Target) pathAndQuery(s string) (Target, error) {
	t.Path, t.Query, t.HasQuery = strings.Cut(s, "?")
	if strings.IndexByte(s, '#') >= 0 {
		return t, refuse(400, "The request-target has a fragment; a client keeps that to itself.")
	}
	if !validPath(t.Path, "/:@") || !validPath(t.Query, "/:@?") {
		return t, refuse(400, "The request-target holds a character that has to be percent-encoded, or a percent sign without two hexadecimal digits.")
	}
	if t.Path == "" {
		t.Path = "/" // RFC 9110 section 4.2.3
	}
	return t, nil
}

// validPath tells whether s is made of unreserved, pct-encoded, sub-delims and
// the bytes in also (RFC 3986 section 3.3: pchar).
func validPath(s, also string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', isDigit(c), 'A' <= c && c <= 'Z':
		case c == '%':
			if i+2 >= len(s) || hexDigit(s[i+1]) < 0 || hexDigit(s[i+2]) < 0 {
				return false
			}
			i += 2
		case strings.IndexByte("-._~!$&'()*+,;=", c) >= 0, strings.IndexByte(also, c) >= 0:
		default:
			return false
		}
	}
	return true
}

// validScheme is ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ), RFC 3986 section 3.1.
func validScheme(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if 'a' <= c && c <= 'z' {
			continue
		}
		if i == 0 || !isDigit(s[i]) && strings.IndexByte("+-.", s[i]) < 0 {
			return false
		}
	}
	return s != ""
}
