package message

import "bytes"

// ParseResponse reads the response that b begins with. end is how the peer's
// side stands after b, method is that of the request it answers ("" if unknown).
//
// The error is [ErrIncomplete] if more bytes could complete it (never unless
// end is More), a [*NotHTTP] if b begins no HTTP/1 response, or a [*Broken] if it
// can't be completed.
func ParseResponse(b []byte, end End, method string) (*Response, error) {
	var r Reader
	return r.Response(b, end, method)
}

// Reader reads responses from a buffer that grows, looking at each byte once.
// The zero Reader is ready.
type Reader struct {
	seen int       // bytes of the buffer at the last call
	scan int       // bytes of the head looked at
	line int       // where the line that scan is in begins
	ends int       // lines that ended before it
	bare bool      // one of them in a bare LF
	resp *Response // once the head was read
	want int64     // the length, where framed so
	body chunked
}

// Response is [ParseResponse] for a buffer that has the same bytes as at the last
// call, and perhaps more. After any result but ErrIncomplete it is ready for the
// next message, which begins at Len.
func (r *Reader) Response(b []byte, end End, method string) (*Response, error) {
	if len(b) < r.seen {
		*r = Reader{} // another message
	}
	resp, err := r.read(b, method)
	if err == nil && resp == nil {
		resp, err = r.atEnd(b, end)
	}
	if err == ErrIncomplete {
		r.seen = len(b)
		return nil, err
	}
	*r = Reader{}
	return resp, err
}

// read goes on as far as b does; nil, nil if the end of the message is not in b.
func (r *Reader) read(b []byte, method string) (*Response, error) {
	if r.resp == nil {
		if r.scan <= len(statusShape)+1 {
			if why := checkStatusLine(b); why != "" {
				return nil, &NotHTTP{Why: why}
			}
		}
		n := r.findHead(b)
		if n == 0 {
			return nil, nil
		}
		if why := r.readHead(b[:n:n], method); why != "" {
			return nil, &Broken{Why: "its framing can't be known: " + why, Want: -1, Response: r.resp}
		}
	}
	p := r.resp
	switch p.Framing {
	case FramedNone:
		return p.ends(b, p.HeadLen), nil
	case FramedLength:
		if int64(len(b)-p.HeadLen) < r.want {
			return nil, nil
		}
		end := p.HeadLen + int(r.want)
		p.Content = b[p.HeadLen:end:end]
		return p.ends(b, end), nil
	case FramedChunked:
		done, why := r.body.step(b)
		p.Content = r.body.content
		if why != "" {
			return nil, &Broken{Why: "its chunks can't be read: " + why, Got: int64(len(p.Content)), Want: -1, Response: p}
		}
		if done {
			p.Trailers = r.body.trailer
			p.Faults = append(p.Faults, r.body.faults...)
			return p.ends(b, r.body.pos), nil
		}
	}
	return nil, nil
}

// ends completes the response with its n bytes.
func (p *Response) ends(b []byte, n int) *Response {
	p.Len, p.Raw = n, b[:n:n]
	return p
}

// findHead returns the length of the head with its empty line, or 0.
//
// RFC 9112 section 2.1: start-line CRLF *( field-line CRLF ) CRLF
func (r *Reader) findHead(b []byte) int {
	for {
		i := bytes.IndexByte(b[r.scan:], '\n')
		if i < 0 {
			r.scan = len(b)
			return 0
		}
		n := r.scan + i - r.line // of the line, without its LF
		cr := n > 0 && b[r.line+n-1] == '\r'
		r.scan += i + 1
		r.line = r.scan
		r.ends++
		r.bare = r.bare || !cr
		if n == 0 || n == 1 && cr {
			return r.scan
		}
	}
}

// readHead reads a complete head and decides the framing.
func (r *Reader) readHead(head []byte, method string) (why string) {
	p := &Response{Method: method, HeadLen: len(head)}
	text := string(head)
	line, n, _ := cutLine(head)
	p.StatusLine = line
	p.Version, p.Status, p.Reason = splitStatusLine(text[:len(line)])
	fields := trimEmptyLine(head[n:])
	p.Fields = parseFieldsText(fields, text[n:n+len(fields)], r.ends-2)
	if r.bare {
		p.Faults = append(p.Faults, "a bare LF ends a line of the head")
	}
	p.Framing, r.want, why = frameResponse(p.Status, method, p.Fields)
	r.body = chunked{pos: len(head), scan: len(head)}
	r.resp = p
	return why
}

// trimEmptyLine takes off the line that ends a section.
func trimEmptyLine(b []byte) []byte {
	b = b[:len(b)-1]
	if len(b) > 0 && b[len(b)-1] == '\r' {
		b = b[:len(b)-1]
	}
	return b
}
