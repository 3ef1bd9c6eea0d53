package wire

// search looks for one match by trying and going back. Where two readings are
// possible, the one that a greedy mask likes better is tried first.
//
// Prefix must not say what a later byte could undo. A reading that stops only
// because b ends has "hit" the end. Where the pattern has no written ending, the
// first such reading ends the search: it might become the match. Where it has
// one, the shortest match is asked for, and no reading that needs more than b can
// be that; so all are tried, and the best of b is certain.
type search struct {
	p        *Pattern
	b        []byte
	whole    bool // all of b must match
	final    bool // nothing comes behind b
	earliest bool // the shortest match is asked for

	pos   []int // pos[i]: where elems[i] begins, in the reading that is tried
	picks []pick
	steps int
	far   int
	hit   bool
	best  int // the end of the shortest match so far, or -1
	taken Match
	memo  []uint64 // states that were tried, by element and offset
}

// pick is a mask with several ends: what is left to be tried.
type pick struct {
	k    int
	next int   // the end to try next; for a list, its index in ends
	last int   // the last end to try
	ends []int // MaskRe: the ends, in ascending order
}

func (s *search) run() Match {
	s.pos = make([]int, len(s.p.elems)+1)
	for k, ok := 0, true; ; {
		if ok {
			var end int
			if end, ok = s.enter(k); ok && k < len(s.p.elems) {
				k++
				s.pos[k] = end
				continue
			}
		}
		switch {
		case s.taken.State == Matched && !s.earliest:
			return s.taken
		case s.hit && !s.earliest:
			return Match{State: NeedMore, At: s.far}
		case s.steps > s.p.budget:
			return Match{At: s.far, Err: errAmbiguous}
		}
		if k, ok = s.back(); !ok {
			break
		}
	}
	switch {
	case s.best >= 0:
		return s.taken
	case s.hit:
		return Match{State: NeedMore, At: s.far}
	}
	return Match{At: s.far}
}

// back takes the next end of the last mask that has one left, and gives the
// element behind it.
func (s *search) back() (int, bool) {
	for len(s.picks) > 0 {
		p := &s.picks[len(s.picks)-1]
		if end, ok := s.another(p); ok {
			s.pos[p.k+1] = end
			return p.k + 1, true
		}
		s.picks = s.picks[:len(s.picks)-1]
	}
	return 0, false
}

// enter tries element k where it stands. It gives its first end.
func (s *search) enter(k int) (int, bool) {
	s.steps++
	at := s.pos[k]
	s.far = max(s.far, at)
	if s.best >= 0 && at+s.p.least[k] >= s.best || s.wasTried(k, at) {
		return 0, false
	}
	if k == len(s.p.elems) {
		s.accept(at)
		return 0, false
	}
	switch e := &s.p.elems[k]; e.kind {
	case Literal:
		return s.bytes(at, e.lit)
	case Var:
		return s.bytes(at, s.captured(e.ref))
	case MaskDate:
		return s.scanned(at, scanDate)
	case MaskQuoted:
		return s.scanned(at, scanQuoted)
	case MaskETag:
		return s.scanned(at, scanETag)
	case MaskBytes:
		return s.exactly(at, e)
	case MaskRest:
		return s.rest(k, at)
	case MaskRe:
		return s.regexp(k, at)
	default:
		return s.runOf(k, at)
	}
}

// accept notes a match that ends at end.
func (s *search) accept(end int) {
	if s.whole && end != len(s.b) {
		return
	}
	s.best = end
	s.taken = Match{State: Matched, N: end}
	if !s.p.captures {
		return
	}
	s.taken.Captures = map[string][]byte{}
	for i := range s.p.elems {
		if as := s.p.elems[i].as; as != "" {
			s.taken.Captures[as] = s.captured(i)
		}
	}
}

// captured gives the bytes that an element took.
func (s *search) captured(k int) []byte {
	return s.b[s.pos[k]:s.pos[k+1]:s.pos[k+1]]
}

// wasTried reports whether element k was tried at this place before, and notes
// that it is now. What comes of it depends on nothing else, unless an element
// looks at captures. The notes are begun only when a search turns out long.
func (s *search) wasTried(k, at int) bool {
	const begin, most = 4096, 1 << 27
	if s.memo == nil {
		size := (len(s.p.elems) + 1) * (len(s.b) + 1)
		if s.steps < begin || size > most {
			return false
		}
		s.memo = make([]uint64, size/64+1)
	}
	if k < s.p.memoFrom {
		return false
	}
	i := k*(len(s.b)+1) + at
	was := s.memo[i/64]&(1<<(i%64)) != 0
	s.memo[i/64] |= 1 << (i % 64)
	return was
}
