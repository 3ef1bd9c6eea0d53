package suite

import (
	"fmt"
	"slices"

	"httpkit/internal/wire"
)

// given are the names every case has, sorted.
var given = []string{"echo", "fields", "host", "path"}

// Sets gives every name the case can use, sorted: the given ones, those of its
// sweeps, and those its masks capture.
func (c *Case) Sets() []string {
	names := slices.Concat(given, c.Captures())
	for _, s := range c.Each {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Captures gives the names that masks of the case may set, sorted: what
// wire.Env.Unset holds before the first of them is set.
func (c *Case) Captures() []string {
	var names []string
	c.texts(func(_ *wire.Section, _ *wire.Line, t *wire.Text) { names = append(names, t.Captures()...) })
	slices.Sort(names)
	return slices.Compact(names)
}

// texts calls f for every text of every transcript.
func (c *Case) texts(f func(*wire.Section, *wire.Line, *wire.Text)) {
	for _, s := range c.Sections {
		for i := range s.Lines {
			l := &s.Lines[i]
			switch {
			case l.Kind == wire.Sent || l.Kind == wire.Expected:
				f(s, l, &l.Text)
			case l.Prop != nil && l.Prop.Pattern != nil:
				f(s, l, l.Prop.Pattern)
			}
		}
	}
}

// checkNames finds names that nobody sets, that are set by two, and captures that
// are sent before a line could have made them. A pattern may use such a capture:
// it then holds. swept are the names that an each: is for: where its values were
// told to be wrong there is no sweep, but who uses the name makes no mistake.
func (c *Case) checkNames(swept []string) wire.Errors {
	var errs wire.Errors
	bad := func(pos wire.Pos, msg, hint string) {
		errs = append(errs, &wire.Error{Pos: pos, Msg: msg, Hint: hint})
	}
	sets, captures := c.Sets(), c.Captures()
	refused := slices.DeleteFunc(swept, func(n string) bool { return slices.Contains(sets, n) })
	known := func(pos wire.Pos, name string) bool {
		if slices.Contains(sets, name) {
			return true
		}
		if slices.Contains(refused, name) {
			return false
		}
		hint := `set it with "each: ` + name + `: ..." or with "as ` + name + `" at the end of a mask`
		if near := nearest(name, sets); near != "" {
			hint = "did you mean $" + near + "?"
		}
		bad(pos, fmt.Sprintf("$%s is set by nobody", name), hint)
		return false
	}

	for i, s := range c.Each {
		if slices.Contains(captures, s.Name) {
			bad(s.Pos, fmt.Sprintf("each: a mask captures %s too", s.Name), "choose another name for one of them")
		}
		for _, name := range sweepUses(s) {
			at := slices.IndexFunc(c.Each, func(o Sweep) bool { return o.Name == name })
			if at >= i {
				bad(s.Pos, fmt.Sprintf("each: a value of %s uses $%s", s.Name, name), "a value can use the names of sweeps above its own")
			} else {
				known(s.Pos, name)
			}
		}
	}
	for _, s := range c.Sections {
		made := append(c.madeElsewhere(s), refused...)
		for i := range s.Lines {
			l := &s.Lines[i]
			if l.Do != nil {
				if n := l.Do.Count.Name; n != "" && known(l.Pos, n) && c.early(n, made) {
					bad(l.Pos, fmt.Sprintf("$%s is not known yet: no line above captures it", n), "")
				}
			}
			if l.Prop != nil && l.Prop.Pattern != nil {
				for _, n := range l.Prop.Pattern.Names() {
					known(l.Pos, n)
				}
				made = append(made, l.Prop.Pattern.Captures()...)
			}
			for _, n := range l.Text.Names() {
				if known(l.Pos, n) && l.Kind == wire.Sent && c.early(n, made) {
					bad(l.Pos, fmt.Sprintf("$%s is sent, but no line above captures it", n), "it can be captured by a transcript that is played before, or further up in this one")
				}
			}
			made = append(made, l.Text.Captures()...)
		}
	}
	return errs
}

// early reports whether name stands for captures, not all of which are made.
func (c *Case) early(name string, made []string) bool {
	if slices.Contains(given, name) || slices.Contains(made, name) {
		return false
	}
	for _, s := range c.Each {
		if s.Name == name {
			return slices.ContainsFunc(sweepUses(s), func(n string) bool { return n != name && c.early(n, made) })
		}
	}
	return true
}

// madeElsewhere gives the captures of the other transcripts: which of them comes
// before s is for the script to say.
func (c *Case) madeElsewhere(s *wire.Section) []string {
	var names []string
	c.texts(func(other *wire.Section, _ *wire.Line, t *wire.Text) {
		if other != s {
			names = append(names, t.Captures()...)
		}
	})
	return names
}

// sweepUses gives the names that values of the sweep use.
func sweepUses(s Sweep) []string {
	var names []string
	for _, v := range s.Values {
		names = append(names, v.Names()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
