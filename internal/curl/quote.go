package curl

import (
	"fmt"
	"regexp"
	"strings"
)

var safeWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,\-]+$`)

// Quote writes a word for a POSIX shell. Control characters stand in it as
// $'\x1b', which bash, zsh and ksh know: a terminal is shown none of them.
func Quote(s string) string {
	switch {
	case safeWord.MatchString(s):
		return s
	case !hasControl(s):
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '\\' || c == '\'':
			b.Write([]byte{'\\', c})
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + "'"
}

func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return true
		}
	}
	return false
}

// Printf writes the command that prints the bytes, in any POSIX shell.
func Printf(data []byte) string {
	var b strings.Builder
	for _, c := range data {
		switch {
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\\':
			b.WriteString(`\\`)
		case c == '%':
			b.WriteString(`%%`)
		case c == '\'':
			b.WriteString(`'\''`)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	s := b.String()
	if strings.HasPrefix(s, "-") { // printf takes it for an option
		s = `\055` + s[1:]
	}
	return "printf '" + s + "'"
}
