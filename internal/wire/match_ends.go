package wire

import "bytes"

// How the elements of a pattern find their ends. Each method gives the first end
// of an element that begins at at, and keeps the others as a pick.

// bytes compares with lit.
func (s *search) bytes(at int, lit []byte) (int, bool) {
	n := samePrefix(s.b[at:], lit)
	s.steps += min(n, 1024)/64 + n/1024
	s.far = max(s.far, at+n)
	if n == len(lit) {
		return at + n, true
	}
	s.hit = s.hit || at+n == len(s.b) && !s.final
	return 0, false
}

// scanned tries a mask that can end in one place only.
func (s *search) scanned(at int, f func([]byte) (int, scan)) (int, bool) {
	n, is := f(s.b[at:])
	s.steps += n / 64
	s.far = max(s.far, at+n)
	s.hit = s.hit || is == scanShort && !s.final
	return at + n, is == scanDone
}

// exactly takes a number of bytes; one that was captured is read now.
func (s *search) exactly(at int, e *elem) (int, bool) {
	n := e.n
	if e.ref >= 0 {
		var ok bool
		if n, ok = wholeNumber(s.captured(e.ref)); !ok {
			return 0, false
		}
	}
	if n <= len(s.b)-at {
		return at + n, true
	}
	s.far = len(s.b)
	s.hit = s.hit || !s.final
	return 0, false
}

// runOf takes any number of bytes of one sort, as many as it can.
func (s *search) runOf(k, at int) (int, bool) {
	e := &s.p.elems[k]
	of, rest := runOf(e.kind), s.b[at:]
	n := 0
	for n < len(rest) && of(rest[n]) {
		n++
	}
	s.steps += n / 64
	s.far = max(s.far, at+n)
	if n == len(rest) && !s.final {
		s.hit = true
		if !s.earliest {
			return 0, false
		}
	}
	least := e.least()
	if n < least {
		return 0, false
	}
	return s.choose(pick{k: k, next: at + n, last: at + least})
}

// rest takes as little as it can.
func (s *search) rest(k, at int) (int, bool) {
	if k == len(s.p.elems)-1 && (s.whole || s.p.swallow) {
		return len(s.b), true
	}
	last := len(s.b)
	if s.final {
		last -= s.p.least[k+1]
	}
	return s.choose(pick{k: k, next: at, last: last})
}

// regexp takes any end that the expression allows, the furthest first.
func (s *search) regexp(k, at int) (int, bool) {
	text, final := s.b[at:], s.final
	if !s.whole {
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			text, final = text[:i], true
		}
	}
	ends, far, grow := s.p.elems[k].re.ends(text,
		func(i int) bool { return s.fits(k+1, at+i) },
		func(n int) bool { s.steps += n; return s.steps <= s.p.budget })
	s.far = max(s.far, at+far)
	if grow && !final {
		s.hit = true
		if !s.earliest {
			return 0, false
		}
	}
	for i := range ends {
		ends[i] += at
	}
	return s.choose(pick{k: k, next: len(ends) - 1, ends: ends})
}

// fits tells at a glance that element k can't begin at at.
func (s *search) fits(k, at int) bool {
	if s.final && at+s.p.least[k] > len(s.b) {
		return false
	}
	if k == len(s.p.elems) {
		return !s.whole || at == len(s.b)
	}
	e := &s.p.elems[k]
	return e.kind != Literal || at == len(s.b) || s.b[at] == e.lit[0]
}

// choose gives the first end of a mask and keeps the others for later.
func (s *search) choose(p pick) (int, bool) {
	end, ok := s.another(&p)
	if ok {
		s.picks = append(s.picks, p)
	}
	return end, ok
}

// another gives the next end of a mask.
func (s *search) another(p *pick) (int, bool) {
	s.steps++
	switch s.p.elems[p.k].kind {
	case MaskRe:
		if p.next < 0 {
			return 0, false
		}
		p.next--
		return p.ends[p.next+1], true
	case MaskRest:
		return s.anotherRest(p)
	}
	for at := p.next; at >= p.last; at-- {
		if s.fits(p.k+1, at) {
			p.next = at - 1
			return at, true
		}
		s.steps++
	}
	return 0, false
}

// anotherRest looks for the literal behind a \{rest}, where there is one.
func (s *search) anotherRest(p *pick) (int, bool) {
	at := p.next
	if s.best >= 0 && at >= s.best {
		return 0, false
	}
	if next := &s.p.elems[p.k+1]; next.kind == Literal && at <= p.last {
		i := bytes.Index(s.b[at:], next.lit)
		if i < 0 {
			i = len(s.b) - at + 1
		}
		s.steps += i / 1024
		at += i
	}
	if at > p.last {
		s.hit = s.hit || !s.final
		return 0, false
	}
	p.next = at + 1
	return at, true
}
