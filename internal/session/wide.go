package session

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// narrow reports whether a character is sure to take one column. x/term counts one
// for each: with any other number the line that is typed would be torn, and the
// cursor would stand elsewhere. These are letters of Latin, Greek and Cyrillic,
// general punctuation and currencies; how wide others are terminals disagree about.
func narrow(r rune) bool {
	switch {
	case !unicode.IsPrint(r) || unicode.IsMark(r):
		return false
	case r < 0x300:
		return true
	case r < 0x2010:
		return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
	case r < 0x2070:
		return unicode.IsPunct(r)
	}
	return unicode.Is(unicode.Sc, r) && r < 0x2100
}

// escaped spells characters that are not narrow so that their bytes are sent.
func escaped(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !narrow(r) }) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if narrow(r) {
			b.WriteString(s[:n])
		} else {
			for _, c := range []byte(s[:n]) {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		}
		s = s[n:]
	}
	return b.String()
}

var escapes = regexp.MustCompile(`(\\x[89a-f][0-9a-f])+`)

// unescaped gives a command its characters back: what stands behind its name is no
// notation, but a path or a name of a file.
func unescaped(s string) string {
	return escapes.ReplaceAllStringFunc(s, func(run string) string {
		var b []byte
		for _, hex := range strings.Split(run, `\x`)[1:] {
			c, _ := strconv.ParseUint(hex, 16, 8)
			b = append(b, byte(c))
		}
		if utf8.Valid(b) && escaped(string(b)) == run {
			return string(b)
		}
		return run
	})
}
