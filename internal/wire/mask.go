package wire

// scan is what a mask of a fixed shape says of the bytes before it.
type scan uint8

const (
	scanBad   scan = iota // no
	scanDone              // yes
	scanShort             // so far, but it is not all there
)

// Each scanner gives the length of what it took, or, where it did not, the
// offset of the byte that is wrong or missing.

// scanQuoted reads a quoted-string, RFC 9110 section 5.6.4. There is one place
// where it can end: at the first DQUOTE without a backslash.
func scanQuoted(b []byte) (int, scan) {
	if len(b) == 0 {
		return 0, scanShort
	}
	if b[0] != '"' {
		return 0, scanBad
	}
	for i := 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1, scanDone
		case c == '\\':
			// quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )
			if i++; i == len(b) {
				return i, scanShort
			}
			if !isText(b[i]) {
				return i, scanBad
			}
		case !isText(c):
			return i, scanBad
		}
	}
	return len(b), scanShort
}

// isText reports whether c is HTAB, SP, VCHAR or obs-text.
func isText(c byte) bool { return c == '\t' || c >= ' ' && c != 0x7f }

// scanETag reads an entity-tag, RFC 9110 section 8.8.3.
func scanETag(b []byte) (int, scan) {
	i := 0
	if len(b) > 0 && b[0] == 'W' { // weak = %s"W/", case-sensitive
		i = 1
		if len(b) == i {
			return i, scanShort
		}
		if b[i] != '/' {
			return i, scanBad
		}
		i++
	}
	if len(b) == i {
		return i, scanShort
	}
	if b[i] != '"' {
		return i, scanBad
	}
	for i++; i < len(b); i++ {
		// etagc = %x21 / %x23-7E / obs-text
		switch c := b[i]; {
		case c == '"':
			return i + 1, scanDone
		case c <= ' ' || c == 0x7f:
			return i, scanBad
		}
	}
	return i, scanShort
}

// runOf gives the bytes that a mask may take any number of, or nil.
func runOf(k PartKind) func(byte) bool {
	switch k {
	case MaskInt:
		return isDigit
	case MaskHex:
		return isHex
	case MaskToken:
		return isTokenByte
	case MaskAny:
		return isInLine
	}
	return nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func isInLine(c byte) bool { return c != '\r' && c != '\n' }

// isTokenByte tells the tchar of RFC 9110 section 5.6.2.
func isTokenByte(c byte) bool {
	if isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
		return true
	}
	switch c {
	case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~':
		return true
	}
	return false
}
