package proxy

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"httpkit/client"
)

// Proxy passes connections on to a server. Its fields must not change while it
// serves.
type Proxy struct {
	Target client.Address
	Dial   client.Options
	// Done is called when a connection is over, by several goroutines, each once
	// for its connection. The Tape is no longer used by the Proxy.
	Done func(*Tape)
}

// Listen takes connections at host:port. Port 0 is any free one.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	// No keep-alive probes: what the client does not send, nobody sends.
	lc := net.ListenConfig{KeepAlive: -1}
	return lc.Listen(ctx, "tcp", addr)
}

// Serve passes on what comes until ctx is done. It then ends the connections that
// are still open, waits for Done of each of them, and returns nil; l is closed.
// An error is one of l that does not pass by itself.
func (p *Proxy) Serve(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	defer l.Close()
	for n := 1; ; n++ {
		c, err := p.accept(ctx, l)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		all.Go(func() {
			t := newTape(n, c.RemoteAddr().String())
			p.pass(ctx, c, t)
			if p.Done != nil {
				p.Done(t)
			}
		})
	}
}

// accept takes the next connection. It waits where the system has no room for one
// at the moment: too many files are open, or the client has left already.
func (p *Proxy) accept(ctx context.Context, l net.Listener) (net.Conn, error) {
	const shortest, longest = 5 * time.Millisecond, time.Second
	for wait := shortest; ; wait = min(2*wait, longest) {
		c, err := l.Accept()
		if err == nil || errors.Is(err, net.ErrClosed) || !passes(err) {
			return c, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
}

// pass connects to the server and passes bytes on until both sides have ended.
func (p *Proxy) pass(ctx context.Context, c net.Conn, t *Tape) {
	s, err := client.Connect(ctx, p.Target, &p.Dial)
	if err != nil {
		t.Unreached = err
		c.Close()
		return
	}
	r := &relay{tape: t, client: &end{conn: c}, server: &end{conn: s}}
	stop := context.AfterFunc(ctx, r.stop)
	defer stop()
	r.run()
}
