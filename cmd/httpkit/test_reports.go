package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"httpkit/internal/report"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// reports are all that tell a run: the text on the terminal, and what --report asks
// for. A run, or each round of several, is begin, result for each case, and finish;
// close comes once, and writes what is owed where a run never came to its end.
type reports struct {
	f       *testFlags
	o       *options
	out     io.Writer
	errOut  io.Writer
	outlets []*outlet
	step    *os.File // the page of GitHub's step, nil where there is none

	since    time.Time
	target   string  // as it was given
	opened   *target // nil until it is
	cases    []*suite.Case
	run      *report.Run          // of this round
	told     map[*suite.Case]bool // in this round
	playing  bool                 // between begin and finish
	finished bool                 // one round at least came to its end
	err      error                // the first report that could not be written
}

// openReports reads --report and makes sure that every file can be written, before
// anything is played.
func (f *testFlags) openReports(cmd *cobra.Command, o *options) (*reports, error) {
	r := &reports{f: f, o: o, since: time.Now(), out: cmd.OutOrStdout(), errOut: cmd.ErrOrStderr()}
	var err error
	if r.outlets, err = outlets(f.reports, os.Getenv("GITHUB_ACTIONS") == "true"); err != nil {
		return nil, err
	}
	if f.dryRun {
		if len(f.reports) > 0 {
			return nil, usage("leave one of them out", "--dry-run and --report: nothing is played, so there is nothing to report")
		}
		return &reports{f: f, o: o, finished: true}, nil
	}
	if err := r.openFiles(); err != nil {
		r.drop()
		return nil, err
	}
	return r, nil
}

// tell is what the engine needs where a report shows more than failures.
func (r *reports) tell() func(*wire.Transcript) []string {
	for _, out := range r.outlets {
		if out.kind.Keeps {
			return report.Transcript
		}
	}
	return nil
}

// on takes the cases that are to be played.
func (r *reports) on(cases []*suite.Case) { r.cases = cases }

// begin begins a round. Streams are written under the progress line.
func (r *reports) begin(p *progress, t *target, facts measured, opts *script.Options) {
	r.opened, r.told, r.playing = t, map[*suite.Case]bool{}, true
	r.run = &report.Run{Target: t.name, Jobs: opts.Jobs, Why: facts.why, Offers: facts.offers(), Seed: r.f.runs.order, How: t.started(), Cases: r.cases}
	for _, out := range r.outlets {
		r.start(out, r.run, p)
	}
}

// probed tells what was found out about the target after the first cases.
func (r *reports) probed(facts measured, jobs int) {
	r.run.Jobs, r.run.Why, r.run.Offers = jobs, facts.why, facts.offers()
	for _, out := range r.outlets {
		if out.format != nil {
			out.format.Probed(r.run)
		}
	}
}

// climb tells those formats that show it that the stages of a ladder come next.
func (r *reports) climb(l report.Ladder) { r.climbers(func(c report.Climber) { c.Climb(l) }) }

// climbed tells them how it ended.
func (r *reports) climbed(words, command string) {
	r.climbers(func(c report.Climber) { c.Climbed(words, command) })
}

func (r *reports) climbers(do func(report.Climber)) {
	for _, out := range r.outlets {
		if c, ok := out.format.(report.Climber); ok {
			do(c)
			out.sink.Flush()
		}
	}
}

// start makes a format and begins it. Without a progress line the run never came to
// its first case.
func (r *reports) start(out *outlet, run *report.Run, p *progress) {
	if out.file != "" && out.sink == nil {
		if err := out.open(); err != nil {
			r.fail(err)
			return
		}
	}
	o := report.Options{
		Verbose: r.f.verbose, Quiet: r.f.quiet || p == nil, Strict: r.f.strict, Guard: r.guard(out, p), Place: inWorkspace,
		Again: func(id string) string { return r.again(id) },
	}
	if r.step != nil {
		o.Step = r.step
	}
	stream := r.stream(out)
	if out.sink == nil {
		o.Color = out.kind.Name == "text" && r.o.colored(stream)
		if p != nil {
			stream = p.over(stream)
		}
		out.sink = newStream(stream)
	}
	info, _ := debug.ReadBuildInfo()
	run.Version, run.Started = versionLine(info), time.Now()
	out.format = out.kind.New(out.sink, o)
	out.format.Begin(run)
	out.sink.Flush()
}

// again is the command that plays a case again, as far as the target is known.
func (r *reports) again(id string) string {
	if r.opened == nil {
		return strings.Join([]string{"httpkit", "test", cmp.Or(r.target, "--target "+shellWord(r.f.target)), shellWord(id)}, " ")
	}
	return r.f.again(r.opened, id)
}

func (r *reports) result(res *suite.Result) {
	r.told[res.Case] = true
	for _, out := range r.outlets {
		if out.format != nil {
			out.format.Result(res)
			out.sink.Flush()
		}
	}
}

// finish ends a round: files appear.
func (r *reports) finish(sum *suite.Summary) {
	r.playing, r.finished = false, true
	for _, out := range r.outlets {
		if out.format == nil {
			continue
		}
		out.format.Finish(sum)
		if err := out.sink.commit(); err != nil && (out.file != "" || !errors.Is(err, syscall.EPIPE)) {
			r.fail(out.failed(err))
		}
		out.sink, out.format = nil, nil
	}
}

// close ends it all. A run that ended with err before its reports were written is
// told by them all the same: what was measured, and why the rest was not.
func (r *reports) close(ctx context.Context, err error) error {
	if r.playing || !r.finished {
		r.breakOff(ctx, err)
	}
	r.drop()
	if r.err == nil {
		return err
	}
	status, msg := exitUsage, ""
	if e, ok := errors.AsType[*exitError](err); ok {
		status = max(status, e.status)
	}
	if err != nil && err.Error() != "" {
		msg = err.Error() + "\n"
	}
	return &exitError{status: status, msg: msg + r.err.Error(), err: r.err}
}

// breakOff tells a run that never began, or gave no summary.
func (r *reports) breakOff(ctx context.Context, err error) {
	sum, why := brokenOff(ctx, err)
	name := cmp.Or(r.target, r.f.target, r.f.start.command) // of a server that was not there yet
	run := &report.Run{Target: name, Cases: r.cases}
	for _, out := range r.outlets {
		switch {
		case out.file == "" && out.kind.Name == "text" && (!sum.Interrupted || len(r.cases) == 0 || r.playing):
			out.format = nil // the error says it all there
		case !r.playing:
			r.start(out, run, nil)
		}
	}
	if !r.playing {
		r.told = map[*suite.Case]bool{}
	}
	sum.Target, sum.Started, sum.Took = name, r.f.start.command, time.Since(r.since)
	for _, c := range r.cases {
		if !r.told[c] {
			res := &suite.Result{Case: c, Verdict: suite.VerdictOf(c.Level, suite.TargetLost), Reason: why, Pos: wire.Pos{File: c.File}}
			sum.Results = append(sum.Results, res)
			r.result(res)
		}
	}
	r.finish(sum)
}

// brokenOff is the summary of a run that gave none, and why its cases were not run.
func brokenOff(ctx context.Context, err error) (sum *suite.Summary, why string) {
	sum = &suite.Summary{}
	status := exitUsage
	if e, ok := errors.AsType[*exitError](err); ok {
		status = e.status
	}
	switch {
	case ctx.Err() != nil:
		sum.Interrupted = true
		return sum, "interrupted"
	case err == nil:
		return sum, ""
	case status == exitUnreached:
		sum.Lost = err.Error()
		return sum, "the target could not be reached"
	}
	sum.Refused = err.Error()
	if status == exitUsage {
		sum.Unreadable = 1
	}
	return sum, "the run was refused"
}

// fail keeps the first report that could not be written.
func (r *reports) fail(err error) { r.err = cmp.Or(r.err, err) }

// drop removes what was begun and never finished.
func (r *reports) drop() {
	for _, out := range r.outlets {
		if out.sink != nil {
			out.sink.drop()
			out.sink, out.format = nil, nil
		}
	}
	if r.step != nil {
		r.step.Close()
		r.step = nil
	}
}
