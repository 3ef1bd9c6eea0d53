package main

import (
	"context"
	"errors"
	"path"
	"strings"

	"httpkit/client"
	"httpkit/internal/report"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	targets "httpkit/internal/target"
)

// A ladder is the cases with a stage. They are played first, one at a time and
// without any probing: a beginner's server may die of a probe, and what it can do is
// what the ladder is there to find out.

// staged parts the stages of ladders from the other cases.
func staged(cases []*suite.Case) (stages, rest []*suite.Case) {
	for _, c := range cases {
		if c.Stage > 0 {
			stages = append(stages, c)
		} else {
			rest = append(rest, c)
		}
	}
	return stages, rest
}

// play plays the cases: ladders first, and what follows them only where no stage is
// open, or with --keep-going. The target is probed between the two.
func (f *testFlags) play(ctx context.Context, cases []*suite.Case, t *target, facts *measured, opts script.Options, text *report.Text) (*suite.Summary, error) {
	stages, rest := staged(cases)
	if len(stages) == 0 {
		return script.Run(ctx, cases, opts)
	}
	l := &climb{f: f, t: t, opts: opts, text: text, again: f.command(t, f.words...)}
	forced, err := f.forced()
	if err != nil {
		return nil, err
	}
	l.opts.Lacks = func(need string) string { return forced[need].Why }
	for need, found := range forced {
		if found.Offered {
			delete(forced, need)
		}
	}
	if _, err := f.jobCount(); err != nil { // now, not when all stages are behind us
		return nil, err
	}
	sum, err := l.climb(ctx, stages)
	if sum == nil || err != nil || len(rest) == 0 || sum.Lost != "" || l.open != nil && !f.keepGoing {
		return sum, err
	}
	if *facts, err = f.ask(ctx, rest, t, &opts); err != nil {
		return sum, err
	}
	text.Begin(t.name, facts.why, facts.offers())
	more, err := script.Run(ctx, rest, opts)
	if more == nil {
		return sum, err
	}
	more.Results = append(sum.Results, more.Results...)
	more.Took += sum.Took
	more.Waits += sum.Waits
	return more, err
}

// climb is a run of ladders.
type climb struct {
	f     *testFlags
	t     *target
	opts  script.Options
	text  *report.Text
	again string // the command that was given

	of    int         // stages there are
	open  *suite.Case // the first that is
	first []byte      // what the target answered to stage 1, nil where that was not played
}

// climb plays the stages of each ladder, to the first stage that is open.
func (l *climb) climb(ctx context.Context, stages []*suite.Case) (*suite.Summary, error) {
	l.of = steps(stages)
	l.text.Climb(report.Ladder{
		Name: path.Dir(stages[0].ID), Of: l.of, Chosen: len(stages),
		Explain: func(c *suite.Case) string { return "httpkit explain " + shellWord(l.f.named(c.ID)) },
		Again:   l.again,
	})
	sum, err := script.Climb(ctx, stages, l.opts, func(r *suite.Result) bool { return l.judge(ctx, r) })
	if sum == nil {
		return nil, err
	}
	l.text.Climbed(l.onward(ctx, sum))
	return sum, err
}

// judge looks at the result of a stage, and tells whether to go on.
func (l *climb) judge(ctx context.Context, r *suite.Result) bool {
	if r.Case.Own && r.Case.Stage == 1 && r.Transcript != nil {
		l.first = received(r.Transcript)
	}
	if script.Unanswered(r) && l.gone(ctx) {
		r.Verdict = suite.VerdictOf(r.Case.Level, suite.TargetDied)
		r.Reason += "\nand now nobody listens any more: the server has died of it, or ended; look at what it printed"
	}
	open := r.Verdict == suite.Fail || r.Verdict == suite.Crash || r.Verdict == suite.Error || r.Verdict == suite.Warn && l.f.strict
	if open && l.open == nil {
		l.open = r.Case
	}
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
	case l.open != nil:
		if name := l.looksLike(ctx); name != "" {
			return `this looks like the tutorial's "` + name + `" server; whether it is that, byte for byte, its own suite says:`,
				l.f.command(l.t, "seeds/"+name)
		}
	case len(l.f.words) == 0 || !sum.Results[0].Case.Own: // what follows follows by itself
	case len(sum.Results) < l.of:
		return "the ladder goes on:", l.f.command(l.t, "tutorial")
	default:
		return "all stages hold; the suites that engineers use come next:", l.f.command(l.t, "http1", "robust")
	}
	return "", ""
}

// steps is how many stages there are in the ladder of these.
func steps(stages []*suite.Case) int {
	n := 0
	all := stages
	if stages[0].Own {
		all, _ = embeddedCases()
	}
	for _, c := range all {
		if c.Stage > 0 && path.Dir(c.ID) == path.Dir(stages[0].ID) {
			n++
		}
	}
	return n
}

// command is a command line that tests the target, with the flags that were given.
func (f *testFlags) command(t *target, words ...string) string {
	line := []string{"httpkit", "test"}
	if t.embedded == nil {
		line = append(line, "--target")
	}
	line = append(line, shellWord(t.name))
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
