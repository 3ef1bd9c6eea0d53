package script

import (
	"context"
	"errors"
	"syscall"
	"time"

	"httpkit/client"
	"httpkit/internal/message"
)

// errDial wraps a connection that could not be made: never the case's fault.
type errDial struct {
	err error
	// alive: the target is still there, as it holds other connections of the
	// play, or it was this machine that could not open one more.
	alive bool
	fresh bool // nothing of the case was played
}

func (e *errDial) Error() string { return e.err.Error() }
func (e *errDial) Unwrap() error { return e.err }

// connect opens a connection. Without a name it is a new one for the bare gutters.
func (p *play) connect(ctx context.Context, name string) (*conn, error) {
	o := p.o.Dial
	o.Recorder, o.Name = p.rec, name
	cc, err := dial(ctx, p.o.Target, &o)
	if err != nil {
		return nil, &errDial{err, p.holdsOne() || ours(err), len(p.all) == 0}
	}
	c := &conn{clientConn: cc, name: name}
	p.conns[name] = c
	p.all = append(p.all, c)
	return c, nil
}

// holdsOne reports whether a connection of the play is still open.
func (p *play) holdsOne() bool {
	for _, c := range p.all {
		if !c.gone && c.State().End == message.More {
			return true
		}
	}
	return false
}

// ours reports whether it is this machine that has no connection left.
func ours(err error) bool {
	for _, no := range []error{syscall.EMFILE, syscall.ENFILE, syscall.EADDRNOTAVAIL, syscall.ENOBUFS, syscall.ENOMEM} {
		if errors.Is(err, no) {
			return true
		}
	}
	return false
}

// redials is how often a refused connection is tried again: a server that makes
// its listener anew for each client refuses for a moment.
const redials = 2

func dial(ctx context.Context, a client.Address, o *client.Options) (*clientConn, error) {
	for try := 0; ; try++ {
		c, err := client.Dial(ctx, a, o)
		var de *client.DialError
		if err == nil || try == redials || !errors.As(err, &de) || de.Kind != client.Refused {
			return c, err
		}
		t := time.NewTimer(minQuiet)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil, context.Cause(ctx)
		}
	}
}
