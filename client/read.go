package client

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

const (
	blockMin = 1 << 10 // the first; most answers are short
	blockMax = 256 << 10
	maxDrain = 1 << 20 // bytes that Close reads at most
)

// Sip reads at most n bytes every d from here on, the first at once; what the
// server sends meanwhile waits in the kernel, and so do FIN and RST behind it. n
// 0 reads nothing, a negative n reads freely again. Close ends it.
func (c *Conn) Sip(n int, d time.Duration) {
	c.mu.Lock()
	c.sip = pace{n: n, d: d}
	seen := c.kickLocked()
	c.startReaderLocked()
	c.mu.Unlock()
	select {
	case <-seen: // from here on nothing is read in the old way
	case <-c.readDone:
	}
}

// room returns where to read to, or how long to wait first (0: until woken, -1:
// nothing is read any more).
func (c *Conn) room() (dst []byte, wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.unkickLocked()
	unread := len(c.buf) - c.at
	limit := c.max - unread
	switch {
	case c.closed:
		return nil, -1
	case c.drain && c.drained >= maxDrain:
		c.noEnd = true
		return nil, -1
	case c.drain:
		if limit <= 0 {
			return make([]byte, min(32<<10, maxDrain-c.drained)), 0 // not kept
		}
		limit = min(limit, maxDrain-c.drained)
	case limit <= 0:
		if !c.full {
			c.full = true
			c.note(time.Now(), fmt.Sprintf("%d bytes and no end: nothing more is read", unread))
			c.notify()
		}
		return nil, 0
	case c.sip.n == 0:
		return nil, 0
	case c.sip.n > 0:
		if d := time.Until(c.sip.next); d > 0 {
			return nil, d
		}
		limit = min(limit, c.sip.n)
	}
	return c.spareLocked(limit), 0
}

// spareLocked returns free space behind what was received. A buffer that is used
// up is left to those who look at it: received bytes are never overwritten.
func (c *Conn) spareLocked(limit int) []byte {
	if spare := cap(c.buf) - len(c.buf); spare < min(limit, blockMin/2) {
		unread := c.buf[c.at:]
		if c.buf != nil {
			c.block = max(c.block, 4*blockMin)
		}
		c.block = max(c.block, blockMin)
		grown := make([]byte, len(unread), max(c.block, 2*len(unread)))
		copy(grown, unread)
		c.buf, c.at = grown, 0
	}
	dst := c.buf[len(c.buf):cap(c.buf)]
	return dst[:min(len(dst), limit, blockMax)]
}

// got takes what a read gave. It tells whether to read on, and whether a caller
// has the turn now.
func (c *Conn) got(dst []byte, n int, err error) (more, handed bool) {
	now := time.Now()
	if n > 0 {
		c.mu.Lock()
		c.receivedLocked(now, dst, n)
		handed = err == nil && c.handOverLocked()
		c.mu.Unlock()
		c.notify()
	}
	if err == nil {
		return true, handed
	}
	more, end := c.readError(now, err)
	if end == message.More {
		return more, false
	}
	kind := wire.DidClosed
	if end == message.RST {
		kind = wire.DidReset
	}
	c.mu.Lock()
	c.end = end
	c.rec.add(time.Now(), wire.Record{Conn: c.name, Nth: c.nth, Kind: kind})
	c.mu.Unlock()
	return false, false // finishReading notifies
}

// receivedLocked appends n bytes that were read to dst.
func (c *Conn) receivedLocked(now time.Time, dst []byte, n int) {
	c.last = now
	c.credit = directMax
	if c.sip.n > 0 {
		c.sip.next = now.Add(c.sip.d)
	}
	if c.drain {
		c.drained += n
	}
	if len(c.buf)-c.at+n > c.max {
		return // read to find the end only
	}
	if n == len(dst) && c.sip.n < 0 {
		c.block = min(2*max(c.block, blockMin), blockMax)
	}
	c.buf = c.buf[:len(c.buf)+n]
	c.rec.add(now, wire.Record{Conn: c.name, Nth: c.nth, Kind: wire.DidReceive, Data: dst[:n:n]})
}

// readError tells what an error of Read means: whether to read on, and whether
// the server's side has ended.
func (c *Conn) readError(now time.Time, err error) (more bool, end message.End) {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return true, message.More // kicked
	case errors.Is(err, net.ErrClosed):
		return false, message.More // by us
	}
	if c.tls != nil {
		if err = c.tlsEnd(now, err); err == nil {
			return false, message.More
		}
	}
	switch {
	case err == io.EOF:
		return false, c.eof()
	case !isReset(err):
		// A time-out of the kernel, a host that became unreachable: the
		// connection is gone without a FIN, which is what RST stands for.
		c.note(now, "reading failed: "+err.Error())
	}
	return false, message.RST
}

// tlsEnd follows the connection below TLS to its end after TLS is over, and
// returns the error that ended it, nil if we did.
//
// RFC 9112 section 9.8: a server closes with close_notify; a FIN without it is
// an incomplete close.
func (c *Conn) tlsEnd(now time.Time, err error) error {
	below := c.tap.err
	switch {
	case errors.Is(below, io.EOF):
		c.note(now, "FIN without a TLS close_notify")
		return io.EOF
	case below != nil && !errors.Is(below, os.ErrDeadlineExceeded):
		return below
	case err == io.EOF:
		c.note(now, "TLS close_notify")
	default:
		c.note(now, "TLS: "+err.Error())
	}
	scratch := make([]byte, 4<<10)
	for total := 0; total < maxDrain; {
		n, err := c.raw.Read(scratch)
		total += n
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			c.mu.Lock()
			c.unkickLocked()
			c.mu.Unlock()
		case errors.Is(err, net.ErrClosed):
			return nil
		case err != nil:
			return err
		}
	}
	return nil
}

// eof tells what io.EOF means. After a RST the kernel gives ECONNRESET once: to
// read or to write, whichever comes first. If it was a write, read sees an
// end like that of a FIN.
func (c *Conn) eof() message.End {
	c.mu.Lock()
	busy := c.writing
	c.mu.Unlock()
	if busy && isGone(c.raw) {
		// The write under way fails at once, and knows.
		c.awaitWrite()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.wasReset {
		return message.RST
	}
	return message.FIN
}

// note records a remark about the connection.
func (c *Conn) note(now time.Time, text string) {
	c.rec.add(now, wire.Record{Conn: c.name, Nth: c.nth, Kind: wire.DidNote, Note: text})
}
