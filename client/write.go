package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

// directMax is what is written in the caller's goroutine where a write could
// block (TLS): no more than fits any send buffer, until the server says
// something again.
const directMax = 16 << 10

// smallWrite is what a write costs beside its bytes: the kernel keeps each small
// one in a buffer of its own.
const smallWrite = 512

// Send writes b in one write behind what was sent before. It never waits for the
// server: what can't be written at once is written later, whatever comes
// meanwhile. Why a write was refused is in State.SendErr; b may be changed after
// Send returns.
func (c *Conn) Send(b []byte) { c.send(b, bytes.Clone) }

// SendShared is Send without a copy: b must not be changed any more, and may be
// part of a transcript.
func (c *Conn) SendShared(b []byte) { c.send(b, func(b []byte) []byte { return b }) }

// send sends b; keep gives the bytes that may be kept of it.
func (c *Conn) send(b []byte, keep func([]byte) []byte) {
	if len(b) == 0 {
		return
	}
	c.mu.Lock()
	if c.refusesLocked(len(b)) {
		c.mu.Unlock()
		c.notify()
		return
	}
	if !c.directLocked(len(b)) {
		c.queue = append(c.queue, item{data: keep(b), rec: -1, drip: c.drip})
		c.startLocked()
		c.mu.Unlock()
		return
	}
	now := time.Now()
	c.writing = true
	c.mu.Unlock()

	rec, kept := c.rec.addSent(now, c.name, c.nth, b, keep)
	n, err := c.writeNow(b)

	c.mu.Lock()
	switch {
	case err != nil:
		c.refusedLocked(rec, n, len(b), err)
	case n < len(b):
		if kept == nil {
			kept = keep(b)
		}
		rest := item{data: kept, off: n, rec: rec}
		c.queue = append([]item{rest}, c.queue...)
	}
	c.wroteLocked(now, n)
	whole := n == len(b)
	c.mu.Unlock()
	if !whole {
		c.notify()
	}
}

// refusesLocked notes bytes that can't be sent any more.
func (c *Conn) refusesLocked(n int) bool {
	switch {
	case c.sendErr != nil:
	case c.closed:
		c.sendErr = errors.New("sent after the connection was closed")
	case c.fin:
		c.sendErr = errors.New("sent after close-write")
	default:
		return false
	}
	c.note(time.Now(), fmt.Sprintf("%d bytes were not sent any more", n))
	return true
}

// directLocked tells whether n bytes may be written in the caller's goroutine.
func (c *Conn) directLocked(n int) bool {
	if !c.isIdle() || c.drip.n > 0 {
		return false
	}
	if c.try.ready() {
		return true
	}
	if c.credit < n+smallWrite {
		return false
	}
	c.credit -= n + smallWrite
	return true
}

// writeNow writes what can be written without waiting.
func (c *Conn) writeNow(b []byte) (int, error) {
	if c.try.ready() {
		return c.try.write(b)
	}
	return c.nc.Write(b)
}

// isIdle tells whether nothing is left to write; c.mu is held.
func (c *Conn) isIdle() bool { return len(c.queue) == 0 && !c.writing }

// Drip sends what is given to Send from here on in writes of at most n bytes, one
// every d. An n of 0 sends whole again.
func (c *Conn) Drip(n int, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drip = pace{n: n, d: d}
}

// Flush waits until nothing is left to write: all was sent, or refused
// (State.SendErr). The error is that of ctx.
func (c *Conn) Flush(ctx context.Context) error {
	c.mu.Lock()
	if c.isIdle() {
		c.mu.Unlock()
		return nil
	}
	if c.idle == nil {
		c.idle = make(chan struct{})
	}
	idle := c.idle
	c.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
