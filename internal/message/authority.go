package message

import (
	"net/netip"
	"strconv"
	"strings"
)

// StrictHost takes a valid uri-host [ ":" port ]; the empty value too, which a
// client has to send where its URI has no authority.
//
// RFC 9110 section 7.2: Host = uri-host [ ":" port ]
func StrictHost(value string) error {
	if !ValidAuthority(value) {
		return refuse(400, "The Host field is not a host with or without a port.")
	}
	return nil
}

// SplitAuthority splits host and port, without their colon.
func SplitAuthority(s string) (host, port string) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || strings.IndexByte(s[i:], ']') >= 0 {
		return s, ""
	}
	return s[:i], s[i+1:]
}

// ValidAuthority tells whether s is host [ ":" port ] without user information.
//
// RFC 3986 section 3.2: host = IP-literal / IPv4address / reg-name; port = *DIGIT
func ValidAuthority(s string) bool {
	host, port := SplitAuthority(s)
	for i := range len(port) {
		if !isDigit(port[i]) {
			return false
		}
	}
	// A port beyond 65535 is none that anybody could connect to.
	if port != "" {
		if n, err := strconv.ParseUint(port, 10, 64); err != nil || n > 65535 {
			return false
		}
	}
	if literal, ok := strings.CutPrefix(host, "["); ok {
		literal, ok = strings.CutSuffix(literal, "]")
		return ok && validLiteral(literal)
	}
	return validPath(host, "")
}

// validLiteral is what may stand in brackets: IPv6address / IPvFuture.
func validLiteral(s string) bool {
	if s != "" && s[0]|0x20 == 'v' {
		version, rest, ok := strings.Cut(s[1:], ".")
		for i := range len(version) {
			ok = ok && hexDigit(version[i]) >= 0
		}
		return ok && version != "" && rest != "" && validPath(rest, ":") && !strings.Contains(rest, "%")
	}
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && a.Zone() == ""
}

// validTunnel is the target of CONNECT.
//
// RFC 9112 section 3.2.3: authority-form = uri-host ":" port. RFC 9110 section
// 9.3.6: a server MUST reject a CONNECT that targets an empty or invalid port.
func validTunnel(s string) bool {
	host, port := SplitAuthority(s)
	n, err := strconv.ParseUint(port, 10, 16)
	return host != "" && err == nil && n > 0 && ValidAuthority(s)
}
