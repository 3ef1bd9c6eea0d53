package script

import (
	"context"
	"fmt"
	"time"

	"httpkit/internal/judge"
	"httpkit/internal/wire"
)

// splitGap keeps the two parts of a write apart, so that the server reads one
// before the other comes. Nothing tells a client when it has; two milliseconds
// are many times what a loopback needs.
const splitGap = 2 * time.Millisecond

// send writes a run of ">" lines as one write, or in two where it is cut.
func (p *play) send(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	b, err := p.bytes(s.Send)
	if err != nil && p.behind { // it uses what a line that did not hold would have captured
		return true, nil
	}
	if err != nil {
		return true, err
	}
	c.strict, c.waiting, c.lines = false, !p.slow && c.drip == 0, 0
	c.sent(b)
	here := p.cut != nil && (p.cut.write == p.writes || p.cut.write < 0 && p.split != nil)
	p.split = nil
	p.writes++
	if here {
		p.cut.size = len(b)
		if p.cut.must && (p.cut.at <= 0 || p.cut.at >= len(b)) {
			return true, &wire.Error{Pos: s.Pos, Msg: fmt.Sprintf("split %d: this write has %d bytes", p.cut.at, len(b)),
				Hint: "cut it after its first byte at the earliest, and before its last"}
		}
	}
	if !here || p.cut.at <= 0 || p.cut.at >= len(b) {
		p.note(s, b, nil)
		c.lastSend = time.Now()
		c.SendShared(b)
		return false, nil
	}
	return p.sendCut(ctx, c, s, b)
}

// sendCut writes b in two.
func (p *play) sendCut(ctx context.Context, c *conn, s *wire.Step, b []byte) (bool, error) {
	at := p.cut.at
	p.note(s, b[:at], nil)
	c.SendShared(b[:at])
	if p.cut.silent {
		d, err := p.await(ctx, c, 0, silent)
		if err != nil {
			return true, err
		}
		if d.State != judge.Holds {
			stop, err := p.mismatch(ctx, c, wrong{step: s, waited: d, extra: true, ask: func(seen judge.Seen) judge.Decision {
				return tooEarly(seen, at, len(b))
			}})
			if stop || err != nil {
				return stop, err
			}
		}
	} else if err := p.pause(ctx, times(splitGap, p.o.Patience)); err != nil {
		return true, err
	}
	p.note(s, b[at:], nil)
	c.waiting = !p.slow && c.drip == 0
	c.lastSend = time.Now()
	c.SendShared(b[at:])
	return false, nil
}

// bytes are those of a run of ">" lines, filled in.
func (p *play) bytes(lines []*wire.Line) ([]byte, error) {
	var b []byte
	for _, l := range lines {
		var err error
		if b, err = l.Text.AppendBytes(b, p.env); err != nil {
			return nil, &wire.Error{Pos: l.Pos, Msg: err.Error()}
		}
	}
	return b, nil
}
