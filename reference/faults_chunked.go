package reference

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	http1 "httpkit/internal/message"
)

var chunkedFaults = []*Fault{
	{Name: "chunk-data-line-ends-refused", Sentence: "Reads the data of a chunk as a line, and refuses data with a line end in it.",
		Behaviour: readingChunks(func(x *Exchange, b []byte) ([]byte, int, error) {
			body, err := decodeChunks(x, b, false)
			for _, c := range body.chunks {
				if bytes.ContainsAny(c, "\r\n") {
					return nil, 0, no(400, "The data of a chunk is not as long as its size says.")
				}
			}
			return bytes.Join(body.chunks, nil), body.size, err
		})},
	{Name: "chunk-end-any-two-bytes", Sentence: "Leaves out two bytes behind the data of a chunk without a look at them.",
		Behaviour: reading(http1.Dialect{ChunkEnd: func(b []byte) (int, error) { return min(len(b), 2) / 2 * 2, nil }})},
	{Name: "chunk-end-lf-taken", Sentence: "Takes an LF alone behind the data of a chunk.",
		Behaviour: reading(http1.Dialect{ChunkEnd: func(b []byte) (int, error) {
			if len(b) > 0 && b[0] == '\n' {
				return 1, nil
			}
			return http1.StrictChunkEnd(b)
		}})},
	{Name: "chunk-end-spills", Sentence: "Leaves out whatever stands between the data of a chunk and the next CRLF.",
		Behaviour: reading(http1.Dialect{ChunkEnd: func(b []byte) (int, error) {
			_, n, err := untilCRLF(b, 0)
			return n, err
		}})},
	{Name: "chunk-ext-lf", Sentence: "Takes an LF for a part of a chunk extension.",
		Behaviour: reading(http1.Dialect{ChunkLineEnd: untilCRLF, ChunkExt: anything})},
	{Name: "chunk-ext-not-checked", Sentence: "Leaves out whatever follows the digits of a chunk-size.",
		Behaviour: reading(http1.Dialect{ChunkExt: anything})},
	{Name: "chunk-ext-refused", Sentence: "Refuses chunk extensions.",
		Behaviour: reading(http1.Dialect{ChunkExt: func(b []byte) error {
			if len(b) > 0 {
				return no(400, "A chunk has an extension.")
			}
			return nil
		}})},
	{Name: "chunk-line-cr-alone-refused", Sentence: "Refuses a line in a chunked body whose CR has come and its LF not yet.",
		Behaviour: reading(http1.Dialect{ChunkLineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if bytes.IndexByte(b, '\n') < 0 && bytes.HasSuffix(b, []byte("\r")) {
				return nil, 0, no(400, "A line holds a CR that is not followed by LF.")
			}
			return http1.StrictLineEnd(b, seen)
		}})},
	{Name: "chunk-line-lf-taken", Sentence: "Takes an LF alone for the end of a line in a chunked body.",
		Behaviour: reading(http1.Dialect{ChunkLineEnd: bareLF})},
	{Name: "chunk-size-digits-counted", Sentence: "Refuses a chunk-size of more than seven digits, zeros included.",
		Behaviour: reading(http1.Dialect{ChunkSize: func(b []byte) (int64, error) {
			if len(b) > 7 {
				return 0, no(413, "A chunk-size is too large.")
			}
			return http1.StrictChunkSize(b)
		}})},
	{Name: "chunk-size-lower-case-only", Sentence: "Does not know hexadecimal digits in upper case.",
		Behaviour: reading(http1.Dialect{ChunkSize: func(b []byte) (int64, error) {
			if !bytes.Equal(b, bytes.ToLower(b)) {
				return 0, no(400, "A chunk-size is no number.")
			}
			return http1.StrictChunkSize(b)
		}})},
	{Name: "chunk-size-signed", Sentence: "Reads a chunk-size as a library does that knows signs, prefixes and underscores.",
		Behaviour: reading(http1.Dialect{
			ChunkLine: func(line []byte) (size, ext []byte, err error) {
				i := bytes.IndexByte(line, ';')
				if i < 0 {
					i = len(line)
				}
				return line[:i], line[i:], nil
			},
			ChunkSize: func(b []byte) (int64, error) {
				s := strings.ToLower(strings.ReplaceAll(strings.Trim(string(b), " \t"), "_", ""))
				n, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimPrefix(s, "+"), "0x"), 16, 64)
				if err != nil {
					return 0, no(400, "A chunk-size is no number.")
				}
				return max(n, 0), nil
			}})},
	{Name: "chunk-size-wraps-32", Sentence: "Keeps 32 bits of a chunk-size.",
		Behaviour: reading(http1.Dialect{ChunkSize: func(b []byte) (int64, error) {
			return int64(hexBits(b) & math.MaxUint32), nil
		}})},
	{Name: "chunk-size-wraps-64", Sentence: "Keeps 64 bits of a chunk-size.",
		Behaviour: reading(http1.Dialect{ChunkSize: func(b []byte) (int64, error) {
			return int64(hexBits(b) & math.MaxInt64), nil
		}})},
	{Name: "chunk-size-zero-first-refused", Sentence: "Refuses a chunk-size of several digits whose first is 0.",
		Behaviour: reading(http1.Dialect{ChunkSize: func(b []byte) (int64, error) {
			if len(b) > 1 && b[0] == '0' {
				return 0, no(400, "A chunk-size is no number.")
			}
			return http1.StrictChunkSize(b)
		}})},
	{Name: "trailers-merged", Sentence: "Puts trailer fields among the header fields.",
		Behaviour: reading(http1.Dialect{Trailer: func(h *http1.RequestHead, f http1.Field) { h.Fields = append(h.Fields, f) }})},
}

// hexBits is the number as far as 64 bits hold it.
func hexBits(b []byte) (n uint64) {
	for _, c := range b {
		d, _ := strconv.ParseUint(string(c), 16, 8)
		n = n<<4 | d
	}
	return n
}

// untilCRLF takes CRLF alone for the end of a line, and lets LF pass.
func untilCRLF(b []byte, _ int) ([]byte, int, error) {
	i := bytes.Index(b, []byte("\r\n"))
	if i < 0 {
		return nil, 0, nil
	}
	return b[:i], i + 2, nil
}

// bareLF takes an LF for the end of a line, and a CR before it along.
func bareLF(b []byte, seen int) ([]byte, int, error) {
	i := bytes.IndexByte(b[seen:], '\n')
	if i < 0 {
		return nil, 0, nil
	}
	line := b[:seen+i]
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	if bytes.IndexByte(line, '\r') >= 0 {
		return nil, 0, no(400, "A line holds a CR that is not followed by LF.")
	}
	return line, seen + i + 1, nil
}
