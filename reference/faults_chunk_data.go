package reference

import (
	"bytes"
	"strconv"
	"time"

	http1 "httpkit/internal/message"
)

// chunkDataFaults are ways to find a chunked body's content and its end.
var chunkDataFaults = []*Fault{
	{Name: "chunk-data-trimmed", Sentence: "Takes white space off both ends of each chunk.",
		Behaviour: joiningChunks(func(chunks [][]byte) (content []byte) {
			for _, c := range chunks {
				content = append(content, bytes.TrimSpace(c)...)
			}
			return content
		})},
	{Name: "chunk-end-optional", Sentence: "Takes a CRLF behind the data of a chunk where there is one.",
		Behaviour: readingChunks(func(_ *Exchange, b []byte) (content []byte, n int, err error) {
			for {
				line, after, err := http1.StrictLineEnd(b[n:], 0)
				if err != nil || after == 0 {
					return nil, 0, err
				}
				size, err := strconv.ParseUint(string(line), 16, 16)
				if n += after; err != nil {
					return nil, 0, no(400, "A chunk-size is no number.")
				}
				if len(b) < n+int(size)+2 {
					return nil, 0, nil
				}
				content = append(content, b[n:n+int(size)]...)
				if n += int(size); bytes.HasPrefix(b[n:], []byte("\r\n")) {
					n += 2
				}
				if size == 0 {
					return content, n, nil
				}
			}
		})},
	{Name: "chunk-end-sought", Sentence: "Looks for 0 and an empty line to find the end of a chunked body.",
		Behaviour: readingChunks(func(x *Exchange, b []byte) ([]byte, int, error) {
			before, _, found := bytes.Cut(b, []byte("0\r\n\r\n"))
			if !found {
				return nil, 0, nil
			}
			body, err := decodeChunks(x, before, false)
			return bytes.Join(body.chunks, nil), len(before) + 5, err
		})},
	{Name: "chunk-last-ends-body", Sentence: "Takes a chunked body to end with the line of its last chunk.",
		Behaviour: readingChunks(func(x *Exchange, b []byte) ([]byte, int, error) {
			body, err := decodeChunks(x, b, true)
			return bytes.Join(body.chunks, nil), body.size, err
		})},
	{Name: "chunk-last-two-bytes", Sentence: "Leaves out two bytes behind the last chunk without a look at them.",
		Behaviour: readingChunks(func(x *Exchange, b []byte) ([]byte, int, error) {
			body, err := decodeChunks(x, b, true)
			if body.size == 0 || len(b) < body.size+2 {
				return nil, 0, err
			}
			return bytes.Join(body.chunks, nil), body.size + 2, err
		})},
	{Name: "chunks-first-thousand", Sentence: "Has room for 1024 chunks and drops the others.",
		Behaviour: joiningChunks(func(chunks [][]byte) []byte { return bytes.Join(chunks[:min(len(chunks), 1024)], nil) })},
	{Name: "trailers-skipped-to-crlf-crlf", Sentence: "Passes over a trailer section up to its first CRLF CRLF.",
		Behaviour: readingChunks(func(x *Exchange, b []byte) ([]byte, int, error) {
			body, err := decodeChunks(x, b, true)
			if body.size == 0 || err != nil {
				return nil, 0, err
			}
			end := bytes.Index(b[body.size-2:], []byte("\r\n\r\n"))
			if end < 0 {
				return nil, 0, nil
			}
			return bytes.Join(body.chunks, nil), body.size + end + 2, nil
		})},
}

// chunkedBody is as much of a chunked body as has come.
type chunkedBody struct {
	chunks [][]byte
	size   int // bytes of the whole body, 0 if it is not whole
}

// decodeChunks decodes what b begins with. With atLast the body ends behind the
// line of the last chunk.
func decodeChunks(x *Exchange, b []byte, atLast bool) (body chunkedBody, err error) {
	d, last := *x.Conn.origin.dialect, false
	d.ChunkSize = func(digits []byte) (int64, error) {
		n, err := http1.StrictChunkSize(digits)
		last = n == 0 && err == nil
		return n, err
	}
	d.ChunkLineEnd = func(b []byte, seen int) ([]byte, int, error) {
		if last && atLast {
			return nil, 0, nil
		}
		return http1.StrictLineEnd(b, seen)
	}
	head := x.Request.RequestHead
	l := &x.Conn.origin.limits
	reader := http1.ChunkReader{Dialect: &d, Head: &head,
		Limits: http1.ChunkLimits{Line: l.ChunkLine, Extensions: l.Extensions, Trailer: l.Trailers}}
	for at := 0; ; {
		data, used, done, err := reader.Read(b[at:])
		if at += used; len(data) > 0 {
			body.chunks = append(body.chunks, data)
		}
		switch {
		case err != nil:
			return chunkedBody{}, err
		case done, last && atLast:
			body.size = at
			return body, nil
		case used == 0:
			return body, nil
		}
	}
}

// readingChunks is a behaviour that reads chunked content in a way of its own: read
// is asked until it gives the size of the body.
func readingChunks(read func(x *Exchange, b []byte) (content []byte, size int, err error)) Behaviour {
	return deciding(Change{Step: "content", Do: func(x *Exchange) *Response {
		if x.Request.Framing != http1.FramedChunked || x.read {
			return stepContent(x)
		}
		x.Conn.origin.life.Continue(x)
		for begun := time.Now(); ; {
			content, size, err := read(x, x.Conn.in.unread())
			if size == 0 && err == nil {
				if err = x.Conn.fillContent(begun, 0); err == nil {
					continue
				}
			}
			if x.readError = err; err != nil {
				return stepContent(x)
			}
			x.Request.Content, x.read = bytes.Clone(content), true
			x.Conn.in.skip(size)
			return nil
		}
	}})
}

// joiningChunks is a behaviour that makes content of chunks in a way of its own.
func joiningChunks(join func(chunks [][]byte) []byte) Behaviour {
	return readingChunks(func(x *Exchange, b []byte) ([]byte, int, error) {
		body, err := decodeChunks(x, b, false)
		return join(body.chunks), body.size, err
	})
}
