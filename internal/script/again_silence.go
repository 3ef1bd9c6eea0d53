package script

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	// asksFor is how many timeouts the target is given to answer again: a flood may
	// take a slow server longer than the case that sent it.
	asksFor = 6
	// asksLess is how many it is given once it was found to hang.
	asksLess = 2
	// A server that says nothing on purpose is not played twice for ever: these are
	// second plays that met silence, too, the larger one where it had been busy.
	vainMost, vainBusy = 5, 20
	// vainTime bounds them as well.
	vainTime = time.Minute
)

// silence is what a run knows of plays that were not answered.
type silence struct {
	unmet  []*trial      // that are to be looked at again
	burden time.Time     // when the last play ended that may have left the server busy
	begun  bool          // a case was played
	vain   int           // second plays that were not answered either
	lost   time.Duration // in them
	hangs  int
}

// looksAgain takes a case that met silence, where it is to be looked at again: the
// target can be asked whether it is busy, or started anew. In a ladder it can't.
func (s *schedule) looksAgain(p *trial) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &s.silence
	p.others = s.o.Jobs > 1 && q.begun || time.Since(q.burden) < busyFor
	q.begun = true
	if p.run != nil && p.run.burdens {
		q.burden = time.Now()
	}
	k := s.kept
	switch {
	case s.o.ladder || s.o.OnPlay != nil || p.res == nil || s.ended != "" || !unmet(p.run, p.err):
		return false
	case k != nil && (k.dead() || k.when == BeforeEach || k.when == Never && !s.o.Asks):
		return false
	case !s.o.Asks && (k == nil || !k.wasUsed() || !s.worth(p, false)):
		return false
	}
	q.unmet = append(q.unmet, p)
	return true
}

// worth reports whether a case is to be played once more: others may have kept the
// target busy, and it was not shown often enough that it says nothing on purpose.
func (s *schedule) worth(p *trial, late bool) bool {
	q, most := &s.silence, vainMost
	if late {
		most = vainBusy
	}
	return s.o.Repeat <= 1 && q.vain < most && q.lost < vainTime && (p.others || !s.o.Asks)
}

// lookAgain looks at the cases that met silence, with nothing beside them: once the
// target answers a plain request again, those that others may have hindered are
// played once more, and that counts.
func (s *schedule) lookAgain(ctx context.Context, others interface{ Wait() }) {
	take := func() []*trial {
		s.mu.Lock()
		defer s.mu.Unlock()
		all := s.silence.unmet
		s.silence.unmet = nil
		return all
	}
	if all := take(); len(all) > 0 {
		others.Wait()
		all = append(all, take()...)
		slices.SortFunc(all, func(a, b *trial) int { return a.i - b.i })
		s.lookAt(ctx, all)
	}
}

func (s *schedule) lookAt(ctx context.Context, all []*trial) {
	late, hangs := s.hangs(ctx)
	if hangs != nil {
		s.hung(ctx, all, hangs)
		return
	}
	for _, p := range all {
		switch {
		case ctx.Err() != nil:
			s.done(p.i, nil, nil)
			continue
		case s.over() || !s.worth(p, late):
			s.believe(p)
			continue
		case s.kept != nil && (s.kept.dead() || !s.o.Asks) && !s.restart(ctx):
			s.believe(p)
			continue
		}
		now := &trial{i: p.i}
		if now.run, now.res, now.err = s.playCase(ctx, s.cases[p.i], false); now.res == nil {
			s.done(p.i, nil, nil)
			continue
		}
		now.finished = time.Now()
		if unmet(now.run, now.err) {
			s.silence.vain++
			s.silence.lost += now.res.Took
			if _, hangs := s.hangs(ctx); hangs != nil {
				s.hung(ctx, []*trial{now}, hangs)
				continue
			}
		}
		s.believe(now)
	}
}

// hangs waits until the target answers, and gives the words for one that does not.
// Where it may not be asked, it does.
func (s *schedule) hangs(ctx context.Context) (late bool, why error) {
	if !s.o.Asks {
		return false, nil
	}
	within := asksFor * cmp.Or(s.o.Timeout, firstTimeout)
	if s.silence.hangs > 0 {
		within = asksLess * within / asksFor
	}
	late, err := s.ask(ctx, within)
	if !errors.Is(err, errMute) {
		if errors.Is(err, errGone) && s.kept != nil {
			s.kept.fell()
		}
		return late, nil
	}
	return true, fmt.Errorf("GET %s on a new connection was not answered within %s either", s.o.Path, within)
}

// hung is told that the target answers nobody any more. Who did it is found as where
// it had died; where nobody can start it again, the run ends.
func (s *schedule) hung(ctx context.Context, all []*trial, why error) {
	s.silence.hangs++
	if s.kept != nil {
		for _, p := range all {
			p.silent = true
			s.believe(p)
		}
		s.kept.fell()
		s.recover(ctx, "the server hangs: "+why.Error())
		return
	}
	id := all[0].res.Case.ID
	s.kills(id)
	s.lose("the target answers nobody any more", fmt.Sprintf("since %s it answers nobody: %v", id, why))
	for i, p := range all {
		if i > 0 {
			p.res = nil // it came too late, or at the same time: nobody can say
			s.done(p.i, nil, nil)
			continue
		}
		p.err = nil
		p.res.Reason += "\nsince then the target answers nobody: " + why.Error()
		s.accept(p)
	}
}
