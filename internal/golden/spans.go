package golden

import (
	"bytes"
	"errors"

	"httpkit/internal/message"
)

// Part tells what a run of received bytes is.
type Part uint8

// The parts of what came on a connection.
const (
	AsIs    Part = iota // what is no HTTP
	Status              // a status-line
	Fields              // a field section with its empty line
	Content             // a content that is not framed in chunks
	Chunks              // one that is, with its trailer section
)

// Span is a run of bytes of what came on a connection. It begins where the one
// before it ends.
type Span struct {
	To   int // offset of the first byte behind it
	Part Part
}

// Methods are those of the requests in what was sent on a connection.
func Methods(sent []byte) []string {
	var out []string
	for _, q := range message.ScanRequests(sent) {
		out = append(out, q.Method)
	}
	return out
}

// Spans cuts what came on a connection into heads and contents. methods are those
// of the requests that it answers, oldest first.
func Spans(methods []string, got []byte) []Span {
	var out []Span
	at := 0
	for at < len(got) {
		method := ""
		if len(methods) > 0 {
			method = methods[0]
		}
		r, err := message.ParseResponse(got[at:], message.FIN, method)
		if e, ok := errors.AsType[*message.Broken](err); ok && e.Response != nil {
			return append(out, Span{at + bytes.IndexByte(got[at:], '\n') + 1, Status},
				Span{at + e.Response.HeadLen, Fields}, Span{len(got), Content})
		}
		if err != nil || r.Len == 0 {
			break
		}
		out = append(out, Span{at + bytes.IndexByte(got[at:], '\n') + 1, Status}, Span{at + r.HeadLen, Fields})
		body := Content
		if r.Framing == message.FramedChunked {
			body = Chunks
		}
		out = append(out, Span{at + r.Len, body})
		at += r.Len
		if !r.Interim() && len(methods) > 0 {
			methods = methods[1:]
		}
	}
	// No HTTP, or a head that broke off: what follows the first empty line is most likely
	// a content all the same.
	for _, empty := range []string{"\n\n", "\n\r\n"} {
		if i := bytes.Index(got[at:], []byte(empty)); i >= 0 {
			return append(out, Span{at + i + len(empty), AsIs}, Span{len(got), Content})
		}
	}
	return append(out, Span{len(got), AsIs})
}
