package script

import (
	"context"
	"maps"
	"slices"

	"httpkit/internal/judge"
	"httpkit/internal/message"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// Heard is what came on one connection where a case has a run of "<" lines. With
// Options.Hear a case is played to learn that, not to judge it: such a run takes
// all that is an answer to what was sent before, whatever its lines say. Nothing,
// half an answer and a reset are still a failure. Bytes and Env must not be
// changed.
type Heard struct {
	Case    *suite.Case
	Values  string       // of the sweeps: "n=1 m=2"; "" without any
	Nth     int          // of all values of the sweeps, from 0
	Lines   []*wire.Line // of the run, on this connection
	Bytes   []byte
	Methods []string  // of the requests that are being answered, oldest first
	Env     *wire.Env // as it is before the lines
	Leaves  bool      // the client aborts behind them: how much came until then is chance
}

// listenTo hears what comes for a run of "<" lines, on each of its connections.
// Lines of several connections may be mixed in a run.
func (p *play) listenTo(ctx context.Context, first *wire.Step) (stop bool, err error) {
	steps := []*wire.Step{first}
	for i := range p.rest {
		if p.rest[i].Want == nil {
			break
		}
		steps = append(steps, &p.rest[i])
	}
	after := p.rest[len(steps)-1:]
	var names []string
	runs := map[string][]*wire.Step{}
	for _, s := range steps {
		if !slices.Contains(names, s.Conn) {
			names = append(names, s.Conn)
		}
		runs[s.Conn] = append(runs[s.Conn], s)
	}
	for _, name := range names {
		c := p.conns[name]
		if c == nil {
			if c, err = p.connect(ctx, name); err != nil {
				return true, err
			}
		}
		if c.over {
			continue
		}
		h := &hearing{play: p, conn: c, steps: runs[name], next: nextOn(after, name)}
		if stop, err = h.run(ctx); stop || err != nil {
			return stop, err
		}
	}
	p.heard = len(steps) - 1
	return false, nil
}

// nextOn is the next step on a connection that takes bytes, asks for an end or
// makes one; nil where there is none.
func nextOn(steps []wire.Step, name string) *wire.Step {
	for i := range steps {
		s := &steps[i]
		switch {
		case s.Times != nil:
			if in := nextOn(s.Body, name); in != nil {
				return in
			}
		case s.Do != nil && s.Do.Op == wire.OpConnect && s.Do.Name == name:
			return nil
		case s.Conn != name:
		case s.Do == nil, s.Do.Op == wire.OpAbort, s.Do.Op.IsObservation():
			return s
		}
	}
	return nil
}

// hearing is one run of "<" lines on one connection.
type hearing struct {
	*play
	conn  *conn
	steps []*wire.Step
	next  *wire.Step // what follows on the connection
}

func (h *hearing) run(ctx context.Context) (stop bool, err error) {
	c := h.conn
	w, err := h.await(ctx, c, 0, h.ask)
	if err != nil {
		return true, err
	}
	c.strict, c.lastLine = true, h.steps[len(h.steps)-1]
	if w.State != judge.Holds {
		h.stopped = true
		h.decide(suite.VerdictOf("", suite.NoneHeld), w.Why, h.steps[0].Pos)
		return true, nil
	}
	all := c.State().Unread
	n, answered := h.share(all)
	heard := Heard{Lines: h.lines(), Bytes: all[:n:n], Methods: slices.Clone(c.methods()), Env: h.env, Leaves: h.then(wire.OpAbort)}
	captures, err := h.hear(heard)
	if err != nil {
		return true, err
	}
	h.note(h.steps[0], nil, heard.Bytes)
	c.consume(heard.Bytes)
	c.answers(answered)
	c.swallow = h.swallows()
	if len(captures) > 0 {
		maps.Copy(h.env.Vars, captures)
		h.fillSweep()
	}
	return false, nil
}

func (h *hearing) lines() []*wire.Line {
	var out []*wire.Line
	for _, s := range h.steps {
		out = append(out, s.Want)
	}
	return out
}

// swallows reports whether the last line takes all that is still to come.
func (h *hearing) swallows() bool {
	t := h.steps[len(h.steps)-1].Want.Text
	n := len(t.Parts)
	return t.End == "" && n > 0 && t.Parts[n-1].Kind == wire.MaskRest
}

// then reports whether the connection goes on with such an event.
func (h *hearing) then(ops ...wire.Op) bool {
	return h.next != nil && h.next.Do != nil && slices.Contains(ops, h.next.Do.Op)
}

// share gives how much of what came is for these lines, and how many final
// responses that are. Where a block follows, or more requests were sent than the
// lines have answers for, the rest is for later lines.
func (h *hearing) share(b []byte) (n, answered int) {
	wants := h.finals()
	methods := h.conn.methods()
	limited := h.next != nil && (h.next.Block != nil || h.next.Do == nil && wants > 0 && len(methods) > wants)
	for n < len(b) {
		method := ""
		if answered < len(methods) {
			method = methods[answered]
		}
		r, err := message.ParseResponse(b[n:], h.conn.State().End, method)
		switch {
		case err != nil:
			return len(b), answered
		case limited && answered == wants && !(r.Interim() && wants == 0):
			return n, answered
		}
		n += r.Len
		if !r.Interim() {
			answered++
		}
	}
	return n, answered
}

// finals is how many final responses the lines have.
func (h *hearing) finals() int {
	n := 0
	for i, l := range h.lines() {
		lead := ""
		if parts := l.Text.Parts; len(parts) > 0 && parts[0].Kind == wire.Literal {
			lead = string(parts[0].Bytes)
		}
		const status = len("HTTP/1.1 ")
		switch {
		case len(lead) < status || lead[:len("HTTP/")] != "HTTP/":
			if i == 0 {
				n++ // masked, or no HTTP
			}
		case len(lead) >= status+3 && lead[status] == '1' && lead[status:status+3] != "101":
		default:
			n++
		}
	}
	return n
}
