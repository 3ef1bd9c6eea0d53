package wire

import (
	"bytes"
	"crypto/sha256"
	"fmt"
)

const (
	// headRoom is how much longer than content a head may be before it is cut.
	headRoom = 8 << 10
	// binaryShown is how much is shown of content that is cut and is no text.
	binaryShown = 64
	// longestTarget is how far before " HTTP/1." a request-line is looked for.
	longestTarget = 8 << 10
)

// contentRun follows the bytes of one direction of a connection, to tell heads,
// which a reader wants to see, from content, which may be long. It knows no
// framing: a head begins with a start-line and ends with an empty line, what
// follows is content up to what looks like a start-line again.
type contentRun struct {
	in stage
}

type stage uint8

const (
	atStart stage = iota
	inHead
	inContent
)

// next gives how many bytes of b belong together, at least one, and how many of
// them may be shown.
func (r *contentRun) next(gutter byte, b []byte, limit int) (n, show int) {
	start := startLine(gutter, b)
	if start == 0 {
		r.in = inHead
	} else if r.in != inHead {
		r.in = inContent
	}
	if r.in == inContent {
		if start < 0 {
			start = len(b)
		}
		return start, limit
	}
	if n = emptyLine(b); n < 0 {
		return len(b), limit + headRoom
	}
	r.in = inContent
	return n, limit + headRoom
}

// startLine gives the offset of the first status-line (or request-line, of what
// is sent) in b, or -1.
func startLine(gutter byte, b []byte) int {
	if gutter == '<' {
		return index(b, "HTTP/1.", func(i int) int {
			if line := b[i:]; len(line) >= 12 && isDigit(line[7]) && line[8] == ' ' && isDigit(line[9]) {
				return i
			}
			return -1
		})
	}
	return index(b, " HTTP/1.", func(i int) int {
		from := max(0, i-longestTarget)
		at := from + bytes.LastIndexByte(b[from:i], '\n') + 1
		if at == from && from > 0 {
			return -1
		}
		method, _, ok := bytes.Cut(b[at:i], []byte(" "))
		if !ok || len(method) == 0 {
			return -1
		}
		for _, c := range method {
			if !isTokenByte(c) {
				return -1
			}
		}
		return at
	})
}

// index looks for sep and gives what at makes of the first place it likes.
func index(b []byte, sep string, at func(int) int) int {
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte(sep))
		if i < 0 {
			return -1
		}
		if n := at(from + i); n >= 0 {
			return n
		}
		from += i + len(sep)
	}
}

// emptyLine gives the offset behind the first empty line of b, or -1.
func emptyLine(b []byte) int {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			return -1
		}
		line := b[at : at+i]
		at += i + 1
		if len(bytes.TrimSuffix(line, []byte("\r"))) == 0 {
			return at
		}
	}
}

// shortLines gives b as lines, cut at limit with a comment that tells the whole.
func shortLines(gutter string, b []byte, limit int) []string {
	if len(b) <= limit {
		return ByteLines(gutter, b)
	}
	if isBinary(b[:min(len(b), 4096)]) {
		limit = min(limit, binaryShown)
	}
	return append(ByteLines(gutter, b[:limit]), fmt.Sprintf("# ... %d bytes, sha256 %x", len(b), sha256.Sum256(b)))
}
