package wire

// Unplayable finds the steps that can never be played, or can never hold: what
// stands on a connection that is over whenever it is reached, or waits where nothing
// is read. Only what is certain is reported, and of one dead stretch only the first
// line. A repeat is looked at once: what its first round plays is played.
func Unplayable(steps []Step) Errors {
	d := deadness{conns: map[string]connEnd{}}
	d.walk(steps)
	return d.errs
}

// reach tells what can still happen on a connection.
type reach uint8

const (
	alive     reach = iota
	swallowed       // all bytes to come belong to a line above
	finished        // the server's FIN or RST was seen: no byte can come
	over            // nothing is played any more
)

// connEnd is how far a connection has come to its end.
type connEnd struct {
	reach reach
	by    Pos    // the line that brought it there
	why   string // what that line does
	// The line after which nothing can be sent, and what it does.
	noSend    Pos
	noSendWhy string
	noRead    *Pos // the line from which on nothing is read
	told      bool
}

type deadness struct {
	conns   map[string]connEnd
	stopped *Block // the block after which no play goes on
	told    bool
	errs    Errors
}

func (d *deadness) walk(steps []Step) {
	for i := range steps {
		st := &steps[i]
		switch {
		case d.stopped != nil && !d.told:
			d.told = true
			d.errs = append(d.errs, &Error{st.Pos, "this is never played: each rule of " + d.stopped.Pos.String() + " ends the play",
				"fail and skip are the last word of a play; give the block a rule with pass or warn, or remove what follows"})
		case d.stopped != nil:
		case st.Times != nil:
			d.walk(st.Body)
		case st.Do != nil && st.Do.Op == OpConnect:
			d.conns[st.Do.Name] = connEnd{}
		case st.Do != nil && st.Do.Op == OpPause:
		default:
			c := d.conns[st.Conn]
			if !c.told {
				d.check(st, &c)
			}
			d.after(st, &c)
			d.conns[st.Conn] = c
		}
	}
}

// check reports st where its connection can't play it.
func (d *deadness) check(st *Step, c *connEnd) {
	report := func(msg string, by Pos, why, hint string) {
		c.told = true
		d.errs = append(d.errs, &Error{st.Pos, msg + ": " + by.String() + " " + why, hint})
	}
	switch {
	case c.reach == over:
		report("this is never played", c.by, c.why, "remove it, or write * connect before it for a new connection")
	case c.noSendWhy != "" && st.Send != nil:
		report("this is never sent", c.noSend, c.noSendWhy, "move it above that line, or write * connect before it for a new connection")
	case c.reach != alive && st.needsBytes(c.reach):
		report("this can never hold", c.by, c.why, "remove it, or write * connect before it for a new connection")
	case c.noRead != nil && c.reach != finished && st.needsReading():
		report("nothing is read here", *c.noRead, "stops reading", "write * sip N before it")
	}
}

// needsBytes reports whether st can hold only if the server sends more, or, where
// it has sent FIN, keeps the connection open.
func (st *Step) needsBytes(r reach) bool {
	switch {
	case st.Want != nil:
		return st.Want.Text.End != "" || hasLiteral(st.Want.Text.Parts)
	case st.Do != nil:
		return r == finished && (st.Do.Op == OpOpen || st.Do.Op == OpSilent)
	case st.Block == nil:
		return false
	}
	for _, r := range st.Block.Rules {
		for _, o := range r.Line.Rule.Outcomes {
			if len(o.Statuses) == 0 {
				return false
			}
		}
	}
	return true
}

// needsReading reports whether st can hold only if something is read: bytes, a FIN or
// a RST. What was read before reading stopped counts for nothing, as that is chance.
func (st *Step) needsReading() bool {
	switch {
	case st.Do != nil:
		return st.Do.Op == OpClosed || st.Do.Op == OpReset
	case st.Block == nil:
		return st.needsBytes(alive)
	}
	for _, r := range st.Block.Rules {
		for _, o := range r.Line.Rule.Outcomes {
			if len(o.Statuses) == 0 && (o.Finish == FinishOpen || o.Finish == FinishSilent) {
				return false
			}
		}
	}
	return true
}

func hasLiteral(parts []Part) bool {
	for i := range parts {
		if parts[i].Kind == Literal {
			return true
		}
	}
	return false
}

// after notes what st does to its connection.
func (d *deadness) after(st *Step, c *connEnd) {
	end := func(r reach, why string) {
		if r > c.reach {
			c.reach, c.by, c.why = r, st.Pos, why
		}
	}
	switch {
	case st.Want != nil:
		if t := st.Want.Text; t.End == "" && len(t.Parts) > 0 && t.Parts[len(t.Parts)-1].Kind == MaskRest {
			end(swallowed, "takes all bytes to come")
		}
	case st.Block != nil:
		r, stops := st.Block.leaves()
		if stops {
			d.stopped = st.Block
		} else if r == over {
			end(over, "goes on with no rule but one that ends the connection")
		} else if r == swallowed {
			end(swallowed, "takes all bytes to come as raw")
		}
	case st.Do == nil:
	case st.Do.Op == OpSip:
		if c.noRead = nil; st.Do.Count == (Count{}) {
			c.noRead = &st.Pos
		}
	case st.Do.Op == OpAbort:
		end(over, "aborts the connection")
	case st.Do.Op == OpReset:
		end(finished, "wants the connection reset")
		c.cantSend(st.Pos, "wants the connection reset")
	case st.Do.Op == OpClosed:
		end(finished, "wants the connection closed")
	case st.Do.Op == OpCloseWrite:
		c.cantSend(st.Pos, "ends our side of the connection")
	}
}

func (c *connEnd) cantSend(by Pos, why string) {
	if c.noSendWhy == "" {
		c.noSend, c.noSendWhy = by, why
	}
}

// leaves tells what can happen on the connection after the block: the most that
// one of its outcomes leaves. stops means that no outcome lets the play go on.
func (b *Block) leaves() (best reach, stops bool) {
	best, stops = over, true
	for _, r := range b.Rules {
		if v := r.Line.Rule.Verdict; v != Pass && v != Warn {
			continue // fail and skip end the play
		}
		stops = false
		for _, o := range r.Line.Rule.Outcomes {
			best = min(best, o.leaves())
		}
	}
	return best, stops
}

func (o Outcome) leaves() reach {
	switch n := len(o.Statuses); {
	case o.Finish == FinishClosed || o.Finish == FinishReset || o.Finish == FinishEnded:
		return over
	case n > 0 && o.Statuses[n-1].onlyRaw():
		return swallowed
	}
	return alive
}
