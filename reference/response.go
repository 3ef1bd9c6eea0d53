package reference

import (
	"io"
	"strings"

	http1 "httpkit/internal/message"
)

// Response is a response before it is written.
type Response struct {
	Status  int
	Reason  string // "" is the usual one
	Fields  []Field
	Content []Part
	Framing http1.Framing // of the content; the zero value is Content-Length
	// Bare: the content is only described, as after HEAD.
	Bare bool
	// Close: the connection will not persist, whatever the request says.
	Close bool

	closer io.Closer // closed when the response was written
}

// Field is one field line.
type Field struct{ Name, Value string }

// Part is a run of content: bytes, or Len bytes of a file from the offset Off.
type Part struct {
	Bytes []byte
	File  io.ReaderAt
	Off   int64
	Len   int64 // of either
}

// NewResponse returns a response without content.
func NewResponse(status int) *Response { return &Response{Status: status} }

// Set gives a field the value, in the place of all lines that it has.
func (r *Response) Set(name, value string) {
	for i := range r.Fields {
		if strings.EqualFold(r.Fields[i].Name, name) {
			rest := r.Fields[i+1:]
			r.Fields[i].Value = value
			r.Fields = r.Fields[:i+1]
			for _, f := range rest {
				if !strings.EqualFold(f.Name, name) {
					r.Fields = append(r.Fields, f)
				}
			}
			return
		}
	}
	r.Fields = append(r.Fields, Field{name, value})
}

// Get returns the value of the first line of a field, "" without one.
func (r *Response) Get(name string) string {
	for i := range r.Fields {
		if strings.EqualFold(r.Fields[i].Name, name) {
			return r.Fields[i].Value
		}
	}
	return ""
}

// Delete takes all lines of a field out.
func (r *Response) Delete(name string) {
	kept := r.Fields[:0]
	for _, f := range r.Fields {
		if !strings.EqualFold(f.Name, name) {
			kept = append(kept, f)
		}
	}
	r.Fields = kept
}

// SetContent makes b the content, of the media type.
func (r *Response) SetContent(mediaType string, b []byte) {
	r.Set("Content-Type", mediaType)
	r.Content = []Part{{Bytes: b, Len: int64(len(b))}}
}

// Len is the length of the content.
func (r *Response) Len() int64 {
	n := int64(0)
	for i := range r.Content {
		n += r.Content[i].Len
	}
	return n
}

func (r *Response) release() {
	if r.closer != nil {
		_ = r.closer.Close()
	}
}
