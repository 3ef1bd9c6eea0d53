package report

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fatih/color"

	"httpkit/internal/suite"
)

// Options say how a run is told.
type Options struct {
	Color   bool
	Verbose bool // also each case that passed, with its exchange
	Quiet   bool // only what is wrong, and the last line
	Strict  bool // a warning is told like a failure
	// Again gives the command that runs one case again.
	Again func(id string) string
}

// Text is the report for a person at a terminal. Failures are told in full,
// passes are counted by topic.
type Text struct {
	w      io.Writer
	o      Options
	paint  palette
	topic  *tally
	failed int
}

// tally counts the cases of one topic until the next begins.
type tally struct {
	name  string
	count map[suite.Word]int
	took  time.Duration
}

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

// NewText gives a text report that writes to w.
func NewText(w io.Writer, o Options) *Text {
	if o.Again == nil {
		o.Again = func(id string) string { return "httpkit test " + id }
	}
	return &Text{w: w, o: o, paint: newPalette(o.Color)}
}

// Result tells one case. Cases come in the order of the run.
func (t *Text) Result(r *suite.Result) {
	name := group(r.Case)
	if t.topic != nil && t.topic.name != name {
		t.flush()
	}
	if t.topic == nil {
		t.topic = &tally{name: name, count: map[suite.Word]int{}}
	}
	t.topic.count[r.Verdict]++
	t.topic.took += r.Took
	switch r.Verdict {
	case suite.Pass:
		if t.o.Verbose {
			t.heading(r, t.paint.good)
			t.exchange(r)
		}
	case suite.Skip, suite.NotRun:
		if t.o.Verbose {
			t.heading(r, t.paint.dim)
		}
	case suite.Warn:
		if !t.o.Quiet || t.o.Strict {
			t.full(r, t.paint.warn)
		}
	default:
		t.full(r, t.paint.bad)
	}
}

// group is what the cases of one line of the summary have in common: suite and
// topic, or the folder of a user's case.
func group(c *suite.Case) string {
	if i := strings.LastIndexByte(c.ID, '/'); i >= 0 {
		return c.ID[:i]
	}
	return "."
}

// heading is the line that names a case: verdict, id, level; reason below it.
func (t *Text) heading(r *suite.Result, c *color.Color) {
	level := ""
	if r.Case.Level != "" {
		level = "  " + string(r.Case.Level)
	}
	fmt.Fprintf(t.w, "%s  %s%s\n", c.Sprintf("%-4s", r.Verdict), t.paint.bold.Sprint(r.Case.ID), t.paint.dim.Sprint(level))
	if r.Verdict == suite.Skip || r.Verdict == suite.NotRun {
		t.lines("      ", r.Reason)
	}
}

// full tells all that is known of a case that did not pass.
func (t *Text) full(r *suite.Result, c *color.Color) {
	fmt.Fprintln(t.w)
	t.heading(r, c)
	t.lines("      ", r.Case.Title)
	t.lines("      ", r.Pos.String()+": "+r.Reason)
	if len(r.Values) > 0 {
		t.lines("      ", fmt.Sprintf("on %d of %d plays: %s", len(r.Values), r.Plays, few(r.Values)))
	}
	t.exchange(r)
	t.field("why", r.Case.Why)
	t.field("hint", r.Case.Hint)
	for _, ref := range r.Case.Refs {
		t.field("rfc", ref.Title()+"  "+ref.URL())
	}
	t.field("again", t.o.Again(r.Case.ID))
	fmt.Fprintln(t.w)
}

// few names the first values and counts the rest.
func few(values []string) string {
	if len(values) <= 6 {
		return strings.Join(values, ", ")
	}
	return strings.Join(values[:6], ", ") + fmt.Sprintf(" and %d more", len(values)-6)
}

// field is a key of the case with its value, folded under itself.
func (t *Text) field(key, value string) {
	if value == "" {
		return
	}
	fmt.Fprintf(t.w, "      %s %s\n", t.paint.dim.Sprintf("%-6s", key+":"), strings.Join(fold(value, width-13), "\n             "))
}

func (t *Text) lines(indent, text string) {
	for _, l := range strings.Split(text, "\n") {
		for _, part := range fold(l, width-len(indent)) {
			fmt.Fprintf(t.w, "%s%s\n", indent, part)
		}
	}
}

// exchange shows what was said, with "-" at what was wanted and "+" at what came.
func (t *Text) exchange(r *suite.Result) {
	if len(r.Exchange) == 0 && r.Transcript == nil {
		return
	}
	lines := r.Exchange
	if len(lines) == 0 {
		lines = Exchange(r.Transcript)
	}
	fmt.Fprintln(t.w)
	for _, l := range lines {
		c := t.paint.dim
		switch {
		case l.Mark == '-':
			c = t.paint.good
		case l.Mark == '+':
			c = t.paint.bad
		case strings.HasPrefix(l.Text, ">"):
			c = t.paint.sent
		case strings.HasPrefix(l.Text, "<"):
			c = t.paint.got
		}
		fmt.Fprintf(t.w, "    %s\n", c.Sprintf("%c %s", l.Mark, shorten(l.Text)))
	}
	fmt.Fprintln(t.w)
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
