package script

import (
	"fmt"
	"maps"
	"strings"
	"sync"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// sweepValue is one value of one sweep. It is filled in when it is sent, so that
// captures made before work in it.
type sweepValue struct {
	name string
	text wire.Text
}

// instancesOf multiplies the sweeps of a case out; a case without one has one instance.
func instancesOf(c *suite.Case, o *Options) []*instance {
	unset := map[string]bool{}
	for _, n := range c.Captures() {
		unset[n] = true
	}
	var out []*instance
	for n := range c.Plays() {
		var words []string
		var sweep []sweepValue
		for i, v := range c.Play(n) {
			words = append(words, c.Each[i].Label(v))
			sweep = append(sweep, sweepValue{c.Each[i].Name, c.Each[i].Values[v]})
		}
		out = append(out, &instance{
			label: strings.Join(words, " "),
			sweep: sweep,
			env: &wire.Env{
				Vars:  o.given(),
				Unset: unset,
				File:  func(name string) ([]byte, error) { return c.ReadFile(name, o.Fixture) },
			},
			worst: outcome{verdict: suite.Pass},
		})
	}
	return out
}

// fillSweep sets the names of the sweeps, those whose own names are set by now.
func (p *play) fillSweep() {
	for _, v := range p.sweep {
		if b, err := v.text.Bytes(p.env); err == nil {
			p.env.Vars[v.name] = b
		}
	}
}

// playInstance plays sections one after the other, each on fresh connections,
// with the captures of those before.
func (r *caseRun) playInstance(in *instance, sections []*wire.Section) error {
	for _, s := range sections {
		steps, err := s.Program()
		if err != nil {
			return err
		}
		if err := r.playSection(in, steps); err != nil {
			return err
		}
		if v := in.worst.verdict; v != suite.Pass && v != suite.Warn {
			return nil
		}
	}
	return nil
}

// playSection plays the steps once, or once for each cut where they are split.
func (r *caseRun) playSection(in *instance, steps []wire.Step) error {
	do := splitOf(steps)
	if do == nil && !r.eng.o.SplitAll {
		return r.playOnce(in, steps, nil)
	}
	if do != nil && !do.All {
		n, err := do.Count.Value(in.env)
		if err != nil {
			return err
		}
		return r.playOnce(in, steps, &cut{write: -1, at: n, silent: do.Silent})
	}
	if do != nil {
		return r.playCuts(in, steps, -1, do.Silent)
	}
	// --split all: every write of the section, one after the other.
	for w := range writesIn(steps) {
		if err := r.playCuts(in, steps, w, false); err != nil {
			return err
		}
	}
	return nil
}

// maxCuts is how many cuts of one write are played from each of its ends; those
// in the middle of a large body say nothing new.
const maxCuts = 2048

// playCuts plays the steps for each cut of one write. The first play tells how
// long the write is; the others are scheduled like plays of other cases.
func (r *caseRun) playCuts(in *instance, steps []wire.Step, write int, silent bool) error {
	first := &cut{write: write, at: 1, silent: silent}
	if err := r.playOnce(in, steps, first); err != nil {
		return err
	}
	var wg sync.WaitGroup
	for at := 2; at < first.size; at++ {
		if at > maxCuts && at < first.size-maxCuts {
			continue
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer r.rescue()
			if err := r.playOnce(in, steps, &cut{write: write, at: at, silent: silent}); err != nil {
				r.fault(err)
			}
		}()
	}
	wg.Wait()
	return r.failed()
}

// playOnce plays the steps when the engine has a place for them.
func (r *caseRun) playOnce(in *instance, steps []wire.Step, at *cut) error {
	if err := r.eng.acquire(r.ctx); err != nil {
		return err
	}
	defer r.eng.release()
	r.mu.Lock()
	env := *in.env
	env.Vars = maps.Clone(in.env.Vars)
	r.mu.Unlock()
	p := r.newPlay(&env, in.sweep, at)
	err := p.run(r.ctx, steps)
	r.mu.Lock()
	defer r.mu.Unlock()
	in.played++
	if err != nil {
		return err
	}
	if at == nil || at.at <= 1 || in.played == 1 {
		in.env.Vars = p.env.Vars // the captures, for the sections to come
	}
	if in.played == 1 || worse(p.verdict, in.worst.verdict) {
		in.worst = outcome{p.verdict, p.reason, p.pos, p.diff, "", p.rec.Transcript()}
		if at != nil && p.verdict != suite.Pass {
			in.worst.label = fmt.Sprintf("cut after %d of %d bytes", at.at, at.size)
		}
	}
	return nil
}

func (r *caseRun) newPlay(env *wire.Env, sweep []sweepValue, at *cut) *play {
	return &play{
		o:     r.eng.o,
		pacer: r.eng.pacer,
		slow:  r.c.Slow(),
		limit: r.c.Timeout,
		sweep: sweep,
		cut:   at,
		level: func() suite.Word { return suite.VerdictOf(r.c.Level, suite.NoneHeld) },
		env:   env,
		rec:   client.NewRecorder(),
	}
}

// worse reports whether a is a worse verdict than b.
func worse(a, b suite.Word) bool { return a != b && suite.Worst(a, b) == a }

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
