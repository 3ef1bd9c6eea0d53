package reference

import (
	"bytes"
	"errors"
	"io"
	"os"
	"time"
)

// inputSize is what a connection reads into, in bytes; a longer line makes it
// grow for a while.
const inputSize = 8 << 10

// input is what was received and not read yet.
type input struct {
	buf  []byte
	r, w int
}

func (in *input) len() int       { return in.w - in.r }
func (in *input) unread() []byte { return in.buf[in.r:in.w] }
func (in *input) skip(n int)     { in.r += n }

// skipLine leaves out the rest of a line that could not be read, so that a
// server that goes on in spite of it gets on.
func (in *input) skipLine() {
	if i := bytes.IndexByte(in.unread(), '\n'); i >= 0 {
		in.r += i + 1
		return
	}
	in.r, in.w = 0, 0
}

// room makes space behind what is unread. The limits see to it that a line
// never grows without bound.
func (in *input) room() []byte {
	switch {
	case in.r == in.w:
		in.r, in.w = 0, 0
		if len(in.buf) > 4*inputSize { // a long line is seldom followed by another
			in.buf = make([]byte, inputSize)
		}
	case in.w == len(in.buf) && in.r > 0:
		in.w = copy(in.buf, in.buf[in.r:in.w])
		in.r = 0
	case in.w == len(in.buf):
		in.buf = append(in.buf, make([]byte, len(in.buf))...)
	}
	return in.buf[in.w:]
}

// fill reads more, until the time by at the latest. Answers that are not written
// yet go out before. idle tells that nothing of a request has come.
func (c *Conn) fill(by time.Time, idle bool) error {
	c.flush()
	switch {
	case c.gone:
		return io.ErrUnexpectedEOF
	case c.eof:
		return io.EOF
	}
	c.readUntil(by)
	if idle {
		c.idle.Store(true)
		defer c.idle.Store(false)
		if c.origin.draining.Load() {
			return os.ErrDeadlineExceeded
		}
	}
	if c.in.len() >= c.origin.limits.mostUnread() {
		c.gone = true // only a fault in the dialect gets here
		return io.ErrUnexpectedEOF
	}
	n, err := c.net.Read(c.in.room())
	c.in.w += n
	if n > 0 {
		return nil
	}
	if err == io.EOF {
		c.eof = true
	} else if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		c.gone = true
	}
	return err
}

// readUntil sets the time at which reading ends. One that is only a little
// earlier is left as it is: setting it costs more than it is worth.
func (c *Conn) readUntil(by time.Time) {
	if early := by.Sub(c.readBy); early >= 0 && early < time.Until(by)/16 {
		return
	}
	c.readBy = by
	_ = c.net.SetReadDeadline(by)
	if c.origin.isStopped() {
		interrupt(c.net)
	}
}

// Peek waits up to d for the client and tells whether it has sent FIN. What
// comes is kept.
func (c *Conn) Peek(d time.Duration) (fin bool) {
	for end := time.Now().Add(d); !c.eof && c.in.len() < len(c.in.buf); {
		if c.fill(end, false) != nil {
			break
		}
	}
	return c.eof
}

// Outlast throws away what comes until the client has closed.
func (c *Conn) Outlast() {
	for c.DropInput(); c.fill(time.Now().Add(time.Hour), false) == nil; {
		c.DropInput()
	}
}

// DropInput throws away what was received and not read.
func (c *Conn) DropInput() { c.in.r, c.in.w = 0, 0 }
