package script

import (
	"context"
	"time"

	"httpkit/internal/judge"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// event plays a "*" line that concerns one open connection.
func (p *play) event(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	a := s.Do
	n := 0
	if a.Op == wire.OpDrip || a.Op == wire.OpSip {
		var err error
		if n, err = a.Count.Value(p.env); err != nil {
			return true, &wire.Error{Pos: s.Pos, Msg: err.Error()}
		}
	}
	d := p.o.paced(a.D)
	switch a.Op {
	case wire.OpCloseWrite:
		c.CloseWrite()
	case wire.OpAbort:
		if err := c.Abort(); err != nil { // a unix socket
			p.decide(suite.VerdictOf("", suite.RuleSkip), err.Error(), s.Pos)
			return true, nil
		}
		c.over, c.gone, c.strict = true, true, false
	case wire.OpDrip:
		c.Drip(n, d)
		if c.drip = 0; n > 0 {
			c.drip = max(d, 1)
		}
	case wire.OpSip:
		c.Sip(n, d)
		c.sips = n >= 0
		if c.sip = 0; n > 0 {
			c.sip = d
		}
	default:
		return p.observe(ctx, c, s)
	}
	p.note(s, nil, nil)
	return false, nil
}

// observe plays an event that waits for something instead of doing it.
func (p *play) observe(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	window := time.Duration(0)
	if s.Do.HasD {
		window = max(p.o.paced(s.Do.D), 1)
	}
	ask := func(seen judge.Seen) judge.Decision {
		if c.swallow { // what comes belongs to the line before
			seen.Bytes = nil
		}
		return judge.Observe(s.Do, seen)
	}
	d, err := p.await(ctx, c, window, ask)
	if err != nil {
		return true, err
	}
	if c.swallow {
		c.Advance(len(c.State().Unread))
	}
	c.lastLine = s
	if d.State != judge.Holds {
		return p.mismatch(ctx, c, wrong{step: s, waited: d, ask: ask})
	}
	if d.seen.Quiet {
		p.unmeasured()
	}
	p.note(s, nil, nil)
	c.strict = c.strict && s.Do.Op != wire.OpSilent
	return false, nil
}
