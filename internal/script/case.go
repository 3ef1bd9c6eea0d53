package script

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// caseRun is one case being run: its instances (one, or one a sweep value) and
// what became of them.
type caseRun struct {
	eng       *engine
	ctx       context.Context
	c         *suite.Case
	instances []*instance
	talks     int

	mu  sync.Mutex
	err error // the first thing that is no verdict about the target
}

// instance is a case with one value of each of its sweeps.
type instance struct {
	label  string
	sweep  []sweepValue
	env    *wire.Env
	worst  outcome
	played int
}

// outcome is the worst of the plays of an instance.
type outcome struct {
	verdict suite.Word
	reason  string
	pos     wire.Pos
	diff    []suite.DiffLine
	label   string // which cut
	record  *wire.Transcript
}

// runCase runs a case under one RunT and gives its result. A nil error with a
// result of suite.Error is the case's or the kit's fault; an error is the run's end.
func (e *engine) runCase(ctx context.Context, c *suite.Case) (*suite.Result, error) {
	start := time.Now()
	res := &suite.Result{Case: c, Pos: wire.Pos{File: c.File}}
	defer func() { res.Took = time.Since(start) }()
	if why := e.skipReason(c); why != "" {
		res.Verdict, res.Reason = suite.Skip, why
		return res, nil
	}
	r := &caseRun{eng: e, ctx: ctx, c: c, instances: instancesOf(c, e.o)}
	var err error
	var file string
	if file, err = e.stage.script(c, len(c.Foreign()) > 0); err == nil {
		t := &recordT{}
		testscript.RunT(t, r.params(file))
		err = r.conclude(t, file, res)
	}
	if err != nil {
		var de *errDial
		res.Verdict, res.Reason = suite.Error, err.Error()
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case errors.As(err, &de):
			return res, de
		}
	}
	return res, nil
}

// skipReason is why a case is not played at all, or "".
func (e *engine) skipReason(c *suite.Case) string {
	var lacking []string
	for _, need := range c.Needs {
		if why := e.o.Lacks(need); why != "" {
			lacking = append(lacking, need+" ("+why+")")
		}
	}
	switch {
	case len(lacking) > 0:
		return "not offered: " + strings.Join(lacking, ", ")
	case c.Kills != "" && !e.o.CanRestart:
		return "the server would not survive it, and nobody here could restart it: " + c.Kills
	}
	return ""
}

// conclude puts what was judged, and only then what testscript said, into the result.
func (r *caseRun) conclude(t *recordT, file string, res *suite.Result) error {
	if r.err != nil {
		return r.err
	}
	var worst *instance
	passed := false
	for _, in := range r.instances {
		res.Plays += in.played
		if in.played == 0 {
			continue
		}
		passed = passed || in.worst.verdict == suite.Pass
		if worst == nil || worse(in.worst.verdict, worst.worst.verdict) {
			worst = in
		}
	}
	if worst != nil && worst.worst.verdict != suite.Pass {
		o := worst.worst
		res.Verdict, res.Reason, res.Pos, res.Exchange, res.Transcript = o.verdict, o.reason, o.pos, o.diff, o.record
		for _, in := range r.instances {
			if in.worst.verdict == o.verdict && in.label+in.worst.label != "" {
				res.Values = append(res.Values, strings.TrimSpace(in.label+" "+in.worst.label))
			}
		}
		if o.verdict != suite.Warn || !t.failed {
			return nil
		}
	}
	switch {
	case t.failed:
		return errors.New(t.lastWords(file, r.c.File))
	case t.skipped:
		res.Verdict, res.Reason = suite.Skip, t.skipWhy
	case r.talks == 0:
		res.Verdict, res.Reason = suite.Skip, "no talk was played: its conditions do not hold here"
	case worst != nil && worst.worst.verdict == suite.Pass:
		res.Verdict, res.Transcript, res.Exchange = suite.Pass, worst.worst.record, worst.worst.diff
	}
	return nil
}

// talk is the command: it plays every transcript of the file, or those named,
// once for each instance that has not ended yet.
func (r *caseRun) talk(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("! talk is no command: say in the transcript what must not come")
	}
	sections := r.c.Sections
	if len(args) > 0 {
		sections = nil
		for _, name := range args {
			s := r.c.Section(name)
			if s == nil {
				ts.Fatalf("%s has no section %q", r.c.File, name)
			}
			sections = append(sections, s)
		}
	}
	r.talks++
	var wg sync.WaitGroup
	for _, in := range r.instances {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer r.rescue()
			if err := r.playInstance(in, sections); err != nil {
				r.fault(err)
			}
		}()
	}
	wg.Wait()
	if r.failed() != nil {
		ts.Fatalf("%v", r.failed())
	}
	for _, in := range r.instances {
		switch in.worst.verdict {
		case suite.Pass, suite.Warn:
		default:
			ts.Fatalf("%s: %s", in.worst.verdict, in.worst.reason)
		}
	}
}

// rescue turns a panic of ours into an error of this case: the run goes on.
func (r *caseRun) rescue() {
	if v := recover(); v != nil {
		r.fault(fmt.Errorf("httpkit itself failed: %v", v))
	}
}

func (r *caseRun) fault(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}

func (r *caseRun) failed() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}
