package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// Of a long exchange the beginning is shown, and the end, where it went wrong.
const firstLines, lastLines = 60, 200

// exchange shows what was said, with "-" at what was wanted and "+" at what came.
func (t *Text) exchange(r *suite.Result) {
	lines := shown(r)
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(t.w)
	t.legend(lines)
	for _, l := range lines {
		fmt.Fprintf(t.w, "    %s\n", t.paint.line(l).Sprintf("%c %s", l.Mark, l.Text))
	}
	fmt.Fprintln(t.w)
}

// shown is what was said in a case as a person reads it: the middle of a long
// exchange and of a long line left out, and nothing in it that a terminal, or
// another reader, could act upon.
func shown(r *suite.Result) []suite.DiffLine {
	lines := r.Exchange
	switch {
	case len(lines) > 0:
	case r.Transcript != nil:
		lines = Exchange(r.Transcript)
	default:
		for _, l := range r.Told {
			lines = append(lines, suite.DiffLine{Mark: ' ', Text: l})
		}
	}
	var out []suite.DiffLine
	left := len(lines) - firstLines - lastLines
	for i, l := range lines {
		if left > 1 && i >= firstLines && i < firstLines+left {
			if i > firstLines {
				continue
			}
			l = suite.DiffLine{Mark: ' ', Text: fmt.Sprintf("# ... %d lines ...", left)}
		}
		out = append(out, suite.DiffLine{Mark: l.Mark, Text: shorten(clean(l.Text))})
	}
	return out
}

// legend explains the marks where they are seen for the first time.
func (t *Text) legend(lines []suite.DiffLine) {
	for _, l := range lines {
		if l.Mark != ' ' && !t.diff {
			t.diff = true
			fmt.Fprintf(t.w, "    %s\n", t.paint.dim.Sprint("> sent  < received   - wanted  + came instead"))
		}
	}
}

// Exchange is a transcript as the lines of a failure, none of them marked.
func Exchange(t *wire.Transcript) []suite.DiffLine {
	var out []suite.DiffLine
	for _, l := range t.Lines(wire.FormatOptions{Limit: 512}) {
		out = append(out, suite.DiffLine{Mark: ' ', Text: l})
	}
	return out
}

// A line of an exchange is shown whole up to longest characters; of a longer one
// its head and its tail, which hold what tells it from others.
const (
	longest = 240
	head    = 120
	tail    = 60
)

func shorten(s string) string {
	if len(s) <= longest {
		return s
	}
	a, b := head, len(s)-tail
	for !utf8.RuneStart(s[a]) {
		a--
	}
	for !utf8.RuneStart(s[b]) {
		b++
	}
	return fmt.Sprintf("%s ...(%d characters)... %s", s[:a], b-a, s[b:])
}

// palette is the colours of the report.
type palette struct{ good, bad, warn, dim, bold, sent, got *color.Color }

func newPalette(on bool) palette {
	c := func(a ...color.Attribute) *color.Color {
		k := color.New(a...)
		if on {
			k.EnableColor()
		} else {
			k.DisableColor()
		}
		return k
	}
	return palette{
		good: c(color.FgGreen), bad: c(color.FgRed, color.Bold), warn: c(color.FgYellow),
		dim: c(color.Faint), bold: c(color.Bold), sent: c(color.FgCyan), got: c(color.FgMagenta),
	}
}

// word is the colour of a verdict.
func (p *palette) word(w suite.Word) *color.Color {
	switch w {
	case suite.Pass, suite.Fixed:
		return p.good
	case suite.Warn, suite.Skip, suite.NotRun, suite.Known, suite.Flaky:
		return p.warn
	}
	return p.bad
}

// line is the colour of a line of an exchange.
func (p *palette) line(l suite.DiffLine) *color.Color {
	switch {
	case l.Mark == '-':
		return p.good
	case l.Mark == '+':
		return p.bad
	case strings.HasPrefix(l.Text, ">"):
		return p.sent
	case strings.HasPrefix(l.Text, "<"):
		return p.got
	}
	return p.dim
}
