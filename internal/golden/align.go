package golden

import (
	"bytes"

	"httpkit/internal/wire"
)

// place is where a line was found in what came: from is -1 where it was not.
type place struct{ from, to int }

var nowhere = place{-1, -1}

// align finds as many as possible of the lines in what came, in their order: those
// that stay. skip are lines that are not looked for.
func align(lines []*wire.Line, skip []bool, s *sample) []place {
	a := &aligner{b: s.bytes, at: make([]place, len(lines)), open: lines[len(lines)-1].Text.End == ""}
	for i, l := range lines {
		var p *wire.Pattern
		if !skip[i] {
			if made, err := wire.Compile(l.Text, s.known); err == nil && !made.Unset() {
				p = made
			}
		}
		a.pats = append(a.pats, p)
		a.weight = append(a.weight, weight(l.Text))
		a.at[i] = nowhere
	}
	first, from := a.lead()
	last, to := a.tail(first, from)
	a.middle(first, last, from, to)
	return a.at
}

// weight is how much it is worth to keep a line: bytes that are spelled out say
// more than masks.
func weight(t wire.Text) int {
	n := 1 + len(t.End)
	for _, p := range t.Parts {
		n += 1 + len(p.Bytes)
	}
	return n
}

type aligner struct {
	b      []byte
	pats   []*wire.Pattern // nil: not looked for
	weight []int
	at     []place
	memo   map[[2]int]choice
	open   bool // the last line has no written ending
}

// exact gives the bytes of a line without masks, nil of another.
func (a *aligner) exact(i int) []byte {
	if a.pats[i] == nil {
		return nil
	}
	return a.pats[i].Prefix(nil, true).Want
}

// lead places the exact lines that the bytes begin with.
func (a *aligner) lead() (line, offset int) {
	for line < len(a.pats) {
		want := a.exact(line)
		if len(want) == 0 || !bytes.HasPrefix(a.b[offset:], want) || a.short(line, offset+len(want)) {
			break
		}
		a.at[line] = place{offset, offset + len(want)}
		offset += len(want)
		line++
	}
	return line, offset
}

// tail places the exact lines that the bytes end with.
func (a *aligner) tail(first, from int) (line, offset int) {
	line, offset = len(a.pats), len(a.b)
	for line > first {
		want := a.exact(line - 1)
		if len(want) == 0 || len(want) > offset-from || !bytes.HasSuffix(a.b[:offset], want) {
			break
		}
		a.at[line-1] = place{offset - len(want), offset}
		offset -= len(want)
		line--
	}
	return line, offset
}

// maxCells bounds the work on lines that are not at the beginning or the end: of
// more, all are written anew.
const maxCells = 250_000

// middle places what is best of lines first to last in the bytes between.
func (a *aligner) middle(first, last, from, to int) {
	pieces := 1 + bytes.Count(a.b[from:to], []byte("\n"))
	if first == last || (last-first)*pieces > maxCells {
		return
	}
	b := a.b
	a.b, a.memo = a.b[:to], map[[2]int]choice{}
	for i, j := first, from; i < last; {
		c := a.best(i, j, last)
		switch c.do {
		case stay:
			a.at[i] = place{j, j + c.n}
			i, j = i+1, j+c.n
		case drop:
			i++
		default:
			j += c.n
		}
	}
	a.b = b
}

// choice is what is best to do with a line at an offset.
type choice struct {
	do    step
	n     int // bytes that go with it
	score int
}

type step uint8

const (
	drop step = iota // the line is not there
	stay             // it is here
	pass             // bytes that no line stands for
)

// short reports whether line i is the last one, has no line end, and yet more
// follows: it is better written anew than followed by a piece.
func (a *aligner) short(i, end int) bool {
	return a.open && i == len(a.pats)-1 && end < len(a.b)
}

func (a *aligner) best(i, j, last int) choice {
	if i == last {
		return choice{}
	}
	if c, ok := a.memo[[2]int{i, j}]; ok {
		return c
	}
	best := choice{do: drop, score: a.best(i+1, j, last).score}
	if p := a.pats[i]; p != nil {
		m := p.Prefix(a.b[j:], true)
		if m.Err != nil {
			a.pats[i] = nil // too ambiguous: once is enough
		}
		if m.State == wire.Matched && !a.short(i, j+m.N) {
			if score := a.weight[i] + a.best(i+1, j+m.N, last).score; score >= best.score {
				best = choice{stay, m.N, score}
			}
		}
	}
	if j < len(a.b) {
		n := bytes.IndexByte(a.b[j:], '\n') + 1
		if n == 0 {
			n = len(a.b) - j
		}
		if score := a.best(i, j+n, last).score; score > best.score {
			best = choice{pass, n, score}
		}
	}
	a.memo[[2]int{i, j}] = best
	return best
}
