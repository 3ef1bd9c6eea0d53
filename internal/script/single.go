package script

import (
	"context"
	"time"

	"httpkit/client"
	"httpkit/internal/message"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// Played is what became of one transcript.
type Played struct {
	Transcript *wire.Transcript
	Verdict    suite.Word // Pass, unless the transcript had "<" or "=" lines that did not hold
	Reason     string
	Pos        wire.Pos
	Exchange   []suite.DiffLine // where it did not pass
	Unfinished bool             // an answer was still awaited when the time was over
}

// Play plays one transcript once, by the settings of o. After its last line it
// reads on until every request that was sent is answered, the server ends the
// connection, or the timeout is over. When all is answered it waits until nothing
// has come for the time further: a FIN may stand right behind the answer. Errors are a connection that could not be made, a mistake in the
// transcript, and the end of ctx; what was measured until then is given all the same.
func Play(ctx context.Context, s *wire.Section, further time.Duration, file func(string) ([]byte, error), o Options) (*Played, error) {
	o = o.withDefaults()
	steps, err := s.Program()
	if err != nil {
		return nil, err
	}
	p := &play{
		o:     &o,
		pacer: &pacer{fixed: o.Timeout, patience: o.Patience},
		level: suite.VerdictOf("", suite.NoneHeld),
		env:   &wire.Env{Vars: o.given(), Unset: map[string]bool{}, File: file},
		rec:   client.NewRecorder(),
	}
	p.begin()
	defer p.abandon()
	out := &Played{}
	stop, err := p.steps(ctx, steps)
	if err == nil && !stop {
		out.Unfinished, err = p.listen(ctx, further)
	}
	if err == nil {
		for _, c := range p.all {
			if c.State().End == message.More && !c.gone {
				p.rec.Open(c.name)
			}
		}
	}
	out.Transcript = p.rec.Transcript()
	out.Verdict, out.Reason, out.Pos, out.Exchange = p.verdict, p.reason, p.pos, p.diff
	if ctx.Err() == nil {
		p.leave(ctx)
	}
	return out, err
}

// listen reads what comes after the last line. It gives true where an answer was
// still awaited at the end.
func (p *play) listen(ctx context.Context, further time.Duration) (waiting bool, err error) {
	start := time.Now()
	for _, c := range p.all {
		if c.gone {
			continue
		}
		for came := (counting{}); ; {
			st := c.State()
			if st.End != message.More || st.Full {
				break
			}
			now := time.Now()
			since := start
			if st.Last.After(since) {
				since = st.Last
			}
			until := since.Add(p.pacer.timeout())
			answered := !st.Sending && came.answered(st.Unread, c.methods())
			if answered {
				until = since.Add(further)
			}
			if !now.Before(until) {
				waiting = waiting || !answered
				break
			}
			t := time.NewTimer(until.Sub(now))
			select {
			case <-c.Changed():
			case <-t.C:
			case <-ctx.Done():
				t.Stop()
				return waiting, context.Cause(ctx)
			}
			t.Stop()
		}
	}
	return waiting, nil
}
