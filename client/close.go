package client

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// ErrNoReset says that a connection can't be reset: a unix socket knows no RST.
var ErrNoReset = errors.New("a unix socket can't be reset: it knows no RST")

// ErrNoEnd says that Close gave up on an answer without an end, and sent a RST.
var ErrNoEnd = errors.New("the answer had no end: reset by us")

// CloseWrite sends FIN behind what was sent before (with TLS, a close_notify and
// then FIN). Reading goes on.
func (c *Conn) CloseWrite() {
	c.mu.Lock()
	if c.fin || c.closed {
		c.mu.Unlock()
		return
	}
	c.fin = true
	if !c.isIdle() || c.tls != nil {
		c.queue = append(c.queue, item{fin: true, rec: -1})
		c.startLocked()
		c.mu.Unlock()
		return
	}
	c.writing = true
	c.mu.Unlock()
	c.sendFIN()
	c.mu.Lock()
	c.wroteLocked(time.Now(), 0)
	c.mu.Unlock()
}

// sendFIN closes the write side. It fails only where the connection is over,
// which the reader tells.
func (c *Conn) sendFIN() {
	c.rec.add(time.Now(), wire.Record{Conn: c.name, Nth: c.nth, Kind: wire.DidCloseWrite})
	if c.tls != nil {
		c.tls.CloseWrite()
	}
	if half, ok := c.raw.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}

// Abort resets the connection: a RST goes out at once, what was not sent yet is
// dropped. On a unix socket it does nothing but return [ErrNoReset].
func (c *Conn) Abort() error {
	tcp, ok := c.raw.(*net.TCPConn)
	if !ok {
		return ErrNoReset
	}
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil
	}
	c.rec.add(time.Now(), wire.Record{Conn: c.name, Nth: c.nth, Kind: wire.DidAbort})
	c.mu.Unlock()
	tcp.SetLinger(0)
	c.shut()
	return nil
}

// shut closes the socket and waits for our goroutines.
func (c *Conn) shut() {
	c.mu.Lock()
	if !c.closed {
		c.closed = true
		close(c.done)
	}
	if c.turn == nobodys {
		c.endTurnLocked()
	}
	c.guard.Stop()
	c.mu.Unlock()
	c.raw.Close()
	<-c.readDone
	c.writers.Wait()
}

// Close ends the connection without losing an answer: it sends FIN behind what
// was sent, reads to the server's end, and then closes. What comes meanwhile is
// in the transcript and in State.Unread.
//
// If more than 1 MiB comes without an end, it resets the connection, notes that
// in the transcript, and returns [ErrNoEnd]. If ctx is done before the server
// closes, it closes without a RST and returns the error of ctx.
func (c *Conn) Close(ctx context.Context) error {
	c.closing.Do(func() { c.result = c.closeOnce(ctx) })
	return c.result
}

func (c *Conn) closeOnce(ctx context.Context) error {
	c.mu.Lock()
	closed := c.closed
	c.drain = true // what comes after our FIN is counted
	if c.sip.n >= 0 || c.full {
		c.sip = pace{n: -1}
		c.kickLocked()
	}
	c.mu.Unlock()
	if closed {
		return nil // Abort was called
	}
	c.CloseWrite()
	for ctx.Err() == nil && c.takeTurn() {
		c.readOnce(ctx)
	}
	var err error
	select {
	case <-c.readDone:
	case <-ctx.Done():
		err = ctx.Err()
	}
	c.mu.Lock()
	noEnd, end := c.noEnd, c.end
	c.mu.Unlock()
	switch {
	case noEnd:
		err = ErrNoEnd
		c.note(time.Now(), ErrNoEnd.Error())
		if tcp, ok := c.raw.(*net.TCPConn); ok {
			tcp.SetLinger(0)
		}
	case end == message.More && err != nil:
		c.rec.add(time.Now(), wire.Record{Conn: c.name, Nth: c.nth, Kind: wire.DidOpen})
		c.note(time.Now(), fmt.Sprintf("closed by us before the server did (%v)", err))
	default:
		err = nil
	}
	c.shut()
	return err
}
