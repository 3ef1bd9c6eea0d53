package wire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wsp are the bytes that are layout at the end of a line.
const wsp = " \t"

// physical splits data into its lines without their ends. An end is LF or CRLF,
// the last one may be missing: none of them ever means a byte.
func physical(data []byte) []string {
	if len(data) == 0 {
		return nil
	}
	lines := strings.Split(string(data), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}

// cutEnding cuts the written ending off s: `\r\n`, `\n`, `\r`, or a lone `\`.
// end is the bytes it stands for. It looks from the back only, since no field
// can reach to the end of a line: a field ends with a brace.
func cutEnding(s string) (text, end string, ok bool) {
	switch {
	case escapeEnds(s, 'n') && escapeEnds(s[:len(s)-2], 'r'):
		return s[:len(s)-4], "\r\n", true
	case escapeEnds(s, 'n'):
		return s[:len(s)-2], "\n", true
	case escapeEnds(s, 'r'):
		return s[:len(s)-2], "\r", true
	case trailing(s)%2 == 1:
		return s[:len(s)-1], "", true
	}
	return s, "", false
}

// escapeEnds reports whether s ends with the escape `\c`, and not with an
// escaped backslash and a plain c.
func escapeEnds(s string, c byte) bool {
	return len(s) >= 2 && s[len(s)-1] == c && trailing(s[:len(s)-1])%2 == 1
}

// trailing counts the backslashes at the end of s.
func trailing(s string) int {
	return len(s) - len(strings.TrimRight(s, `\`))
}

// closing gives the index of the "}" that matches the "{" at s[open], or -1.
// Every brace counts, also after a backslash, so that the end of a field can be
// seen without knowing what kind of field it is.
func closing(s string, open int) int {
	depth := 0
	for i := open; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// raw finds the first character of s that may not stand unescaped in a line: a
// control character and what is not UTF-8; in bytes also what is not printable.
// It names it and gives its escape.
func raw(s string, inBytes bool) (what, escape string, found bool) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			what = fmt.Sprintf("byte 0x%02x", s[i])
		case r == '\t':
			what = "a TAB"
		case r == '\r':
			what = "a CR"
		case r < ' ' || r == 0x7f:
			what = fmt.Sprintf("control byte 0x%02x", r)
		case unicode.IsControl(r), inBytes && !unicode.IsPrint(r):
			what = fmt.Sprintf("invisible %U", r)
		}
		if what != "" {
			return what, QuoteBytes([]byte(s[i : i+n])), true
		}
		i += n
	}
	return "", "", false
}

// rawError is the mistake of a raw character in s, or nil.
func rawError(pos Pos, s string, inBytes bool) *Error {
	what, escape, found := raw(s, inBytes)
	if !found {
		return nil
	}
	e := &Error{Pos: pos, Msg: what + " stands raw in the line", Hint: "write it as " + escape}
	if what == "a CR" {
		e.Hint += "; a line ends at LF or CRLF, not at a CR alone"
	}
	return e
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// isName reports whether s is a name of the notation: LOWER *( LOWER / DIGIT / "-" ).
func isName(s string) bool {
	if s == "" || !isLower(s[0]) {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !isLower(c) && !isDigit(c) && c != '-' {
			return false
		}
	}
	return true
}

// isConn reports whether s can name a connection: a name without "-".
func isConn(s string) bool { return isName(s) && !strings.Contains(s, "-") }

// blankWords splits s at blanks, and at nothing else.
func blankWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

// isDigits reports whether s is one or more decimal digits.
func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// isToken reports whether s is a token (RFC 9110 section 5.6.2).
func isToken(s string) bool {
	for i := range len(s) {
		if !isTokenByte(s[i]) {
			return false
		}
	}
	return s != ""
}

// show gives s, a piece of a line, for a message: what is not printable is
// escaped, backslashes stay as they were written, and what is long is cut.
func show(s string) string {
	if s == "" {
		return "nothing"
	}
	pieces := strings.Split(s[:min(len(s), 1000)], `\`)
	for i, p := range pieces {
		pieces[i] = QuoteBytes([]byte(p))
	}
	q := []rune(strings.Join(pieces, `\`))
	if len(q) > 60 {
		q = append(q[:57], '.', '.', '.')
	}
	return string(q)
}
