package script

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
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
	turn      chan struct{} // a place for each play of the case at once; nil: as many as the engine has

	mu    sync.Mutex
	err   error                // the first thing that is no verdict about the target
	first map[suite.Word]place // of the first play that came to a verdict which is not pass
	found breaches             // of the universal rules, until its result is believed
	files map[string][]byte    // what \{file} gave: it is asked for with each line

	unanswered bool // a play of it met silence
	burdens    bool // it may have left the target busy

	health vitals // where the target is kept
	solo   bool   // it is played to see whether the target dies of it
	vigils int    // how often the end of the target was waited for
}

// place is where a play stands in the order of a case: the instance, then the cut.
type place struct{ instance, cut int }

func (a place) before(b place) bool {
	return a.instance < b.instance || a.instance == b.instance && a.cut < b.cut
}

// playCase runs a case under one RunT, one play at a time where it is played solo,
// and gives its result. A result of suite.Error is the case's or the kit's fault, or
// a target that could not be reached; that is an *errDial beside it. An error alone
// is the end of ctx. The case as it was run comes too, nil where nothing of it was
// to be played.
func (e *engine) playCase(ctx context.Context, c *suite.Case, solo bool) (r *caseRun, res *suite.Result, err error) {
	start := time.Now()
	res = &suite.Result{Case: c, Pos: wire.Pos{File: c.File}}
	defer func() {
		if v := recover(); v != nil {
			res.Verdict, res.Reason, err = suite.VerdictOf(c.Level, suite.KitFault), panicWords(v), nil
		}
		if res != nil {
			res.Took = time.Since(start)
		}
	}()
	if why := e.skipReason(c); why != "" {
		res.Verdict, res.Reason = suite.VerdictOf(c.Level, suite.NotOffered), why
		return nil, res, nil
	}
	r = e.newCase(ctx, c)
	if solo {
		r.solo, r.turn = true, make(chan struct{}, 1)
	}
	file, err := e.stage.script(c, len(c.Foreign()) > 0)
	if err == nil {
		t := &recordT{}
		testscript.RunT(t, r.params(file))
		err = r.conclude(t, e.stage.shown(file, c.File), res)
		os.Remove(file) // a case may be run a hundred thousand times
	}
	if err == nil {
		e.tell(res)
		return r, res, nil
	}
	if ctx.Err() != nil {
		return r, nil, context.Cause(ctx)
	}
	res.Verdict = suite.VerdictOf(c.Level, suite.KitFault)
	res.Pos, res.Reason = placeOf(err, res.Pos)
	if de := (*errDial)(nil); errors.As(err, &de) {
		return r, res, de
	}
	if errors.Is(err, errDied) {
		return r, res, err
	}
	return r, res, nil
}

// tell puts the transcript of a result into words, where the run was asked for them.
func (e *engine) tell(res *suite.Result) {
	if e.o.Tell != nil && res.Transcript != nil {
		res.Told = e.o.Tell(res.Transcript)
	}
}

func (e *engine) newCase(ctx context.Context, c *suite.Case) *caseRun {
	r := &caseRun{eng: e, ctx: ctx, c: c}
	if exclusive(c) {
		r.turn = make(chan struct{}, 1)
	}
	r.instances = r.multiply()
	return r
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
	case !e.o.Target.CanReset() && aborts(c):
		return "it resets a connection, and a unix socket knows no RST"
	}
	return ""
}

// aborts reports whether the case sends a RST.
func aborts(c *suite.Case) bool {
	for _, s := range c.Sections {
		for i := range s.Lines {
			if do := s.Lines[i].Do; do != nil && do.Op == wire.OpAbort {
				return true
			}
		}
	}
	return false
}

// rescue turns a panic of ours into an error of this case: the run goes on.
func (r *caseRun) rescue() {
	if v := recover(); v != nil {
		r.fault(errors.New(panicWords(v)))
	}
}

// panicWords says where a panic came from, which is all that helps to find it.
func panicWords(v any) string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		f, more := frames.Next()
		if i := strings.LastIndex(f.Function, "/"); strings.HasPrefix(f.Function, "httpkit/") &&
			!strings.Contains(f.Function, "script.panicWords") && !strings.Contains(f.Function, ").rescue") && !strings.Contains(f.Function, ".func") {
			return fmt.Sprintf("httpkit itself failed in %s, line %d: %v", f.Function[i+1:], f.Line, v)
		}
		if !more {
			return fmt.Sprintf("httpkit itself failed: %v", v)
		}
	}
}

func (r *caseRun) fault(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}

// faulted is what fault was told, or nil.
func (r *caseRun) faulted() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}
