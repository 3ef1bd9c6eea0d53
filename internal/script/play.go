package script

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"httpkit/client"
	"httpkit/internal/judge"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

type clientConn = client.Conn

// play is one transcript on the wire, once.
type play struct {
	o     *Options
	pacer *pacer
	slow  bool          // its answers say nothing about the target's speed
	limit time.Duration // the case's own timeout, or 0
	sweep []sweepValue  // filled into env again whenever a capture was made
	cut   *cut          // where a write is cut in two, or nil
	level verdictOf

	env    *wire.Env
	rec    *client.Recorder
	conns  map[string]*conn
	all    []*conn
	trace  []traced
	split  *wire.Action // a "* split" that the next write obeys
	writes int          // writes done so far
	rest   []wire.Step  // what follows the step being played

	verdict suite.Word
	reason  string
	pos     wire.Pos
	diff    []suite.DiffLine // the exchange, where it did not pass
}

// verdictOf gives the word for lines that did not hold: fail, or warn at SHOULD and MAY.
type verdictOf func() suite.Word

// errDial wraps a connection that could not be made: never the case's fault.
type errDial struct{ err error }

func (e *errDial) Error() string { return e.err.Error() }
func (e *errDial) Unwrap() error { return e.err }

// run plays the steps, then ends the section. Only what is no verdict about the
// target comes back as an error.
func (p *play) run(ctx context.Context, steps []wire.Step) error {
	p.conns = map[string]*conn{}
	p.verdict = suite.Pass
	defer p.abandon()
	p.fillSweep()
	stop, err := p.steps(ctx, steps)
	switch {
	case err != nil:
		return err
	case stop:
		return p.leave(ctx)
	}
	return p.finish(ctx)
}

// steps plays in the order of the file until a block fails or skips.
func (p *play) steps(ctx context.Context, steps []wire.Step) (stop bool, err error) {
	for i := range steps {
		s := &steps[i]
		p.rest = steps[i+1:]
		if s.Times != nil {
			n, err := countOf(*s.Times, p.env)
			if err != nil {
				return true, fmt.Errorf("%s: %w", s.Pos, err)
			}
			for range n {
				if stop, err := p.steps(ctx, s.Body); stop || err != nil {
					return stop, err
				}
			}
			continue
		}
		if stop, err := p.step(ctx, s); stop || err != nil {
			return stop, err
		}
	}
	return false, nil
}

func (p *play) step(ctx context.Context, s *wire.Step) (stop bool, err error) {
	if s.Do != nil && s.Do.Op == wire.OpConnect {
		_, err := p.connect(ctx, s.Do.Name)
		p.note(s, nil, nil)
		return err != nil, err
	}
	if s.Do != nil && s.Do.Op == wire.OpPause {
		p.note(s, nil, nil)
		d := p.o.paced(s.Do.D)
		p.rec.Pause(s.Conn, d)
		return false, p.pause(ctx, d)
	}
	if s.Do != nil && s.Do.Op == wire.OpSplit {
		p.split = s.Do
		return false, nil
	}
	c := p.conns[s.Conn]
	if c == nil {
		if c, err = p.connect(ctx, s.Conn); err != nil {
			return true, err
		}
	}
	if c.over {
		return false, nil
	}
	c.lastLine = s
	switch {
	case s.Send != nil:
		return p.send(ctx, c, s)
	case s.Want != nil:
		return p.want(ctx, c, s)
	case s.Block != nil:
		return p.block(ctx, c, s)
	}
	return p.event(ctx, c, s)
}

// connect opens a connection. Without a name it is a new one for the bare gutters.
func (p *play) connect(ctx context.Context, name string) (*conn, error) {
	o := p.o.Dial
	o.Recorder, o.Name = p.rec, name
	cc, err := dial(ctx, p.o.Target, &o)
	if err != nil {
		return nil, &errDial{err}
	}
	c := &conn{clientConn: cc, name: name}
	p.conns[name] = c
	p.all = append(p.all, c)
	return c, nil
}

// dial tries again where the target refuses: a server that restarts its accept
// loop after each client refuses for a moment.
func dial(ctx context.Context, a client.Address, o *client.Options) (*clientConn, error) {
	for try := 0; ; try++ {
		c, err := client.Dial(ctx, a, o)
		var de *client.DialError
		if err == nil || try == 2 || !errors.As(err, &de) || de.Kind != client.Refused {
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

func (p *play) want(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	d, err := p.await(ctx, c, 0, func(seen judge.Seen) judge.Decision { return judge.Expect(s.Want, seen) })
	if err != nil {
		return true, err
	}
	c.strict = true
	if d.State != judge.Holds {
		return p.mismatch(ctx, c, s, d)
	}
	p.take(c, s, d)
	return false, nil
}

func (p *play) block(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	d, err := p.await(ctx, c, 0, func(seen judge.Seen) judge.Decision { return judge.Block(s.Block, seen) })
	if err != nil {
		return true, err
	}
	c.strict = true
	if d.State != judge.Holds {
		return p.mismatch(ctx, c, s, d)
	}
	p.take(c, s, d)
	rule := s.Block.Rules[d.Rule].Line
	if o := rule.Rule.Outcomes[d.Outcome]; o.Finish == wire.FinishSilent {
		c.strict = false
	}
	if d.Last {
		c.over = true
	}
	switch d.Verdict {
	case wire.Fail, wire.Skip:
		p.decide(suite.VerdictOf("", suite.RuleObserved(d.Verdict)), d.Reason, rule.Pos)
		p.diff = p.render(nil)
		return true, nil
	case wire.Warn:
		p.decide(suite.Warn, d.Reason, rule.Pos)
		p.diff = p.render(nil)
	}
	return false, nil
}

// take consumes what a line or a block matched, and keeps its captures.
func (p *play) take(c *conn, s *wire.Step, d judge.Decision) {
	got := c.State().Unread[:d.N]
	p.note(s, nil, got)
	c.Advance(d.N)
	c.answered += d.Answered
	c.swallow = c.swallow || d.Swallow
	if len(d.Captures) > 0 {
		maps.Copy(p.env.Vars, d.Captures)
		p.fillSweep()
	}
}

// decide keeps the first verdict that is not a pass, but a fail beats a warning.
func (p *play) decide(w suite.Word, reason string, pos wire.Pos) {
	if p.verdict == suite.Pass || w == suite.Fail || w == suite.Skip {
		p.verdict, p.reason, p.pos = w, reason, pos
	}
}

// mismatch ends the play: no rule of a block held, or a line or an event did not.
func (p *play) mismatch(ctx context.Context, c *conn, s *wire.Step, d judge.Decision) (bool, error) {
	p.settle(ctx, c)
	p.decide(p.level(), d.Why, s.Pos)
	p.diff = p.render(&failed{conn: c, step: s, decision: d})
	return true, nil
}

// settle lets the rest of a wrong answer come, so that it can be shown whole.
func (p *play) settle(ctx context.Context, c *conn) {
	until := time.NewTimer(p.pacer.quiet())
	defer until.Stop()
	for st := c.State(); st.End == 0 && !st.Full; st = c.State() {
		select {
		case <-c.Changed():
		case <-until.C:
			return
		case <-ctx.Done():
			return
		}
	}
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

func countOf(c wire.Count, env *wire.Env) (int, error) {
	n, err := c.Value(env)
	if err == nil && n > maxRepeat {
		err = errors.New("a repeat of more than 100,000 turns")
	}
	return n, err
}

const maxRepeat = 100_000
