package message

// atEnd decides what a message without its end in b is, as the peer's side
// stands.
//
// RFC 9112 section 8: a close-delimited response is complete unless an error
// was indicated by the underlying connection.
func (r *Reader) atEnd(b []byte, end End) (*Response, error) {
	p := r.resp
	if end == More {
		return nil, ErrIncomplete
	}
	if p == nil {
		return nil, r.brokenHead(b, end)
	}
	body := b[p.HeadLen:]
	got := int64(len(body))
	switch p.Framing {
	case FramedLength:
		p.Content = body
		digits := lengthDigits(p.Fields, r.want)
		broken := brokeOff(end, got, r.want, p, "broke off after %d of %s bytes", got, digits)
		broken.Digits = digits
		return nil, broken
	case FramedChunked:
		return nil, r.brokenChunk(b, end)
	}
	p.Content = body
	if end == RST {
		return nil, brokeOff(end, got, -1, p, "broke off after %d bytes", got)
	}
	return p.ends(b, len(b)), nil
}

// brokenHead is the error for a message that ended in its head.
func (r *Reader) brokenHead(b []byte, end End) error {
	switch got := int64(len(b)); {
	case got == 0:
		return &Broken{Why: "no answer: the connection was " + end.String(), Want: -1}
	case r.line == 0:
		return brokeOff(end, got, -1, nil, "broke off in the status-line, after %d bytes", got)
	default:
		return brokeOff(end, got, -1, nil, "broke off in the header section, after %d bytes", got)
	}
}

// brokenChunk is the error for a message that ended in a chunked body.
func (r *Reader) brokenChunk(b []byte, end End) error {
	p, c := r.resp, &r.body
	p.Faults = append(p.Faults, c.faults...)
	got := int64(len(c.content))
	switch {
	case c.phase == chunkTrailer:
		return brokeOff(end, got, -1, p, "broke off in the trailer section, after %d bytes of content", got)
	case c.phase == chunkData && c.left > 0:
		return brokeOff(end, c.size-c.left, c.size, p, "broke off after %d of %s bytes of chunk %d", c.size-c.left, c.sizeDigits(), c.chunks)
	case c.phase == chunkSize && c.pos < len(b):
		return brokeOff(end, got, -1, p, "broke off in a chunk-size line, after %d bytes of content", got)
	}
	return brokeOff(end, got, -1, p, "broke off before the last chunk, after %d bytes of content", got)
}
