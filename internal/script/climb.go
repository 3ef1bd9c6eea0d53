package script

import (
	"context"
	"slices"
	"strings"
	"time"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// Climb plays the stages of a ladder, one play at a time and in their order, each as
// a run of its own: a stage that owns universal rules answers for its own responses
// only. judge is told the result of each that was played, may say more in it, and
// tells whether to go on. Where it does not, the further stages are "not run", with
// the stage as the reason.
//
// A target that answered a stage and can't be reached for the next one, with nobody
// to restart it, is that stage's failure: many a first server ends after its first
// client. Only a target that was there for no stage, or that is gone where judge
// would go on, is lost as in [Run]. Errors are those of Run.
func Climb(ctx context.Context, stages []*suite.Case, o Options, judge func(*suite.Result) (on bool)) (*suite.Summary, error) {
	for _, c := range stages {
		if err := refused(c, o.AllowExec); err != nil {
			return nil, err
		}
	}
	told := o.withDefaults().OnResult
	o.Jobs, o.KeepPassed, o.OnResult, o.ladder = 1, true, nil, true
	l := &ladder{o: o, pacer: &pacer{fixed: o.Timeout, patience: o.withDefaults().Patience}}
	sum := &suite.Summary{Jobs: 1}
	start := time.Now()
	stop := ""    // why no further stage is played
	var err error // the end of ctx
	for _, c := range stages {
		res := &suite.Result{Case: c, Verdict: suite.VerdictOf("", suite.TargetLost), Reason: stop}
		if stop == "" {
			var lost string
			if res, lost, err = l.stage(ctx, c); res == nil {
				return nil, err
			}
			on := judge(res)
			switch {
			case err != nil:
				stop = "interrupted"
			case lost != "" && (on || l.after == ""):
				sum.Lost, sum.LostAfter = lost, l.after
				stop = "the target could not be reached"
				if l.after != "" {
					stop = "the target went away"
				}
			case !on:
				stop = suite.Behind + c.ID
			}
			if res.Plays > 0 {
				l.after = c.ID
			}
		}
		sum.Results = append(sum.Results, res)
		told(res)
	}
	sum.Took, sum.Waits, sum.Restarts = time.Since(start), int(l.pacer.windows.Load()), l.restarts
	return sum, err
}

// ladder is what the runs of the stages share.
type ladder struct {
	o     Options
	pacer *pacer
	after string // the last stage that was answered, or ""

	restarts int // of the target
}

// stage plays one. lost says why the target could not be reached, where it could not.
func (l *ladder) stage(ctx context.Context, c *suite.Case) (res *suite.Result, lost string, err error) {
	e, err := newEngine([]*suite.Case{c}, l.o)
	if err != nil {
		return nil, "", err
	}
	defer e.stage.remove()
	e.pacer = l.pacer
	sum, err := e.run(ctx, []*suite.Case{c})
	l.o.Target, l.restarts = e.o.Target, l.restarts+sum.Restarts
	res = sum.Results[0]
	switch {
	case sum.Busy && l.after != "":
		res.Verdict, res.Reason = suite.VerdictOf(c.Level, suite.NoneHeld), busy(sum.Lost)
	case sum.Lost != "" && l.after != "":
		why, _, _ := strings.Cut(sum.Lost, "\n")
		res.Verdict = suite.VerdictOf(c.Level, suite.NoneHeld)
		res.Reason = "nobody listens any more: the server has ended, or died, since it gave its last answer (" + why + ")"
	case res.Unreached && l.after != "":
		res.Verdict, res.Reason = suite.VerdictOf(c.Level, suite.NoneHeld), busy(res.Reason)
	case res.Verdict == suite.Crash && answered(res):
		res.Reason += "\nit had answered before: serve one client after the other, in a loop"
	case Unanswered(res) && exact(c, res.Pos):
		res.Reason = nothingCame(res.Transcript)
	}
	res.Reason = ownWords(c, res.Reason)
	return res, sum.Lost, err
}

// busy says of a server that is there, and takes no connection, what it may be about.
func busy(why string) string {
	why, _, _ = strings.Cut(why, "\n")
	return "the server takes no more connections: it still works on a client before (" + why + ")"
}

// ownWords takes off a reason what goes without saying of a stage: the names of the
// rules that it answers for, and that they were broken in its own responses.
func ownWords(c *suite.Case, reason string) string {
	lines := strings.Split(reason, "\n")
	for i := range lines {
		for _, rule := range c.Owns {
			if why, ok := strings.CutPrefix(lines[i], rule+": "); ok {
				lines[i], _, _ = strings.Cut(why, "; seen in "+c.ID)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// exact reports whether the line at pos is one of exact bytes. What it says where
// nothing came is about the line, and not about what happened.
func exact(c *suite.Case, pos wire.Pos) bool {
	for _, s := range c.Sections {
		for _, l := range s.Lines {
			if l.Pos == pos {
				return l.Kind == wire.Expected
			}
		}
	}
	return false
}

// Unanswered reports whether a case failed where the server said nothing: not a byte
// came on the last connection of the play.
func Unanswered(r *suite.Result) bool {
	if r.Verdict != suite.Fail || r.Transcript == nil {
		return false
	}
	return len(lastConn(r.Transcript)) > 0 && !answered(r)
}

// answered reports whether anything came on the last connection of the play.
func answered(r *suite.Result) bool {
	return r.Transcript != nil && slices.ContainsFunc(lastConn(r.Transcript), func(rec wire.Record) bool { return rec.Kind == wire.DidReceive })
}

// nothingCame says how a connection went on which no byte came.
func nothingCame(t *wire.Transcript) string {
	for _, rec := range lastConn(t) {
		switch rec.Kind {
		case wire.DidClosed:
			return "no byte came: the connection was closed (FIN)"
		case wire.DidReset:
			return "no byte came: the connection was reset (RST)"
		case wire.DidCloseWrite: // what comes now is an answer to our going
			return "no byte came: the connection stayed open, and nothing was said"
		}
	}
	return "no byte came"
}

// lastConn is what happened on the connection that was opened last.
func lastConn(t *wire.Transcript) []wire.Record {
	last := 0
	for _, rec := range t.Records {
		last = max(last, rec.Nth)
	}
	return slices.DeleteFunc(slices.Clone(t.Records), func(rec wire.Record) bool { return rec.Nth != last })
}
