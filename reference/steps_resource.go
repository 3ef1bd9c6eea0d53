package reference

import (
	"fmt"
	"time"

	http1 "httpkit/internal/message"
)

// stepResource finds the target resource, or says that there is none or where
// it has gone.
//
// RFC 9110 sections 15.5.5 and 15.4.2.
func stepResource(x *Exchange) *Response { return x.find(x.Request.Target.Path) }

// find takes the resource at a path.
func (x *Exchange) find(path string) *Response {
	found, err := x.Conn.origin.site.resource(path)
	if err != nil {
		return x.problem(404, "There is nothing at "+fmt.Sprintf("%q", path)+".")
	}
	x.resource = found
	if found.location == "" || !x.is("GET", "HEAD") {
		return nil
	}
	to := found.location
	if t := x.Request.Target; t.HasQuery {
		to += "?" + t.Query
	}
	r := x.problem(301, "It has moved to "+to+".")
	r.Set("Location", to)
	return r
}

// stepAllow holds the method to what the resource has, and answers OPTIONS.
//
// RFC 9110 section 15.5.6: the origin server MUST generate an Allow field in a
// 405. Section 9.3.7 for OPTIONS.
func stepAllow(x *Exchange) *Response {
	switch {
	case !x.resource.allows(x.Request.Method):
		r := x.problem(405, "The resource does not have the method; Allow says which it has.")
		r.Set("Allow", x.resource.methods)
		return r
	case x.is("OPTIONS"):
		r := NewResponse(200)
		r.Set("Allow", x.resource.methods)
		return r
	}
	return nil
}

// stepContent reads the content, before anything is done with it.
func stepContent(x *Exchange) *Response {
	switch err := x.ReadContent(x.resource.keeps).(type) {
	case nil:
		return nil
	case *http1.Refused:
		return x.refusedBy(err)
	default:
		x.Conn.gone = true
		return x.refuse(400, "The connection has ended.")
	}
}

// stepRepresentation answers with the selected representation, or lets the
// resource answer.
func stepRepresentation(x *Exchange) *Response {
	if x.rep == nil || x.resource.respond != nil {
		return x.resource.respond(x)
	}
	r := NewResponse(200)
	x.describe(r)
	if err := x.attach(r, span{0, x.rep.size}); err != nil {
		return x.problem(404, "It can't be read any more.")
	}
	return r
}

// describe gives a response the fields of the selected representation.
func (x *Exchange) describe(r *Response) {
	rep := x.rep
	r.Fields = make([]Field, 0, 8)
	r.Fields = append(r.Fields, Field{"Content-Type", rep.mediaType})
	if rep.coding != "" {
		r.Fields = append(r.Fields, Field{"Content-Encoding", rep.coding})
	}
	if rep.lastModified != "" {
		r.Fields = append(r.Fields, Field{"Last-Modified", rep.lastModified})
	}
	if rep.etag != "" {
		r.Fields = append(r.Fields, Field{"ETag", rep.etag})
	}
	if rep.vary != "" {
		r.Fields = append(r.Fields, Field{"Vary", rep.vary})
	}
	if !rep.noRanges {
		r.Fields = append(r.Fields, Field{"Accept-Ranges", "bytes"}) // RFC 9110 section 14.3
	}
}

// attach puts a part of the selected representation behind the content.
func (x *Exchange) attach(r *Response, s span) error {
	if x.rep.content != nil || x.rep.size == 0 {
		r.Content = append(r.Content, Part{Bytes: x.rep.content[s.start : s.start+s.length], Len: s.length})
		return nil
	}
	p := Part{Off: s.start, Len: s.length}
	if len(r.Content) > 0 && r.closer != nil { // another part of the same file
		for _, q := range r.Content {
			if q.File != nil {
				p.File = q.File
			}
		}
	}
	if p.File == nil {
		file, closer, err := x.rep.open()
		if err != nil {
			return err
		}
		p.File, r.closer = file, closer
	}
	r.Content = append(r.Content, p)
	return nil
}

// echo answers with the content of the request.
func echo(x *Exchange) *Response {
	r := NewResponse(200)
	r.SetContent("application/octet-stream", x.Request.Content)
	if x.Request.Framing == http1.FramedChunked {
		r.Framing = http1.FramedChunked
	}
	return r
}

// showFields answers with the field lines of the request. Trailer fields are
// none of them.
func showFields(x *Exchange) *Response {
	var b []byte
	for _, f := range x.Request.Fields {
		b = append(b, f.Name...)
		b = append(b, ": "...)
		b = append(b, f.Value...)
		b = append(b, '\n')
	}
	r := NewResponse(200)
	r.SetContent("text/plain", b)
	return r
}

// clock is now, for what depends on dates.
func clock() time.Time { return time.Now() }
