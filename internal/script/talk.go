package script

import (
	"fmt"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"httpkit/internal/wire"
)

// talk is the command: it plays every transcript of the file, or those named,
// once for each instance that has not ended yet.
func (r *caseRun) talk(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("! talk is no command: say in the transcript what must not come")
	}
	programs, err := r.programs(args)
	if err != nil {
		ts.Fatalf("%v", err)
	}
	r.talks++
	var wg sync.WaitGroup
	for i, in := range r.instances {
		if in.ended {
			continue
		}
		wg.Go(func() {
			defer r.rescue()
			if err := r.playInstance(i, programs); err != nil {
				r.fault(err)
			}
		})
	}
	wg.Wait()
	if r.err != nil {
		ts.Fatalf("%v", r.err)
	}
	if r.over() {
		ts.Fatalf("the verdict is there: what follows is not played")
	}
}

// program is a transcript, ready to be played.
type program struct {
	name  string
	steps []wire.Step
}

// programs gives the transcripts of those names, without any all of the file's.
func (r *caseRun) programs(names []string) ([]program, error) {
	sections := r.c.Sections
	if len(names) > 0 {
		sections = nil
		for _, name := range names {
			s := r.c.Section(name)
			if s == nil {
				return nil, fmt.Errorf("%s has no section %q", r.c.File, name)
			}
			sections = append(sections, s)
		}
	}
	var out []program
	for _, s := range sections {
		steps, err := s.Program()
		if err != nil {
			return nil, err
		}
		out = append(out, program{s.Name, steps})
	}
	return out, nil
}

// over reports whether no instance is left to be played.
func (r *caseRun) over() bool {
	for _, in := range r.instances {
		if !in.ended {
			return false
		}
	}
	return true
}
