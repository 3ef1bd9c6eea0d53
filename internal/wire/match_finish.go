package wire

import "slices"

// finish works out what the search wants to know beforehand.
func (p *Pattern) finish() {
	p.literal = true
	p.least = make([]int, len(p.elems)+1)
	for i, e := range slices.Backward(p.elems) {
		p.least[i] = p.least[i+1] + e.least()
		p.literal = p.literal && e.kind == Literal
		if p.memoFrom == 0 && e.ref >= 0 {
			p.memoFrom = i + 1
		}
	}
	if p.literal && len(p.elems) > 1 {
		all := make([]byte, 0, p.least[0])
		for _, e := range p.elems {
			all = append(all, e.lit...)
		}
		p.elems = []elem{{kind: Literal, lit: all, ref: -1}}
		p.least = []int{len(all), 0}
	}
}

// least gives the fewest bytes that an element takes.
func (e *elem) least() int {
	switch e.kind {
	case Literal:
		return len(e.lit)
	case MaskDate:
		return len(fixdate)
	case MaskInt, MaskHex, MaskToken:
		return 1
	case MaskQuoted, MaskETag:
		return 2
	case MaskBytes:
		return min(e.n, maxBytes) // the sum of many must not overflow
	}
	return 0
}
