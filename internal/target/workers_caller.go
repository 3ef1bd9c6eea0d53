package target

import (
	"context"
	"time"

	"httpkit/internal/message"
)

// caller is one connection of a crowd. Connecting may have to wait for the
// target, too (it does with TLS), and once begun it is not given up: a whole
// request comes of each connection.
type caller struct {
	open chan struct{} // closed when k or err is set
	k    *talk
	err  error
	done bool          // the answer was read
	gone chan struct{} // closed when it has left
}

// call connects and sends what comes first.
func (c *crowd) call(first []byte) *caller {
	n := &caller{open: make(chan struct{}), gone: make(chan struct{})}
	o := c.p.t.Dial
	o.DialTimeout = max(o.DialTimeout, 4*c.p.t.Timeout) // it may have to wait until all others are gone
	c.running.Go(func() {
		defer close(n.open)
		n.k, n.err = c.p.open(o, first)
	})
	return n
}

// leave completes a request with its rest, reads its answer and closes.
func (c *crowd) leave(n *caller, rest []byte) {
	c.running.Go(func() {
		defer close(n.gone)
		<-n.open
		if n.err != nil {
			return
		}
		n.k.c.Send(rest)
		if !n.done {
			_, err := n.k.final(c.p.life, c.p.t.Timeout, "GET")
			n.done = err == nil
		}
		n.k.close(n.done)
	})
}

// spoke tells whether anything came.
func (n *caller) spoke() bool {
	if !n.opened() {
		return false
	}
	st := n.k.c.State()
	return len(st.Unread) > 0 || st.End != message.More
}

// refused tells whether the target did not take a connection: it could not be
// made, was ended without an answer, or answered otherwise than in peace (such as
// 503).
func (n *caller) refused(peace int) bool {
	if !n.opened() {
		return n.failed()
	}
	st := n.k.c.State()
	if len(st.Unread) == 0 {
		return st.End != message.More
	}
	r, err := message.ParseResponse(st.Unread, st.End, "GET")
	return err == nil && r.Status != peace
}

// opened tells whether it is connected.
func (n *caller) opened() bool { return isClosed(n.open) && n.err == nil }

// failed tells whether it could not be.
func (n *caller) failed() bool { return isClosed(n.open) && n.err != nil }

// within waits for ch to be closed, at most d.
func within(ctx context.Context, d time.Duration, ch <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ch:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return isClosed(ch)
}

func isClosed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}
