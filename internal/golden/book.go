package golden

import (
	"bytes"
	"maps"
	"slices"
	"sync"

	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// Book keeps what came in the place of "<" lines, for several cases and in as many
// plays as there were. The zero value is empty and ready.
type Book struct {
	mu    sync.Mutex
	heard map[string]map[int]*stretch // by the id of the case and the number of the first line
}

// stretch is a run of "<" lines on one connection.
type stretch struct {
	c       *suite.Case
	lines   []*wire.Line
	samples []*sample
}

// sample is what came once.
type sample struct {
	values  string // of the sweeps
	nth     int    // of all values
	bytes   []byte
	methods []string
	env     *wire.Env // as it was before the first line
	known   *wire.Env // the same with what the lines capture, as far as that is known
	spans   []Span
}

// maxSamples bounds the plays of a sweep or a split that are kept of one stretch.
const maxSamples = 4096

// Hear takes down what came, for script.Options.Hear. It gives what masks of the
// lines capture of it, in lines that hold and in those that it can mend.
func (b *Book) Hear(h script.Heard) (map[string][]byte, error) {
	s := &sample{values: h.Values, nth: h.Nth, bytes: h.Bytes, methods: h.Methods, env: &wire.Env{
		Vars: maps.Clone(h.Env.Vars), Unset: h.Env.Unset, File: h.Env.File,
	}}
	if h.Leaves {
		s.bytes = s.bytes[:s.reach(h.Lines)]
	}
	b.add(h.Case, h.Lines, s)
	if len(captured(h.Lines)) == 0 {
		return nil, nil
	}
	alone := &stretch{c: h.Case, lines: h.Lines, samples: []*sample{s.again()}}
	if _, err := alone.rewrite(); err != nil {
		return nil, nil // told when the case is rewritten
	}
	made := map[string][]byte{}
	for _, name := range captured(h.Lines) {
		if v, ok := alone.samples[0].known.Vars[name]; ok {
			made[name] = v
		}
	}
	return made, nil
}

// reach is how far the lines reach where the client does not read on: as far as they
// hold, or as many lines as they are.
func (s *sample) reach(lines []*wire.Line) int {
	env := s.withoutOwn(lines)
	at, holds := 0, true
	for _, l := range lines {
		p, err := wire.Compile(l.Text, env)
		if err != nil {
			holds = false
			break
		}
		m := p.Prefix(s.bytes[at:], true)
		if holds = m.State == wire.Matched; !holds {
			break
		}
		maps.Copy(env.Vars, m.Captures)
		at += m.N
	}
	if holds {
		return at
	}
	at = 0
	for line := range bytes.Lines(s.bytes) {
		if len(lines) == 0 {
			break
		}
		at, lines = at+len(line), lines[1:]
	}
	return at
}

// again is the same sample, of which nothing was made yet.
func (s *sample) again() *sample {
	return &sample{values: s.values, nth: s.nth, bytes: s.bytes, methods: s.methods, env: s.env}
}

// add keeps a sample that is not there yet.
func (b *Book) add(c *suite.Case, lines []*wire.Line, s *sample) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.heard == nil {
		b.heard = map[string]map[int]*stretch{}
	}
	if b.heard[c.ID] == nil {
		b.heard[c.ID] = map[int]*stretch{}
	}
	first := lines[0].Pos.Line
	st := b.heard[c.ID][first]
	if st == nil {
		st = &stretch{c: c, lines: lines}
		b.heard[c.ID][first] = st
	}
	same := func(o *sample) bool {
		if !bytes.Equal(o.bytes, s.bytes) {
			return false
		}
		s.bytes = o.bytes // kept once
		return o.values == s.values && slices.Equal(o.methods, s.methods) &&
			maps.EqualFunc(o.env.Vars, s.env.Vars, bytes.Equal)
	}
	if len(st.samples) < maxSamples && !slices.ContainsFunc(st.samples, same) {
		st.samples = append(st.samples, s)
	}
}

// of are the stretches of a case, in the order of the file.
func (b *Book) of(c *suite.Case) []*stretch {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []*stretch
	for _, first := range slices.Sorted(maps.Keys(b.heard[c.ID])) {
		st := &stretch{c: c, lines: b.heard[c.ID][first].lines}
		for _, s := range b.heard[c.ID][first].samples {
			st.samples = append(st.samples, s.again())
		}
		slices.SortStableFunc(st.samples, func(a, b *sample) int { return a.nth - b.nth })
		out = append(out, st)
	}
	return out
}

// captured are the names that masks of the lines set.
func captured(lines []*wire.Line) []string {
	var names []string
	for _, l := range lines {
		names = append(names, l.Text.Captures()...)
	}
	return names
}
