package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"httpkit/internal/wire"
)

const (
	keptBytes  = 1 << 20 // of one connection; what goes beyond is counted, not kept
	shownBytes = 4096    // the longest run of bytes that is printed whole
)

// exchangeLog prints what is said on each connection when the connection ends.
type exchangeLog struct {
	out   io.Writer // one Write a connection
	paint painter
	n     atomic.Int64
}

func newExchangeLog(out io.Writer, p painter) *exchangeLog { return &exchangeLog{out: out, paint: p} }

// wrap is the hook of reference.Config: the server talks through what it returns.
func (l *exchangeLog) wrap(c net.Conn) net.Conn {
	return &loggedConn{Conn: c, log: l, n: l.n.Add(1), start: time.Now()}
}

// loggedConn keeps what passes through a connection, as seen from the client:
// what we read it sent, what we write it receives.
type loggedConn struct {
	net.Conn
	log   *exchangeLog
	n     int64
	start time.Time

	mu      sync.Mutex
	records []wire.Record
	kept    int
	dropped int
	linger0 bool // our close is a reset
	ended   bool // how it ended was noted
	closed  bool
}

func (c *loggedConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.data(wire.DidSend, b[:n])
	switch {
	case errors.Is(err, io.EOF):
		c.once(wire.DidCloseWrite)
	case errors.Is(err, syscall.ECONNRESET):
		c.end(wire.DidAbort)
	}
	return n, err
}

func (c *loggedConn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.data(wire.DidReceive, b[:n])
	if err != nil && n < len(b) {
		c.note(fmt.Sprintf("%d bytes more could not be sent: the client is gone", len(b)-n))
	}
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) {
		c.end(wire.DidAbort)
	}
	return n, err
}

// CloseWrite sends FIN, where the connection below can.
func (c *loggedConn) CloseWrite() error {
	cw, ok := c.Conn.(interface{ CloseWrite() error })
	if !ok {
		return errors.ErrUnsupported
	}
	c.mu.Lock()
	c.end(wire.DidClosed)
	c.mu.Unlock()
	return cw.CloseWrite()
}

// SetLinger is that of net.TCPConn: with 0, Close sends RST.
func (c *loggedConn) SetLinger(sec int) error {
	l, ok := c.Conn.(interface{ SetLinger(int) error })
	if !ok {
		return errors.ErrUnsupported
	}
	c.mu.Lock()
	c.linger0 = sec == 0
	c.mu.Unlock()
	return l.SetLinger(sec)
}

// NetConn gives the connection below.
func (c *loggedConn) NetConn() net.Conn { return c.Conn }

// Close closes the connection and prints what was said on it.
func (c *loggedConn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return c.Conn.Close()
	}
	c.closed = true
	// The system answers with RST to bytes that nobody read: RFC 9112 section
	// 9.6 warns of it, and learners meet it here.
	switch unread := unreadBytes(c.Conn); {
	case c.ended:
	case c.linger0:
		c.end(wire.DidReset)
	case unread > 0:
		c.note("the request was not read to its end, so closing is a reset")
		c.end(wire.DidReset)
	default:
		c.end(wire.DidClosed)
	}
	err := c.Conn.Close()
	c.print()
	return err
}

// data keeps bytes; those that follow each other in one direction become one
// record, since a server can't see in how many writes they were sent.
func (c *loggedConn) data(kind wire.RecordKind, b []byte) {
	if len(b) == 0 {
		return
	}
	keep := min(len(b), keptBytes-c.kept)
	c.kept += keep
	c.dropped += len(b) - keep
	if keep == 0 {
		return
	}
	if last := len(c.records) - 1; last >= 0 && c.records[last].Kind == kind {
		c.records[last].Data = append(c.records[last].Data, b[:keep]...)
		return
	}
	c.add(wire.Record{Kind: kind, Data: append([]byte(nil), b[:keep]...)})
}

func (c *loggedConn) note(s string) { c.add(wire.Record{Kind: wire.DidNote, Note: s}) }

// end notes how the connection ended, once.
func (c *loggedConn) end(kind wire.RecordKind) {
	if !c.ended {
		c.ended = true
		c.add(wire.Record{Kind: kind})
	}
}

// once notes an event that a second Read would report again.
func (c *loggedConn) once(kind wire.RecordKind) {
	for _, r := range c.records {
		if r.Kind == kind {
			return
		}
	}
	c.add(wire.Record{Kind: kind})
}

func (c *loggedConn) add(r wire.Record) {
	r.At = time.Since(c.start)
	c.records = append(c.records, r)
}

func (c *loggedConn) print() {
	if c.dropped > 0 {
		c.note(fmt.Sprintf("%d bytes more are not shown", c.dropped))
	}
	t := &wire.Transcript{Start: c.start, Records: c.records}
	var b strings.Builder
	head := fmt.Sprintf("# connection %d from %s", c.n, c.RemoteAddr())
	b.WriteString("\n" + c.log.paint.line(head) + "\n")
	for _, line := range t.Lines(wire.FormatOptions{Times: true, Limit: shownBytes}) {
		b.WriteString(c.log.paint.line(line) + "\n")
	}
	io.WriteString(c.log.out, b.String())
}
