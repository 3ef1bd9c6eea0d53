package reference

import (
	"io/fs"
	"strings"
)

// fileName turns the path of a target into a name for an fs.FS. folder tells
// that it ended in a slash.
//
// RFC 3986 section 2.4: the components are separated before they are decoded,
// and decoded once. Section 5.2.4: then dot segments are removed; ".." at the
// root stays there. An empty segment, one that holds a slash or a NUL after
// decoding, and a hidden file name nothing.
func fileName(path string) (name string, folder bool, err error) {
	segments := strings.Split(path[1:], "/")
	var kept []string
	for i, s := range segments {
		last := i == len(segments)-1
		if s, err = decodeSegment(s); err != nil {
			return "", false, err
		}
		switch {
		case s == "" && last:
			folder = true
		case s == "." || s == "..":
			if s == ".." && len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
			folder = last
		case s == "", strings.ContainsAny(s, "/\\\x00"), s[0] == '.' && s != ".well-known":
			return "", false, errNoResource
		default:
			kept = append(kept, s)
		}
	}
	if len(kept) == 0 {
		return ".", folder, nil
	}
	if name = strings.Join(kept, "/"); !fs.ValidPath(name) {
		return "", false, errNoResource
	}
	return name, folder, nil
}

// decodeSegment resolves percent-encoding, which the grammar has checked.
//
// RFC 3986 section 2.1.
func decodeSegment(s string) (string, error) {
	i := strings.IndexByte(s, '%')
	if i < 0 {
		return s, nil
	}
	out := []byte(s[:i])
	for ; i < len(s); i++ {
		if s[i] != '%' {
			out = append(out, s[i])
			continue
		}
		if i+2 >= len(s) {
			return "", errNoResource
		}
		out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
		i += 2
	}
	return string(out), nil
}

func unhex(c byte) byte {
	if c >= 'A' {
		return c&^0x20 - 'A' + 10
	}
	return c - '0'
}

// location is the reference to a folder, with what needs it percent-encoded. It
// begins with one slash only, so it can't name another host.
//
// RFC 3986 section 3.3: path-absolute.
func location(name string) string {
	var b strings.Builder
	b.WriteByte('/')
	if name != "." {
		for i := range len(name) {
			c := name[i]
			if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~/", c) >= 0 {
				b.WriteByte(c)
				continue
			}
			b.WriteString("%" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
		}
		b.WriteByte('/')
	}
	return b.String()
}
