package compare

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
)

const (
	// kept is how much of a content is kept; of a longer one its sum.
	kept = 64 << 10
	// unpacked is how much is unpacked at most.
	unpacked = 8 << 20
)

// Content is the content of an answer: the bytes, or their sum where there are many.
type Content struct {
	text string
	size int
	sum  bool
	raw  []byte // what gzip is read from; the transcript's memory
}

func newContent(b []byte) Content {
	if len(b) <= kept {
		return Content{text: string(b), size: len(b), raw: b}
	}
	return Content{text: fmt.Sprintf("sha256 %x", sha256.Sum256(b)), size: len(b), sum: true, raw: b}
}

// gunzipped is the content without its coding; where it can't be read, as it is.
func (c Content) gunzipped() Content {
	z, err := gzip.NewReader(bytes.NewReader(c.raw))
	if err != nil {
		return c
	}
	b, err := io.ReadAll(io.LimitReader(z, unpacked))
	if err != nil {
		return c
	}
	return newContent(b)
}

// with is the content with other text in it, where it is kept as text.
func (c Content) with(text string) Content {
	if c.sum {
		return c
	}
	return Content{text: text, size: len(text), raw: c.raw}
}

func (c Content) key() string { return fmt.Sprint(c.size, " ", c.text) }
