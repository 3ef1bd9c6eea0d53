package script

import (
	"bytes"

	"github.com/google/go-cmp/cmp"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// diffLine is one side's line of a run of "<" lines: wanted has its pattern,
// what came has its bytes.
type diffLine struct {
	pattern *wire.Pattern
	bytes   []byte
	text    string
}

// same holds a line that came against a line that was wanted: masks match. Two
// lines of one side are compared by their text, which cmp asks for symmetry.
func same(a, b diffLine) bool {
	switch {
	case a.pattern != nil && b.pattern == nil:
		return a.pattern.Whole(b.bytes).State == wire.Matched
	case b.pattern != nil && a.pattern == nil:
		return b.pattern.Whole(a.bytes).State == wire.Matched
	}
	return a.text == b.text
}

// diffLines shows the line that did not match, those of its run that follow, and
// what came instead. go-cmp finds which lines belong together.
func (p *play) diffLines(f *failed, got []byte) []suite.DiffLine {
	gutter := "<" + f.conn.name
	if pat, err := wire.Compile(f.step.Want.Text, p.env); err == nil {
		want := pat.Prefix(got, true).Want
		if want != nil && (wire.LargeOrBinary(want) || wire.LargeOrBinary(got)) {
			n := min(len(want), len(got))
			return append(marked('-', f.step.Want.String()), marked('+', wire.BinaryDiff(want, got[:n:n])...)...)
		}
	}
	if len(got) > 4*shown {
		return append(marked('-', f.step.Want.String()), marked('+', lines(gutter, got)...)...)
	}
	var want []diffLine
	for _, l := range p.runFrom(f.step) {
		pat, err := wire.Compile(l.Text, p.env)
		if err != nil {
			return append(marked('-', l.String()), marked('+', lines(gutter, got)...)...)
		}
		want = append(want, diffLine{pattern: pat, text: l.String()})
	}
	var came []diffLine
	for _, b := range bytes.SplitAfter(got, []byte("\n")) {
		if len(b) == 0 { // after the last LF
			continue
		}
		came = append(came, diffLine{bytes: b, text: wire.ByteLines(gutter, b)[0]})
	}
	r := &collector{want: want, came: came}
	cmp.Equal(want, came, cmp.Comparer(same), cmp.Reporter(r))
	return r.out
}

// runFrom are the "<" lines on the same connection from step s to the end of its run.
func (p *play) runFrom(s *wire.Step) []*wire.Line {
	run := []*wire.Line{s.Want}
	for i := range p.rest {
		if p.rest[i].Want == nil || p.rest[i].Conn != s.Conn {
			break
		}
		run = append(run, p.rest[i].Want)
	}
	return run
}

// collector takes cmp's report of two slices and keeps it as marked lines.
type collector struct {
	want, came []diffLine
	path       cmp.Path
	out        []suite.DiffLine
}

func (c *collector) PushStep(s cmp.PathStep) { c.path = append(c.path, s) }
func (c *collector) PopStep()                { c.path = c.path[:len(c.path)-1] }

func (c *collector) Report(r cmp.Result) {
	idx, ok := c.path.Last().(cmp.SliceIndex)
	if !ok {
		return
	}
	w, g := idx.SplitKeys()
	switch {
	case r.Equal():
		c.out = append(c.out, suite.DiffLine{Mark: ' ', Text: c.came[g].text})
	default:
		if w >= 0 {
			c.out = append(c.out, suite.DiffLine{Mark: '-', Text: c.want[w].text})
		}
		if g >= 0 {
			c.out = append(c.out, suite.DiffLine{Mark: '+', Text: c.came[g].text})
		}
	}
}
