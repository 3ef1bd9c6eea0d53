package script

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/suite"
)

// recover finds out which case the server has died of, or hangs since, where hangs
// says so. Nothing is in flight.
func (s *schedule) recover(ctx context.Context, hangs string) {
	k := s.kept
	all := k.take()
	if len(all) == 0 {
		return
	}
	why, output := k.Died(ctx)
	k.fell()
	if hangs != "" {
		why = hangs
	}
	d := &death{schedule: s, why: why, output: output, hangs: hangs != ""}
	for _, p := range all {
		if p.tainted() {
			d.again = append(d.again, p)
		} else {
			d.fine = append(d.fine, p)
		}
	}
	slices.Reverse(d.fine) // the last to end before it died is the first to be suspected
	suspects := d.suspects()
	if k.when == Never {
		s.lose(notAgain(hangs != ""), why)
	} else {
		d.find(ctx, suspects)
	}
	if ctx.Err() == nil && s.over() && !d.found && len(suspects) > 0 {
		d.blame(suspects[0], why, output, never(suspects[0], suspects)) // of what was in flight, if anything was
	}
	for _, p := range slices.Concat(d.again, d.fine) {
		if p.tainted() && !p.decided {
			s.done(p.i, nil, nil) // the search was broken off
		} else {
			s.accept(p)
		}
	}
}

// death is the search for the case that a server has died of.
type death struct {
	*schedule
	why    string
	output []string
	hangs  bool     // its process runs on, and answers nobody
	again  []*trial // that may have failed because of it: they are played once more
	fine   []*trial // that ended well before, the youngest first
	found  bool
	last   *trial // that was played since the server was started, and did not kill it
}

// suspects are the cases of which something was played.
func (d *death) suspects() []*trial {
	return slices.DeleteFunc(slices.Concat(d.again, d.fine), func(p *trial) bool { return !p.guilty() })
}

// find plays the suspects once more, one at a time, until the server dies of one
// of them alone. What was in flight is played again in any case.
func (d *death) find(ctx context.Context, suspects []*trial) {
	if len(suspects) == 1 && suspects[0].run.health.plays == 1 {
		d.blame(suspects[0], d.why, d.output, "") // there is nobody else
	}
	for _, p := range d.again {
		if !p.decided && !d.alone(ctx, p) {
			return
		}
	}
	d.outlived(ctx)
	for _, p := range d.fine {
		if d.found {
			break
		}
		before := *p
		if p.decided || !d.alone(ctx, p) {
			return
		}
		if d.outlived(ctx); p.res.Verdict != suite.Crash {
			*p = before // it has been judged already
		}
	}
	if !d.found && len(suspects) > 0 {
		d.blame(suspects[0], d.why, d.output, alibi(suspects[0], suspects)) // of what was in flight, if anything was
	}
}

// alone plays a case once more with nothing beside it, on a server that was just
// started or has survived the last one, as far as could be seen. It gives false
// where the search is over.
func (d *death) alone(ctx context.Context, p *trial) bool {
	var before *trial // the last one, where the server may have died of that as well
	why, output := d.why, d.output
	for range 3 {
		if d.kept.dead() {
			if d.last = nil; !d.restart(ctx) {
				return false
			}
		}
		r, res, err := d.playCase(ctx, d.cases[p.i], true)
		if res == nil {
			return false // the end of ctx
		}
		now := &trial{i: p.i, run: r, res: res, err: err, decided: true}
		_, refused := lostDial(err)
		dead := refused || errors.Is(err, errDied) || d.kept.dead() || now.tainted() && d.kept.lingers(ctx, deathbed)
		var mute error
		if !dead && d.hangs {
			_, mute = d.schedule.hangs(ctx)
		}
		if ctx.Err() != nil {
			return false
		}
		if !dead && mute == nil {
			if *p, d.last = *now, p; before != nil {
				d.blame(before, why, output, "")
			}
			return true
		}
		if why, output = d.kept.Died(ctx); mute != nil {
			why = "the server hangs: " + mute.Error()
		}
		d.kept.fell()
		switch {
		case d.last != nil && r.health.answered.IsZero():
			before = d.last // played on a fresh server, this one will tell
		case now.guilty():
			*p, d.last = *now, nil
			d.blame(p, why, output, "")
			return true
		}
	}
	d.lose("the server dies as soon as it is ready", strings.Join(append([]string{why}, output...), "\n"))
	return false
}

// outlived waits a moment for the server's end after the last case that was played.
func (d *death) outlived(ctx context.Context) {
	if d.last == nil || !d.kept.lingers(ctx, d.pacer.quiet()) {
		return
	}
	why, output := d.kept.Died(ctx)
	d.kept.fell()
	d.blame(d.last, why, output, "")
	d.last = nil
}

// blame makes the result of a case a crash.
func (d *death) blame(p *trial, why string, output []string, doubt string) {
	d.found, p.decided = true, true
	d.kills(p.res.Case.ID)
	old, h := p.res, p.run.health
	res := &suite.Result{
		Case: old.Case, Pos: old.Pos, Plays: max(old.Plays, h.plays), Took: old.Took,
		Verdict: suite.VerdictOf(old.Case.Level, suite.TargetDied), Reason: why, Output: output,
	}
	p.res, p.err = res, nil
	p.run.found = breaches{} // what a dying server says is no breach of its own
	if doubt != "" {
		res.Reason += "\n" + doubt
	}
	if h.last == nil {
		return
	}
	res.Transcript, res.Exchange = h.last.rec.Transcript(), h.last.diff
	d.tell(res)
	if h.last.reason != "" {
		res.Reason += "\n" + h.last.reason
		res.Pos = h.last.pos
	}
	if v := p.run.valueOf(h.last); v != "" && doubt == "" {
		res.Values = []string{v}
	}
	if old.Case.Kills != "" && doubt == "" && h.last.verdict == suite.Pass {
		// It was foretold that the server dies of it, and all that was wanted came.
		res.Verdict, res.Reason, res.Output = suite.VerdictOf(old.Case.Level, suite.AllHeld), "", nil
	}
}

// alibi is what is said of the first suspect where none of them kills the server
// alone.
func alibi(p *trial, all []*trial) string {
	if len(all) == 1 {
		return "played once more, it did not die of this"
	}
	return fmt.Sprintf("so it was while this and %s were played; none of them kills it alone", ids(all, p))
}

// never is what is said where nothing may be played again.
func never(p *trial, all []*trial) string {
	if len(all) == 1 {
		return ""
	}
	return fmt.Sprintf("it may have died of %s as well: that can be told only where it is started again", ids(all, p))
}

func ids(all []*trial, but *trial) string {
	const most = 4
	var names []string
	for _, p := range all {
		if p != but {
			names = append(names, p.res.Case.ID)
		}
	}
	if n := len(names) - most; n > 0 {
		names = append(names[:most], fmt.Sprintf("%d more", n))
	}
	return strings.Join(names, ", ")
}
