package lint

import (
	"net/netip"
	"strings"
)

// uriFault says why s is no URI-reference, "" if it is one.
//
// RFC 3986 section 4.1, with the ABNF of its appendix A.
func uriFault(s string) string {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%':
			if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
				return "has a % without two hexadecimal digits"
			}
			i += 2
		case !isURIChar(c):
			return "holds " + show(s[i:i+1]) + ", which has to be percent-encoded"
		}
	}
	s, fragment, _ := strings.Cut(s, "#")
	if strings.Contains(fragment, "#") {
		return "has two #"
	}
	s, query, _ := strings.Cut(s, "?")
	scheme, rest, ok := cutScheme(s)
	if !ok {
		return "begins with a segment that holds a colon and is no scheme"
	}
	var authority string
	if after, has := strings.CutPrefix(rest, "//"); has {
		authority, rest = after, ""
		if i := strings.IndexByte(after, '/'); i >= 0 {
			authority, rest = after[:i], after[i:]
		}
		if why := authorityFault(authority); why != "" {
			return why
		}
		// RFC 9110 section 4.2.1: a sender MUST NOT generate an "http" URI with
		// an empty host identifier.
		if isHTTP(scheme) && hostOf(authority) == "" {
			return "has no host"
		}
	}
	if strings.ContainsAny(rest+query+fragment, "[]") {
		return "has a square bracket outside its host"
	}
	return ""
}

// cutScheme takes the scheme off. ok is false if what stands before the first
// colon of a relative reference is no scheme.
func cutScheme(s string) (scheme, rest string, ok bool) {
	i := strings.IndexAny(s, ":/")
	if i < 0 || s[i] == '/' {
		return "", s, true
	}
	for j := range i {
		c := s[j]
		if !isAlpha(c) && (j == 0 || !isDigit(c) && strings.IndexByte("+-.", c) < 0) {
			return "", s, false
		}
	}
	return s[:i], s[i+1:], i > 0
}

func isHTTP(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// hostOf is the host of an authority without userinfo and port.
func hostOf(authority string) string {
	host := authority[strings.LastIndexByte(authority, '@')+1:]
	if strings.HasPrefix(host, "[") {
		return host
	}
	host, _, _ = strings.Cut(host, ":")
	return host
}

// authorityFault checks [ userinfo "@" ] host [ ":" port ].
func authorityFault(s string) string {
	userinfo, host, has := strings.Cut(s, "@")
	if !has {
		userinfo, host = "", s
	}
	if strings.ContainsAny(userinfo, "[]") || strings.Contains(host, "@") {
		return "has a malformed userinfo"
	}
	port := ""
	if inside, ok := strings.CutPrefix(host, "["); ok {
		literal, after, ok := strings.Cut(inside, "]")
		if !ok || !isIPLiteral(literal) {
			return "has a malformed IP address"
		}
		if port, ok = strings.CutPrefix(after, ":"); !ok && after != "" {
			return "has a malformed port"
		}
	} else {
		if host, port, _ = strings.Cut(host, ":"); strings.ContainsAny(host, "[]") {
			return "has a square bracket in its host"
		}
	}
	if port != "" && !isDigits(port) {
		return "has a malformed port"
	}
	return ""
}

// isIPLiteral checks what stands in square brackets: IPv6address / IPvFuture.
func isIPLiteral(s string) bool {
	if len(s) > 0 && s[0]|0x20 == 'v' {
		version, rest, ok := strings.Cut(s[1:], ".")
		return ok && version != "" && rest != "" && strings.Trim(version, "0123456789abcdefABCDEF") == "" && !strings.ContainsAny(rest, "/%[@")
	}
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && a.Zone() == ""
}

// isURIChar tells whether c is unreserved or reserved.
func isURIChar(c byte) bool {
	return isAlpha(c) || isDigit(c) || strings.IndexByte("-._~:/?#[]@!$&'()*+,;=", c) >= 0
}
