package wire

import (
	"bytes"
	"errors"
)

// MatchState is what is known of a match.
type MatchState uint8

// What is known.
const (
	Mismatch MatchState = iota // no further bytes can make it match
	Matched                    // no further bytes can undo it
	NeedMore                   // it depends on bytes that have not come
)

// String gives the state in words.
func (s MatchState) String() string {
	switch s {
	case Matched:
		return "matched"
	case NeedMore:
		return "need more"
	}
	return "mismatch"
}

// Match is the answer of a Pattern.
type Match struct {
	State MatchState
	// N is how many bytes the pattern took. With Swallow it is all there are.
	N int
	// At is the offset of the first byte that is wrong, or missing, in the reading
	// that got furthest; meaningless where State is Matched.
	At int
	// Captures are the bytes of the masks with a name; nil where there are none.
	// They are copies.
	Captures map[string][]byte
	// Swallow: the pattern ends in \{rest} and a lone "\", so that all that is
	// still to come belongs to it.
	Swallow bool
	// Want is what the pattern stands for where it holds no mask, else nil. It may
	// be shared: don't change it.
	Want []byte
	// Err says that the pattern was given up. State is Mismatch then.
	Err error
}

// maxSteps bounds the work of one match.
const maxSteps = 10_000_000

var errAmbiguous = errors.New("pattern is too ambiguous: more than 10,000,000 ways to match were tried; " +
	"write more of the bytes, or a narrower mask than rest, any or re")

// elem is a piece of a compiled pattern.
type elem struct {
	kind PartKind // Literal, Var (bytes captured before), or a mask
	lit  []byte   // Literal: never empty
	n    int      // MaskBytes
	ref  int      // Var, and MaskBytes where >= 0: the element that captured
	re   *machine // MaskRe
	as   string   // the name that captures
}

// Pattern is expected bytes, ready to be compared. It may be used by several
// goroutines at a time.
type Pattern struct {
	elems    []elem
	ended    bool  // the last element holds the written ending
	swallow  bool  // the last element is a \{rest}, and nothing is written after it
	least    []int // least[i]: fewest bytes that elems[i:] take
	memoFrom int   // elements from here on do not look at captures
	unset    []string
	literal  bool // there is one literal, or nothing at all
	captures bool
	budget   int // steps; maxSteps but in tests
}

// Unset reports whether the pattern uses a capture that the case may set but has
// not. A property with such a pattern holds, whatever the bytes are.
func (p *Pattern) Unset() bool { return len(p.unset) > 0 }

// Whole matches all of b: the pattern of a property. Masks take as much as they
// can and give back what the rest of the pattern needs; \{rest} takes as little
// as it can. A \{re} may span lines.
func (p *Pattern) Whole(b []byte) Match {
	if p.Unset() {
		return Match{State: Matched, N: len(b)}
	}
	return p.match(b, true, true)
}

// Prefix matches the beginning of b, to which more will come unless final is
// set: a "<" line. A pattern with a written ending takes the fewest bytes that
// match it; one without takes as much as its masks can get, so that it is decided
// by the first byte that is no longer theirs. A \{re} ends before the next LF.
// What Prefix says of b it says of every b that begins so, unless it is NeedMore.
func (p *Pattern) Prefix(b []byte, final bool) Match {
	if p.Unset() {
		return Match{Err: errors.New("$" + p.unset[0] + " is not set: the line that captures it has not held")}
	}
	return p.match(b, false, final)
}

func (p *Pattern) match(b []byte, whole, final bool) Match {
	if p.literal {
		return p.matchLiteral(b, whole, final)
	}
	s := search{p: p, b: b, whole: whole, final: final, earliest: p.ended && !whole, best: -1}
	m := s.run()
	m.Swallow = p.swallow && !whole && m.State == Matched
	for name, v := range m.Captures {
		m.Captures[name] = bytes.Clone(v)
	}
	return m
}

// matchLiteral is the quick way for a pattern without masks.
func (p *Pattern) matchLiteral(b []byte, whole, final bool) Match {
	m := Match{Want: []byte{}}
	if len(p.elems) > 0 {
		m.Want = p.elems[0].lit
	}
	m.At = samePrefix(b, m.Want)
	switch {
	case m.At < len(m.Want):
		if m.At == len(b) && !final {
			m.State = NeedMore
		}
	case !whole || m.At == len(b):
		m.State, m.N = Matched, m.At
	}
	return m
}

// samePrefix gives how many bytes a and b have in common at their beginning. It
// compares in pieces, since bytes.Equal is many times as quick as a loop.
func samePrefix(a, b []byte) int {
	const piece = 1024
	n := min(len(a), len(b))
	i := 0
	for i+piece <= n && bytes.Equal(a[i:i+piece], b[i:i+piece]) {
		i += piece
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}
