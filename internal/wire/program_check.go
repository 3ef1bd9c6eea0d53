package wire

import (
	"slices"
	"strconv"
	"strings"
)

// given are the names that every case has; no capture can take them.
var given = []string{"echo", "fields", "host", "path"}

// checkCaptures reports a mask that would take a name that is given.
func (p *programmer) checkCaptures(l *Line) {
	parts := l.Text.Parts
	if l.Kind == PropLine && l.Prop.Pattern != nil {
		parts = l.Prop.Pattern.Parts
	}
	eachPart(parts, func(part *Part, _ int) {
		if slices.Contains(given, part.As) {
			p.fail(l, show(part.String())+" captures a name that is given", "the kit sets "+strings.Join(given, ", ")+"; choose another name")
		}
	})
}

// checkSplit reports a split that the line after it, next, gives nothing to cut.
func (p *programmer) checkSplit(next *Line) {
	l := p.last
	if l == nil || l.Kind != Event || l.Do.Op != OpSplit {
		return
	}
	if next == nil || next.Kind != Sent || next.Conn != l.Conn {
		p.fail(l, "split is not followed by what it cuts", "the lines right below it are >"+l.Conn+" lines")
	}
}

// MaxRepeat is how many turns a repeat may have, those of the repeats around it
// counted: a wall against a typo, as each turn is kept until the play ends.
const MaxRepeat = 100_000

// checkRepeat reports a repeat with too many turns, as far as they are written in
// digits. It is called before l joins the open repeats.
func (p *programmer) checkRepeat(l *Line) {
	around := 1
	for _, o := range p.repeats {
		if around *= max(o.Do.Count.N, 1); around > MaxRepeat {
			return // that one was reported
		}
	}
	if n := l.Do.Count.N; n > MaxRepeat/around {
		got := strconv.Itoa(n)
		if around > 1 {
			got = strconv.Itoa(around) + " times " + got
		}
		p.fail(l, "got "+got+" turns, want at most 100,000 in all", "each turn is kept until the play ends")
	}
}

// checkProperty reports a property that could find no response to look at in
// one of the outcomes of its rule.
func (p *programmer) checkProperty(r *Rule, l *Line) {
	for _, o := range r.Outcomes {
		st, total := o.response(l.Prop.Nth)
		switch {
		case len(o.Statuses) == 0:
			p.fail(l, l.Prop.String()+" has no response to look at in the outcome "+o.String(),
				"an outcome that can be met without a response goes into a rule of its own, below the properties of this one")
		case st == nil:
			p.fail(l, l.Prop.String()+" looks at response "+strconv.Itoa(l.Prop.Nth)+", but the outcome "+o.String()+" has "+strconv.Itoa(total),
				"without a number it looks at the last one")
		case st.hasRaw() && l.Prop.Noun != NounContent:
			p.fail(l, l.Prop.String()+" looks at raw in the outcome "+o.String(),
				"raw bytes are no response: they have content only")
		default:
			continue
		}
		return
	}
}

// response gives the set that the nth response of the outcome is in, the last
// one where n is 0, or nil; and the number of responses it names.
func (o Outcome) response(n int) (*Status, int) {
	if n == 0 && len(o.Statuses) > 0 {
		return &o.Statuses[len(o.Statuses)-1], 0
	}
	total := 0
	for i := range o.Statuses {
		st := &o.Statuses[i]
		if total += max(st.Times, 1); n <= total || st.TimesName != "" {
			return st, total // a number from a name may reach to any n
		}
	}
	return nil, total
}

// hasRaw reports whether raw bytes are in the set.
func (s Status) hasRaw() bool {
	for _, c := range s.Codes {
		if c.Raw {
			return true
		}
	}
	return false
}
