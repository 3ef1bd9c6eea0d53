package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"httpkit/internal/wire"
)

// width is where texts are folded.
const width = 100

// clean escapes what a terminal could act upon. What comes from a target is in the
// notation already; this is for file names, for messages of the system, and so
// that a fault elsewhere does no harm.
func clean(s string) string {
	ok := true
	for _, r := range s {
		ok = ok && r != utf8.RuneError && unicode.IsPrint(r)
	}
	if ok {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) {
			b.WriteString(wire.QuoteBytes([]byte(s[i : i+n])))
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// fold breaks a text at blanks into lines of at most n characters; a longer word
// stays whole, and so does what stands between quotes: blanks count there.
func fold(s string, n int) []string {
	quotes := strings.Count(s, `"`)%2 == 0
	var out []string
	line, width := "", 0
	for _, word := range words(s, quotes) {
		w := utf8.RuneCountInString(word)
		switch {
		case line == "":
			line, width = word, w
		case width+1+w > n:
			out = append(out, line)
			line, width = word, w
		default:
			line, width = line+" "+word, width+1+w
		}
	}
	return append(out, line)
}

// words splits at blanks, where quotes is set at those outside of quotes.
func words(s string, quotes bool) []string {
	inside := false
	return strings.FieldsFunc(s, func(r rune) bool {
		if r == '"' {
			inside = quotes && !inside
		}
		return r == ' ' && !inside
	})
}
