package wire

// Program groups the lines into what is played: a run of ">" lines on one
// connection is one Step, and so is a run of "=" lines; comments and blank lines
// break neither. The error is Errors: an end without its repeat, a property
// without a rule, one that can find no response to look at, a split of nothing, a
// repeat of too many turns, a connection that was never opened. For lines that are well formed but dead, see
// Unplayable.
func (s *Section) Program() ([]Step, error) {
	p := programmer{stack: [][]Step{nil}}
	for i := range s.Lines {
		p.line(&s.Lines[i])
	}
	p.finish()
	p.errs = append(p.errs, unopened(s.Lines)...)
	if len(p.errs) > 0 {
		sortErrors(p.errs)
		return nil, p.errs
	}
	return p.stack[0], nil
}

// programmer groups lines. The last list of the stack is the one that grows; the
// others wait for the end of the repeat they hold.
type programmer struct {
	stack   [][]Step
	repeats []*Line
	last    *Line // the line before, comments and blank lines apart
	split   *Line // the first split
	errs    Errors
}

func (p *programmer) fail(l *Line, msg, hint string) {
	p.errs = append(p.errs, &Error{l.Pos, msg, hint})
}

func (p *programmer) add(st Step) {
	top := len(p.stack) - 1
	p.stack[top] = append(p.stack[top], st)
}

// current gives the step that l goes on with: the last one, where the line
// before was of one of these kinds on the same connection.
func (p *programmer) current(l *Line, kinds ...Kind) *Step {
	steps := p.stack[len(p.stack)-1]
	if p.last == nil || p.last.Conn != l.Conn || len(steps) == 0 {
		return nil
	}
	for _, k := range kinds {
		if last := &steps[len(steps)-1]; p.last.Kind == k && last.Conn == l.Conn {
			return last
		}
	}
	return nil
}

// line takes the next line.
func (p *programmer) line(l *Line) {
	if l.Kind == Blank || l.Kind == Comment {
		return
	}
	p.checkSplit(l)
	p.checkCaptures(l)
	switch l.Kind {
	case Sent:
		if st := p.current(l, Sent); st != nil {
			st.Send = append(st.Send, l)
		} else {
			p.add(Step{Pos: l.Pos, Conn: l.Conn, Send: []*Line{l}})
		}
	case Expected:
		p.add(Step{Pos: l.Pos, Conn: l.Conn, Want: l})
	case RuleLine:
		r := BlockRule{Line: l}
		if st := p.current(l, RuleLine, PropLine); st != nil && st.Block != nil {
			st.Block.Rules = append(st.Block.Rules, r)
		} else {
			p.add(Step{Pos: l.Pos, Conn: l.Conn, Block: &Block{Pos: l.Pos, Conn: l.Conn, Rules: []BlockRule{r}}})
		}
	case PropLine:
		p.property(l)
	case Event:
		p.event(l)
	}
	p.last = l
}

// property takes a property: it belongs to the rule right above.
func (p *programmer) property(l *Line) {
	st := p.current(l, RuleLine, PropLine)
	if st == nil || st.Block == nil {
		if p.last == nil || p.last.Kind != PropLine || p.last.Conn != l.Conn { // once a run
			p.fail(l, l.Prop.String()+" belongs to no rule", "a property stands right below a rule of its connection, such as ="+l.Conn+" pass 2xx")
		}
		return
	}
	r := &st.Block.Rules[len(st.Block.Rules)-1]
	r.Props = append(r.Props, l)
	p.checkProperty(r.Line.Rule, l)
}

// event takes an event; repeat and end open and close a list of steps.
func (p *programmer) event(l *Line) {
	switch l.Do.Op {
	case OpRepeat:
		p.checkRepeat(l)
		p.repeats = append(p.repeats, l)
		p.stack = append(p.stack, nil)
	case OpEnd:
		if len(p.repeats) == 0 {
			p.fail(l, "end closes no repeat", "remove it, or write * repeat N above the lines it closes")
			return
		}
		p.close(l)
	case OpSplit:
		if p.split != nil {
			p.fail(l, "this is the second split of the section, after that of "+p.split.Pos.String(), "a section has one write that is cut; put the other into a section of its own")
		} else {
			p.split = l
		}
		p.add(Step{Pos: l.Pos, Conn: l.Conn, Do: l.Do})
	default:
		p.add(Step{Pos: l.Pos, Conn: l.Conn, Do: l.Do})
	}
}

// close ends the innermost repeat.
func (p *programmer) close(end *Line) {
	n := len(p.repeats) - 1
	open, body := p.repeats[n], p.stack[n+1]
	p.repeats, p.stack = p.repeats[:n], p.stack[:n+1]
	if len(body) == 0 {
		p.fail(end, "the repeat of "+open.Pos.String()+" holds nothing to repeat", "")
	}
	p.add(Step{Pos: open.Pos, Times: &open.Do.Count, Body: body})
}

// finish checks what is still open after the last line.
func (p *programmer) finish() {
	p.checkSplit(nil)
	for _, l := range p.repeats {
		p.fail(l, "repeat has no end", "write * end below the lines that are repeated")
	}
}
