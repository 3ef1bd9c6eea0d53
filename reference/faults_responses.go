package reference

import (
	"strconv"
	"strings"

	http1 "httpkit/internal/message"
)

var responseFaults = []*Fault{
	{Name: "chunk-sizes-decimal", Sentence: "Writes the sizes of chunks in decimal.",
		Behaviour: writing(Wire{Chunk: func(dst, data []byte) []byte {
			dst = strconv.AppendInt(dst, int64(len(data)), 10)
			dst = append(append(dst, "\r\n"...), data...)
			return append(dst, "\r\n"...)
		}})},
	{Name: "chunked-to-http10", Sentence: "Sends chunked responses to HTTP/1.0 clients.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if q.Major == 1 && q.Minor == 0 && r.Framing == http1.FramedLength && !r.Bare {
				r.Framing = http1.FramedChunked
				r.Delete("Content-Length")
				r.Set("Transfer-Encoding", "chunked")
			}
		}}},
	{Name: "connection-option-split", Sentence: "Writes Connection with an empty member.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if c := r.Get("Connection"); c != "" {
				r.Set("Connection", c+", ,")
			}
		}}},
	{Name: "content-cut", Sentence: "Leaves out the last byte of the content.",
		Broad: true,
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if n := len(r.Content); n > 0 && r.Content[n-1].Len > 0 && !r.Bare {
				p := &r.Content[n-1]
				if p.Len--; p.File == nil {
					p.Bytes = p.Bytes[:p.Len]
				}
			}
		}}},
	{Name: "date-asctime", Sentence: "Writes Date in the form of C's asctime.",
		Behaviour: Behaviour{Edit: dated("Mon Jan _2 15:04:05 2006")}},
	{Name: "date-local", Sentence: "Writes Date with an offset from UTC.",
		Behaviour: Behaviour{Edit: dated("Mon, 02 Jan 2006 15:04:05 +0000")}},
	{Name: "date-missing", Sentence: "Does not send Date.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Delete("Date") }}},
	{Name: "date-obsolete", Sentence: "Writes Date in the form of RFC 850.",
		Behaviour: Behaviour{Edit: dated("Monday, 02-Jan-06 15:04:05 GMT")}},
	{Name: "date-twice", Sentence: "Sends Date twice.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Fields = append(r.Fields, Field{"Date", r.Get("Date")}) }}},
	{Name: "date-weekday-wrong", Sentence: "Has the days of the week wrong.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			at, _ := http1.ParseFixdate(r.Get("Date"))
			r.Set("Date", at.AddDate(0, 0, 1).Format("Mon, ")+at.Format("02 Jan 2006 15:04:05 GMT"))
		}}},
	{Name: "error-page-missing", Sentence: "Says nothing in the content of an error.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status >= 400 {
				r.Content = nil
				r.Delete("Content-Type")
				r.Set("Content-Length", "0")
			}
		}}},
	{Name: "field-folded", Sentence: "Folds a field of its responses over two lines.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if t := r.Get("Content-Type"); t != "" {
				r.Set("Content-Type", strings.Replace(t, ";", ";\r\n", 1))
			}
		}}},
	{Name: "field-space-before-colon", Sentence: "Puts a space before the colon of its fields.",

		Behaviour: writing(Wire{Head: headOf(func(r *Response) { eachName(r, func(name string) string { return name + " " }) })})},
	{Name: "lf-line-ends", Sentence: "Ends the lines of its heads in LF.",

		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte { return appendHeadWith(dst, r, "HTTP/1.1 ", "\n") }})},
	{Name: "last-chunk-missing", Sentence: "Does not end a chunked response.",
		Behaviour: writing(Wire{Last: func(dst []byte) []byte { return dst }})},
	{Name: "length-and-chunked", Sentence: "Sends Content-Length and Transfer-Encoding together.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Framing == http1.FramedChunked {
				lengthOf(r, 0)
			}
		}}},
	{Name: "length-missing", Sentence: "Does not say how long its content is, and keeps the connection.",
		Broad:     true,
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Delete("Content-Length") }}},
	{Name: "length-off-by-one", Sentence: "Says that the content is a byte longer than it is.",
		Broad: true,
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Get("Content-Length") != "" && r.Len() > 0 {
				lengthOf(r, 1)
			}
		}}},
	{Name: "length-twice", Sentence: "Sends Content-Length twice.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if n := r.Get("Content-Length"); n != "" {
				r.Fields = append(r.Fields, Field{"Content-Length", n})
			}
		}}},
	{Name: "reason-without-space", Sentence: "Leaves out the space behind the status code where it has no reason phrase.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte {
			n := len(dst)
			head := string(appendHead(dst, r)[n:])
			return append(dst[:n], strings.Replace(head, " "+Reason(r.Status)+"\r\n", "\r\n", 1)...)
		}})},
	{Name: "status-line-http10", Sentence: "Says HTTP/1.0 in its status-lines, and is HTTP/1.1.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte { return appendHeadWith(dst, r, "HTTP/1.0 ", "\r\n") }})},
	{Name: "stray-crlf", Sentence: "Puts an empty line behind its content that no length counts.",
		Broad: true,
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Framing == http1.FramedLength && !r.Bare {
				r.Content = append(r.Content, Part{Bytes: []byte("\r\n"), Len: 2})
			}
		}}},
	{Name: "upgrade-taken", Sentence: "Answers 101 to any Upgrade.",
		Behaviour: deciding(Change{Step: "upgrade", Before: "target", Do: func(x *Exchange) *Response {
			if len(x.values("Upgrade")) == 0 {
				return nil
			}
			r := NewResponse(101)
			r.Reason, r.Bare = "Switching Protocols", true
			r.Set("Upgrade", x.values("Upgrade")[0])
			return r
		}})},
}

// writing is a behaviour that differs in the bytes.
func writing(w Wire) Behaviour { return Behaviour{Wire: w} }

// dated writes Date in another form.
func dated(layout string) func(*Response, *Request) {
	return func(r *Response, _ *Request) {
		if at, ok := http1.ParseFixdate(r.Get("Date")); ok {
			r.Set("Date", at.Format(layout))
		}
	}
}

// headOf writes the head of a changed copy.
func headOf(change func(*Response)) func([]byte, *Response) []byte {
	return func(dst []byte, r *Response) []byte {
		other := *r
		other.Fields = append([]Field(nil), r.Fields...)
		change(&other)
		return appendHead(dst, &other)
	}
}

func eachName(r *Response, change func(string) string) {
	for i := range r.Fields {
		r.Fields[i].Name = change(r.Fields[i].Name)
	}
}
