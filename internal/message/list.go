package message

import "strings"

// IsToken tells whether s is a token.
//
// RFC 9110 section 5.6.2: token = 1*tchar
func IsToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isTchar(s[i]) {
			return false
		}
	}
	return s != ""
}

// tchars marks the tchar of RFC 9110 section 5.6.2.
var tchars = func() (marks [256]bool) {
	for _, c := range []byte("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
		marks[c] = true
	}
	return marks
}()

func isTchar(c byte) bool { return tchars[c] }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isBlank tells whether c is the OWS of RFC 9110 section 5.6.3.
func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// trimBlanks takes OWS off both ends.
func trimBlanks(s string) string {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	for s != "" && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// SplitList returns the members of a comma list, without the white space around
// them; empty members are left out and a comma in a quoted-string is no
// separator.
//
// RFC 9110 section 5.6.1: a recipient MUST parse and ignore a reasonable number
// of empty list elements.
func SplitList(s string) []string {
	var members []string
	eachMember(s, func(m string) bool {
		members = append(members, m)
		return true
	})
	return members
}

// ListHas tells whether member is in the comma list, without regard to case.
func ListHas(list, member string) bool {
	found := false
	eachMember(list, func(m string) bool {
		found = strings.EqualFold(m, member)
		return !found
	})
	return found
}

// eachMember calls f for each member of a comma list until f returns false.
func eachMember(s string, f func(string) bool) {
	start, quoted := 0, false
	for i := 0; i <= len(s); i++ {
		switch {
		case i == len(s), s[i] == ',' && !quoted:
			if m := trimBlanks(s[start:i]); m != "" && !f(m) {
				return
			}
			start = i + 1
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted && i+1 < len(s):
			i++
		}
	}
}

// Unquote returns the text of a quoted-string with its quoted-pairs resolved,
// and whether s is one.
//
// RFC 9110 section 5.6.4: quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
func Unquote(s string) (string, bool) {
	n := quotedLen(s)
	if n == 0 || n != len(s) {
		return "", false
	}
	s = s[1 : n-1]
	if strings.IndexByte(s, '\\') < 0 {
		return s, true
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
		}
		out = append(out, s[i])
	}
	return string(out), true
}

// quotedLen returns the length of the quoted-string s begins with, or 0.
func quotedLen(s string) int {
	if s == "" || s[0] != '"' {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			if i++; i == len(s) || !isText(s[i]) {
				return 0
			}
		case !isText(c):
			return 0
		}
	}
	return 0
}

// isText tells whether c may stand in a quoted-pair: HTAB, SP, VCHAR, obs-text.
func isText(c byte) bool { return c == '\t' || c >= ' ' && c != 0x7f }
