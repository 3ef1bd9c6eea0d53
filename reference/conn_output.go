package reference

import (
	"io"
	"time"

	http1 "httpkit/internal/message"
)

const (
	pieceSize = 32 << 10 // of content read from a file, and of one chunk
	flushSize = 64 << 10 // answers to pipelined requests are sent together up to here
)

// write puts a response behind the answers that are not sent yet.
func (c *Conn) write(r *Response) {
	w := &c.origin.wire
	if w.Leave != nil {
		c.flush()
	}
	c.out = w.Head(c.out, r)
	if w.Leave != nil {
		c.leave(c.out, true)
		c.out = c.out[:0]
	}
	if !r.Bare {
		for i := range r.Content {
			c.writePart(r, &r.Content[i])
		}
		if r.Framing == http1.FramedChunked {
			c.out = w.Last(c.out)
		}
	}
	if len(c.out) >= flushSize || w.Leave != nil {
		c.flush()
	}
}

// writePart writes a run of content.
func (c *Conn) writePart(r *Response, p *Part) {
	chunked := r.Framing == http1.FramedChunked
	if p.File == nil {
		for b := p.Bytes; len(b) > 0 && !c.gone; {
			n := len(b)
			if chunked {
				n = min(n, pieceSize)
			}
			c.piece(b[:n], chunked)
			b = b[n:]
		}
		return
	}
	buf := c.scrap()
	for off, left := p.Off, p.Len; left > 0 && !c.gone; {
		n, err := p.File.ReadAt(buf[:min(left, pieceSize)], off)
		c.piece(buf[:n], chunked)
		off, left = off+int64(n), left-int64(n)
		if n == 0 || err != nil && err != io.EOF {
			// The file has become shorter: the client must see that it lacks
			// something (RFC 9112 section 8).
			c.flush()
			c.gone = true
		}
	}
}

// piece writes some bytes of content, large ones without a copy.
func (c *Conn) piece(b []byte, chunked bool) {
	switch {
	case chunked:
		c.out = c.origin.wire.Chunk(c.out, b)
	case len(b) >= pieceSize/2:
		c.flush()
		c.leave(b, false)
		return
	default:
		c.out = append(c.out, b...)
	}
	if len(c.out) >= flushSize {
		c.flush()
	}
}

// scrap is room for a piece of a file.
func (c *Conn) scrap() []byte {
	if c.scrapbuf == nil {
		c.scrapbuf = make([]byte, pieceSize)
	}
	return c.scrapbuf
}

// flush sends what is not sent yet.
func (c *Conn) flush() {
	if len(c.out) == 0 {
		return
	}
	c.leave(c.out, false)
	c.out = c.out[:0]
	if cap(c.out) > 2*flushSize {
		c.out = nil
	}
}

// leave puts bytes on the wire. head tells that they are the head of a response.
func (c *Conn) leave(b []byte, head bool) {
	if c.gone {
		return
	}
	var err error
	if c.origin.wire.Leave != nil {
		err = c.origin.wire.Leave(c, b, head)
	} else {
		err = c.Send(b)
	}
	if err != nil {
		c.gone = true
	}
}

// Send writes b in one go.
func (c *Conn) Send(b []byte) error {
	wait := c.origin.limits.WriteTime
	if now := time.Now(); c.writeBy.Sub(now) < wait-wait/16 {
		c.writeBy = now.Add(wait)
		_ = c.net.SetWriteDeadline(c.writeBy)
		if c.origin.isStopped() {
			interrupt(c.net)
		}
	}
	_, err := c.net.Write(b)
	return err
}

// Wait does nothing for d, or until the server is closed.
func (c *Conn) Wait(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-c.origin.stopped:
	}
}
