package message

import "bytes"

// StrictLineEnd takes lines that end in CRLF and hold no other CR.
//
// RFC 9112 section 2.2: the line terminator for the start-line and fields is
// CRLF. We don't use the leave to take a single LF, and of the two ways to deal
// with a bare CR we take the element for invalid.
func StrictLineEnd(b []byte, seen int) (line []byte, n int, err error) {
	i := bytes.IndexByte(b[seen:], '\n')
	if i < 0 {
		return nil, 0, nil
	}
	i += seen
	if i == 0 || b[i-1] != '\r' {
		return nil, 0, refuse(400, "A line ends in LF; it has to end in CRLF.")
	}
	line = b[: i-1 : i-1]
	if bytes.IndexByte(line, '\r') >= 0 {
		return nil, 0, refuse(400, "A line holds a CR that is not followed by LF.")
	}
	return line, i + 1, nil
}

// strictLeading passes over a few empty lines.
//
// RFC 9112 section 2.2: a server SHOULD ignore at least one empty line (CRLF)
// received prior to the request-line.
func strictLeading(n int) error {
	if n > 8 {
		return refuse(400, "Too many empty lines come before the request-line.")
	}
	return nil
}

// strictBegin refuses what can't become a request-line, so that whoever speaks
// another protocol need not wait for a time limit.
//
// RFC 9112 section 3: a request-line begins with a method token and a space.
func strictBegin(b []byte) error {
	for i, c := range b {
		switch {
		case isTchar(c):
		case c == ' ' && i > 0:
			return strictRest(b[i:])
		case c == '\r' && len(b) == 1: // of an empty line
			return nil
		default:
			return refuse(400, "The request-line does not begin with a method and a space.")
		}
	}
	return nil
}

func strictRest(b []byte) error {
	for i, c := range b {
		if c < ' ' && (c != '\r' || i < len(b)-1) || c == 0x7f {
			return refuse(400, "The request-line holds a control character.")
		}
	}
	return nil
}
