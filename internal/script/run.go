package script

import (
	"context"
	"errors"
	"sync"
	"time"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// engine is what all cases of a run share.
type engine struct {
	o     *Options
	pacer *pacer
	stage *stage
	slots chan struct{} // a place for each play at once
}

func (e *engine) acquire(ctx context.Context) error {
	select {
	case e.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (e *engine) release() { <-e.slots }

// Run plays the cases, as many plays at once as o.Jobs says, and gives their
// results in the order of the cases. Cases with the tag alone, and those that
// kill the target, run when all before them are done, nothing beside them.
//
// A target that can no longer be reached ends the run: Summary.Lost says why, and
// the cases that were not played are "not run". So does the end of ctx, which is
// returned as the error; the summary is given all the same.
func Run(ctx context.Context, cases []*suite.Case, o Options) (*suite.Summary, error) {
	o = o.withDefaults()
	for _, c := range cases {
		if err := foreign(c); err != nil && !o.AllowExec {
			return nil, err
		}
	}
	st, err := newStage()
	if err != nil {
		return nil, err
	}
	defer st.remove()
	e := &engine{
		o:     &o,
		pacer: &pacer{fixed: o.Timeout, patience: o.Patience},
		stage: st,
		slots: make(chan struct{}, o.Jobs),
	}
	start := time.Now()
	sum := &suite.Summary{Results: make([]*suite.Result, len(cases)), Jobs: o.Jobs}
	err = e.runAll(ctx, cases, sum)
	sum.Took = time.Since(start)
	return sum, err
}

// foreign refuses a script that uses more than the case language.
func foreign(c *suite.Case) error {
	var es wire.Errors
	for _, f := range c.Foreign() {
		es = append(es, &wire.Error{Pos: f.Pos, Msg: f.Word + " is a command that may change this machine", Hint: "say --allow-exec if you trust the case"})
	}
	return es.Err()
}

// runAll schedules. Results are handed on in the order of the cases, as soon as
// those before them are there.
func (e *engine) runAll(ctx context.Context, cases []*suite.Case, sum *suite.Summary) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		mu       sync.Mutex
		wg       sync.WaitGroup
		next     int
		places   = make(chan struct{}, e.o.Jobs)
		stopWhy  error
		lastDone *suite.Case
	)
	done := func(i int, res *suite.Result, err error) {
		mu.Lock()
		defer mu.Unlock()
		var de *errDial
		if errors.As(err, &de) && sum.Lost == "" {
			sum.Lost = de.Error()
			if lastDone != nil {
				sum.LostAfter = lastDone.ID
			}
			stop(errLost)
		}
		if res == nil {
			res = &suite.Result{Case: cases[i], Verdict: suite.NotRun, Reason: notRunReason(ctx)}
		} else if err == nil {
			lastDone = cases[i]
		}
		sum.Results[i] = res
		if e.o.FailFast && (res.Verdict == suite.Fail || res.Verdict == suite.Crash) {
			stop(errFailFast)
		}
		for next < len(cases) && sum.Results[next] != nil {
			e.o.OnResult(sum.Results[next])
			next++
		}
	}
	for i, c := range cases {
		exclusive := c.HasTag("alone") || c.Kills != ""
		if exclusive {
			wg.Wait()
		}
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			done(i, nil, nil)
			continue
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			res, err := e.runCase(ctx, c)
			done(i, res, err)
			<-places
		}()
		if exclusive {
			wg.Wait()
		}
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, errLost) && !errors.Is(err, errFailFast) {
		stopWhy = err
	}
	return stopWhy
}

var (
	errLost     = errors.New("the target went away")
	errFailFast = errors.New("a case before failed (--fail-fast)")
)

func notRunReason(ctx context.Context) string {
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return err.Error()
	}
	return "interrupted"
}
