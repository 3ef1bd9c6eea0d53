package reference

import "strconv"

// Wire is how a finished response becomes bytes and when they leave. What is nil
// is the RFC's.
type Wire struct {
	// Head puts the status-line and the fields behind dst, with the empty line.
	Head func(dst []byte, r *Response) []byte
	// Chunk puts data behind dst as one chunk; Last puts the last chunk and the
	// end of the trailer section.
	Chunk func(dst, data []byte) []byte
	Last  func(dst []byte) []byte
	// Leave sends b; head tells that it is the head of a response and no more.
	Leave func(c *Conn, b []byte, head bool) error
}

func (w Wire) complete() Wire {
	if w.Head == nil {
		w.Head = appendHead
	}
	if w.Chunk == nil {
		w.Chunk = appendChunk
	}
	if w.Last == nil {
		w.Last = appendLast
	}
	return w
}

// appendHead writes a head.
//
// RFC 9112 section 4: status-line = HTTP-version SP status-code SP [
// reason-phrase ]. RFC 9110 section 2.5: the version is the highest the server
// conforms to, whatever the request's.
func appendHead(dst []byte, r *Response) []byte { return appendHeadWith(dst, r, "HTTP/1.1 ", "\r\n") }

func appendHeadWith(dst []byte, r *Response, version, end string) []byte {
	dst = append(dst, version...)
	dst = strconv.AppendInt(dst, int64(r.Status), 10)
	dst = append(dst, ' ')
	if r.Reason != "" {
		dst = append(dst, r.Reason...)
	} else {
		dst = append(dst, Reason(r.Status)...)
	}
	dst = append(dst, end...)
	for i := range r.Fields {
		dst = append(dst, r.Fields[i].Name...)
		dst = append(dst, ": "...)
		dst = append(dst, r.Fields[i].Value...)
		dst = append(dst, end...)
	}
	return append(dst, end...)
}

// appendChunk writes one chunk.
//
// RFC 9112 section 7.1: chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
func appendChunk(dst, data []byte) []byte {
	if len(data) == 0 {
		return dst // it would be the last chunk
	}
	dst = strconv.AppendInt(dst, int64(len(data)), 16)
	dst = append(dst, "\r\n"...)
	dst = append(dst, data...)
	return append(dst, "\r\n"...)
}

// appendLast writes last-chunk, no trailer fields, and CRLF.
func appendLast(dst []byte) []byte { return append(dst, "0\r\n\r\n"...) }
