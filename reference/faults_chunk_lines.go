package reference

import (
	"bytes"
	"math"

	http1 "httpkit/internal/message"
)

// chunkLineFaults are ways to misread the lines of a chunked body.
var chunkLineFaults = []*Fault{
	{Name: "chunk-crlf-between-skipped", Sentence: "Passes over empty lines between chunks.",
		Behaviour: reading(http1.Dialect{ChunkEnd: func(b []byte) (int, error) {
			n, err := http1.StrictChunkEnd(b)
			for n > 0 && bytes.HasPrefix(b[n:], []byte("\r\n")) {
				n += 2
			}
			return n, err
		}})},
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
	{Name: "chunk-refusal-goes-on", Sentence: "Looks for a request behind the line of a chunk that it refused.", Broad: true,
		Behaviour: living(Life{
			Persist: func(x *Exchange, r *Response) bool {
				return persists(x, r) || x.readError != nil && x.Conn.in.len() > 0
			},
			Between: func(c *Conn) {
				if c.exchange.readError != nil {
					c.in.skipLine()
				}
			}})},
	{Name: "chunk-size-blank-before", Sentence: "Takes white space off the beginning of a chunk-size line.",
		Behaviour: sizeLine(func(line []byte) []byte { return bytes.TrimLeft(line, " \t") })},
	{Name: "chunk-size-empty-is-zero", Sentence: "Takes a chunk-size without digits for 0.",
		Behaviour: sizeLine(func(line []byte) []byte {
			if len(line) == 0 || line[0] == ';' {
				return append([]byte("0"), line...)
			}
			return line
		})},
	{Name: "chunk-size-negative-unsigned", Sentence: "Reads a negative chunk-size into 64 bits that have no sign.",
		Behaviour: reading(http1.Dialect{
			ChunkLine: func(line []byte) (size, ext []byte, err error) {
				digits, negative := bytes.CutPrefix(line, []byte("-"))
				size, ext, err = http1.StrictChunkLine(digits)
				if negative && err == nil {
					size = line[:1+len(size)]
				}
				return size, ext, err
			},
			ChunkSize: func(b []byte) (int64, error) {
				digits, negative := bytes.CutPrefix(b, []byte("-"))
				n, err := http1.StrictChunkSize(digits)
				if negative && n > 0 {
					n = math.MaxInt64 - n + 1
				}
				return n, err
			}})},
	{Name: "chunk-size-unicode-digits", Sentence: "Takes the decimal digits of other scripts in a chunk-size.",
		Behaviour: sizeLine(func(line []byte) []byte {
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
}

// sizeLine is a behaviour that changes a chunk-size line before it is read.
func sizeLine(change func(line []byte) []byte) Behaviour {
	return reading(http1.Dialect{ChunkLine: func(line []byte) (size, ext []byte, err error) {
		return http1.StrictChunkLine(change(line))
	}})
}
