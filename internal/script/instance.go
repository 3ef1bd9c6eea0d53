package script

import (
	"maps"
	"strings"

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

// instance is a case with one value of each of its sweeps. Its sections are played
// one after the other.
type instance struct {
	label  string
	sweep  []sweepValue
	env    *wire.Env
	so     outcome  // what the sections so far came to
	cuts   []string // of the section that gave it
	ended  bool     // a section failed or was skipped: none follows
	played int
}

// multiply makes the instances of the case; without a sweep there is one.
func (r *caseRun) multiply() []*instance {
	unset := map[string]bool{}
	for _, n := range r.c.Captures() {
		unset[n] = true
	}
	given := r.eng.o.given()
	out := make([]*instance, r.c.Plays())
	for n := range out {
		in := &instance{
			env: &wire.Env{Vars: maps.Clone(given), Unset: unset, File: r.file},
			so:  outcome{verdict: suite.Pass},
		}
		var words []string
		for i, v := range r.c.Play(n) {
			words = append(words, r.c.Each[i].Label(v))
			in.sweep = append(in.sweep, sweepValue{r.c.Each[i].Name, r.c.Each[i].Values[v]})
		}
		in.label = strings.Join(words, " ")
		out[n] = in
	}
	return out
}

// file gives the bytes of \{file NAME}, from the disk once.
func (r *caseRun) file(name string) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if b, ok := r.files[name]; ok {
		return b, nil
	}
	b, err := r.c.ReadFile(name, r.eng.o.Fixture)
	if err != nil {
		return nil, err
	}
	if r.files == nil {
		r.files = map[string][]byte{}
	}
	r.files[name] = b
	return b, nil
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
// with the captures of those before. The first that fails or skips is the last.
func (r *caseRun) playInstance(i int, programs []program) error {
	in := r.instances[i]
	for _, s := range programs {
		w, err := r.playSection(i, s)
		if err != nil {
			return err
		}
		through := r.eng.o.Through
		if through && w.verdict != suite.Pass && !worse(w.verdict, in.so.verdict) {
			continue
		}
		in.section(w, s.name)
		if in.ended = in.ended && !through; in.ended {
			return nil
		}
	}
	return nil
}

// section takes what a section came to. A warning stays unless something ends the
// play: it says more than that later sections passed.
func (in *instance) section(w *worst, name string) {
	switch w.verdict {
	case suite.Pass:
		in.so.record = joined(in.so.record, w.record, name)
	case suite.Warn:
		if in.so.verdict == suite.Pass {
			in.so, in.cuts = w.outcome, w.labels()
		}
		in.ended = w.ended // what a SHOULD asks did not come, and what follows builds on it
	default:
		in.so, in.cuts, in.ended = w.outcome, w.labels(), true
	}
}

// joined is the transcript of a section behind those before it.
func joined(before, next *wire.Transcript, name string) *wire.Transcript {
	if before == nil {
		return next
	}
	later := next.Start.Sub(before.Start)
	out := &wire.Transcript{Start: before.Start}
	out.Records = append(out.Records, before.Records...)
	out.Records = append(out.Records, wire.Record{At: later, Kind: wire.DidNote, Note: "section " + name})
	for _, rec := range next.Records {
		rec.At += later
		out.Records = append(out.Records, rec)
	}
	return out
}

// playOnce plays the steps when the engine has a place for them.
func (r *caseRun) playOnce(i int, steps []wire.Step, at *cut) (*play, error) {
	if err := r.enter(); err != nil {
		return nil, err
	}
	defer r.leave()
	in := r.instances[i]
	p := r.newPlay(in, place{i, at.place()}, at)
	err := p.run(r.ctx, steps)
	if err == nil {
		r.inspect(p)
	}
	died := r.examine(p, err)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		in.played++
		r.unanswered = r.unanswered || p.unanswered()
		r.burdens = r.burdens || p.burdens()
	}
	if first, ok := r.first[p.verdict]; err == nil && p.verdict != suite.Pass && (!ok || p.place.before(first)) {
		if r.first == nil {
			r.first = map[suite.Word]place{}
		}
		r.first[p.verdict] = p.place
	}
	if err == nil {
		err = died
	}
	return p, err
}

// enter waits for a place, among the plays of the case and then of the run.
func (r *caseRun) enter() error {
	if err := acquire(r.ctx, r.turn); err != nil {
		return err
	}
	if err := acquire(r.ctx, r.eng.slots); err != nil {
		release(r.turn)
		return err
	}
	return nil
}

func (r *caseRun) leave() {
	release(r.eng.slots)
	release(r.turn)
}

func (r *caseRun) newPlay(in *instance, at place, cut *cut) *play {
	env := *in.env
	env.Vars = maps.Clone(in.env.Vars)
	var hear func(Heard) (map[string][]byte, error)
	if r.eng.o.Hear != nil {
		hear = func(h Heard) (map[string][]byte, error) {
			h.Case, h.Values, h.Nth = r.c, in.label, at.instance
			return r.eng.o.Hear(h)
		}
	}
	return &play{
		o:     r.eng.o,
		pacer: r.eng.pacer,
		slow:  r.c.Slow(),
		limit: r.c.Timeout,
		sweep: in.sweep,
		cut:   cut,
		place: at,
		level: suite.VerdictOf(r.c.Level, suite.NoneHeld),
		told:  r.told,
		hear:  hear,
		env:   &env,
		rec:   client.NewRecorder(),
	}
}

// told reports whether a play that stands before at came to w, or to something
// worse, already: that one is shown, so this one need not be.
func (r *caseRun) told(at place, w suite.Word) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for v, first := range r.first {
		if first.before(at) && !worse(w, v) {
			return true
		}
	}
	return false
}
