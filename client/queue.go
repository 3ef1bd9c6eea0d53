package client

import (
	"errors"
	"fmt"
	"time"

	"httpkit/internal/wire"
)

// item is a write, or the FIN, that waits for its turn.
type item struct {
	data []byte
	off  int  // bytes taken
	fin  bool // close the write side
	drip pace
	rec  int // index of the record that covers data[from:], or -1
	from int
}

// wroteLocked ends a write of which n bytes were taken.
func (c *Conn) wroteLocked(now time.Time, n int) {
	c.writing = false
	if n > 0 {
		c.sent += int64(n)
		if now.After(c.last) {
			c.last = now
		}
	}
	if c.wrote != nil {
		close(c.wrote)
		c.wrote = nil
	}
	switch {
	case len(c.queue) == 0:
	case c.closed:
		c.refuseQueueLocked()
	default:
		c.startLocked()
	}
	c.settleLocked()
}

// settleLocked wakes Flush if nothing is left to write.
func (c *Conn) settleLocked() {
	if c.idle != nil && c.isIdle() {
		close(c.idle)
		c.idle = nil
	}
}

// awaitWrite waits until no write is under way.
func (c *Conn) awaitWrite() {
	c.mu.Lock()
	for c.writing {
		if c.wrote == nil {
			c.wrote = make(chan struct{})
		}
		wrote := c.wrote
		c.mu.Unlock()
		<-wrote
		c.mu.Lock()
	}
	c.mu.Unlock()
}

// refusedLocked ends sending: of a write of size bytes only n were taken.
func (c *Conn) refusedLocked(rec, n, size int, err error) {
	c.rec.trim(rec, n)
	if isReset(err) {
		c.wasReset = true
	}
	left := size - n
	for _, it := range c.queue {
		left += len(it.data) - it.off
	}
	c.queue = nil
	if left == 0 {
		return // only our FIN was waiting
	}
	if c.closed {
		err = errors.New("closed by us")
	}
	c.sendErr = fmt.Errorf("%d bytes were not taken: %w", left, bare(err))
	c.note(time.Now(), c.sendErr.Error())
}

// refuseQueueLocked drops what waits, since we are done with the connection.
func (c *Conn) refuseQueueLocked() {
	if len(c.queue) > 0 {
		it := c.queue[0]
		c.queue = c.queue[1:]
		c.refusedLocked(it.rec, it.off-it.from, len(it.data)-it.from, nil)
	}
}

// startLocked starts the writer goroutine, if it does not run.
func (c *Conn) startLocked() {
	if !c.looping {
		c.looping = true
		c.writers.Add(1)
		go c.writeLoop()
	}
}

// writeLoop writes what waits, and ends.
func (c *Conn) writeLoop() {
	defer c.writers.Done()
	defer c.notify()
	for {
		c.mu.Lock()
		if c.closed {
			c.refuseQueueLocked()
		}
		if len(c.queue) == 0 {
			c.looping = false
			c.settleLocked()
			c.mu.Unlock()
			return
		}
		it := c.queue[0]
		if wait := time.Until(c.dripNext); it.drip.n > 0 && wait > 0 {
			c.mu.Unlock()
			c.sleep(wait)
			continue
		}
		c.writing = true
		c.mu.Unlock()
		if it.fin {
			c.sendFIN()
			c.mu.Lock()
			c.queue = c.queue[1:]
			c.wroteLocked(time.Now(), 0)
			c.mu.Unlock()
			continue
		}
		c.writeItem(it)
	}
}

// writeItem writes the first item of the queue, or as much of it as one drip.
func (c *Conn) writeItem(it item) {
	piece := it.data[it.off:]
	if it.drip.n > 0 {
		piece = piece[:min(len(piece), it.drip.n)]
	}
	now := time.Now()
	if it.rec < 0 || it.drip.n > 0 {
		it.rec = c.rec.add(now, wire.Record{Conn: c.name, Nth: c.nth, Kind: wire.DidSend, Data: piece})
		it.from = it.off
	}
	n, err := c.nc.Write(piece)
	it.off += n

	c.mu.Lock()
	defer c.mu.Unlock()
	if it.drip.n > 0 {
		c.dripNext = now.Add(it.drip.d)
	}
	switch {
	case err != nil:
		c.queue = c.queue[1:]
		c.refusedLocked(it.rec, it.off-it.from, len(it.data)-it.from, err)
	case it.off == len(it.data):
		c.queue = c.queue[1:]
	default:
		c.queue[0] = it
	}
	c.wroteLocked(time.Now(), n)
	c.notify()
}

// sleep waits for d, or until we are done with the connection.
func (c *Conn) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-c.done:
	}
}
