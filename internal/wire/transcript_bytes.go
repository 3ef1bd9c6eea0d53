package wire

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ByteLines gives b as lines with the gutter ("<", "> " or "<a"): one ends after
// each LF, and the last one in a lone "\" if no line end is left for it. No bytes
// give no line.
func ByteLines(gutter string, b []byte) []string {
	gutter = strings.TrimRight(gutter, " ") + " "
	var out []string
	for len(b) > 0 {
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 {
			n = len(b)
		}
		out = append(out, gutter+literalText(b[:n]).String())
		b = b[n:]
	}
	return out
}

// literalText gives one line of bytes as a text, its line end as the ending.
func literalText(b []byte) Text {
	var t Text
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if len(b) >= len(end) && string(b[len(b)-len(end):]) == end {
			t.End = end
			break
		}
	}
	if n := len(b) - len(t.End); n > 0 {
		t.Parts = []Part{{Kind: Literal, Bytes: b[:n]}}
	}
	return t
}

// plainNote makes a remark fit for a comment: one line of printable text. It may
// quote an error of the system, or what a server said.
func plainNote(s string) string {
	var b []byte
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) {
			b = append(b, QuoteBytes([]byte(s[i:i+n]))...)
		} else {
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return string(b)
}
