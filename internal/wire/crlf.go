package wire

import (
	"bytes"
	"strings"
)

// AddCRLF writes `\r\n` at the end of each ">" and "<" line of data that spells
// no ending of its own; blanks at its end are dropped, as they are layout there.
// All else stays as it is: lines without a gutter, physical line ends, and what
// the parser will refuse.
func AddCRLF(data []byte) []byte {
	var out []byte
	for line := range bytes.Lines(data) {
		text := strings.TrimSuffix(string(line), "\n")
		text = strings.TrimSuffix(text, "\r")
		out = append(out, addCRLF(text)...)
		out = append(out, line[len(text):]...)
	}
	return out
}

func addCRLF(s string) string {
	if s == "" || s[0] != '>' && s[0] != '<' {
		return s
	}
	conn, _, _ := strings.Cut(strings.TrimRight(s[1:], wsp), " ")
	if conn != "" && !isConn(conn) {
		return s
	}
	trimmed := strings.TrimRight(s, wsp)
	if len(trimmed) <= 1+len(conn) {
		return trimmed + ` \r\n`
	}
	if _, _, ok := cutEnding(trimmed); ok {
		return s
	}
	return trimmed + `\r\n`
}
