package wire

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// BinaryDiff tells two byte strings apart in a few lines, where a diff of lines
// would be long or could not be read: the first offset that differs, 16 bytes
// around it of each, both lengths and both SHA-256 sums. A line begins with "- "
// for what was wanted, "+ " for what came, "  " for both. All of it is ASCII.
func BinaryDiff(want, got []byte) []string {
	at := samePrefix(want, got)
	if at == len(want) && at == len(got) {
		return []string{"  no difference", "  " + sumLine(want)}
	}
	first := fmt.Sprintf("  first difference at offset %d", at)
	switch at {
	case len(got):
		first += ", where what came ends"
	case len(want):
		first += ", where what was wanted ends"
	}
	return []string{
		first,
		"- " + hexLine(want, at), "+ " + hexLine(got, at),
		"- " + sumLine(want), "+ " + sumLine(got),
	}
}

func sumLine(b []byte) string {
	return fmt.Sprintf("%d bytes, sha256 %x", len(b), sha256.Sum256(b))
}

// hexLine gives 16 bytes of b, of them 8 before the offset at, as hex and as
// ASCII. The two sides of a diff have the same columns.
func hexLine(b []byte, at int) string {
	const width = 16
	start := max(at-width/2, 0)
	row := b[min(start, len(b)):min(start+width, len(b))]
	var text strings.Builder
	for _, c := range row {
		if c < ' ' || c > '~' {
			c = '.'
		}
		text.WriteByte(c)
	}
	return fmt.Sprintf("%08x  %-*s  |%s|", start, 3*width-1, fmt.Sprintf("% x", row), text.String())
}

// LargeOrBinary reports whether b is better shown by BinaryDiff than line by
// line: more than 16 KiB, a line of more than 512 bytes, or more than 5 % of
// bytes that are no text. What is short is shown as it is, whatever it holds.
func LargeOrBinary(b []byte) bool {
	const large, longLine, short = 16 << 10, 512, 64
	if len(b) > large {
		return true
	}
	for rest := b; len(rest) > longLine; {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 || i > longLine {
			return true
		}
		rest = rest[i+1:]
	}
	return len(b) > short && isBinary(b)
}

// isBinary reports whether more than 5 % of b is no printable text.
func isBinary(b []byte) bool {
	odd := 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) && !strings.ContainsRune("\t\r\n", r) {
			odd += n
		}
		i += n
	}
	return odd*20 > len(b)
}
