package reference

import (
	"strconv"
	"time"

	http1 "httpkit/internal/message"
)

// finish gives a response the fields that every response has.
func (x *Exchange) finish(r *Response, persist bool) {
	now := time.Now()
	// Date comes first, where people look for it.
	r.Fields = append(r.Fields, Field{})
	copy(r.Fields[1:], r.Fields)
	r.Fields[0] = Field{"Date", x.Conn.origin.date(now)}
	// RFC 9112 section 6.3 rule 1: no content after HEAD, 1xx, 204 and 304.
	if x.Request.Method == "HEAD" || r.Status == 304 || r.Status == 204 {
		r.Bare = true
	}
	frame(r, x.Request)
	x.Conn.origin.life.Announce(x, r, persist)
}

// frame says how long the content is.
//
// RFC 9112 sections 6.1 and 6.2; RFC 9110 section 8.6: no Content-Length in a
// 204; in a 304 it may be left out, and in the answer to HEAD it is that of GET.
func frame(r *Response, q *Request) {
	switch {
	case r.Status == 204, r.Status == 304, r.Framing == http1.FramedClose:
	case r.Framing == http1.FramedChunked && q.Minor > 0:
		r.Set("Transfer-Encoding", "chunked")
	default:
		r.Framing = http1.FramedLength
		r.Set("Content-Length", strconv.FormatInt(r.Len(), 10))
	}
}
