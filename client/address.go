package client

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Address is where a server listens.
type Address struct {
	Network    string // "tcp" or "unix"
	Addr       string // host:port, or the path of a unix socket
	TLS        bool
	ServerName string // the name the certificate must be for; "" without TLS
	Host       string // for a Host field: without the port where it is the scheme's own
	Path       string // path and query of a URL, "" if none was given
}

// forms are shown with every error about an address.
const forms = "addresses are written localhost:8888, :8888, [::1]:8888, http://host/path, https://host, unix:/path"

func addressError(s, why, mend string) error {
	if mend != "" {
		why += "\nhint: write " + mend
	}
	return fmt.Errorf("%s: %s\nhint: %s", strconv.Quote(s), why, forms)
}

// ParseAddress reads an address as a user writes it: host:port, :port (of
// localhost), [ipv6]:port, an http or https URL, unix: and a path. The error
// says what is wrong, how to mend it, and which forms there are.
func ParseAddress(s string) (Address, error) {
	if s == "" {
		return Address{}, addressError(s, "the address is empty", "")
	}
	for _, r := range s {
		if r <= ' ' || r == 0x7f {
			return Address{}, addressError(s, "it holds a blank or a control character", "")
		}
	}
	if path, ok := strings.CutPrefix(s, "unix:"); ok {
		return parseUnix(s, path)
	}
	if scheme, _, ok := strings.Cut(s, "://"); ok {
		return parseURL(s, strings.ToLower(scheme))
	}
	if strings.Contains(s, "/") {
		if strings.HasPrefix(s, "/") || strings.HasPrefix(s, ".") {
			return Address{}, addressError(s, "that is a path", "unix:"+s+" for a unix socket")
		}
		return Address{}, addressError(s, "a path needs a scheme before it", "http://"+s)
	}
	host, port, err := splitHostPort(s, s)
	if err != nil {
		return Address{}, err
	}
	if port == "" {
		if _, err := strconv.Atoi(host); err == nil {
			return Address{}, addressError(s, "got a number, want a host and a port", "localhost:"+host+" or :"+host)
		}
		return Address{}, addressError(s, "the port is missing", s+":8888, or http://"+s+" for port 80")
	}
	return tcpAddress(host, port, "80"), nil
}

func parseUnix(s, path string) (Address, error) {
	if strings.HasPrefix(path, "//") {
		path = path[2:] // unix:///run/x.sock is a common spelling
	}
	if path == "" {
		return Address{}, addressError(s, "the path of the socket is missing", "unix:/run/server.sock")
	}
	return Address{Network: "unix", Addr: path, Host: "localhost"}, nil
}

func parseURL(s, scheme string) (Address, error) {
	port := map[string]string{"http": "80", "https": "443"}[scheme]
	if port == "" {
		return Address{}, addressError(s, fmt.Sprintf("got scheme %q, want http or https", scheme), "")
	}
	rest := s[len(scheme)+len("://"):]
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	if strings.Contains(authority, "@") {
		return Address{}, addressError(s, "a user name or password is nothing for an address", "")
	}
	if strings.Contains(path, "#") {
		return Address{}, addressError(s, "a fragment is never sent to a server", s[:strings.Index(s, "#")])
	}
	if strings.HasPrefix(path, "?") {
		path = "/" + path
	}
	if _, err := url.ParseRequestURI(path); path != "" && err != nil {
		return Address{}, addressError(s, "the path is malformed: "+strconv.Quote(path), "")
	}
	host, given, err := splitHostPort(s, authority)
	if err != nil {
		return Address{}, err
	}
	if host == "" {
		return Address{}, addressError(s, "the host is missing", scheme+"://localhost"+authority+path)
	}
	if given == "" {
		given = port
	}
	a := tcpAddress(host, given, port)
	a.Path = path
	if scheme == "https" {
		a.TLS, a.ServerName = true, host
	}
	return a, nil
}

// splitHostPort splits an authority. The host comes without brackets; the port
// is "" if it is missing, else checked.
func splitHostPort(s, authority string) (host, port string, err error) {
	host = authority
	if strings.Count(authority, ":") > 1 && !strings.HasPrefix(authority, "[") {
		if _, err := netip.ParseAddr(authority); err == nil {
			return "", "", addressError(s, "an IPv6 address is written in brackets, and a port behind it", "["+authority+"]:8888")
		}
		return "", "", addressError(s, "too many colons (an IPv6 address is written in brackets)", "")
	}
	if i := strings.LastIndexByte(authority, ':'); i >= 0 && !strings.HasSuffix(authority, "]") {
		host, port = authority[:i], authority[i+1:]
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 || port[0] == '+' {
			return "", "", addressError(s, fmt.Sprintf("got port %q, want a number from 1 to 65535", port), "")
		}
	}
	if strings.HasPrefix(host, "[") {
		if !strings.HasSuffix(host, "]") {
			return "", "", addressError(s, "the closing bracket is missing", "")
		}
		host = host[1 : len(host)-1]
		if ip, err := netip.ParseAddr(host); err != nil || !ip.Is6() {
			return "", "", addressError(s, fmt.Sprintf("%q is no IPv6 address", host), "")
		}
	} else if strings.ContainsAny(host, "[]%") {
		return "", "", addressError(s, "a bracket or percent sign where none can be", "")
	}
	return host, port, nil
}

// tcpAddress makes the address of a host (without brackets) and port.
//
// RFC 9110 section 7.2: Host = uri-host [ ":" port ]
func tcpAddress(host, port, usual string) Address {
	if host == "" {
		host = "localhost"
	}
	a := Address{Network: "tcp", Addr: net.JoinHostPort(host, port), Host: host}
	if strings.Contains(host, ":") {
		zoneless, _, _ := strings.Cut(host, "%")
		a.Host = "[" + zoneless + "]"
	}
	if port != usual {
		a.Host += ":" + port
	}
	return a
}

// String writes the address so that [ParseAddress] reads the same again.
func (a Address) String() string {
	switch {
	case a.Network == "unix" && strings.HasPrefix(a.Addr, "//"):
		return "unix://" + a.Addr // the two slashes of the spelling unix:///path are no part of it
	case a.Network == "unix":
		return "unix:" + a.Addr
	case a.TLS:
		return "https://" + a.Addr + a.Path
	case a.Path != "":
		return "http://" + a.Addr + a.Path
	}
	return a.Addr
}

// CanReset tells whether [Conn.Abort] works there: a unix socket knows no RST.
func (a Address) CanReset() bool { return a.Network != "unix" }
