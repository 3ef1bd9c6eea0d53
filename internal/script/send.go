package script

import (
	"context"
	"fmt"
	"time"

	"httpkit/internal/judge"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// cut says where a write is cut in two. The play that has it tells in size how
// long the write was, so that the next cut can be chosen.
type cut struct {
	write  int  // which write of the section, from 0; -1: the one after "* split"
	at     int  // bytes in the first part
	silent bool // a byte before the second part is a mismatch
	size   int
}

// splitGap keeps the two parts of a write apart, so that the server reads one
// before the other comes. Nothing tells a client when it has; two milliseconds
// are many times what a loopback needs.
const splitGap = 2 * time.Millisecond

// send writes a run of ">" lines as one write, or in two where it is cut.
func (p *play) send(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	b, err := p.bytes(s.Send)
	if err != nil {
		return true, err
	}
	p.note(s, b, nil)
	c.strict, c.waiting = false, true
	if c.sent == nil {
		c.sent = b[:len(b):len(b)] // the first write is not copied: it may be large
	} else {
		c.sent = append(c.sent, b...)
	}
	here := p.cut != nil && (p.cut.write == p.writes || p.cut.write < 0 && p.split != nil)
	p.split = nil
	p.writes++
	if here {
		p.cut.size = len(b)
	}
	if !here || p.cut.at <= 0 || p.cut.at >= len(b) {
		c.Send(b)
		c.lastSend = time.Now()
		return false, nil
	}
	c.Send(b[:p.cut.at])
	if err := p.pause(ctx, time.Duration(float64(splitGap)*p.o.Patience)); err != nil {
		return true, err
	}
	if st := c.State(); p.cut.silent && (len(st.Unread) > 0 || st.End != message.More) {
		why := fmt.Sprintf("the server answered when it had %d of %d bytes of the request", p.cut.at, len(b))
		return p.mismatch(ctx, c, s, judge.Decision{State: judge.Fails, Why: why, Rule: -1, Outcome: -1})
	}
	c.Send(b[p.cut.at:])
	c.lastSend = time.Now()
	return false, nil
}

// bytes are those of a run of ">" lines, filled in.
func (p *play) bytes(lines []*wire.Line) ([]byte, error) {
	var b []byte
	for _, l := range lines {
		part, err := l.Text.Bytes(p.env)
		if err != nil {
			return nil, &wire.Error{Pos: l.Pos, Msg: err.Error()}
		}
		if len(lines) == 1 {
			return part, nil
		}
		b = append(b, part...)
	}
	return b, nil
}

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
	switch a.Op {
	case wire.OpCloseWrite:
		c.CloseWrite()
	case wire.OpAbort:
		c.Abort()
		c.over, c.gone, c.strict = true, true, false
	case wire.OpDrip:
		c.Drip(n, p.o.paced(a.D))
	case wire.OpSip:
		c.Sip(n, p.o.paced(a.D))
	default:
		return p.observe(ctx, c, s)
	}
	p.note(s, nil, nil)
	return false, nil
}

func (p *play) observe(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	window := time.Duration(0)
	if s.Do.HasD {
		window = p.o.paced(s.Do.D)
	}
	if c.swallow { // what comes belongs to the line before
		c.Advance(len(c.State().Unread))
	}
	d, err := p.await(ctx, c, window, func(seen judge.Seen) judge.Decision {
		if c.swallow {
			seen.Bytes = nil
		}
		return judge.Observe(s.Do, seen)
	})
	if err != nil {
		return true, err
	}
	if d.State != judge.Holds {
		return p.mismatch(ctx, c, s, d)
	}
	p.note(s, nil, nil)
	c.strict = c.strict && s.Do.Op != wire.OpSilent
	return false, nil
}
