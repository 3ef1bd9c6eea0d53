package curl

import (
	"fmt"
	"net/netip"
	"strings"
)

// unglobbed is a URL as curl reads it without -g: a backslash takes the meaning from
// the bracket or the brace behind it, and "[]" means nothing, as a browser's "Copy as
// cURL" and the fields of PHP have it. What stands for several URLs is refused.
func unglobbed(s string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && strings.IndexByte("[]{}", s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case c == '[':
			end := strings.IndexByte(s[i:], ']')
			if end < 0 {
				return "", badGlob(s, "[ without a ]")
			}
			if in := s[i+1 : i+end]; in != "" && !isIPv6(in) {
				if !strings.Contains(in, "-") {
					return "", badGlob(s, "no range in []")
				}
				return "", manyURLs(s)
			}
			b.WriteString(s[i : i+end+1])
			i += end
		case c == '{':
			if end := strings.IndexByte(s[i:], '}'); end < 2 {
				return "", badGlob(s, "nothing in {}")
			}
			return "", manyURLs(s)
		case c == ']' || c == '}':
			return "", badGlob(s, "a "+string(c)+" that closes nothing")
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

func isIPv6(s string) bool {
	a, err := netip.ParseAddr(strings.Replace(s, "%25", "%", 1))
	return err == nil && a.Is6()
}

func manyURLs(s string) error {
	return &Error{fmt.Sprintf("%q: curl makes several requests of [] and {}", clip(s)), "write each URL by itself, or -g, which takes them as they stand"}
}

func badGlob(s, why string) error {
	return &Error{fmt.Sprintf("%q: curl refuses this URL: %s", clip(s), why), "-g takes brackets and braces as they stand"}
}
