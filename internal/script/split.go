package script

import (
	"fmt"
	"sync"

	"httpkit/internal/wire"
)

// cut says where a write is cut in two. The play that has it tells in size how
// long the write was, so that the next cut can be chosen.
type cut struct {
	write  int  // which write of the section, from 0; -1: the one after "* split"
	at     int  // bytes in the first part
	silent bool // a byte before the second part is a mismatch
	must   bool // at was written in the case: a write that is shorter is a mistake
	size   int
}

// place orders the cuts of a section.
func (c *cut) place() int {
	if c == nil {
		return 0
	}
	return max(c.write, 0)<<32 + c.at
}

// label names the cut in a result.
func (c *cut) label() string {
	switch {
	case c == nil || c.size == 0:
		return ""
	case c.at <= 0 || c.at >= c.size:
		return "in one write of " + countBytes(c.size)
	case c.write > 0:
		return fmt.Sprintf("write %d cut after %d of %d bytes", c.write+1, c.at, c.size)
	}
	return fmt.Sprintf("cut after %d of %d bytes", c.at, c.size)
}

// span is which cuts of one write are played: so many from each of its ends. Those in
// the middle of a large body say nothing new.
type span struct{ head, tail int }

var (
	caseCuts = span{2048, 2048} // of "* split all": the case is about it
	anyCuts  = span{256, 64}    // of --split all, which does it to every write of all cases
)

// sectionRun is a section being played, once or with several cuts.
type sectionRun struct {
	*caseRun
	instance int
	name     string
	steps    []wire.Step
	mu       sync.Mutex
	worst    worst
}

// playSection plays the steps once, or once for each cut where they are split.
// The captures of its first play are those of the instance from then on.
func (r *caseRun) playSection(i int, of program) (*worst, error) {
	steps := of.steps
	s := &sectionRun{caseRun: r, instance: i, name: of.name, steps: steps}
	in := r.instances[i]
	do := splitOf(steps)
	writes := writesIn(steps)
	var first *play
	var err error
	switch {
	case do != nil && !do.All:
		var n int
		if n, err = do.Count.Value(in.env); err == nil {
			first, err = s.once(&cut{write: -1, at: n, silent: do.Silent, must: true})
		}
	case do != nil:
		first, err = s.cuts(-1, do.Silent, caseCuts)
	case !r.eng.o.SplitAll || writes == 0:
		first, err = s.once(nil)
	default: // --split all: every write of the section, one after the other
		for w := range writes {
			var p *play
			if p, err = s.cuts(w, false, anyCuts); err != nil {
				break
			}
			if first == nil {
				first = p
			}
		}
	}
	if err != nil {
		return nil, err
	}
	in.env.Vars = first.env.Vars
	return &s.worst, nil
}

// once is one play of the section.
func (s *sectionRun) once(at *cut) (*play, error) {
	p, err := s.playOnce(s.instance, s.steps, at)
	if err != nil {
		return nil, err
	}
	s.played(p, at)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.worst.add(outcome{p.verdict, p.reason, p.pos, p.diff, p.rec.Transcript(), at.label(), at.place(), p.stopped})
	return p, nil
}

// cuts plays the section for each cut of one write. The first play tells how long
// the write is; the others are scheduled like plays of other cases.
func (s *sectionRun) cuts(write int, silent bool, of span) (*play, error) {
	one := &cut{write: write, at: 1, silent: silent}
	first, err := s.once(one)
	if err != nil {
		return nil, err
	}
	var wg sync.WaitGroup
	for at := 2; at < one.size; at++ {
		if at > of.head && at < one.size-of.tail {
			continue
		}
		if s.faulted() != nil {
			break
		}
		wg.Go(func() {
			defer s.rescue()
			if _, err := s.once(&cut{write: write, at: at, silent: silent}); err != nil {
				s.fault(err)
			}
		})
	}
	wg.Wait()
	return first, s.faulted()
}

// splitOf gives the "* split" of a section, or nil.
func splitOf(steps []wire.Step) *wire.Action {
	for i := range steps {
		if do := steps[i].Do; do != nil && do.Op == wire.OpSplit {
			return do
		}
		if do := splitOf(steps[i].Body); do != nil {
			return do
		}
	}
	return nil
}

// writesIn counts the writes of a section; those of a repeat count once.
func writesIn(steps []wire.Step) int {
	n := 0
	for i := range steps {
		if steps[i].Send != nil {
			n++
		}
		n += writesIn(steps[i].Body)
	}
	return n
}
