package judge

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"httpkit/internal/message"
)

// The bounds on decoding: a few bytes can stand for gigabytes.
const (
	maxDecoded = 64 << 20 // bytes, after each coding
	maxCodings = 4        // in one Content-Encoding
)

// decoded gives the content without its content codings, the last applied first.
// A coding that is not known, content that does not fit it, and content beyond
// the bounds are errors, in words.
// RFC 9110 section 8.4.
func decoded(r *message.Response) ([]byte, error) {
	var codings []string
	for _, c := range strings.Split(strings.Join(r.Values("Content-Encoding"), ","), ",") {
		c = strings.ToLower(strings.Trim(c, " \t"))
		if c != "" && c != "identity" {
			codings = append(codings, c)
		}
	}
	if len(codings) > maxCodings {
		return nil, fmt.Errorf("%d content codings, one after the other, are more than %d", len(codings), maxCodings)
	}
	b := r.Content
	for i := len(codings) - 1; i >= 0; i-- {
		out, err := decode(codings[i], b, maxDecoded)
		if err != nil {
			return nil, err
		}
		b = out
	}
	return b, nil
}

// decode takes one coding off b.
func decode(coding string, b []byte, most int64) ([]byte, error) {
	var z io.Reader
	var err error
	switch coding {
	case "gzip", "x-gzip": // RFC 9110 section 8.4.1.3
		z, err = gzip.NewReader(bytes.NewReader(b))
	case "deflate": // RFC 9110 section 8.4.1.2: in the zlib format
		z, err = zlib.NewReader(bytes.NewReader(b))
	default:
		return nil, fmt.Errorf("the content coding %s is none that the kit knows (gzip, x-gzip, deflate, identity)", quote([]byte(coding)))
	}
	var out []byte
	if err == nil {
		out, err = io.ReadAll(io.LimitReader(z, most+1))
	}
	if err != nil {
		if coding == "deflate" {
			coding += " (the zlib format)"
		}
		return nil, fmt.Errorf("the content is no whole %s: %w", coding, err)
	}
	if int64(len(out)) > most {
		return nil, fmt.Errorf("the content is more than %d bytes without its coding", most)
	}
	return out, nil
}
