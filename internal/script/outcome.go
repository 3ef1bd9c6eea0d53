package script

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// outcome is what a play came to.
type outcome struct {
	verdict suite.Word
	reason  string
	pos     wire.Pos
	diff    []suite.DiffLine
	record  *wire.Transcript
	cut     string // which cut gave it, "" without one
	at      int    // the place of that cut
	ended   bool   // the play stopped at it: later sections are not played
}

// worst is the worst of several outcomes. Of equal ones it keeps the one that
// stands first, and names the cuts of all.
type worst struct {
	outcome
	any  bool
	cuts []outcome // with that verdict; only cut and at are of interest
}

func (w *worst) add(o outcome) {
	switch {
	case !w.any || worse(o.verdict, w.verdict):
		*w = worst{outcome: o, any: true}
	case o.verdict != w.verdict:
		w.ended = w.ended || o.ended
		return
	case o.at < w.at:
		o.ended = o.ended || w.ended
		w.outcome = o
	default:
		w.ended = w.ended || o.ended
	}
	w.cuts = append(w.cuts, outcome{cut: o.cut, at: o.at})
}

// labels are the cuts that gave the verdict, in their order.
func (w *worst) labels() []string {
	slices.SortStableFunc(w.cuts, func(a, b outcome) int { return a.at - b.at })
	var out []string
	for _, o := range w.cuts {
		if o.cut != "" {
			out = append(out, o.cut)
		}
	}
	return out
}

// worse reports whether a is a worse verdict than b.
func worse(a, b suite.Word) bool { return a != b && suite.Worst(a, b) == a }

// conclude puts what was judged, and only then what testscript said, into the
// result. file is how messages name the script.
func (r *caseRun) conclude(t *recordT, file func(string) string, res *suite.Result) error {
	for _, in := range r.instances {
		res.Plays += in.played
	}
	if r.err != nil {
		return r.err
	}
	var bad *instance
	for _, in := range r.instances {
		if in.played > 0 && (bad == nil || worse(in.so.verdict, bad.so.verdict)) {
			bad = in
		}
	}
	stopped := t.failed && !r.over() // by a command other than talk
	switch {
	case stopped:
		return errors.New(r.named(file(t.lastWords())))
	case bad != nil && bad.so.verdict != suite.Pass:
		r.blame(bad, res)
	case t.skipped:
		res.Verdict, res.Reason = suite.VerdictOf(r.c.Level, suite.RuleSkip), t.skipWhy
		if res.Reason == "" {
			res.Reason = "the script says so"
		}
	case r.talks == 0:
		res.Verdict, res.Reason = suite.VerdictOf(r.c.Level, suite.RuleSkip), "no talk was played: its conditions do not hold here"
	case bad != nil:
		res.Verdict, res.Transcript = suite.VerdictOf(r.c.Level, suite.AllHeld), bad.so.record
	default:
		return errors.New("nothing was played")
	}
	return nil
}

// named puts the command before what testscript says of it, which is little.
func (r *caseRun) named(msg string) string {
	at, rest := placeOf(errors.New(msg), wire.Pos{File: r.c.File})
	for _, cmd := range r.c.Commands {
		if cmd.Pos.Line == at.Line && at.Line > 0 {
			return at.String() + ": " + strings.Join(append([]string{cmd.Word}, cmd.Args...), " ") + ": " + rest
		}
	}
	return msg
}

// blame puts the outcome of an instance into the result, with the names of all
// plays that came to the same.
func (r *caseRun) blame(bad *instance, res *suite.Result) {
	o := bad.so
	res.Verdict, res.Reason, res.Pos, res.Exchange, res.Transcript = o.verdict, o.reason, o.pos, o.diff, o.record
	for _, in := range r.instances {
		if in.played == 0 || in.so.verdict != o.verdict {
			continue
		}
		for _, cut := range in.cuts {
			res.Values = append(res.Values, strings.TrimSpace(in.label+" "+cut))
		}
		if len(in.cuts) == 0 && in.label != "" {
			res.Values = append(res.Values, in.label)
		}
	}
}

// atLine is how testscript and package wire begin a message.
var atLine = regexp.MustCompile(`^([^\n]*?):([0-9]+): `)

// placeOf takes the place off a message that begins with one: file:line, which
// results keep apart.
func placeOf(err error, at wire.Pos) (wire.Pos, string) {
	if de := (*client.DialError)(nil); errors.As(err, &de) {
		return at, de.Error()
	}
	msg := err.Error()
	m := atLine.FindStringSubmatch(msg)
	if m == nil || m[1] != at.File {
		return at, msg
	}
	at.Line, _ = strconv.Atoi(m[2])
	return at, msg[len(m[0]):]
}
