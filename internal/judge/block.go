package judge

import "httpkit/internal/wire"

// Block judges a run of "=" lines. The first rule that holds decides; an earlier
// one that is still open is awaited only if its verdict would be better: pass and
// skip, then warn, then fail. It is never Open after the timeout, the end of the
// connection, or a full memory.
//
// No byte is consumed unless a rule holds. Calling it on each arrival is meant:
// with a Memory in s, each byte is read once for all calls.
func Block(b *wire.Block, s Seen) Decision {
	if s.Env == nil {
		s.Env = &wire.Env{}
	}
	t := newTape(s)
	tried := make([]try, 0, len(b.Rules))
	awaited, quiet := worst, false
	for i := range b.Rules {
		rule := &b.Rules[i]
		verdict := rule.Line.Rule.Verdict
		r := t.rule(rule)
		if r.err != nil {
			return atFault(r.err)
		}
		tried = append(tried, r)
		switch r.state {
		case Open:
			awaited = min(awaited, rank(verdict))
			quiet = quiet || r.quiet
		case Holds:
			if awaited < rank(verdict) {
				d := open()
				d.WantQuiet = quiet
				return d
			}
			d := t.decided(b, i, tried)
			t.forget()
			return d
		}
	}
	if awaited < worst {
		d := open()
		d.WantQuiet = quiet
		return d
	}
	d := fails(t.got(b))
	d.Misses = misses(tried)
	d.Responses = t.responses(len(t.items))
	return d
}

// worst is beyond the rank of every verdict.
const worst = 3

// rank orders verdicts by what is worth waiting for.
func rank(v wire.Verdict) int {
	switch v {
	case wire.Pass, wire.Skip:
		return 0
	case wire.Warn:
		return 1
	}
	return 2
}

// decided is the decision that the last of the tried rules holds.
func (t *tape) decided(b *wire.Block, i int, tried []try) Decision {
	rule, r := b.Rules[i].Line.Rule, tried[i]
	d := Decision{
		State: Holds, Verdict: rule.Verdict, Reason: rule.Reason, Rule: i, Outcome: r.outcome,
		N: r.n, Answered: r.answered, Captures: r.captures, Last: r.last, Swallow: r.swallow,
		Responses: t.responses(r.items),
	}
	if rule.Verdict != wire.Pass {
		d.Why = t.upTo(&r).got(b)
		d.Misses = misses(tried)
	}
	return d
}

// rule tries the outcomes of one rule. The first that holds stands for it;
// otherwise it is open while one of them is, and its miss is that of the outcome
// that came furthest.
func (t *tape) rule(r *wire.BlockRule) try {
	sum := try{state: Fails, reached: -1}
	for i := range r.Line.Rule.Outcomes {
		one := t.outcome(&r.Line.Rule.Outcomes[i], r)
		one.outcome = i
		if one.err != nil || one.state == Holds {
			return one
		}
		if one.state == Open {
			sum.state = Open
			sum.quiet = sum.quiet || one.quiet
		}
		if one.reached > sum.reached {
			sum.reached, sum.miss = one.reached, one.miss
		}
	}
	return sum
}

// misses collects why the tried rules did not hold.
func misses(tried []try) []string {
	ms := make([]string, len(tried))
	for i, r := range tried {
		if r.state != Holds {
			ms[i] = r.miss
		}
	}
	return ms
}
