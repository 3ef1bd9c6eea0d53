package message

import (
	"strings"
	"time"
)

// SplitTags reads a list of entity tags, with quotes and W/ as they are. What is
// no entity tag is left out. A comma may stand inside a tag, and a backslash
// escapes nothing there.
//
// RFC 9110 section 8.8.3: entity-tag = [ weak ] opaque-tag
func SplitTags(list string) []string {
	var tags []string
	for s := list; s != ""; {
		s = strings.TrimLeft(s, " \t,")
		n := tagLen(s)
		if rest := strings.TrimLeft(s[n:], " \t"); n > 0 && (rest == "" || rest[0] == ',') {
			tags = append(tags, s[:n])
			s = rest
			continue
		}
		_, s, _ = strings.Cut(s, ",")
	}
	return tags
}

// IsTag tells whether s is one entity tag and nothing else.
func IsTag(s string) bool { return s != "" && tagLen(s) == len(s) }

// tagLen is the length of the entity tag s begins with, or 0.
func tagLen(s string) int {
	i := 0
	if strings.HasPrefix(s, "W/") {
		i = 2
	}
	if i >= len(s) || s[i] != '"' {
		return 0
	}
	for i++; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c <= ' ', c == 0x7f:
			return 0
		}
	}
	return 0
}

// SameWeak compares two entity tags without regard to weakness.
//
// RFC 9110 section 8.8.3.2.
func SameWeak(a, b string) bool {
	return strings.TrimPrefix(a, "W/") == strings.TrimPrefix(b, "W/")
}

// SameStrong holds only for equal tags of which none is weak.
//
// RFC 9110 section 8.8.3.2.
func SameStrong(a, b string) bool { return a == b && !strings.HasPrefix(a, "W/") }

// ParseDate reads an HTTP-date in any of its three forms; now is for the form
// whose year has two digits.
//
// RFC 9110 section 5.6.7: a recipient MUST accept all three HTTP-date formats.
func ParseDate(s string, now time.Time) (time.Time, bool) {
	if t, ok := ParseFixdate(s); ok {
		return t, true
	}
	if t, ok := ParseAsctime(s); ok {
		return t, true
	}
	return ParseRFC850(s, now)
}
