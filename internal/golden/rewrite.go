package golden

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// Rewrite gives the text of a case with "<" lines that hold for all that was heard
// of it; data is its file as it is. Lines that still hold stay byte for byte, and
// so does everything that is no "<" line. The error says where what came can't be
// said in exact lines and masks, and what to do about it.
func (b *Book) Rewrite(c *suite.Case, data []byte) ([]byte, error) {
	var errs wire.Errors
	changed := edits{}
	for _, st := range b.of(c) {
		items, err := st.rewrite()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		changed.add(st.lines, items)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	text := changed.apply(data)
	if _, err := suite.Parse(c.ID, c.File, text, false); err != nil {
		return nil, fmt.Errorf("with the new lines the case can't be read any more:\n\t%w", err)
	}
	return text, nil
}

// item is one line of the result: a line that was there, or a new text.
type item struct {
	old     int       // index of the line that stays, or in whose place the text stands; -1: none
	text    wire.Text // where the line does not stay
	stays   bool
	place   place // in the first sample
	elastic bool  // a new mask that may take more or fewer bytes another time
}

// maxRounds is how often captures are followed: a line can use what a new line
// above it captures.
const maxRounds = 3

// rewrite gives the lines that hold for all samples.
func (st *stretch) rewrite() ([]item, *wire.Error) {
	for _, s := range st.samples {
		if len(s.bytes) == 0 {
			return nil, st.refuse(0, "no byte of it came", "the answer that these lines are about is no longer there")
		}
		s.spans = Spans(s.methods, s.bytes)
		s.known = s.withoutOwn(st.lines)
	}
	for round := 1; ; round++ {
		items, err := st.once()
		if err != nil {
			return nil, err
		}
		more, err := st.follow(items)
		if err != nil || !more || round == maxRounds {
			return items, err
		}
	}
}

// refuse is the reason why no lines can be written, at line i.
func (st *stretch) refuse(i int, msg, hint string) *wire.Error {
	return &wire.Error{Pos: st.lines[min(max(i, 0), len(st.lines)-1)].Pos, Msg: msg, Hint: hint}
}

// withoutOwn is the sample's environment where nothing of the lines is captured.
func (s *sample) withoutOwn(lines []*wire.Line) *wire.Env {
	env := &wire.Env{Vars: maps.Clone(s.env.Vars), Unset: maps.Clone(s.env.Unset), File: s.env.File}
	if env.Vars == nil {
		env.Vars = map[string][]byte{}
	}
	if env.Unset == nil {
		env.Unset = map[string]bool{}
	}
	for _, name := range captured(lines) {
		delete(env.Vars, name)
		env.Unset[name] = true
	}
	return env
}

// once gives the lines by what is known of captures so far.
func (st *stretch) once() ([]item, *wire.Error) {
	skip := make([]bool, len(st.lines))
	places := make([][]place, len(st.samples))
	for k, s := range st.samples {
		places[k] = align(st.lines, skip, s)
		for i, p := range places[k] {
			skip[i] = skip[i] || p == nowhere
		}
	}
	gaps := st.gaps(skip, places)
	for _, g := range gaps {
		if err := g.columns(); err != nil {
			return nil, err
		}
	}
	st.moved(gaps, skip)
	var items []item
	for _, g := range gaps {
		more, err := g.items()
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
		if i := g.next; i < len(st.lines) {
			items = append(items, item{old: i, stays: true, text: st.lines[i].Text, place: places[0][i]})
		}
	}
	return st.lengths(items), nil
}

// gaps are what came before, between and behind the lines that stay.
func (st *stretch) gaps(dropped []bool, places [][]place) []*gap {
	var out []*gap
	prev, ends := -1, make([]int, len(st.samples))
	for i := 0; i <= len(st.lines); i++ {
		if i < len(st.lines) && dropped[i] {
			continue
		}
		g := &gap{st: st, prev: prev, next: i}
		for k, s := range st.samples {
			to := len(s.bytes)
			if i < len(st.lines) {
				to = places[k][i].from
			}
			g.at = append(g.at, place{ends[k], to})
			if i < len(st.lines) {
				ends[k] = places[k][i].to
			}
		}
		out = append(out, g)
		prev = i
	}
	return out
}

// follow plays the items against each sample, as the engine would, and takes what
// they capture. It reports whether that is more than was known.
func (st *stretch) follow(items []item) (more bool, err *wire.Error) {
	for _, s := range st.samples {
		env := s.withoutOwn(st.lines)
		rest := s.bytes
		for _, it := range items {
			p, bad := wire.Compile(it.text, env)
			if bad != nil {
				return false, st.refuse(it.old, bad.Error(), "")
			}
			m := p.Prefix(rest, true)
			if m.State != wire.Matched {
				return false, st.refuse(it.old, fmt.Sprintf("no line could be found that holds each time: %s did not", it.text), rulesHint)
			}
			rest = rest[m.N:]
			maps.Copy(env.Vars, m.Captures)
		}
		if len(rest) > 0 {
			return false, st.refuse(len(st.lines)-1, fmt.Sprintf("no lines could be found that hold each time: %s were left over", countBytes(len(rest))), rulesHint)
		}
		more = more || !maps.EqualFunc(s.known.Vars, env.Vars, bytes.Equal)
		s.known.Vars = env.Vars
	}
	return more, nil
}

const rulesHint = "say what always holds in rules (= pass 200, =   field NAME ...), or put a mask there"

func countBytes(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// quote gives bytes for a message, escaped and shortened.
func quote(b []byte) string {
	const most = 48
	if len(b) == 0 {
		return "nothing"
	}
	if len(b) > most {
		return `"` + wire.QuoteBytes(b[:most]) + `"...`
	}
	return `"` + wire.QuoteBytes(b) + `"`
}

// differ gives two samples whose values differ, the second after the first, or
// false where all are the same.
func differ(vals [][]byte) (int, int, bool) {
	i := slices.IndexFunc(vals, func(v []byte) bool { return !bytes.Equal(v, vals[0]) })
	return 0, i, i > 0
}
