package client

import (
	"context"
	"net"
	"time"
)

// A connection is always read by somebody. While the caller waits in Wait,
// ReadResponse or Close, it reads itself: a goroutine in between would cost a
// third of an exchange. Once the caller has stayed away for the time of grace, or
// if it waits for Changed, or over TLS, a goroutine reads.
type turn uint8

const (
	nobodys turn = iota // for no longer than grace
	callers
	readers // the goroutine's
	over    // the server's end came, or ours
)

// grace is how late a byte or an end may be seen while the caller does something
// else; it is of the order of a goroutine's wake-up.
const grace = 100 * time.Microsecond

// Changed returns a channel that gets a token after each change of State: there
// may be one more than changes, never none. It is for one waiter.
func (c *Conn) Changed() <-chan struct{} {
	c.mu.Lock()
	c.shared = true
	c.startReaderLocked()
	c.mu.Unlock()
	return c.changed
}

// Wait waits for a change of State, which may have been seen already. The error
// is that of ctx, or [net.ErrClosed] after Close and Abort.
func (c *Conn) Wait(ctx context.Context) error {
	for {
		select {
		case <-c.changed:
			return nil
		default:
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if c.takeTurn() {
			c.readOnce(ctx)
			continue
		}
		select {
		case <-c.changed:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-c.done:
			return net.ErrClosed
		}
	}
}

// takeTurn tells whether the caller is to read itself. Otherwise the goroutine
// reads, and knows that the caller waits.
func (c *Conn) takeTurn() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.turn == nobodys && !c.shared && !c.closed {
		c.turn = callers
		return true
	}
	c.startReaderLocked()
	c.waiting = true
	return false
}

// readOnce reads what comes next, in the caller's turn, until ctx is done.
func (c *Conn) readOnce(ctx context.Context) {
	dst, wait := c.room()
	more := wait >= 0
	if dst != nil {
		stop := func() bool { return true }
		if ctx.Done() != nil {
			stop = context.AfterFunc(ctx, c.kick)
		}
		n, err := c.nc.Read(dst)
		stop()
		more, _ = c.got(dst, n, err)
	}
	if !more {
		c.finishReading()
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch c.turn = nobodys; {
	case c.closed:
		c.endTurnLocked()
	case dst == nil || c.shared:
		c.startReaderLocked() // it knows how to wait for room or time
	default:
		c.guard.Reset(grace)
	}
}

// handOverLocked gives the turn to a caller who waits. It must be done before
// the caller is told of what came.
func (c *Conn) handOverLocked() bool {
	if c.turn != readers || !c.waiting || c.shared || c.drain || c.closed || c.sip.n >= 0 {
		return false
	}
	c.waiting, c.turn = false, nobodys
	c.guard.Reset(grace)
	return true
}

// startReaderLocked has the goroutine read if nobody does.
func (c *Conn) startReaderLocked() {
	if c.turn == nobodys && !c.closed {
		c.turn = readers
		go c.readLoop()
	}
}

// graceOver is called when the caller has stayed away.
func (c *Conn) graceOver() {
	c.mu.Lock()
	c.startReaderLocked()
	c.mu.Unlock()
}

// readLoop reads until the server's end, or ours, or until a caller waits who can
// read itself.
func (c *Conn) readLoop() {
	for {
		dst, wait := c.room()
		switch {
		case dst != nil:
			n, err := c.nc.Read(dst)
			more, handed := c.got(dst, n, err)
			if handed {
				return
			}
			if !more {
				c.finishReading()
				return
			}
		case wait < 0 || !c.rest(wait):
			c.finishReading()
			return
		}
	}
}

// finishReading ends the reading for good.
func (c *Conn) finishReading() {
	c.mu.Lock()
	c.endTurnLocked()
	c.mu.Unlock()
	c.notify()
}

func (c *Conn) endTurnLocked() {
	if c.turn != over {
		c.turn = over
		close(c.readDone)
	}
}

// rest waits until d is over (0: for ever), or until something was changed.
func (c *Conn) rest(d time.Duration) bool {
	var over <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-c.wake:
	case <-over:
	case <-c.done:
		return false
	}
	return true
}

// kick gets whoever reads out of the read it is in.
func (c *Conn) kick() {
	c.mu.Lock()
	c.kickLocked()
	c.mu.Unlock()
}

// kickLocked gets the reader out of the read it is in, so that it sees what was
// changed. The channel is closed when it did.
func (c *Conn) kickLocked() <-chan struct{} {
	if c.kicked == nil {
		c.kicked = make(chan struct{})
	}
	if !c.closed {
		c.raw.SetReadDeadline(time.Unix(1, 0))
	}
	poke(c.wake)
	return c.kicked
}

// unkickLocked is the reader's answer.
func (c *Conn) unkickLocked() {
	if c.kicked == nil {
		return
	}
	close(c.kicked)
	c.kicked = nil
	if !c.closed {
		c.raw.SetReadDeadline(time.Time{})
	}
}
