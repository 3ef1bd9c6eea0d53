package message

// Request is a request that was found in what was sent.
type Request struct {
	Method  string // "" where the line is no request-line
	Target  string
	Version string // "" where it is missing
	Start   int    // offset of the request-line's first byte
	End     int    // offset behind the message, or of the end of what was sent
	Whole   bool   // its end was sent
}

// ScanRequests finds the requests in the bytes sent on one connection, by RFC
// 9112 framing, as well as it goes: a line that is no request-line counts as a
// request without a method, since a server answers it once. After a request
// whose length can't be known nothing more is looked for, because the server has
// to close (RFC 9112 section 6.3).
func ScanRequests(sent []byte) []Request {
	var found []Request
	for at := skipEmptyLines(sent, 0); at < len(sent); at = skipEmptyLines(sent, at) {
		q := scanRequest(sent, at)
		found = append(found, q)
		at = q.End
	}
	return found
}

// skipEmptyLines skips empty lines before a request-line.
//
// RFC 9112 section 2.2: a server SHOULD ignore at least one empty line received
// prior to the request-line.
func skipEmptyLines(b []byte, at int) int {
	for at < len(b) {
		switch {
		case b[at] == '\n':
			at++
		case b[at] == '\r' && at+1 < len(b) && b[at+1] == '\n':
			at += 2
		case b[at] == '\r' && at+1 == len(b):
			return len(b)
		default:
			return at
		}
	}
	return at
}

// scanRequest reads the request that begins at start.
func scanRequest(b []byte, start int) Request {
	q := Request{Start: start, End: len(b)}
	line, n, _ := cutLine(b[start:])
	if n == 0 {
		q.Method, q.Target, q.Version = splitRequestLine(string(clipLine(b[start:])))
		return q
	}
	q.Method, q.Target, q.Version = splitRequestLine(string(line))
	fieldsAt := start + n
	head := Reader{scan: fieldsAt, line: fieldsAt}
	end := head.findHead(b)
	if end == 0 {
		return q
	}
	framing, length, why := frameRequest(parseFields(trimEmptyLine(b[fieldsAt:end])))
	switch {
	case why != "":
	case framing == FramedNone:
		q.End, q.Whole = end, true
	case framing == FramedLength:
		if length <= int64(len(b)-end) {
			q.End, q.Whole = end+int(length), true
		}
	case framing == FramedChunked:
		body := chunked{pos: end, scan: end, drop: true}
		if done, _ := body.step(b); done {
			q.End, q.Whole = body.pos, true
		}
	}
	return q
}

// clipLine bounds a line that was never ended: the method stands at its begin.
func clipLine(b []byte) []byte { return b[:min(len(b), 8192)] }
