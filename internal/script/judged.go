package script

import (
	"context"
	"maps"
	"time"

	"httpkit/internal/judge"
	"httpkit/internal/message"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

func (p *play) want(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	ask := func(seen judge.Seen) judge.Decision { return judge.Expect(s.Want, seen) }
	d, err := p.await(ctx, c, 0, ask)
	if err != nil {
		return true, err
	}
	c.strict, c.lastLine = true, s
	if d.State != judge.Holds {
		return p.mismatch(ctx, c, wrong{step: s, waited: d, ask: ask})
	}
	p.take(c, s, d.Decision)
	return false, nil
}

func (p *play) block(ctx context.Context, c *conn, s *wire.Step) (bool, error) {
	ask := func(seen judge.Seen) judge.Decision { return judge.Block(s.Block, seen) }
	d, err := p.await(ctx, c, 0, ask)
	if err != nil {
		return true, err
	}
	c.strict, c.lastLine = true, s
	if d.State != judge.Holds {
		return p.mismatch(ctx, c, wrong{step: s, waited: d, ask: ask})
	}
	p.take(c, s, d.Decision)
	rule := s.Block.Rules[d.Rule].Line
	if o := rule.Rule.Outcomes[d.Outcome]; o.Finish == wire.FinishSilent {
		c.strict = false
	}
	if d.Last {
		c.over = true
	}
	w := suite.VerdictOf("", suite.RuleObserved(d.Verdict))
	if w == suite.Pass {
		return false, nil
	}
	if p.decide(w, ruleWords(d.Decision), rule.Pos) {
		p.diff = p.render(nil)
	}
	p.behind = p.behind || p.o.Through && w != suite.Warn
	return w != suite.Warn && !p.o.Through, nil
}

// take consumes what a line or a block matched, and keeps its captures.
func (p *play) take(c *conn, s *wire.Step, d judge.Decision) {
	got := c.State().Unread[:d.N]
	p.note(s, nil, got)
	c.consume(got)
	c.answers(d.Answered)
	c.swallow = c.swallow || d.Swallow
	if len(d.Captures) > 0 {
		maps.Copy(p.env.Vars, d.Captures)
		p.fillSweep()
	}
}

// decide keeps the first verdict that is not a pass, but a fail or a skip, which
// end the play, beat a warning. It reports whether this one is kept and will be
// shown.
func (p *play) decide(w suite.Word, reason string, pos wire.Pos) bool {
	if p.verdict != suite.Pass && (w == suite.Warn || p.o.Through && p.verdict != suite.Warn) {
		return false
	}
	p.verdict, p.reason, p.pos, p.diff = w, reason, pos, nil
	return p.told == nil || !p.told(p.place, w)
}

// wrong is what ends a play: no rule of a block held, or a line or an event did
// not, or bytes came where none were to come.
type wrong struct {
	step *wire.Step
	waited
	ask   func(judge.Seen) judge.Decision // gives the decision again when all is there
	whole bool                            // a whole answer came, and how the connection ends is of no interest
	extra bool                            // the step itself held, if it was played: it is what came then that is wrong
}

// fails ends the play. What is still on its way is awaited, so that the words
// and the exchange are the same however the answer was cut into packets.
func (p *play) fails(ctx context.Context, c *conn, w wrong) (bool, error) {
	p.stopped = true
	if !p.decide(p.level, w.Why, w.step.Pos) {
		return true, nil
	}
	ends := endMatters(w.step)
	if !w.seen.Timeout {
		p.settle(ctx, c, ends)
	}
	st := c.State()
	w.seen.Bytes, w.seen.End, w.seen.Full = st.Unread, st.End, st.Full
	var came counting
	for _, whole := range []bool{true, false} {
		seen := w.seen
		if whole {
			if ends || !came.whole(st.Unread, c.methods()) {
				continue
			}
			seen.End = message.More
		}
		if again := w.ask(seen); again.State == judge.Fails && again.Err == nil {
			w.Decision, w.seen, w.whole = again, seen, whole
			break
		}
	}
	p.reason = p.words(c, &w)
	if p.answeredEmbedded(c, &w) {
		p.reason += "\nthe embedded request for " + embedded + " was answered"
	}
	p.diff = p.render(&failed{conn: c, wrong: w})
	return true, nil
}

// endMatters reports whether the step asks how the connection ends. Where it does
// not, and a whole answer came, how it ends is neither awaited nor told: that would
// be chance.
func endMatters(s *wire.Step) bool {
	if s.Block == nil {
		return s.Do != nil
	}
	for _, r := range s.Block.Rules {
		for _, o := range r.Line.Rule.Outcomes {
			if o.Finish != wire.NoFinish {
				return true
			}
		}
	}
	return false
}

// settle lets the rest of a wrong answer come: until it is whole, the connection
// has ended, or a quiet window is over.
func (p *play) settle(ctx context.Context, c *conn, ends bool) {
	var until *time.Timer
	var came counting
	for st := c.State(); st.End == message.More && !st.Full && (ends || !came.whole(st.Unread, c.methods())); st = c.State() {
		if until == nil {
			until = time.NewTimer(p.pacer.quiet())
			defer until.Stop()
		}
		select {
		case <-c.Changed():
		case <-until.C:
			return
		case <-ctx.Done():
			return
		}
	}
}
