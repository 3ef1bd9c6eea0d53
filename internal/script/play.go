package script

import (
	"context"
	"fmt"
	"time"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// play is one transcript on the wire, once.
type play struct {
	o     *Options
	pacer *pacer
	slow  bool          // its answers say nothing about the target's speed
	limit time.Duration // the case's own timeout, or 0
	sweep []sweepValue  // filled into env again whenever a capture was made
	cut   *cut          // where a write is cut in two, or nil
	place place
	level suite.Word // for lines that did not hold: fail, or warn at SHOULD and MAY
	// told reports whether nobody will be shown this play if it comes to w; it
	// need not be put into words then. nil: everything is shown.
	told func(at place, w suite.Word) bool

	env    *wire.Env
	rec    *client.Recorder
	conns  map[string]*conn
	all    []*conn
	trace  []traced
	split  *wire.Action // a "* split" that the next write obeys
	writes int          // writes done so far
	rest   []wire.Step  // what follows the step being played
	around int          // turns of the repeats it stands in, multiplied

	hear  func(Heard) (map[string][]byte, error) // instead of judging "<" lines, or nil
	heard int                                    // steps to come that were heard with one before

	left    time.Time // when it ended its side
	stopped bool      // something did not hold: what follows is not played
	behind  bool      // something did not hold, and what follows is played all the same
	verdict suite.Word
	reason  string
	pos     wire.Pos
	diff    []suite.DiffLine // the exchange, where it did not pass
}

// run plays the steps, then ends the section. Only what is no verdict about the
// target comes back as an error.
func (p *play) run(ctx context.Context, steps []wire.Step) error {
	p.begin()
	defer p.abandon()
	stop, err := p.steps(ctx, steps)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		p.leave(ctx)
		return err
	case stop:
		return p.leave(ctx)
	}
	return p.finish(ctx)
}

func (p *play) begin() {
	p.conns = map[string]*conn{}
	p.around = 1
	p.verdict = suite.Pass
	p.fillSweep()
}

// steps plays in the order of the file until a block fails or skips.
func (p *play) steps(ctx context.Context, steps []wire.Step) (stop bool, err error) {
	for i := range steps {
		s := &steps[i]
		p.rest = steps[i+1:]
		if s.Times != nil {
			n, err := p.turns(*s.Times)
			if err != nil {
				return true, &wire.Error{Pos: s.Pos, Msg: err.Error()}
			}
			around := p.around
			p.around *= max(n, 1)
			for range n {
				if stop, err := p.steps(ctx, s.Body); stop || err != nil {
					return stop, err
				}
			}
			p.around = around
			continue
		}
		if stop, err := p.step(ctx, s); stop || err != nil {
			return stop, err
		}
	}
	return false, nil
}

// step plays one step: a write, a line, a block or an event.
func (p *play) step(ctx context.Context, s *wire.Step) (stop bool, err error) {
	if err := ctx.Err(); err != nil {
		return true, context.Cause(ctx)
	}
	c := p.conns[s.Conn]
	switch {
	case p.heard > 0:
		p.heard--
		return false, nil
	case s.Do != nil && s.Do.Op == wire.OpConnect:
		p.note(s, nil, nil)
		_, err := p.connect(ctx, s.Do.Name)
		return err != nil, err
	case c != nil && c.over:
		return false, nil
	case s.Do != nil && s.Do.Op == wire.OpPause:
		p.note(s, nil, nil)
		p.unmeasured()
		d := p.o.paced(s.Do.D)
		p.rec.Pause(s.Conn, d)
		return false, p.pause(ctx, d)
	case s.Do != nil && s.Do.Op == wire.OpSplit:
		p.split = s.Do
		return false, nil
	}
	if c == nil {
		if c, err = p.connect(ctx, s.Conn); err != nil {
			return true, err
		}
	}
	switch {
	case s.Send != nil:
		return p.send(ctx, c, s)
	case c.idle(s):
		return false, nil
	case s.Want != nil && p.hear != nil:
		return p.listenTo(ctx, s)
	case s.Want != nil:
		return p.want(ctx, c, s)
	case s.Block != nil:
		return p.block(ctx, c, s)
	}
	return p.event(ctx, c, s)
}

func (p *play) pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// timeout is that of one wait: the case's own, or the run's.
func (p *play) timeout() time.Duration {
	if p.limit > 0 {
		return p.o.paced(p.limit)
	}
	return p.pacer.timeout()
}

// turns gives how often the body of a repeat is played.
func (p *play) turns(c wire.Count) (int, error) {
	n, err := c.Value(p.env)
	if err == nil && n > wire.MaxRepeat/p.around {
		got := fmt.Sprint(n)
		if p.around > 1 {
			got = fmt.Sprint(p.around, " times ", n)
		}
		err = fmt.Errorf("repeat: got %s turns, want at most 100,000 in all", got)
	}
	return n, err
}
