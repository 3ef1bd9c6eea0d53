package report

import (
	"fmt"
	"strings"
	"time"

	"httpkit/internal/suite"
)

// Finish tells what all cases came to. s may be partial, where a run was cut short.
func (t *Text) Finish(s *suite.Summary) {
	t.flush()
	t.sorted()
	if s.Lost != "" {
		t.lost(s)
	}
	if s.Refused != "" {
		fmt.Fprintf(t.w, "%s\n", t.paint.bad.Sprint("nothing was played:"))
		t.lines(s.Refused)
	}
	if !t.o.Quiet || s.Count(suite.Skip, suite.NotRun) == len(s.Results) {
		t.unplayed(s)
	}
	t.originals(s)
	t.noticed(s)
	t.restarts(s)
	parts := counts(s.Counts(), func(w suite.Word, text string) string { return t.paint.word(w).Sprint(text) })
	if len(parts) == 0 {
		parts = []string{"nothing ran"}
	}
	if s.Interrupted {
		parts = append(parts, "interrupted")
	}
	fmt.Fprintf(t.w, "%s in %s\n", strings.Join(parts, ", "), Duration(s.Took))
}

// originals says what a failure in the tutorials' suites means, as it may be a merit.
func (t *Text) originals(s *suite.Summary) {
	for _, r := range s.Results {
		if r.Verdict == suite.Fail && r.Case.Own && strings.HasPrefix(r.Case.ID, "seeds/") && !t.o.Quiet {
			fmt.Fprintf(t.w, "%s\n", t.paint.dim.Sprint("of the failures in seeds/:"))
			t.lines("These suites ask for the bytes of the tutorials' servers, faults and all, and their hints say how to do better than those. A server that does better fails here; the tutorial is for it: httpkit test --target ADDR")
			return
		}
	}
}

// noticed tells what is wrong with answers beside what the cases of the run asked.
func (t *Text) noticed(s *suite.Summary) {
	if t.o.Quiet || len(s.Noticed) == 0 {
		return
	}
	fmt.Fprintf(t.w, "%s\n", t.paint.word(suite.Warn).Sprint("noticed beside, and decided by no case of this run:"))
	for _, n := range s.Noticed {
		times := "once"
		if n.Count > 1 {
			times = fmt.Sprintf("%d times", n.Count)
		}
		t.lines(fmt.Sprintf("%s: %s (%s, first in %s)", n.Rule, n.Why, times, n.Case))
	}
}

// counts gives "2 failed", "3 passed", the worst first.
func counts(n map[suite.Word]int, paint func(suite.Word, string) string) []string {
	var parts []string
	for _, w := range suite.Words() {
		if n[w] > 0 {
			parts = append(parts, paint(w, fmt.Sprintf("%d %s", n[w], counted(w))))
		}
	}
	return parts
}

// lost says that the target went away, and after which case, or that it was never
// there.
func (t *Text) lost(s *suite.Summary) {
	why := "the target could not be reached"
	if s.LostAfter != "" {
		why = "the target went away after " + s.LostAfter
	}
	fmt.Fprintf(t.w, "%s\n", t.paint.bad.Sprint(clean(why)+":"))
	t.lines(s.Lost)
}

// unplayed says why cases were skipped or not run: each reason once, with the
// number of its cases.
func (t *Text) unplayed(s *suite.Summary) {
	type reason struct {
		word suite.Word
		text string
	}
	n := map[reason]int{}
	var order []reason
	for _, r := range s.Results {
		if r.Verdict != suite.Skip && (r.Verdict != suite.NotRun || s.Lost != "") {
			continue // of a target that was lost all is said
		}
		if strings.HasPrefix(r.Reason, suite.Behind) {
			continue // the stage that is open says more
		}
		why := reason{r.Verdict, r.Reason}
		if n[why]++; n[why] == 1 {
			order = append(order, why)
		}
	}
	for _, why := range order {
		fmt.Fprintf(t.w, "%s\n", t.paint.word(why.word).Sprintf("%d %s:", n[why], counted(why.word)))
		t.lines(why.text)
		if names, ok := strings.CutPrefix(why.text, "not offered: "); ok {
			name, _, _ := strings.Cut(names, " ")
			t.lines("httpkit explain " + name + " says how to offer it")
		}
	}
}

// counted is how a number of cases with the verdict is told.
func counted(w suite.Word) string { return w.Past() }

// flush ends a topic: one line with its counts, once none of its cases is to come.
func (t *Text) flush() {
	k := t.topic
	t.topic = nil
	if t.mixed {
		return
	}
	if t.told {
		fmt.Fprintln(t.w)
	}
	t.told = false
	if k == nil || t.left[k.name] > 0 {
		return
	}
	delete(t.open, k.name)
	if t.o.Quiet {
		return
	}
	word := suite.Word("ok")
	paint := t.paint.good
	for _, w := range suite.Words() { // the worst first
		if k.count[w] == 0 {
			continue
		}
		if w != suite.Pass {
			word, paint = w, t.paint.word(w)
		}
		break
	}
	parts := counts(k.count, func(_ suite.Word, text string) string { return text })
	fmt.Fprintf(t.w, "%s  %-24s %s\n", paint.Sprintf("%-4s", word), clean(k.name), strings.Join(parts, ", "))
}

// Duration is d as a person reads it: three digits say enough.
func Duration(d time.Duration) string {
	switch {
	case d >= time.Minute:
		return d.Round(time.Second).String()
	case d >= time.Second:
		return fmt.Sprintf("%.2fs", d.Seconds())
	}
	return fmt.Sprintf("%.1fms", float64(d)/float64(time.Millisecond))
}
