package message

// ChunkLimits bound what chunked framing may take beside the data, in bytes.
type ChunkLimits struct {
	Line       int // one chunk-size line, beyond: 400
	Extensions int // all extensions of a body together, beyond: 413
	Trailer    int // the trailer section, beyond: 431
}

// ChunkReader decodes the chunked transfer coding of a request as its bytes
// come.
//
// RFC 9112 section 7.1.
type ChunkReader struct {
	Dialect *Dialect // without nil functions
	Limits  ChunkLimits
	Head    *RequestHead // its Trailers are filled

	phase   chunkPhase
	left    int64   // of the chunk's data
	seen    int     // bytes of the unfinished line that were looked at
	ext     int     // bytes of extensions
	trailer int     // bytes of trailer lines
	fields  []Field // of the trailer section
}

// Read decodes what b begins with: data is a piece of the content, used the
// bytes of b it took. With nothing used and not done it needs more bytes behind
// b. An error is a [*Refused].
func (c *ChunkReader) Read(b []byte) (data []byte, used int, done bool, err error) {
	for {
		rest := b[used:]
		switch c.phase {
		case chunkData:
			n := min(c.left, int64(len(rest)))
			if c.left -= n; c.left == 0 {
				c.phase = chunkEnd
			}
			return rest[:n], used + int(n), false, nil
		case chunkEnd:
			n, err := c.Dialect.ChunkEnd(rest)
			if err != nil || n == 0 {
				return nil, used, false, err
			}
			used += n
			c.phase = chunkSize
		default:
			within := rest[:min(len(rest), c.longest())]
			line, n, err := c.Dialect.ChunkLineEnd(within, c.seen)
			if err != nil {
				return nil, used, false, err
			}
			if n == 0 {
				c.seen = len(within)
				return nil, used, false, c.fits(len(rest))
			}
			c.seen = 0
			used += n
			if done, err = c.line(line, n); done || err != nil {
				return nil, used, done, err
			}
		}
	}
}

// longest is how many bytes the next line may take with its ending. Nothing
// beyond is looked at.
func (c *ChunkReader) longest() int {
	if c.phase == chunkTrailer {
		return max(2, c.Limits.Trailer-c.trailer)
	}
	return c.Limits.Line
}

// fits holds a line of n bytes to the limits.
func (c *ChunkReader) fits(n int) error {
	switch {
	case c.phase == chunkTrailer && c.trailer+n > c.Limits.Trailer && n > 2:
		return refuse(431, "The trailer section is longer than this server takes.")
	case c.phase == chunkSize && n > c.Limits.Line:
		return refuse(400, "A chunk-size line is longer than this server takes.")
	}
	return nil
}

// line reads a whole line of n bytes.
func (c *ChunkReader) line(line []byte, n int) (done bool, err error) {
	if err := c.fits(n); err != nil {
		return false, err
	}
	if c.phase == chunkSize {
		return false, c.sizeLine(line)
	}
	c.trailer += n
	switch {
	case len(line) == 0:
		for _, f := range c.fields {
			c.Dialect.Trailer(c.Head, f)
		}
		return true, nil
	case isBlank(line[0]):
		c.fields, err = c.Dialect.Fold(c.Dialect, c.fields, line)
	default:
		c.fields, err = c.Dialect.AppendField(c.fields, line)
	}
	return false, err
}

// sizeLine reads chunk-size [ chunk-ext ].
func (c *ChunkReader) sizeLine(line []byte) error {
	size, ext, err := c.Dialect.ChunkLine(line)
	if err != nil {
		return err
	}
	// RFC 9112 section 7.1.1: limit the total length of chunk extensions, and
	// answer with a 4xx beyond it.
	if c.ext += len(ext); c.ext > c.Limits.Extensions {
		return refuse(413, "The chunk extensions are longer than this server takes.")
	}
	if err := c.Dialect.ChunkExt(ext); err != nil {
		return err
	}
	if c.left, err = c.Dialect.ChunkSize(size); err != nil {
		return err
	}
	c.phase = chunkData
	if c.left == 0 {
		c.phase = chunkTrailer
	}
	return nil
}
