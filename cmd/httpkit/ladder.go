package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"httpkit/client"
	"httpkit/internal/report"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	targets "httpkit/internal/target"
	"httpkit/testscripts"
)

// A ladder is the cases with a stage. They are played first, one at a time and
// without any probing: a beginner's server may die of a probe, and what it can do is
// what the ladder is there to find out.

// play plays the cases: ladders first, and what follows them only where no stage is
// open, or with --keep-going. The target is probed between the two.
func (f *testFlags) play(ctx context.Context, cases []*suite.Case, t *target, facts *measured, opts script.Options) (*suite.Summary, error) {
	stages, rest := suite.Staged(cases)
	if len(stages) == 0 {
		return script.Run(ctx, cases, opts)
	}
	forced, err := f.forced()
	if err != nil {
		return nil, err
	}
	if _, err := f.jobCount(); err != nil { // now, not when all stages are behind us
		return nil, err
	}
	var sum *suite.Summary
	for _, ladder := range ladders(stages) {
		l := &climb{f: f, t: t, opts: opts, of: steps(ladder)}
		l.opts.Lacks = func(need string) string {
			if found := forced[need]; !found.Offered {
				return found.Why
			}
			return ""
		}
		one, err := l.climb(ctx, ladder)
		opts.Target = t.now()
		if sum = joined(sum, one); sum == nil || err != nil || sum.Lost != "" || l.open && !f.keepGoing {
			return sum, err
		}
	}
	if len(rest) == 0 {
		return sum, nil
	}
	if *facts, err = f.ask(ctx, rest, t, &opts); err != nil {
		return sum, err
	}
	f.told.probed(*facts, opts.Jobs)
	more, err := script.Run(ctx, rest, opts)
	return joined(sum, more), err
}

// ladders parts the stages by the folder they are in.
func ladders(stages []*suite.Case) [][]*suite.Case {
	var out [][]*suite.Case
	at := map[string]int{}
	for _, c := range stages {
		dir := path.Dir(c.ID)
		i, known := at[dir]
		if !known {
			i = len(out)
			at[dir], out = i, append(out, nil)
		}
		out[i] = append(out[i], c)
	}
	return out
}

// joined is two runs, one after the other, as one.
func joined(before, after *suite.Summary) *suite.Summary {
	if before == nil || after == nil {
		return cmp.Or(before, after)
	}
	sum := *after
	sum.Results = slices.Concat(before.Results, after.Results)
	sum.Noticed = slices.Concat(before.Noticed, after.Noticed)
	sum.Took += before.Took
	sum.Waits += before.Waits
	return &sum
}

// climb is a run of one ladder.
type climb struct {
	f    *testFlags
	t    *target
	opts script.Options
	of   int // stages there are

	open  bool   // one of them is
	first []byte // what the target answered to stage 1, nil where that was not played
}

// climb plays the stages, to the first that is open. One that the baseline lists is not.
func (l *climb) climb(ctx context.Context, stages []*suite.Case) (*suite.Summary, error) {
	l.f.told.climb(report.Ladder{
		Name: path.Dir(stages[0].ID), Of: l.of, Chosen: len(stages),
		Explain: func(c *suite.Case) string { return "httpkit explain " + shellWord(l.f.named(c.ID)) },
		Again:   l.f.command(l.t, l.f.words...),
	})
	sum, err := script.Climb(ctx, stages, l.opts, func(r *suite.Result) bool { return l.judge(ctx, r) })
	if sum == nil {
		return nil, err
	}
	l.f.told.climbed(l.onward(ctx, sum))
	return sum, err
}

// judge looks at the result of a stage, and tells whether to go on.
func (l *climb) judge(ctx context.Context, r *suite.Result) bool {
	l.opts.Target = l.t.now()
	if r.Case.Own && r.Case.Stage == 1 && r.Transcript != nil {
		l.first = received(r.Transcript)
	}
	if script.Unanswered(r) && l.gone(ctx) {
		r.Verdict = suite.VerdictOf(r.Case.Level, suite.TargetDied)
		r.Reason += "\nand now nobody listens any more: the server has died of it, or ended; look at what it printed"
	}
	open := r.Verdict == suite.Fail || r.Verdict == suite.Crash || r.Verdict == suite.Error || r.Verdict == suite.Warn && l.f.strict
	if r.Verdict != suite.Error && (l.f.runs.base.Known(r.Case.ID) || l.f.runs.updateBaseline) {
		open = false // it is known, or will be: a stage that stops a run for ever hides all behind it
	}
	l.open = l.open || open
	return !open || l.f.keepGoing
}

// gone asks the target once more, after a request that it did not answer.
func (l *climb) gone(ctx context.Context) bool {
	_, err := exchanged(ctx, l.opts.Path, l.opts)
	var de *client.DialError
	return errors.As(err, &de) && de.Kind == client.Refused
}

// onward says what there is to say beyond the open stage, and the command for it.
func (l *climb) onward(ctx context.Context, sum *suite.Summary) (words, command string) {
	switch {
	case ctx.Err() != nil || sum.Lost != "":
	case l.open:
		if name := l.looksLike(ctx); name != "" {
			return `this looks like the tutorial's "` + name + `" server; whether it is that, byte for byte, its own suite says:`,
				l.f.command(l.t, "seeds/"+name)
		}
	case len(l.f.words) == 0 || !sum.Results[0].Case.Own: // what follows follows by itself
	case len(sum.Results) < l.of:
		return "the ladder goes on:", l.f.command(l.t, "tutorial")
	case sum.Count(suite.Skip) > 0:
		return "all stages that were played hold; the suites that engineers use come next:", l.f.command(l.t, "http1", "robust")
	default:
		return "all stages hold; the suites that engineers use come next:", l.f.command(l.t, "http1", "robust")
	}
	return "", ""
}

// steps is how many stages there are in the ladder of these: of ours one a file, of a
// user's as many as were chosen.
func steps(stages []*suite.Case) int {
	if !stages[0].Own {
		return len(stages)
	}
	files, err := fs.Glob(testscripts.FS(), path.Dir(stages[0].ID)+"/*"+suite.Ext)
	if err != nil {
		return len(stages) // the pattern is ours and has no mistake
	}
	return len(files)
}

// command is a command line that tests the target, with the flags that were given.
func (f *testFlags) command(t *target, words ...string) string {
	line := []string{"httpkit", "test"}
	switch {
	case t.server != nil:
		line = append(line, f.start.again(f.target)...)
	case t.embedded != nil:
		line = append(line, shellWord(t.name))
	default:
		line = append(line, "--target", shellWord(t.name))
	}
	for _, w := range words {
		line = append(line, shellWord(w))
	}
	return strings.Join(append(line, f.flagsAgain()...), " ")
}

// forced reads --offers and --lacks.
func (f *testFlags) forced() (targets.Forced, error) {
	forced, err := targets.Force(suite.CapabilityNames(), f.offers, f.lacks)
	if unknown, ok := errors.AsType[*targets.UnknownCapability](err); ok {
		return nil, usage(didYouMean(unknown.Name, unknown.Known, ""), "%v", err)
	}
	if err != nil {
		return nil, usage("", "%v", err)
	}
	return forced, nil
}
