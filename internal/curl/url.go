package curl

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// address is a URL as curl takes it apart.
type address struct {
	scheme, host, user, target string // host with its port, user decoded
}

// splitURL takes a URL apart. The path stays as it was written but for what curl
// does to it: dots are resolved, bytes that are not ASCII escaped. The query stays.
func (p *parsed) splitURL(s string) (*address, error) {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] == 0x7f {
			return nil, &Error{fmt.Sprintf("%q: curl takes no URL with a blank or a control character", clip(s)), "write %20"}
		}
	}
	u := &address{scheme: "http"}
	rest := s
	if scheme, after, ok := strings.Cut(s, "://"); ok && !strings.ContainsAny(scheme, "/?#") {
		u.scheme, rest = strings.ToLower(scheme), after
		if u.scheme != "http" && u.scheme != "https" {
			return nil, &Error{clip(scheme) + "://: only http and https are spoken here", ""}
		}
	}
	rest, _, _ = strings.Cut(rest, "#")
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	host, target := rest[:end], rest[end:]
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		name, password, _ := strings.Cut(host[:at], ":")
		for _, part := range []*string{&name, &password} {
			if d, err := url.PathUnescape(*part); err == nil {
				*part = d
			}
		}
		u.user, host = name+":"+password, host[at+1:]
	}
	if host == "" {
		return nil, &Error{fmt.Sprintf("%q: a URL without a host", clip(s)), "write http://localhost:8888/"}
	}
	u.host = host
	path, query, hasQuery := strings.Cut(target, "?")
	if path = escaped(path); path == "" {
		path = "/"
	}
	if !p.pathAsIs {
		path = withoutDots(path)
	}
	if u.target = path; hasQuery {
		u.target += "?" + query
	}
	return u, nil
}

// nameUpload puts the name of the file behind a path that ends in a slash, as curl
// does for -T.
func (u *address) nameUpload(file string) {
	path, query, hasQuery := strings.Cut(u.target, "?")
	if !strings.HasSuffix(path, "/") {
		return
	}
	for _, c := range []byte(file[strings.LastIndexByte(file, '/')+1:]) {
		if unreserved(c) {
			path += string(c)
		} else {
			path += fmt.Sprintf("%%%02x", c)
		}
	}
	if u.target = path; hasQuery {
		u.target += "?" + query
	}
}

// hostField is the value of Host: without the port where it is the scheme's own.
func (u *address) hostField() string {
	port := ":80"
	if u.scheme == "https" {
		port = ":443"
	}
	return strings.TrimSuffix(u.host, port)
}

// server says where the connection goes.
func (u *address) server() string {
	return strings.ToLower(u.scheme + "://" + u.hostField())
}

// escaped is a path with its bytes beyond ASCII in percent-encoding.
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] < 0x80 {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02x", s[i])
		}
	}
	return b.String()
}

var percent = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// withQuery adds to the query of a target as curl does, which writes what is escaped
// in it in lower case.
func withQuery(target, add string) (string, error) {
	for i := range len(add) {
		if add[i] <= ' ' || add[i] == 0x7f {
			return "", &Error{fmt.Sprintf("%q: curl takes no URL with a blank or a control character", clip(add)), "--data-urlencode escapes it"}
		}
	}
	add = percent.ReplaceAllStringFunc(add, strings.ToLower)
	switch {
	case !strings.Contains(target, "?"):
		return target + "?" + add, nil
	case strings.HasSuffix(target, "?"), strings.HasSuffix(target, "&"):
		return target + add, nil
	}
	return target + "&" + add, nil
}

// withoutDots resolves "." and "..".
//
// RFC 3986 section 5.2.4: Remove Dot Segments.
func withoutDots(path string) string {
	var out []string
	segments := strings.Split(path[1:], "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".":
			if last {
				out = append(out, "")
			}
		case "..":
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, s)
		}
	}
	return "/" + strings.Join(out, "/")
}
