package message

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Framing is how the end of a message is found (RFC 9112 section 6.3).
type Framing uint8

// The framings.
const (
	FramedNone    Framing = iota // ends with its header section
	FramedLength                 // Content-Length
	FramedChunked                // the chunked transfer coding is the last one
	FramedClose                  // all that comes until the connection ends
)

// String returns the word the notation has for it.
func (f Framing) String() string {
	switch f {
	case FramedNone:
		return "none"
	case FramedLength:
		return "length"
	case FramedChunked:
		return "chunked"
	}
	return "close"
}

// frameResponse decides the framing of a response by the rules of RFC 9112
// section 6.3 in their order. why says why it can't be known.
func frameResponse(status int, method string, fields []Field) (f Framing, length int64, why string) {
	switch {
	// Rule 1: HEAD, 1xx, 204 and 304, regardless of the header fields.
	case method == "HEAD", status/100 == 1, status == 204, status == 304:
		return FramedNone, 0, ""
	// Rule 2: a 2xx to CONNECT makes a tunnel; its fields are ignored.
	case method == "CONNECT" && status/100 == 2:
		return FramedNone, 0, ""
	}
	// Rules 3 and 4: Transfer-Encoding overrides Content-Length.
	if coding, ok := Get(fields, "Transfer-Encoding"); ok {
		switch last := lastCoding(coding); {
		case strings.EqualFold(last, "chunked"):
			return FramedChunked, 0, ""
		case len(last) > 7 && strings.EqualFold(last[:7], "chunked") && strings.ContainsRune("; \t", rune(last[7])):
			// RFC 9112 section 7.1: the chunked coding does not define any
			// parameters. Their presence SHOULD be treated as an error.
			return FramedClose, 0, fmt.Sprintf("Transfer-Encoding: %q gives chunked a parameter", clip([]byte(coding)))
		}
		return FramedClose, 0, ""
	}
	// Rules 5 and 6.
	if length, ok, why := contentLength(fields); ok || why != "" {
		return FramedLength, length, why
	}
	// Rule 8.
	return FramedClose, 0, ""
}

// frameRequest is frameResponse for a request. It never gives FramedClose: why
// says why the length can't be known.
func frameRequest(fields []Field) (f Framing, length int64, why string) {
	if coding, ok := Get(fields, "Transfer-Encoding"); ok {
		if strings.EqualFold(lastCoding(coding), "chunked") {
			return FramedChunked, 0, ""
		}
		return FramedNone, 0, fmt.Sprintf("Transfer-Encoding: %q does not end in chunked", clip([]byte(coding)))
	}
	if length, ok, why := contentLength(fields); ok || why != "" {
		return FramedLength, length, why
	}
	// Rule 7.
	return FramedNone, 0, ""
}

// lastCoding returns the last transfer coding with its parameters.
func lastCoding(list string) string {
	last := ""
	eachMember(list, func(m string) bool {
		last = m
		return true
	})
	return last
}

// contentLength returns the length that the Content-Length lines give, whether
// there are any, and why they are invalid.
//
// RFC 9112 section 6.3 rule 5: invalid, unless it is a list of valid values that
// are all the same.
func contentLength(fields []Field) (length int64, ok bool, why string) {
	value, ok := Get(fields, "Content-Length")
	if !ok {
		return 0, false, ""
	}
	length = -1
	eachMember(value, func(m string) bool {
		n, valid := parseLength(m)
		switch {
		case !valid:
			why = fmt.Sprintf("Content-Length: %q is no decimal number", clip([]byte(value)))
		case length >= 0 && n != length:
			why = fmt.Sprintf("Content-Length: %q gives different lengths", clip([]byte(value)))
		}
		length = n
		return why == ""
	})
	if length < 0 && why == "" {
		why = "Content-Length: it is empty"
	}
	if why != "" {
		return 0, false, why
	}
	return length, true, ""
}

// lengthDigits gives a length in digits: those of the Content-Length it was read from,
// where an int64 holds no more of it. A sender would not know a number of ours again.
func lengthDigits(fields []Field, length int64) string {
	if length < math.MaxInt64 {
		return strconv.FormatInt(length, 10)
	}
	digits := ""
	value, _ := Get(fields, "Content-Length")
	eachMember(value, func(m string) bool {
		digits = strings.TrimLeft(m, "0")
		return false
	})
	return cutDigits(digits)
}

// cutDigits bounds a number that is shown.
func cutDigits(s string) string {
	if short := clip([]byte(s)); len(short) < len(s) {
		return string(short) + "..."
	}
	return s
}

// parseLength reads 1*DIGIT. A number that is too large for an int64 becomes the
// largest: no buffer will ever hold as much, so nothing is lost.
//
// RFC 9110 section 8.6: Content-Length = 1*DIGIT; a recipient MUST anticipate
// potentially large decimal numerals.
func parseLength(s string) (int64, bool) {
	n := int64(0)
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		d := int64(s[i] - '0')
		if n > (math.MaxInt64-d)/10 {
			n = math.MaxInt64
			continue
		}
		n = n*10 + d
	}
	return n, s != ""
}
