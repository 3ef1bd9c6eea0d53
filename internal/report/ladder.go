package report

import (
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/suite"
)

// Ladder is what a report has to know of numbered stages that are about to be
// played.
type Ladder struct {
	Name    string // the folder they are in
	Of      int    // how many there are
	Chosen  int    // how many of them are played, as far as none is open
	Explain func(*suite.Case) string
	Again   string // the command that plays the same again
}

// ladder is how far it was climbed.
type ladder struct {
	Ladder
	count map[suite.Word]int
}

// Climb begins a ladder: the results that come up to Climbed are of its stages.
func (t *Text) Climb(l Ladder) {
	t.flush()
	t.ladder = &ladder{Ladder: l, count: map[suite.Word]int{}}
}

// Climbed ends it, with how far it was climbed, and, where words is not empty, what
// there is to say of that and the command to go on with.
func (t *Text) Climbed(words, command string) {
	l := t.ladder
	t.ladder = nil
	if l == nil {
		return
	}
	if t.told {
		fmt.Fprintln(t.w)
	}
	t.told = false
	if !t.o.Quiet {
		fmt.Fprintln(t.w, t.reached(l))
	}
	if words != "" {
		t.lines(words)
		fmt.Fprintf(t.w, "%s  %s\n", indent, clean(command))
	}
}

// reached is the line that shows how far it was climbed.
func (t *Text) reached(l *ladder) string {
	held := l.count[suite.Pass] + l.count[suite.Warn] + l.count[suite.Flaky] + l.count[suite.Fixed]
	word, paint := "ok", t.paint.good
	if l.count[suite.Fail]+l.count[suite.Crash]+l.count[suite.Error]+l.count[suite.NotRun] > 0 {
		word, paint = "open", t.paint.warn
	}
	bar := "  " + paint.Sprint(strings.Repeat("#", held)+strings.Repeat(".", max(l.Of-held, 0)))
	parts := []string{fmt.Sprintf("%d of %d stages", held, l.Of)}
	if l.Chosen < l.Of { // some of them say nothing of how far it is up
		bar, parts = "", []string{fmt.Sprintf("%d of %d chosen stages", held, l.Chosen)}
	}
	if n := l.count[suite.Warn]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d with a remark", n))
	}
	if n := l.count[suite.Skip]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d left out", n))
	}
	return fmt.Sprintf("%s  %-24s %s%s", paint.Sprintf("%-4s", word), clean(l.Name), strings.Join(parts, ", "), bar)
}

// stage tells one stage: in full where it is open, in a few lines where it holds
// with a remark, and not at all where it holds.
func (t *Text) stage(r *suite.Result) {
	l := t.ladder
	l.count[r.Verdict]++
	where := fmt.Sprintf("stage %d of %d", r.Case.Stage, l.Of)
	switch r.Verdict {
	case suite.Pass, suite.Flaky, suite.Fixed, suite.Known:
		if t.o.Verbose {
			t.heading(r)
			t.exchange(r)
		}
	case suite.Skip, suite.NotRun:
		if t.o.Verbose && !strings.HasPrefix(r.Reason, suite.Behind) {
			t.heading(r)
			t.lines(r.Reason)
		}
	case suite.Error:
		t.full(r)
	case suite.Warn:
		if t.o.Quiet && !t.o.Strict {
			return
		}
		t.above()
		fmt.Fprintf(t.w, "%s\n", t.paint.word(r.Verdict).Sprint(where+" holds, with a remark: ")+t.paint.bold.Sprint(clean(r.Case.Title)))
		t.lines(r.Reason)
		t.field("hint", r.Case.Hint)
		t.command("more", l.Explain(r.Case))
	default:
		t.above()
		fmt.Fprintf(t.w, "%s\n", t.paint.word(r.Verdict).Sprint(where+" is open: ")+t.paint.bold.Sprint(clean(r.Case.Title)))
		t.lines(r.Reason)
		if len(r.Values) > 0 {
			t.lines(fmt.Sprintf("on %d of %d plays: %s", len(r.Values), r.Plays, few(r.Values)))
		}
		said := *r
		said.Exchange = slices.DeleteFunc(slices.Clone(r.Exchange), isRule)
		t.exchange(&said)
		t.output(r)
		t.field("hint", r.Case.Hint)
		t.command("more", l.Explain(r.Case))
		t.command("again", l.Again)
	}
}

// isRule tells the lines of an exchange that are about rules and not about bytes: who
// is at the foot of a ladder has the sentence and the reason instead.
func isRule(l suite.DiffLine) bool {
	return strings.HasPrefix(l.Text, "=") || strings.HasPrefix(l.Text, "#   ")
}

// command is a key with a command line, which is never folded.
func (t *Text) command(key, line string) {
	fmt.Fprintf(t.w, "%s%s %s\n", indent, t.paint.dim.Sprintf("%-6s", key+":"), clean(line))
}

// above parts what is told in full from what stands above it.
func (t *Text) above() {
	if t.told {
		fmt.Fprintln(t.w)
	}
	t.told = true
}
