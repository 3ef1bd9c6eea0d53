package wire

// NeverDecide finds the rules that can never decide their block: of those that hold
// the first decides, and one above holds whenever they do. Only what is certain is
// reported: a rule above counts alone, and without properties.
func NeverDecide(steps []Step) Errors {
	var errs Errors
	for i := range steps {
		st := &steps[i]
		errs = append(errs, NeverDecide(st.Body)...)
		if st.Block == nil {
			continue
		}
		rules := st.Block.Rules
		for n := range rules {
			for k := range rules[:n] {
				if rules[k].covers(&rules[n]) {
					errs = append(errs, &Error{rules[n].Line.Pos, "this never decides: " + rules[k].Line.Pos.String() + " holds first",
						"write the narrower rule first"})
					break
				}
			}
		}
	}
	return errs
}

// covers reports whether r holds whenever later does.
func (r *BlockRule) covers(later *BlockRule) bool {
	if len(r.Props) > 0 {
		return false
	}
	for i := range later.Line.Rule.Outcomes {
		one := false
		for k := range r.Line.Rule.Outcomes {
			one = one || covers(r.Line.Rule, k, later.Line.Rule, i)
		}
		if !one {
			return false
		}
	}
	return true
}

// covers reports whether the kth outcome of r holds whenever the ith of later does.
// Without an ending it holds as soon as its responses are there, so later may go on.
func covers(r *Rule, k int, later *Rule, i int) bool {
	o, p := &r.Outcomes[k], &later.Outcomes[i]
	free := o.Finish == NoFinish
	switch {
	case free && len(o.Statuses) > len(p.Statuses):
		return false
	case !free && (len(o.Statuses) != len(p.Statuses) || !o.Finish.covers(p.Finish, r.Verdict, later.Verdict)):
		return false
	}
	for n := range o.Statuses {
		a, b := &o.Statuses[n], &p.Statuses[n]
		times, most := max(a.Times, 1), max(b.Times, 1)
		last := free && n == len(o.Statuses)-1
		sameTimes := a.TimesName == b.TimesName && times == most
		if !sameTimes && !(last && a.TimesName == "" && times <= most) {
			return false
		}
		// Where anything follows, both must take the same interim responses: one
		// that only a takes would leave it a response behind.
		if !a.takesAll(b, !(last && n == 0 && times == 1 && a.TimesName == "")) {
			return false
		}
	}
	return true
}

// covers reports whether an ending f is met whenever g is; v and w are the verdicts of
// their rules. In a rule that passes a quiet window is enough for open and silent.
func (f Finish) covers(g Finish, v, w Verdict) bool {
	switch f {
	case FinishEnded:
		return g == FinishEnded || g == FinishClosed || g == FinishReset
	case FinishOpen, FinishSilent:
		return f == g && (v == Pass || w != Pass)
	}
	return f == g
}

// takesAll reports whether s takes every response that o takes, and, if sameInterim is
// set, no interim one that o passes over.
func (s *Status) takesAll(o *Status, sameInterim bool) bool {
	if o.hasRaw() && !s.hasRaw() {
		return false
	}
	for code := range 1000 {
		a, b := s.takes(code), o.takes(code)
		if b && !a || sameInterim && a != b && interim(code) {
			return false
		}
	}
	return true
}

func (s *Status) takes(code int) bool {
	for _, c := range s.Codes {
		if c.Any && !interim(code) || !c.Any && !c.Raw && c.Lo <= code && code <= c.Hi {
			return true
		}
	}
	return false
}

// interim reports whether a final response follows one with this code.
//
// RFC 9110 section 15.2; a 101 is the last word in HTTP/1.
func interim(code int) bool { return code/100 == 1 && code != 101 }
