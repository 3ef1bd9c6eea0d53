package message

import (
	"bytes"
	"fmt"
	"strconv"
)

// chunked decodes the chunked transfer coding from a buffer that grows. It
// remembers how far it got, so each byte is looked at once.
//
// RFC 9112 section 7.1.
type chunked struct {
	pos     int    // bytes of the buffer decoded
	scan    int    // bytes looked at for the end of the line that begins at pos
	size    int64  // of the chunk that is being read
	left    int64  // bytes of it that are missing
	digits  string // of its size as it came, where that is more than size holds
	chunks  int
	phase   chunkPhase
	drop    bool // the content is not wanted, only the end
	content []byte
	start   int // where the trailer section begins
	trailer []Field
	faults  []string
}

type chunkPhase uint8

const (
	chunkSize chunkPhase = iota
	chunkData
	chunkEnd
	chunkTrailer
)

// step decodes what is new in b. done is true at the end of the message; then
// pos is its length.
func (c *chunked) step(b []byte) (done bool, why string) {
	for {
		switch c.phase {
		case chunkSize:
			// RFC 9112 section 7.1: chunk-size [ chunk-ext ] CRLF
			if c.pos < len(b) && hexDigit(b[c.pos]) < 0 {
				return false, fmt.Sprintf("chunk %d begins with %q, not with its size", c.chunks+1, clip(b[c.pos:c.pos+1]))
			}
			line, ok := c.line(b, "chunk-size line")
			if !ok {
				return false, ""
			}
			if why := c.readSize(line); why != "" {
				return false, why
			}
		case chunkData:
			n := min(c.left, int64(len(b)-c.pos))
			if !c.drop {
				c.content = append(c.content, b[c.pos:c.pos+int(n)]...)
			}
			c.pos += int(n)
			if c.left -= n; c.left > 0 {
				return false, ""
			}
			c.phase = chunkEnd
		case chunkEnd:
			// RFC 9112 section 7.1: chunk-data CRLF
			switch rest := b[c.pos:]; {
			case len(rest) == 0, len(rest) == 1 && rest[0] == '\r':
				return false, ""
			case rest[0] == '\n':
				c.fault("chunk %d: a bare LF ends its data", c.chunks)
				c.pos++
			case rest[0] == '\r' && rest[1] == '\n':
				c.pos += 2
			default:
				n := 1
				if rest[0] == '\r' {
					n = 2
				}
				return false, fmt.Sprintf("chunk %d of %d bytes is followed by %q, not by CRLF", c.chunks, c.size, rest[:n])
			}
			c.scan, c.phase = c.pos, chunkSize
		case chunkTrailer:
			// RFC 9112 section 7.1.2: trailer-section = *( field-line CRLF )
			line, ok := c.line(b, "trailer section")
			if !ok {
				return false, ""
			}
			if len(line) == 0 {
				c.trailer = parseFields(b[c.start:c.lineStart(b)])
				return true, ""
			}
		}
	}
}

// line takes the next whole line and notes a bare LF.
func (c *chunked) line(b []byte, where string) ([]byte, bool) {
	i := bytes.IndexByte(b[c.scan:], '\n')
	if i < 0 {
		c.scan = len(b)
		return nil, false
	}
	end := c.scan + i + 1
	line, _, bare := cutLine(b[c.pos:end])
	if bare {
		c.fault("a bare LF ends a line of the %s", where)
	}
	c.pos, c.scan = end, end
	return line, true
}

// lineStart is where the empty line before pos begins.
func (c *chunked) lineStart(b []byte) int {
	if c.pos-c.start >= 2 && b[c.pos-2] == '\r' {
		return c.pos - 2
	}
	return c.pos - 1
}

// readSize reads a chunk-size line.
//
// RFC 9112 section 7.1: chunk-size = 1*HEXDIG; recipients MUST anticipate
// potentially large hexadecimal numerals.
func (c *chunked) readSize(line []byte) (why string) {
	size, i := int64(0), 0
	for ; i < len(line) && hexDigit(line[i]) >= 0; i++ {
		if size = size<<4 | int64(hexDigit(line[i])); size >= 1<<58 {
			size = 1 << 58 // more than any buffer holds
		}
	}
	c.chunks++
	c.size, c.left, c.digits = size, size, ""
	if size == 1<<58 {
		c.digits = "0x" + cutDigits(string(bytes.TrimLeft(line[:i], "0")))
	}
	fault, why := chunkExt(string(line[i:]))
	if why != "" {
		return fmt.Sprintf("chunk-size line %q: %s", clip(line), why)
	}
	if fault != "" {
		c.fault("chunk-size line %q: %s", clip(line), fault)
	}
	c.phase = chunkData
	if size == 0 {
		c.phase, c.start = chunkTrailer, c.pos
	}
	return ""
}

// sizeDigits gives the size of the chunk that is being read.
func (c *chunked) sizeDigits() string {
	if c.digits != "" {
		return c.digits
	}
	return strconv.FormatInt(c.size, 10)
}

// fault notes a departure that does not keep us from reading on, at most a
// few: a body may have thousands of chunks.
func (c *chunked) fault(format string, args ...any) {
	if len(c.faults) < 4 {
		c.faults = append(c.faults, fmt.Sprintf(format, args...))
	}
}

// chunkExt checks what follows a chunk-size: a fault is read over, a why is not.
//
// RFC 9112 section 7.1.1: *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS
// chunk-ext-val ] ); a recipient MUST ignore unrecognized chunk extensions.
func chunkExt(s string) (fault, why string) {
	if s == "" {
		return "", ""
	}
	if trimBlanks(s) == "" {
		return "white space after the size", ""
	}
	if s = trimBlanks(s); s[0] != ';' {
		return "", "after the size comes neither an extension nor the line's end"
	}
	for s != "" {
		if s[0] != ';' {
			return "its extensions are malformed", ""
		}
		s = trimBlanks(s[1:])
		n := tokenLen(s)
		if n == 0 {
			return "an extension has no name", ""
		}
		s = trimBlanks(s[n:])
		if s == "" || s[0] != '=' {
			continue
		}
		s = trimBlanks(s[1:])
		if n = max(tokenLen(s), quotedLen(s)); n == 0 {
			return "an extension has no value", ""
		}
		s = trimBlanks(s[n:])
	}
	return "", ""
}

func tokenLen(s string) int {
	n := 0
	for n < len(s) && isTchar(s[n]) {
		n++
	}
	return n
}

// hexDigit returns the value of a HEXDIG, or -1.
func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
