package golden

import (
	"bytes"
	"fmt"
	"slices"

	"httpkit/internal/wire"
)

// gap is what came between two lines that stay, in each sample; the lines between
// them do not hold any more.
type gap struct {
	st         *stretch
	prev, next int     // the lines that stay; -1 and len(lines) where there is none
	at         []place // by sample
	cols       []*column
}

// block is a line of a head, or a run of content, in each sample.
type block struct {
	part Part
	at   []place
}

// columns cuts the gap into new lines, each in the place of an old one as far as
// there is one.
func (g *gap) columns() *wire.Error {
	blocks, err := g.blocks()
	if err != nil {
		return err
	}
	for _, b := range blocks {
		if b.part == Status || b.part == Fields {
			g.cols = append(g.cols, g.column(b.part, b.at))
			continue
		}
		more, err := g.content(b)
		if err != nil {
			return err
		}
		g.cols = append(g.cols, more...)
	}
	g.pair(g.cols)
	return nil
}

// items makes the lines.
func (g *gap) items() ([]item, *wire.Error) {
	var out []item
	for _, c := range g.cols {
		more, err := c.items()
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// anchor is the line that a refusal of the gap names.
func (g *gap) anchor() int {
	if g.prev+1 < g.next {
		return g.prev + 1
	}
	return max(g.prev, 0)
}

// last is the same for what is wrong with a content.
func (g *gap) last() int { return max(g.next-1, 0) }

func (g *gap) bytes(k int, p place) []byte { return g.st.samples[k].bytes[p.from:p.to] }

// vals are the bytes of a place in each sample.
func (g *gap) vals(at []place) [][]byte {
	var out [][]byte
	for k, p := range at {
		out = append(out, g.bytes(k, p))
	}
	return out
}

// blocks cuts the gap, which must fall into the same blocks in each sample.
func (g *gap) blocks() ([]block, *wire.Error) {
	var first []block
	for k := range g.st.samples {
		cut := g.cut(k)
		if k == 0 {
			first = cut
			continue
		}
		for i := range max(len(first), len(cut)) {
			if i < len(first) && i < len(cut) && g.alike(&first[i], &cut[i], k) {
				first[i].at = append(first[i].at, cut[i].at[0])
				continue
			}
			a, b := []byte(nil), []byte(nil)
			if i < len(first) {
				a = g.bytes(0, first[i].at[0])
			}
			if i < len(cut) {
				b = g.bytes(k, cut[i].at[0])
			}
			return nil, g.st.refuse(g.anchor(), g.st.unlike(0, k, "here came", a, b), rulesHint)
		}
	}
	return first, nil
}

// alike reports whether a block of sample k can be the same as one of the first: of
// a field line the name is.
func (g *gap) alike(a, b *block, k int) bool {
	return a.part == b.part && (a.part != Fields ||
		bytes.Equal(beforeColon(g.bytes(0, a.at[0])), beforeColon(g.bytes(k, b.at[0]))))
}

// unlike says how two samples differ: by the value of a sweep, or from one play to
// the next.
func (st *stretch) unlike(i, j int, what string, a, b []byte) string {
	one, other := st.plays(i, j)
	return fmt.Sprintf("%s %s %s, and %s %s", what, quote(a), one, quote(b), other)
}

// plays are the words for two samples.
func (st *stretch) plays(i, j int) (one, other string) {
	if v, w := st.samples[i].values, st.samples[j].values; v != w {
		return "for " + v, "for " + w
	}
	return "in one play", "in another"
}

// cut gives the blocks of one sample.
func (g *gap) cut(k int) []block {
	s, at := g.st.samples[k], g.at[k]
	var out []block
	for at.from < at.to {
		i := slices.IndexFunc(s.spans, func(sp Span) bool { return sp.To > at.from })
		sp := s.spans[i]
		end := min(sp.To, at.to)
		if sp.Part == Status || sp.Part == Fields {
			if n := bytes.IndexByte(s.bytes[at.from:end], '\n'); n >= 0 {
				end = at.from + n + 1
			}
		}
		out = append(out, block{sp.Part, []place{{at.from, end}}})
		at.from = end
	}
	return out
}

// lines cuts a run of content into its lines, in each sample as many.
func (g *gap) lines(b block) ([]*column, *wire.Error) {
	var cols []*column
	for k, at := range b.at {
		n := 0
		for line := range bytes.Lines(g.bytes(k, at)) {
			p := place{at.from, at.from + len(line)}
			at.from = p.to
			if k == 0 {
				cols = append(cols, g.column(b.part, []place{p}))
			} else if n < len(cols) {
				cols[n].at = append(cols[n].at, p)
			}
			n++
		}
		if n != len(cols) {
			one, other := g.st.plays(0, k)
			return nil, g.st.refuse(g.last(), fmt.Sprintf("the content has %s %s, and %d %s", countLines(len(cols)), one, n, other),
				`if it may be anything, a last line \{rest}\ says so; or use rules: = pass 200`)
		}
	}
	return cols, nil
}

func (g *gap) column(p Part, at []place) *column {
	return &column{gap: g, part: p, at: at, old: -1, place: -1}
}

// beforeColon is the name of a field line as it was written, nil of another line.
func beforeColon(line []byte) []byte { return line[:max(bytes.IndexByte(line, ':'), 0)] }

// fieldName is the same in lower case and without blanks.
func fieldName(line []byte) string {
	return string(bytes.ToLower(bytes.TrimRight(beforeColon(line), " \t")))
}

func countLines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return fmt.Sprintf("%d lines", n)
}
