package script

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// engine is what all cases of a run share.
type engine struct {
	o     *Options
	pacer *pacer
	stage *stage
	slots chan struct{} // a place for each play at once
	found breaches      // of the universal rules
	kept  *kept         // where the target was started for the run
	order map[*suite.Case]int

	hostGiven bool // else the Host field follows the target
}

// Run plays the cases, as many plays at once as o.Jobs says, and gives their
// results in the order of the cases, those that own universal rules at the end.
// Cases with the tag alone, and those that
// kill the target, run when all before them are done, one play at a time and
// nothing beside it.
//
// A target that can no longer be reached ends the run: Summary.Lost says why, and
// the cases that were not played are "not run". So does the end of ctx, which is
// returned as the error; the summary is given all the same. An error without a
// summary is wire.Errors: a script that may not be run, before anything is sent.
func Run(ctx context.Context, cases []*suite.Case, o Options) (*suite.Summary, error) {
	e, err := newEngine(cases, o)
	if err != nil {
		return nil, err
	}
	defer e.stage.remove()
	return e.run(ctx, cases)
}

func newEngine(cases []*suite.Case, o Options) (*engine, error) {
	hostGiven := o.Host != ""
	o = o.withDefaults()
	for _, c := range cases {
		if err := refused(c, o.AllowExec); err != nil {
			return nil, err
		}
	}
	st, err := newStage()
	if err != nil {
		return nil, err
	}
	return &engine{
		o:     &o,
		pacer: &pacer{fixed: o.Timeout, patience: o.Patience},
		stage: st,
		slots: make(chan struct{}, o.Jobs),
		kept:  newKept(&o),

		hostGiven: hostGiven,
	}, nil
}

func (e *engine) run(ctx context.Context, cases []*suite.Case) (*suite.Summary, error) {
	start := time.Now()
	cases = ownersLast(cases)
	e.order = map[*suite.Case]int{}
	owners := len(cases)
	for i, c := range cases {
		e.order[c] = i
		if len(c.Owns) > 0 {
			owners = min(owners, i)
		}
	}
	inner, stop := context.WithCancel(ctx)
	defer stop()
	s := &schedule{engine: e, cases: cases, stop: stop, until: owners,
		sum: &suite.Summary{Results: make([]*suite.Result, len(cases)), Jobs: e.o.Jobs}}
	s.all(inner)
	e.settleOwners(s.sum)
	s.until = len(s.sum.Results)
	s.handOn()
	s.sum.Took, s.sum.Waits = time.Since(start), int(e.pacer.windows.Load())
	if ctx.Err() != nil {
		return s.sum, context.Cause(ctx)
	}
	return s.sum, nil
}

// schedule is one run of the cases.
type schedule struct {
	*engine
	cases []*suite.Case
	stop  func() // ends what is being played

	mu       sync.Mutex
	sum      *suite.Summary
	next     int    // the first case whose result was not handed on
	until    int    // cases from here on are handed on when all are done
	answered string // the id of the last case that was played to its end
	ended    string // why no further case is begun, or ""
	runs     map[int]*runs
	again    []int  // cases that failed and are tried again next
	killer   string // the id of the last case that a kept target died of
	silence  silence
}

// exclusive reports whether nothing may run beside the case.
func exclusive(c *suite.Case) bool { return c.HasTag(suite.TagAlone) || c.Kills != "" }

// all begins one case after the other, as far as there is room.
func (s *schedule) all(ctx context.Context) {
	var wg sync.WaitGroup
	places := make(chan struct{}, s.o.Jobs)
	for i := range s.repeated(s.order()) {
		c := s.cases[i]
		if exclusive(c) {
			wg.Wait()
		}
		if acquire(ctx, places) != nil {
			s.done(i, nil, nil)
			continue
		}
		s.lookAgain(ctx, &wg)
		s.tryAgain(ctx, &wg)
		s.mend(ctx, c, &wg)
		if s.over() {
			release(places)
			s.done(i, nil, nil)
			continue
		}
		wg.Go(func() {
			defer release(places)
			s.play(ctx, i)
		})
		if exclusive(c) {
			wg.Wait()
		}
	}
	wg.Wait()
	s.lookAgain(ctx, &wg)
	s.settle(ctx)
	s.tryAgain(ctx, &wg)
}

// order is the order in which the cases are begun: those that wait by their own
// text first, so that others are played meanwhile. What has to be played with
// nothing beside it stays in its place.
func (s *schedule) order() []int {
	order := make([]int, len(s.cases))
	for i := range order {
		order[i] = i
	}
	if s.o.Jobs == 1 || s.o.InOrder {
		return order
	}
	for from := 0; from < len(order); from++ {
		to := from
		for to < len(order) && !exclusive(s.cases[to]) && len(s.cases[to].Owns) == 0 {
			to++
		}
		slices.SortStableFunc(order[from:to], func(a, b int) int { return cmp.Compare(s.waits(b), s.waits(a)) })
		from = to
	}
	return order
}

// waits is how long a case waits by its own text. A quiet window has no written
// length, but is a wait all the same.
func (s *schedule) waits(i int) time.Duration {
	d := s.cases[i].Waits()
	for _, section := range s.cases[i].Sections {
		for _, l := range section.Lines {
			if l.Do != nil && (l.Do.Op == wire.OpSilent || l.Do.Op == wire.OpOpen || l.Do.Silent) {
				d += minQuiet
			}
		}
	}
	return d
}

func (s *schedule) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended != ""
}

// done takes what came of a run of case i, nil where it was not played to its end.
// Results are handed on in the order of the cases, as soon as those before them are
// there.
func (s *schedule) done(i int, res *suite.Result, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var de *errDial
	switch {
	case errors.As(err, &de) && !de.alive && s.sum.Lost == "":
		s.sum.Lost, s.sum.LostAfter = de.Error(), s.answered
		if d := (*client.DialError)(nil); errors.As(err, &d) {
			s.sum.Busy = d.Kind == client.TimedOut
		}
		s.ended = "the target went away"
		if s.answered == "" {
			s.ended = "the target could not be reached"
		}
		s.stop()
		if de.fresh && res.Plays == 0 {
			res = nil
		}
	case errors.As(err, &de) && res != nil:
		res.Unreached = true
	case res != nil && res.Plays > 0 && err == nil && res.Verdict != suite.Error:
		s.answered = res.Case.ID
	}
	res, last := s.gather(i, res)
	if !last {
		return
	}
	if res == nil {
		res = &suite.Result{Case: s.cases[i], Verdict: suite.VerdictOf("", suite.TargetLost), Reason: "interrupted"}
		if s.ended != "" {
			res.Reason = s.ended
		}
	} else if s.o.FailFast && s.fails(res) && s.ended == "" {
		s.ended = "a case before it failed (--fail-fast)"
	}
	if res.Verdict == suite.Pass && !s.o.KeepPassed {
		res.Transcript = nil
	}
	s.sum.Results[i] = res
	s.handOn()
}

// handOn hands on the results that are due.
func (s *schedule) handOn() {
	for ; s.next < s.until && s.sum.Results[s.next] != nil; s.next++ {
		s.o.OnResult(s.sum.Results[s.next])
	}
}

// ownersLast puts the cases that own universal rules behind all others: their
// verdict is known when every response of the run was looked at.
func ownersLast(cases []*suite.Case) []*suite.Case {
	out := slices.Clone(cases)
	slices.SortStableFunc(out, func(a, b *suite.Case) int {
		return cmp.Compare(min(len(a.Owns), 1), min(len(b.Owns), 1))
	})
	return out
}

// acquire takes a place, a nil places has one for everybody; release gives it back.
func acquire(ctx context.Context, places chan struct{}) error {
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	if places == nil {
		return nil
	}
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func release(places chan struct{}) {
	if places != nil {
		<-places
	}
}
