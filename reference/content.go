package reference

import (
	"errors"
	"io"
	"os"
	"time"

	http1 "httpkit/internal/message"
)

// ReadContent reads the content to its end, and keeps it if keep is true. Where
// the client waits for it, it is asked to go on. An error is a
// [*http1.Refused], or means that the connection has ended.
func (x *Exchange) ReadContent(keep bool) error {
	if x.read || x.readError != nil {
		return x.readError
	}
	x.readError = x.readContent(keep)
	x.read = x.readError == nil
	return x.readError
}

func (x *Exchange) readContent(keep bool) error {
	h, c := &x.Request.RequestHead, x.Conn
	if h.Framing == http1.FramedLength && h.Length > c.origin.limits.Content {
		return tooLarge
	}
	if keep {
		x.Request.Content = make([]byte, 0, min(max(h.Length, 0), 1<<20))
	}
	c.origin.life.Continue(x)
	if h.Framing == http1.FramedChunked {
		return x.readChunks(keep)
	}
	begun, got := time.Now(), int64(0)
	for got < h.Length {
		if c.in.len() == 0 {
			if err := c.fillContent(begun, got); err != nil {
				return err
			}
		}
		n := min(int64(c.in.len()), h.Length-got)
		if keep {
			if err := x.reserve(n); err != nil {
				return err
			}
			x.Request.Content = append(x.Request.Content, c.in.unread()[:n]...)
		}
		c.in.skip(int(n))
		got += n
	}
	return nil
}

// readChunks reads a chunked body.
func (x *Exchange) readChunks(keep bool) error {
	c, l := x.Conn, &x.Conn.origin.limits
	reader := http1.ChunkReader{Dialect: c.origin.dialect, Head: &x.Request.RequestHead,
		Limits: http1.ChunkLimits{Line: l.ChunkLine, Extensions: l.Extensions, Trailer: l.Trailers}}
	begun, got := time.Now(), int64(0)
	for {
		data, used, done, err := reader.Read(c.in.unread())
		if err != nil {
			return err
		}
		if got += int64(len(data)); got > l.Content {
			return tooLarge
		}
		if keep {
			if err := x.reserve(int64(len(data))); err != nil {
				return err
			}
			x.Request.Content = append(x.Request.Content, data...)
		}
		c.in.skip(used)
		if done {
			return nil
		}
		if used == 0 {
			if err := c.fillContent(begun, got); err != nil {
				return err
			}
		}
	}
}

// fillContent reads more after got bytes of content.
func (c *Conn) fillContent(begun time.Time, got int64) error {
	l := &c.origin.limits
	by := begun.Add(l.ContentTime + time.Duration(got/l.ContentRate)*time.Second)
	switch err := c.fill(by, false); {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded) && !c.origin.isStopped():
		return &http1.Refused{Status: 408, Why: "The content did not come in time."}
	case err == io.EOF:
		// RFC 9112 section 6.3 rule 6: incomplete; the connection is closed.
		return &http1.Refused{Status: 400, Why: "The request ended before its content."}
	}
	return errQuiet
}

// reserve counts n bytes that are kept.
func (x *Exchange) reserve(n int64) error {
	x.reserved += n
	if o := x.Conn.origin; o.buffered.Add(n) > o.limits.Buffered {
		return &http1.Refused{Status: 503, Why: "This server keeps as much content as it can at the moment."}
	}
	return nil
}

// release gives back what was reserved.
func (x *Exchange) release() {
	x.Conn.origin.buffered.Add(-x.reserved)
	x.reserved, x.Request.Content = 0, nil
}

// RFC 9110 section 15.5.14.
var tooLarge = &http1.Refused{Status: 413, Why: "The content is larger than this server takes."}
