package target

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// minWindow is how long an answer is waited for at a time, at least.
	minWindow = 300 * time.Millisecond
	// dialWindow is more than the second after which a kernel tries again to
	// connect: where a server's backlog is short, the first try may get lost.
	dialWindow = 1200 * time.Millisecond
	// minSettle is how long an early answer or a refusal has to show itself, at
	// least.
	minSettle = 50 * time.Millisecond
)

// crowd are the connections that are open to a target at a time.
type crowd struct {
	p      *prober
	status int           // of an answer in peace
	window time.Duration // how long an answer is waited for at a time
	budget time.Duration // for climbing: nothing more is tried after it

	held    []*caller // oldest first: the request-line was sent, the rest is held back
	pending *caller   // sent a whole request, and was not answered yet
	running sync.WaitGroup
}

// crowd makes an empty one, after three exchanges that show how the target
// answers in peace. If it does not, plain says so.
func (p *prober) crowd(ctx context.Context) (c *crowd, plain answer, err error) {
	var slowest time.Duration
	for i := range 3 {
		if plain, err = p.getWith(ctx, p.t.Path); err != nil || plain.resp == nil {
			return nil, plain, err
		}
		if i > 0 { // the first may have to load something
			slowest = max(slowest, plain.took)
		}
	}
	return &crowd{
		p: p, status: plain.resp.Status, budget: 2 * p.t.Timeout,
		window: min(max(10*slowest, minWindow), max(p.t.Timeout, slowest)),
	}, plain, nil
}

// hold holds back n requests, and tells whether others are still answered.
func (c *crowd) hold(ctx context.Context, n int) bool {
	for len(c.held) < n {
		h := c.call(c.line())
		c.held = append(c.held, h)
		if !within(ctx, dialWindow, h.open) || h.err != nil {
			return false
		}
	}
	return c.others(ctx)
}

// others tells whether other requests are answered: two of them, since the first
// may have overtaken one that is held back on its way to a worker.
func (c *crowd) others(ctx context.Context) bool { return c.oneMore(ctx) && c.oneMore(ctx) }

// oneMore sends one more whole request, or goes on with the one that waits, and
// tells whether it is answered as in peace.
func (c *crowd) oneMore(ctx context.Context) bool {
	if c.pending == nil {
		c.pending = c.call(append(c.line(), c.rest()...))
	}
	n := c.pending
	if !within(ctx, dialWindow, n.open) {
		return false
	}
	answered := false
	if n.err == nil {
		r, err := n.k.final(ctx, c.window, "GET")
		if errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return false // it still waits
		}
		n.done = err == nil
		answered = n.done && r.Status == c.status
	}
	c.pending = nil
	c.leave(n, nil)
	within(ctx, c.window, n.gone) // its worker is free then
	return answered
}

// settle waits for an answer to the first request that is held back.
func (c *crowd) settle(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, max(minSettle, c.window/4))
	defer cancel()
	for !c.held[0].spoke() && c.held[0].k.c.Wait(ctx) == nil {
	}
}

// early tells whether a request that is held back was answered as if it were
// whole. Of a single one nothing else can be the reason, whatever came.
func (c *crowd) early() bool {
	for _, h := range c.held {
		if h.spoke() && (len(c.held) == 1 || !h.refused(c.status)) {
			return true
		}
	}
	return false
}

// refused finds a connection that the target did not take beside the others, or
// -1.
func (c *crowd) refused() int {
	for i, h := range c.held {
		if h.refused(c.status) {
			return i
		}
	}
	return -1
}

// waiting counts the connections on which the target waits for the rest.
func (c *crowd) waiting() int {
	count := 0
	for _, h := range c.held {
		if h.opened() && !h.spoke() {
			count++
		}
	}
	return count
}

// release completes the request i.
func (c *crowd) release(ctx context.Context, i int) {
	h := c.held[i]
	c.held = append(c.held[:i], c.held[i+1:]...)
	c.leave(h, c.rest())
	within(ctx, c.window, h.gone)
}

// disperse completes all requests, and waits until their answers were read.
func (c *crowd) disperse() {
	for _, h := range c.held {
		c.leave(h, c.rest())
	}
	if c.pending != nil {
		c.leave(c.pending, nil)
	}
	c.held, c.pending = nil, nil
	c.running.Wait()
}

// line and rest make a whole request.
func (c *crowd) line() []byte { return []byte("GET " + c.p.t.Path + " HTTP/1.1\r\n") }
func (c *crowd) rest() []byte { return []byte("Host: " + c.p.t.Host + "\r\nConnection: close\r\n\r\n") }
