package script

import (
	"context"

	"httpkit/internal/message"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// played hands a play on to who wants to see each.
func (s *sectionRun) played(p *play, at *cut) {
	o := s.eng.o
	if o.OnPlay == nil {
		return
	}
	o.OnPlay(suite.Play{
		Case: s.c, Section: s.name, Values: s.instances[s.instance].label, Nth: s.instance,
		Cut: at.label(), At: at.place(), Verdict: p.verdict, Reason: p.reason, Transcript: p.rec.Transcript(),
	})
}

// mismatch ends the play, or with Options.Through goes on behind the line that did
// not hold.
func (p *play) mismatch(ctx context.Context, c *conn, w wrong) (bool, error) {
	stop, err := p.fails(ctx, c, w)
	if err != nil || !p.o.Through {
		return stop, err
	}
	p.stopped, p.behind = false, true
	c.lost = true
	if w.extra {
		return false, nil
	}
	return false, p.passOver(ctx, c, w)
}

// passOver takes what came in the place of a line that did not hold: all of it, or
// one answer, where a further line waits for the next without anything being sent
// in between. A connection on which nothing came is given up, as each further line
// would wait as long.
func (p *play) passOver(ctx context.Context, c *conn, w wrong) error {
	if !w.seen.Timeout {
		p.settle(ctx, c, false)
	}
	st := c.State()
	if w.seen.Timeout && len(st.Unread) == 0 && w.step.Do == nil {
		c.over = true
		return nil
	}
	if w.step.Want != nil { // the rest of its run belongs to the same answer
		for p.heard < len(p.rest) && p.rest[p.heard].Want != nil && p.rest[p.heard].Conn == c.name {
			p.heard++
		}
	}
	n, answered := len(st.Unread), len(c.methods())
	if next := nextOn(p.rest[p.heard:], c.name); next != nil && next.Do == nil && next.Send == nil {
		if size := firstFinal(st.Unread, st.End, c.methods()); size > 0 {
			n, answered = size, 1
		}
	}
	c.consume(st.Unread[:n])
	c.answers(min(answered, len(c.methods())))
	return nil
}

// idle reports whether a step waits for an answer on a connection that has fallen
// out of step, and to which nothing is owed.
func (c *conn) idle(s *wire.Step) bool {
	if !c.lost || s.Want == nil && s.Block == nil {
		return false
	}
	st := c.State()
	return st.End == message.More && len(st.Unread) == 0 && len(c.methods()) == 0
}

// firstFinal is the length of the first final response in b, with the interim ones
// before it, or 0.
func firstFinal(b []byte, end message.End, methods []string) int {
	method := ""
	if len(methods) > 0 {
		method = methods[0]
	}
	for n := 0; n < len(b); {
		r, err := message.ParseResponse(b[n:], end, method)
		if err != nil {
			return 0
		}
		if n += r.Len; !r.Interim() {
			return n
		}
	}
	return 0
}
