package script

import (
	"context"
	"time"

	"httpkit/internal/judge"
	"httpkit/internal/message"
)

// maxDrain is how much is read after the last line of a section.
const maxDrain = 1 << 20

// finish ends a section: FIN on every connection at once, then each is read to
// the server's end. Where the last line played on a connection was a "<" line or
// a block, a byte more is a mismatch.
func (p *play) finish(ctx context.Context) error {
	start := p.endAll()
	for _, c := range p.all {
		if err := p.drain(ctx, c, start); err != nil {
			return err
		}
		st := c.State()
		if !c.strict || c.swallow || len(st.Unread) == 0 {
			continue
		}
		seen := judge.Seen{Bytes: st.Unread, End: st.End, Full: st.Full, Methods: c.methods()}
		w := wrong{step: c.lastLine, waited: waited{surplus(seen), seen}, ask: surplus, extra: true}
		if _, err := p.mismatch(ctx, c, w); err != nil {
			return err
		}
		return p.leave(ctx)
	}
	return nil
}

// leave ends a section after its verdict: what still comes is read, so that the
// server meets FIN and not a reset.
func (p *play) leave(ctx context.Context) error {
	start := p.endAll()
	for _, c := range p.all {
		c.strict = false
		if err := p.drain(ctx, c, start); err != nil {
			return err
		}
	}
	return nil
}

// endAll sends FIN on every connection, and reads freely from here on.
func (p *play) endAll() time.Time {
	if p.left.IsZero() {
		p.left = time.Now()
	}
	for _, c := range p.all {
		if c.gone {
			continue
		}
		if c.sips {
			c.Sip(-1, 0)
			c.sips = false
		}
		c.CloseWrite()
	}
	return time.Now()
}

// drain reads until the server ends the connection, until nothing came for some
// quiet windows since start, or until it is clear that there is no end. A byte too
// many that decides the verdict ends it at once.
func (p *play) drain(ctx context.Context, c *conn, start time.Time) error {
	window := p.pacer.drain()
	last := start.Add(inAll * window)
	var timer *time.Timer
	for read := 0; ; {
		st := c.State()
		if c.gone || st.End != message.More {
			return nil
		}
		if n := len(st.Unread); n > 0 {
			if c.strict && !c.swallow {
				return nil
			}
			if st.Full || read > maxDrain {
				return p.giveUp(ctx, c, window)
			}
			read += n
			c.Advance(n)
		}
		until := start
		if st.Last.After(until) {
			until = st.Last
		}
		if until = until.Add(window); last.Before(until) {
			until = last
		}
		wait := time.Until(until)
		if wait <= 0 {
			p.pacer.stayed()
			return nil
		}
		if timer == nil {
			timer = time.NewTimer(wait)
			defer timer.Stop()
		} else {
			timer.Reset(wait)
		}
		select {
		case <-c.Changed():
		case <-timer.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// giveUp leaves an answer that has no end: a last MiB may show that it has one.
func (p *play) giveUp(ctx context.Context, c *conn, window time.Duration) error {
	limited, cancel := context.WithTimeout(ctx, window)
	defer cancel()
	c.Close(limited) // what it could say is in the transcript
	c.gone = true
	return nil
}

// abandon closes whatever is still open, without waiting.
func (p *play) abandon() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range p.all {
		c.Close(ctx)
	}
}
