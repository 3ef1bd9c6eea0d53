package report

import (
	"fmt"
	"io"
	"strings"

	"httpkit/internal/suite"
)

// Text is the report for a person at a terminal. Failures are told in full,
// passes are counted by topic. No byte of the target's reaches the terminal but
// in the notation's escapes.
type Text struct {
	w     io.Writer
	o     Options
	paint palette
	topic *tally
	told  bool              // something was told in full since the last line of a topic
	diff  bool              // the marks of an exchange were explained
	left  map[string]int    // the cases of a topic that are still to come
	open  map[string]*tally // of the topics that are not told yet
	mixed bool              // topics come in no order, and are told in the end

	ladder *ladder // that is being climbed, or nil
}

// tally counts the cases of one topic until the next begins.
type tally struct {
	name  string
	count map[suite.Word]int
}

// NewText gives a text report that writes to w.
func NewText(w io.Writer, o Options) *Text {
	return &Text{w: w, o: o, paint: newPalette(o.Color), left: map[string]int{}, open: map[string]*tally{}}
}

// Result tells one case. Cases come in the order of the run.
func (t *Text) Result(r *suite.Result) {
	if t.ladder != nil {
		t.stage(r)
		return
	}
	name := group(r.Case)
	if t.topic != nil && t.topic.name != name {
		t.flush()
	}
	if t.topic == nil {
		t.topic = t.tallied(name)
	}
	t.topic.count[r.Verdict]++
	t.left[name]--
	switch r.Verdict {
	case suite.Pass:
		if t.o.Verbose {
			t.heading(r)
			t.exchange(r)
		}
	case suite.Skip, suite.NotRun:
		if t.o.Verbose {
			t.heading(r)
			t.lines(r.Reason)
		}
	case suite.Known:
		if t.o.Verbose {
			t.full(r)
		}
	case suite.Flaky:
		if !t.o.Quiet {
			t.full(r)
		}
	case suite.Fixed:
		t.fixed(r)
	case suite.Warn:
		if !t.o.Quiet || t.o.Strict {
			t.full(r)
		}
	default:
		t.full(r)
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

// heading is the line that names a case: verdict, id, level.
func (t *Text) heading(r *suite.Result) {
	level := ""
	if r.Case.Level != "" {
		level = "  " + string(r.Case.Level)
	}
	fmt.Fprintf(t.w, "%s  %s%s\n", t.paint.word(r.Verdict).Sprintf("%-4s", r.Verdict), t.paint.bold.Sprint(clean(r.Case.ID)), t.paint.dim.Sprint(level))
}

// full tells all that is known of a case that did not pass: what it stands for,
// where it stands, what is wrong, what was said, and what to do about it.
func (t *Text) full(r *suite.Result) {
	fmt.Fprintln(t.w)
	t.told = true
	t.heading(r)
	t.lines(r.Case.Title)
	fmt.Fprintf(t.w, "%s%s\n", indent, t.paint.dim.Sprint(clean(r.Pos.String())))
	t.lines(r.Reason)
	switch {
	case len(r.Values) == 0:
	case len(r.Runs) > 0: // the plays of all runs are no measure
		t.lines("with " + few(r.Values))
	default:
		t.lines(fmt.Sprintf("on %d of %d plays: %s", len(r.Values), r.Plays, few(r.Values)))
	}
	t.exchange(r)
	t.output(r)
	if r.Verdict != suite.Error { // that is no fault of the target's: no advice for its author
		t.field("why", r.Case.Why)
		t.field("hint", r.Case.Hint)
		for _, ref := range r.Case.Refs {
			t.field("rfc", ref.Long()+" "+ref.URL())
		}
	}
	fmt.Fprintf(t.w, "%s%s %s\n", indent, t.paint.dim.Sprint("again:"), clean(t.o.again(r.Case.ID)))
}

// few names the first values and counts the rest.
func few(values []string) string {
	const most = 6
	if len(values) <= most {
		return strings.Join(values, ", ")
	}
	return strings.Join(values[:most], ", ") + fmt.Sprintf(" and %d more", len(values)-most)
}

// indent is where everything below a heading begins.
const indent = "      "

// field is a key of the case with its value, folded under itself.
func (t *Text) field(key, value string) {
	if value == "" {
		return
	}
	under := "\n" + indent + strings.Repeat(" ", len("again: "))
	fmt.Fprintf(t.w, "%s%s %s\n", indent, t.paint.dim.Sprintf("%-6s", key+":"), strings.Join(fold(clean(value), width-len(under)), under))
}

// lines writes a text, folded; a second line of it stands a little further in.
func (t *Text) lines(text string) {
	if text == "" {
		return
	}
	in := indent
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimLeft(l, "\t "); strings.HasPrefix(l, said) {
			fmt.Fprintf(t.w, "%s%s\n", in, clean(l)) // its blanks count
			continue
		}
		for _, part := range fold(clean(l), width-len(in)) {
			fmt.Fprintf(t.w, "%s%s\n", in, part)
		}
		in = indent + "  "
	}
}
