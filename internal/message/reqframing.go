package message

import "strings"

// StrictFraming decides how long a request is.
//
// RFC 9112 section 6.3, for requests.
func StrictFraming(d *Dialect, h *RequestHead) (Framing, int64, error) {
	codings := Values(h.Fields, "Transfer-Encoding")
	lengths := Values(h.Fields, "Content-Length")
	if codings != nil {
		// RFC 9112 section 6.1: in an HTTP/1.0 message the framing is faulty.
		if h.Minor == 0 {
			return FramedNone, 0, refuse(400, "An HTTP/1.0 request has a Transfer-Encoding.")
		}
		chunked, err := d.Coding(codings)
		if err != nil {
			return FramedNone, 0, err
		}
		if chunked {
			// RFC 9112 section 6.1: a server MAY reject a request that contains
			// both, and MUST close the connection in any case.
			if lengths != nil {
				return FramedNone, 0, refuse(400, "The request has both a Transfer-Encoding and a Content-Length.")
			}
			return FramedChunked, 0, nil
		}
	}
	if lengths == nil {
		return FramedNone, 0, nil // rule 7
	}
	n, err := d.Lengths(d, lengths)
	return FramedLength, n, err
}

// StrictCoding takes chunked alone, in any case.
//
// RFC 9112 section 6.3 rule 4: where chunked is not the final coding the server
// MUST respond with 400 and close, also where the coding is unknown. Section 6.1:
// 501 for a coding it does not understand. Section 7.1: chunked has no
// parameters and is applied once.
func StrictCoding(lines []string) (bool, error) {
	members := SplitList(strings.Join(lines, ","))
	if len(members) == 0 {
		return false, refuse(400, "Transfer-Encoding is empty.")
	}
	last := len(members) - 1
	for i, m := range members {
		if strings.EqualFold(m, "chunked") != (i == last) {
			return false, refuse(400, "Transfer-Encoding does not end in chunked, or has it more than once.")
		}
	}
	if last > 0 {
		return false, refuse(501, "This server understands no transfer coding but chunked.")
	}
	return true, nil
}

// strictLengths takes one line only.
//
// RFC 9112 section 6.3 rule 5: several lengths are an error unless they are all
// the same; RFC 9110 section 8.6 leaves it to the recipient to take these or to
// reject the message. We reject it.
func strictLengths(d *Dialect, lines []string) (int64, error) {
	if len(lines) != 1 {
		return 0, refuse(400, "Content-Length comes more than once.")
	}
	return d.Length(lines[0])
}

// StrictLength takes digits alone. What is more than an int64 holds becomes the
// largest: no limit lets it through.
//
// RFC 9110 section 8.6: Content-Length = 1*DIGIT
func StrictLength(value string) (int64, error) {
	n, ok := parseLength(value)
	if !ok {
		return 0, refuse(400, "Content-Length is no decimal number.")
	}
	return n, nil
}
