package script

import (
	"bytes"
	"strings"

	"github.com/google/go-cmp/cmp"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// diffLine is a line of one side: wanted has its pattern, what came has its bytes.
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

// maxDiffed bounds how much is held against each other: go-cmp's work grows with
// the square of the lines.
const maxDiffed = 200

// diffLines shows the line that did not match, those of its run that follow, and
// what came instead. go-cmp finds which lines belong together.
func (p *play) diffLines(f *failed, got []byte) []suite.DiffLine {
	gutter := "<" + f.conn.name
	run := p.runFrom(f.step)
	var want []diffLine
	whole := len(run) // the first wanted line that is no line of text, but content
	for i, l := range run {
		pat, err := wire.Compile(l.Text, p.env)
		if err != nil { // it uses what a line above would have captured
			run = run[:i]
			break
		}
		if whole == len(run) && !isLine(l, pat) {
			whole = i
		}
		want = append(want, diffLine{pattern: pat, text: l.String()})
	}
	came := pieces(gutter, got, min(whole, len(run)), whole < len(run))
	r := &collector{want: want, came: came, gutter: gutter}
	cmp.Equal(want, came, cmp.Comparer(same), cmp.Reporter(r))
	return r.lines()
}

// runFrom are the "<" lines on the same connection from step s to the end of its run.
func (p *play) runFrom(s *wire.Step) []*wire.Line {
	run := []*wire.Line{s.Want}
	for i := range p.rest {
		if p.rest[i].Want == nil || p.rest[i].Conn != s.Conn || len(run) == maxDiffed {
			break
		}
		run = append(run, p.rest[i].Want)
	}
	return run
}

// isLine reports whether a "<" line stands for one line of text.
func isLine(l *wire.Line, p *wire.Pattern) bool {
	if w := p.Prefix(nil, true).Want; w != nil {
		i := bytes.IndexByte(w, '\n')
		return !wire.LargeOrBinary(w) && (i == len(w)-1 || i < 0 && len(w) <= shown)
	}
	for _, part := range l.Text.Parts {
		if part.Kind == wire.MaskRest || part.Kind == wire.MaskBytes {
			return false
		}
	}
	return strings.HasSuffix(l.Text.End, "\n")
}

// pieces cuts what came into lines. Where content is wanted after n lines, what
// follows the head of the answer, or n lines where it has none, is one piece.
func pieces(gutter string, got []byte, n int, content bool) []diffLine {
	out := []diffLine{} // not nil: cmp would tell nil and a slice apart as wholes
	add := func(b []byte) {
		text := ""
		if ls := lines(gutter, b); len(ls) > 0 {
			text = ls[0]
			if len(ls) > 1 {
				text = strings.Join(ls, "\n")
			}
		}
		out = append(out, diffLine{bytes: b, text: text})
	}
	head := content && emptyLine(got)
	for k := 0; len(got) > 0; k++ {
		end := bytes.IndexByte(got, '\n') + 1
		line := got[:end]
		if end == 0 || k == maxDiffed || content && !head && k >= n {
			add(got)
			break
		}
		add(line)
		got = got[end:]
		if head && len(bytes.TrimRight(line, "\r\n")) == 0 && len(got) > 0 {
			add(got)
			break
		}
	}
	return out
}

// emptyLine reports whether an empty line comes soon, as it does where the head of
// an answer ends.
func emptyLine(b []byte) bool {
	const soon = 16 << 10
	b = b[:min(len(b), soon)]
	return bytes.Contains(b, []byte("\n\n")) || bytes.Contains(b, []byte("\n\r\n")) ||
		bytes.HasPrefix(b, []byte("\n")) || bytes.HasPrefix(b, []byte("\r\n"))
}

// collector takes cmp's report of two slices: pairs of a wanted line and what came
// in its place, -1 where one has no partner.
type collector struct {
	want, came []diffLine
	gutter     string
	path       cmp.Path
	pairs      [][2]int
	equal      []bool
}

func (c *collector) PushStep(s cmp.PathStep) { c.path = append(c.path, s) }
func (c *collector) PopStep()                { c.path = c.path[:len(c.path)-1] }

func (c *collector) Report(r cmp.Result) {
	if idx, ok := c.path.Last().(cmp.SliceIndex); ok {
		w, g := idx.SplitKeys()
		c.pairs, c.equal = append(c.pairs, [2]int{w, g}), append(c.equal, r.Equal())
	}
}

// lines are the diff. Of content both of which is there, only the summary is shown.
func (c *collector) lines() []suite.DiffLine {
	var out []suite.DiffLine
	for i, pair := range c.pairs {
		w, g := pair[0], pair[1]
		switch {
		case c.equal[i]:
			out = append(out, marked(' ', strings.Split(c.came[g].text, "\n")...)...)
		case w >= 0 && g >= 0 && c.summed(w, g) != nil:
			out = append(out, marked('-', c.want[w].text)...)
			out = append(out, summary(c.summed(w, g), c.came[g].bytes)...)
		default:
			if w >= 0 {
				out = append(out, marked('-', c.want[w].text)...)
			}
			if g >= 0 {
				out = append(out, marked('+', strings.Split(c.came[g].text, "\n")...)...)
			}
		}
	}
	return out
}

// summed gives the bytes that were wanted where the two are better summed up than
// shown: they are known, and one of the sides is large or binary.
func (c *collector) summed(w, g int) []byte {
	want := c.want[w].pattern.Prefix(nil, true).Want
	if want != nil && (wire.LargeOrBinary(want) || wire.LargeOrBinary(c.came[g].bytes)) {
		return want
	}
	return nil
}

// summary tells two runs of bytes apart. What came is looked at as far as was
// wanted and a little more: there may be megabytes.
func summary(want, got []byte) []suite.DiffLine {
	var out []suite.DiffLine
	for _, l := range wire.BinaryDiff(want, got) {
		out = append(out, suite.DiffLine{Mark: l[0], Text: "# " + l[2:]})
	}
	return out
}
