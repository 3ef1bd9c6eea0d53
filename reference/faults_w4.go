package reference

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	http1 "httpkit/internal/message"
)

// w4Faults are ways to misread chunks and trailer fields, and to mistake what
// one read brings for something whole.
var w4Faults = []*Fault{
	{Name: "chunk-crlf-between-skipped", Sentence: "Passes over empty lines between chunks.",
		Behaviour: reading(http1.Dialect{ChunkEnd: func(b []byte) (int, error) {
			n, err := http1.StrictChunkEnd(b)
			for n > 0 && bytes.HasPrefix(b[n:], []byte("\r\n")) {
				n += 2
			}
			return n, err
		}})},
	{Name: "chunk-data-trimmed", Sentence: "Takes white space off both ends of each chunk.",
		Behaviour: w4Joining(func(chunks [][]byte) (content []byte) {
			for _, c := range chunks {
				content = append(content, bytes.TrimSpace(c)...)
			}
			return content
		})},
	{Name: "chunk-end-cr-taken", Sentence: "Takes a CR alone behind the data of a chunk.",
		Behaviour: reading(http1.Dialect{ChunkEnd: func(b []byte) (int, error) {
			if len(b) > 1 && b[0] == '\r' && b[1] != '\n' {
				return 1, nil
			}
			return http1.StrictChunkEnd(b)
		}})},
	{Name: "chunk-end-one-read", Sentence: "Does not wait for the LF behind the data of a chunk.",
		Behaviour: reading(http1.Dialect{ChunkEnd: func(b []byte) (int, error) {
			if len(b) == 1 {
				return 1, nil
			}
			return http1.StrictChunkEnd(b)
		}})},
	{Name: "chunk-end-optional", Sentence: "Takes a CRLF behind the data of a chunk where there is one.",
		Behaviour: w4Content(func(_ *Exchange, b []byte) (content []byte, n int, err error) {
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
		Behaviour: w4Content(func(x *Exchange, b []byte) ([]byte, int, error) {
			before, _, found := bytes.Cut(b, []byte("0\r\n\r\n"))
			if !found {
				return nil, 0, nil
			}
			body, err := w4Decode(x, before, false)
			return bytes.Join(body.chunks, nil), len(before) + 5, err
		})},
	{Name: "chunk-ext-blanks-refused", Sentence: "Refuses chunk extensions with white space in them.",
		Behaviour: reading(http1.Dialect{ChunkExt: func(b []byte) error {
			if bytes.ContainsAny(b, " \t") {
				return no(400, "The extension of a chunk has a blank in it.")
			}
			return http1.StrictChunkExt(b)
		}})},
	{Name: "chunk-ext-quotes-unknown", Sentence: "Splits chunk extensions at each semicolon, those in quotes too.",
		Behaviour: reading(http1.Dialect{ChunkExt: func(b []byte) error {
			for _, part := range bytes.Split(b, []byte(";"))[1:] {
				if err := http1.StrictChunkExt(append([]byte(";"), part...)); err != nil {
					return err
				}
			}
			return nil
		}})},
	{Name: "chunk-last-bare", Sentence: "Refuses an extension on the last chunk.",
		Behaviour: reading(http1.Dialect{ChunkLine: func(line []byte) (size, ext []byte, err error) {
			size, ext, err = http1.StrictChunkLine(line)
			if err == nil && len(ext) > 0 && len(bytes.Trim(size, "0")) == 0 {
				err = no(400, "The last chunk has an extension.")
			}
			return size, ext, err
		}})},
	{Name: "chunk-last-ends-body", Sentence: "Takes a chunked body to end with the line of its last chunk.",
		Behaviour: w4Content(func(x *Exchange, b []byte) ([]byte, int, error) {
			body, err := w4Decode(x, b, true)
			return bytes.Join(body.chunks, nil), body.size, err
		})},
	{Name: "chunk-last-two-bytes", Sentence: "Leaves out two bytes behind the last chunk without a look at them.",
		Behaviour: w4Content(func(x *Exchange, b []byte) ([]byte, int, error) {
			body, err := w4Decode(x, b, true)
			if body.size == 0 || len(b) < body.size+2 {
				return nil, 0, err
			}
			return bytes.Join(body.chunks, nil), body.size + 2, err
		})},
	{Name: "chunk-line-cr-any", Sentence: "Takes a CR and whatever byte is behind it for the end of a line in a chunked body.",
		Behaviour: reading(http1.Dialect{ChunkLineEnd: func(b []byte, _ int) ([]byte, int, error) {
			i := bytes.IndexByte(b, '\r')
			if i < 0 || i == len(b)-1 {
				return nil, 0, nil
			}
			return b[:i], i + 2, nil
		}})},
	{Name: "chunk-line-cr-taken", Sentence: "Takes a CR alone for the end of a line in a chunked body.",
		Behaviour: reading(http1.Dialect{ChunkLineEnd: crEndsLine})},
	{Name: "chunk-line-in-parts-trusted", Sentence: "Keeps the digits of a chunk-size line that came in parts, and leaves out the rest of it unread.",
		Behaviour: reading(http1.Dialect{ChunkLineEnd: func(b []byte, seen int) ([]byte, int, error) {
			line, n, err := http1.StrictLineEnd(b, seen)
			if digits, _, e := http1.StrictChunkLine(line); n > 0 && seen > 0 && e == nil {
				line = digits
			}
			return line, n, err
		}})},
	{Name: "chunk-line-one-read", Sentence: "Takes what one read brings of a line in a chunked body for the whole line.",
		Behaviour: reading(http1.Dialect{ChunkLineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if bytes.IndexByte(b, '\n') < 0 {
				return bytes.TrimSuffix(b, []byte("\r")), len(b), nil
			}
			return http1.StrictLineEnd(b, seen)
		}})},
	{Name: "chunk-quotes-span-lines", Sentence: "Takes a line end in quotes for a part of a chunk extension.",
		Behaviour: reading(http1.Dialect{ChunkExt: anything, ChunkLineEnd: func(b []byte, _ int) ([]byte, int, error) {
			quoted := false
			for i, c := range b {
				if c == '"' {
					quoted = !quoted
				}
				if c == '\n' && !quoted && i > 0 && b[i-1] == '\r' {
					return b[:i-1], i + 1, nil
				}
			}
			return nil, 0, nil
		}})},
	{Name: "chunk-size-blank-before", Sentence: "Takes white space off the beginning of a chunk-size line.",
		Behaviour: w4Sized(func(line []byte) []byte { return bytes.TrimLeft(line, " \t") })},
	{Name: "chunk-size-empty-is-zero", Sentence: "Takes a chunk-size without digits for 0.",
		Behaviour: w4Sized(func(line []byte) []byte {
			if len(line) == 0 || line[0] == ';' {
				return append([]byte("0"), line...)
			}
			return line
		})},
	{Name: "chunk-size-unicode-digits", Sentence: "Takes the decimal digits of other scripts in a chunk-size.",
		Behaviour: w4Sized(func(line []byte) []byte {
			return bytes.Map(func(r rune) rune {
				for _, zero := range []rune{'\u0660', '\u0966', '\uFF10'} {
					if zero <= r && r <= zero+9 {
						return '0' + r - zero
					}
				}
				return r
			}, line)
		})},
	{Name: "chunk-zero-first-is-last", Sentence: "Takes a chunk-size that begins with 0 for the last chunk.",
		Behaviour: reading(http1.Dialect{ChunkSize: func(b []byte) (int64, error) {
			if b[0] == '0' {
				return 0, nil
			}
			return http1.StrictChunkSize(b)
		}})},
	{Name: "chunked-empty-refused", Sentence: "Refuses a chunked body with nothing in it.",
		Behaviour: deciding(Change{Step: "chunked-empty", Before: "negotiation", Do: func(x *Exchange) *Response {
			if x.Request.Framing == http1.FramedChunked && x.read && x.resource.keeps && len(x.Request.Content) == 0 {
				return x.problem(400, "The content is empty.")
			}
			return nil
		}})},
	{Name: "chunks-first-thousand", Sentence: "Has room for 1024 chunks and drops the others.",
		Behaviour: w4Joining(func(chunks [][]byte) []byte { return bytes.Join(chunks[:min(len(chunks), 1024)], nil) })},
	{Name: "head-one-read", Sentence: "Refuses a head with a line that is not whole in one read.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if len(b) > 0 && bytes.IndexByte(b, '\n') < 0 {
				return nil, 0, no(400, "The request is not whole.")
			}
			return http1.StrictLineEnd(b, seen)
		}})},
	{Name: "host-sought-in-trailers", Sentence: "Reads the whole message, trailer section and all, before it looks for Host.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			h := &x.Request.RequestHead
			if _, ok := h.Get("Host"); !ok && h.Framing == http1.FramedChunked && x.ReadContent(true) == nil {
				h.Fields = append(h.Fields, h.Trailers...)
			}
			return stepHost(x)
		}})},
	{Name: "leading-cr-alone-refused", Sentence: "Knows an empty line before a request-line only if it comes whole.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if string(b) == "\r" && seen == 0 {
				return nil, 0, no(400, "A request begins with CR.")
			}
			return http1.StrictLineEnd(b, seen)
		}})},
	{Name: "line-in-parts-ends-at-nul", Sentence: "Puts a line that came in parts together with functions that stop at NUL.",
		Behaviour: w4Parted(func(line []byte, _ int) []byte {
			line, _, _ = bytes.Cut(line, []byte{0})
			return line
		})},
	{Name: "reads-decoded-apart", Sentence: "Reads as UTF-8 what one read brings, and replaces a letter that comes in two.",
		Behaviour: w4Parted(func(line []byte, cut int) []byte {
			if cut >= len(line) {
				return line
			}
			repair := func(b []byte) []byte { return bytes.ToValidUTF8(b, []byte("\uFFFD")) }
			return append(repair(bytes.Clone(line[:cut])), repair(line[cut:])...)
		})},
	{Name: "trailer-announced-demanded", Sentence: "Refuses a request without a trailer field that Trailer announces.",
		Behaviour: w4Trailers(func(announced string, trailers http1.RequestHead) bool {
			for _, name := range http1.SplitList(announced) {
				if _, ok := trailers.Get(name); !ok {
					return false
				}
			}
			return true
		})},
	{Name: "trailer-length-counts", Sentence: "Passes over as many bytes behind a chunked body as a Content-Length in its trailer section says.",
		Behaviour: living(Life{Between: func(c *Conn) {
			for _, f := range c.request.Trailers {
				if n, err := strconv.Atoi(f.Value); err == nil && strings.EqualFold(f.Name, "Content-Length") {
					c.in.skip(min(max(n, 0), c.in.len()))
				}
			}
		}})},
	{Name: "trailer-unannounced-refused", Sentence: "Refuses a trailer field that Trailer does not announce.",
		Behaviour: w4Trailers(func(announced string, trailers http1.RequestHead) bool {
			for _, f := range trailers.Fields {
				if !http1.ListHas(announced, f.Name) {
					return false
				}
			}
			return true
		})},
	{Name: "trailers-overwrite", Sentence: "Takes the value of a trailer field for that of the header field of the same name.",
		Behaviour: reading(http1.Dialect{Trailer: func(h *http1.RequestHead, f http1.Field) {
			for i := range h.Fields {
				if strings.EqualFold(h.Fields[i].Name, f.Name) {
					h.Fields[i].Value = f.Value
				}
			}
		}})},
	{Name: "trailers-refused", Sentence: "Refuses trailer fields.",
		Behaviour: w4Trailers(func(_ string, trailers http1.RequestHead) bool { return len(trailers.Fields) == 0 })},
	{Name: "trailers-skipped-to-crlf-crlf", Sentence: "Passes over a trailer section up to its first CRLF CRLF.",
		Behaviour: w4Content(func(x *Exchange, b []byte) ([]byte, int, error) {
			body, err := w4Decode(x, b, true)
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

// w4Body is as much of a chunked body as has come.
type w4Body struct {
	chunks [][]byte
	size   int // bytes of the whole body, 0 if it is not whole
}

// w4Decode decodes what b begins with. With atLast the body ends behind the
// line of the last chunk.
func w4Decode(x *Exchange, b []byte, atLast bool) (body w4Body, err error) {
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
			return w4Body{}, err
		case done, last && atLast:
			body.size = at
			return body, nil
		case used == 0:
			return body, nil
		}
	}
}

// w4Content is a behaviour that reads chunked content in a way of its own: read
// is asked until it gives the size of the body.
func w4Content(read func(x *Exchange, b []byte) (content []byte, size int, err error)) Behaviour {
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

// w4Joining is a behaviour that makes content of chunks in a way of its own.
func w4Joining(join func(chunks [][]byte) []byte) Behaviour {
	return w4Content(func(x *Exchange, b []byte) ([]byte, int, error) {
		body, err := w4Decode(x, b, false)
		return join(body.chunks), body.size, err
	})
}

// w4Sized is a behaviour that changes a chunk-size line before it is read.
func w4Sized(change func(line []byte) []byte) Behaviour {
	return reading(http1.Dialect{ChunkLine: func(line []byte) (size, ext []byte, err error) {
		return http1.StrictChunkLine(change(line))
	}})
}

// w4Parted is a behaviour that changes a line of a head of which the first cut
// bytes were there before the others.
func w4Parted(change func(line []byte, cut int) []byte) Behaviour {
	return reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
		line, n, err := http1.StrictLineEnd(b, seen)
		if n > 0 && seen > 0 {
			line = change(line, seen)
		}
		return line, n, err
	}})
}

// w4Trailers is a behaviour that refuses a request for its trailer fields.
func w4Trailers(fits func(announced string, trailers http1.RequestHead) bool) Behaviour {
	return deciding(Change{Step: "trailers", Before: "negotiation", Do: func(x *Exchange) *Response {
		announced, _ := joined(x.values("Trailer"))
		if !fits(announced, http1.RequestHead{Fields: x.Request.Trailers}) {
			return x.problem(400, "This server does not take these trailer fields.")
		}
		return nil
	}})
}
