package reference

import (
	"fmt"

	http1 "httpkit/internal/message"
)

// span is a part of a representation, in bytes.
type span struct{ start, length int64 }

// mostRanges is how many ranges of one request are worth the trouble.
const mostRanges = 32

// partOverhead is about what a part of multipart/byteranges costs: a smaller gap
// is sent rather than left out (RFC 9110 section 15.3.7.2).
const partOverhead = 80

// stepRange answers with the parts that are asked for.
func stepRange(x *Exchange) *Response { return rfcRanges.step(x) }

// rangeRules are what a range request is answered by.
type rangeRules struct {
	methods []string                                          // that Range is for
	span    func(http1.ByteRange, int64) (int64, int64, bool) // of a representation of this size
	ifRange func(*Exchange, []string) bool
	most    int // parts that are sent
}

// RFC 9110 section 14.2: GET is the only method for which range handling is
// defined.
var rfcRanges = rangeRules{[]string{"GET"}, http1.ByteRange.Span, (*Exchange).ifRange, mostRanges}

// step: a unit we don't know or an invalid set is ignored; the preconditions
// come before.
//
// RFC 9110 section 14.2.
func (rules rangeRules) step(x *Exchange) *Response {
	lines := x.values("Range")
	if len(lines) != 1 || x.rep == nil || x.resource.respond != nil || !x.is(rules.methods...) {
		return nil
	}
	// RFC 9110 section 13.1.5: where it fails, Range is ignored.
	condition := x.values("If-Range")
	if condition != nil && !rules.ifRange(x, condition) {
		return nil
	}
	ranges, ok := http1.SplitRanges(lines[0])
	// RFC 9110 section 14.2: MAY be ignored where there is no content, and where
	// there are many small ranges.
	if !ok || x.rep.size == 0 || len(ranges) > mostRanges {
		return nil
	}
	var spans []span
	for _, r := range ranges {
		if start, length, ok := rules.span(r, x.rep.size); ok {
			spans = coalesce(spans, span{start, length})
		}
	}
	if len(spans) == 0 {
		return x.unsatisfiable()
	}
	return x.partial(spans[:min(len(spans), rules.most)], condition != nil)
}

// coalesce joins s with those it overlaps or nearly touches, and keeps the order
// otherwise.
//
// RFC 9110 section 15.3.7.2: a server MAY coalesce any of the ranges that overlap
// or are separated by a gap smaller than the overhead of another part.
func coalesce(spans []span, s span) []span {
	kept := spans[:0]
	for _, t := range spans {
		if s.start > t.start+t.length+partOverhead || t.start > s.start+s.length+partOverhead {
			kept = append(kept, t)
			continue
		}
		end := max(s.start+s.length, t.start+t.length)
		s.start = min(s.start, t.start)
		s.length = end - s.start
	}
	return append(kept, s)
}

// unsatisfiable says how long the representation is.
//
// RFC 9110 section 15.5.17.
func (x *Exchange) unsatisfiable() *Response {
	r := x.problem(416, fmt.Sprintf("None of the ranges lies within the %d bytes there are.", x.rep.size))
	r.Set("Content-Range", fmt.Sprintf("bytes */%d", x.rep.size))
	return r
}

// partial is the answer with the parts.
//
// RFC 9110 section 15.3.7: the fields of the 200, but after If-Range only those
// that are required.
func (x *Exchange) partial(spans []span, short bool) *Response {
	r := NewResponse(206)
	x.describe(r)
	if short {
		r.Delete("Last-Modified")
		r.Delete("Accept-Ranges")
	}
	var err error
	if len(spans) == 1 {
		// RFC 9110 section 15.3.7.1.
		r.Set("Content-Range", contentRange(spans[0], x.rep.size))
		err = x.attach(r, spans[0])
	} else {
		err = x.multipart(r, spans)
	}
	if err != nil {
		r.release()
		return x.problem(404, "It can't be read any more.")
	}
	return r
}

// contentRange is the value of Content-Range, RFC 9110 section 14.4.
func contentRange(s span, size int64) string {
	return fmt.Sprintf("bytes %d-%d/%d", s.start, s.start+s.length-1, size)
}

// multipart makes multipart/byteranges of the parts.
//
// RFC 9110 sections 14.6 and 15.3.7.2.
func (x *Exchange) multipart(r *Response, spans []span) error {
	boundary := contentTag([]byte(x.rep.etag+x.rep.lastModified), "")
	boundary = "part-" + boundary[1:len(boundary)-1]
	r.Set("Content-Type", "multipart/byteranges; boundary="+boundary)
	text := func(format string, args ...any) {
		b := fmt.Appendf(nil, format, args...)
		r.Content = append(r.Content, Part{Bytes: b, Len: int64(len(b))})
	}
	for _, s := range spans {
		text("\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n", boundary, x.rep.mediaType, contentRange(s, x.rep.size))
		if err := x.attach(r, s); err != nil {
			return err
		}
	}
	text("\r\n--%s--\r\n", boundary)
	return nil
}
