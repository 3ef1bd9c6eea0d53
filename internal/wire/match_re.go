package wire

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"sync"
)

const (
	maxInsts  = 20_000  // of one regular expression
	maxStates = 1_000   // kept at a time
	maxHeld   = 1 << 20 // instructions in them
)

// machine runs a regular expression over bytes and tells every place where a
// match may end, in one pass. Package regexp tells one end only, the one it
// likes best, and can't say whether more bytes could change it; so we take its
// parser and its compiler, and make the states of the automaton as they are met.
type machine struct {
	prog *syntax.Prog

	mu     sync.Mutex // guards what follows, which grows while it is used
	states []*state
	index  map[string]int32
	held   int    // instructions in all states
	seen   []bool // by instruction; of closure
}

// state is the set of instructions that wait for the next byte, and what the
// byte before them was, since ^, $ and \b look at it.
type state struct {
	insts  []uint32
	before rune // -1 at the beginning, or one rune of the same class
	accept bool // a match may end here
	grow   int8 // whether a byte could follow: 0 not yet known, 1 yes, -1 no
	next   [256]int32
}

// Values of state.next beside the index of a state.
const (
	unknown = 0
	dead    = -1
)

// newMachine compiles src, whose bytes stand for themselves: they are read as
// Latin-1, as are those that are matched.
func newMachine(src string) (*machine, error) {
	latin := make([]rune, len(src))
	for i := range len(src) {
		latin[i] = rune(src[i])
	}
	re, err := syntax.Parse(string(latin), syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("re %s: %w", src, err)
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil, fmt.Errorf("re %s: %w", src, err)
	}
	if len(prog.Inst) > maxInsts {
		return nil, fmt.Errorf("re %s: got an expression of %d steps, want %d at most", src, len(prog.Inst), maxInsts)
	}
	m := &machine{prog: prog, seen: make([]bool, len(prog.Inst))}
	m.reset()
	return m, nil
}

// reset forgets all states but the first, number 1 (0 means unknown).
func (m *machine) reset() {
	m.states = append(m.states[:0], nil)
	m.index = map[string]int32{}
	m.held = 0
	m.state([]uint32{uint32(m.prog.Start)}, -1)
}

// state gives the number of a state, and makes it if need be.
func (m *machine) state(insts []uint32, before rune) int32 {
	if len(insts) == 0 {
		return dead
	}
	key := make([]byte, 0, 4*len(insts)+1)
	key = append(key, byte(before))
	for _, pc := range insts {
		key = append(key, byte(pc), byte(pc>>8), byte(pc>>16))
	}
	if n, ok := m.index[string(key)]; ok {
		return n
	}
	s := &state{insts: insts, before: before}
	for _, pc := range m.closure(insts, syntax.EmptyOpContext(before, -1)) {
		s.accept = s.accept || m.prog.Inst[pc].Op == syntax.InstMatch
	}
	m.states = append(m.states, s)
	m.held += len(insts)
	n := int32(len(m.states) - 1)
	m.index[string(key)] = n
	return n
}

// closure follows what takes no byte.
func (m *machine) closure(insts []uint32, at syntax.EmptyOp) []uint32 {
	var out []uint32
	clear(m.seen)
	stack := slices.Clone(insts)
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if m.seen[pc] {
			continue
		}
		m.seen[pc] = true
		switch i := &m.prog.Inst[pc]; i.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, i.Out, i.Arg)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, i.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(i.Arg)&^at == 0 {
				stack = append(stack, i.Out)
			}
		case syntax.InstFail:
		default:
			out = append(out, pc)
		}
	}
	return out
}

// step gives the state behind c, making it if need be.
func (m *machine) step(n int32, c byte) int32 {
	s := m.states[n]
	if s.next[c] != unknown {
		return s.next[c]
	}
	var insts []uint32
	for _, pc := range m.closure(s.insts, syntax.EmptyOpContext(s.before, rune(c))) {
		i := &m.prog.Inst[pc]
		if i.Op != syntax.InstMatch && i.MatchRune(rune(c)) {
			insts = append(insts, i.Out)
		}
	}
	slices.Sort(insts)
	next := m.state(slices.Compact(insts), class(c))
	s.next[c] = next
	return next
}

// class gives one rune for all that ^, $ and \b treat alike.
func class(c byte) rune {
	switch {
	case c == '\n':
		return '\n'
	case syntax.IsWordChar(rune(c)):
		return 'w'
	}
	return ' '
}

// canGrow reports whether any byte could follow the state.
func (m *machine) canGrow(n int32) bool {
	s := m.states[n]
	if s.grow == 0 {
		s.grow = -1
		for c := range 256 {
			if m.step(n, byte(c)) != dead {
				s.grow = 1
				break
			}
		}
	}
	return s.grow > 0
}

// ends gives the offsets in b where a match that begins at 0 may end, in
// ascending order, as far as keep wants them; how far the bytes were right; and
// whether bytes behind b could make a longer match. cost counts the work done,
// and a false one stops it.
func (m *machine) ends(b []byte, keep func(int) bool, cost func(int) bool) (ends []int, far int, grow bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := int32(1)
	for i := 0; ; i++ {
		if m.states[at].accept && keep(i) {
			ends = append(ends, i)
		}
		if i == len(b) {
			return ends, i, m.canGrow(at)
		}
		made := len(m.states)
		next := m.step(at, b[i])
		if next == dead {
			return ends, i, false
		}
		if len(m.states) > made {
			if !cost(len(m.seen) + len(m.states[next].insts)) {
				return nil, i, false
			}
			if len(m.states) > maxStates || m.held > maxHeld {
				s := m.states[next]
				m.reset()
				next = m.state(s.insts, s.before)
			}
		} else if i%16 == 0 && !cost(1) {
			return nil, i, false
		}
		at = next
	}
}
