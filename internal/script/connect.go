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
	cc, err := dial(ctx, p.o.Target, &o, p.o.Keeper)
	if err != nil {
		return nil, &errDial{err, p.holdsOne() || ours(err), len(p.all) == 0}
	}
	c := &conn{link: cc, name: name}
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

const (
	// redials is how often a refused connection is tried again, after a moment
	// each: a server that makes its listener anew for each client refuses for one.
	redials = 2
	// resets is how often one is tried again, at once, that was reset as it was
	// made: a server that resets whoever comes is often, but not always, quicker
	// than our connecting.
	resets = 3
)

func dial(ctx context.Context, a client.Address, o *client.Options, k Keeper) (link, error) {
	refused, reset := 0, 0
	for {
		c, err := client.Dial(ctx, a, o)
		var de *client.DialError
		switch {
		case err == nil:
			return c, nil
		case !errors.As(err, &de):
			return nil, err
		case de.Kind == client.Unreachable && errors.Is(err, syscall.ECONNRESET):
			if reset++; reset > resets {
				o.Recorder.Note(o.Name, "reset as the connection was made")
				return stillborn{}, nil
			}
			continue
		case de.Kind == client.Refused && k != nil && k.Await(ctx):
			continue
		case de.Kind != client.Refused || refused == redials:
			return nil, err
		}
		refused++
		t := time.NewTimer(minQuiet)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil, context.Cause(ctx)
		}
	}
}

// link is what a play needs of a client.Conn.
type link interface {
	SendShared(b []byte)
	CloseWrite()
	Abort() error
	Drip(n int, d time.Duration)
	Sip(n int, d time.Duration)
	State() client.State
	Advance(n int)
	Changed() <-chan struct{}
	Close(ctx context.Context) error
}

// stillborn is a connection that the target took and reset before we knew of it:
// nothing can be sent, and RST is all that came.
type stillborn struct{}

func (stillborn) State() client.State         { return client.State{End: message.RST} }
func (stillborn) SendShared([]byte)           {}
func (stillborn) CloseWrite()                 {}
func (stillborn) Abort() error                { return nil }
func (stillborn) Drip(int, time.Duration)     {}
func (stillborn) Sip(int, time.Duration)      {}
func (stillborn) Advance(int)                 {}
func (stillborn) Changed() <-chan struct{}    { return nil }
func (stillborn) Close(context.Context) error { return nil }
