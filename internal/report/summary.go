package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/fatih/color"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// width is where texts are folded.
const width = 100

// Finish tells what all cases came to. s may be partial, where a run was cut short.
func (t *Text) Finish(s *suite.Summary) {
	t.flush()
	if s.Lost != "" {
		t.lost(s)
	}
	var parts []string
	for _, w := range suite.Words() {
		if n := s.Count(w); n > 0 {
			parts = append(parts, t.wordColor(w).Sprintf("%d %s", n, counted(w)))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing ran"}
	}
	fmt.Fprintf(t.w, "%s in %s\n", strings.Join(parts, ", "), Duration(s.Took))
	t.notOffered(s)
}

func (t *Text) wordColor(w suite.Word) *color.Color {
	switch w {
	case suite.Pass:
		return t.paint.good
	case suite.Warn, suite.Skip, suite.NotRun:
		return t.paint.warn
	}
	return t.paint.bad
}

// lost says that the target went away, and after which case.
func (t *Text) lost(s *suite.Summary) {
	fmt.Fprintf(t.w, "\n%s %s\n", t.paint.bad.Sprint("the target went away:"), s.Lost)
	if s.LostAfter != "" {
		fmt.Fprintf(t.w, "      the last case it answered was %s; what follows was not run\n", s.LostAfter)
	}
	fmt.Fprintln(t.w)
}

// notOffered explains a run in which everything was skipped.
func (t *Text) notOffered(s *suite.Summary) {
	if len(s.Results) == 0 || s.Count(suite.Skip) != len(s.Results) {
		return
	}
	seen := map[string]bool{}
	for _, r := range s.Results {
		if !seen[r.Reason] {
			seen[r.Reason] = true
			t.lines("      ", r.Case.ID+": "+r.Reason)
		}
	}
}

// counted is how a number of cases with the verdict is told.
func counted(w suite.Word) string {
	switch w {
	case suite.Pass:
		return "passed"
	case suite.Warn:
		return "warned"
	case suite.Fail:
		return "failed"
	case suite.Skip:
		return "skipped"
	case suite.Crash:
		return "crashed"
	}
	return string(w)
}

// flush ends a topic: one line with its counts.
func (t *Text) flush() {
	k := t.topic
	t.topic = nil
	if k == nil || t.o.Quiet {
		return
	}
	word, c := "ok", t.paint.good
	for _, w := range []suite.Word{suite.Skip, suite.NotRun, suite.Warn, suite.Fail, suite.Crash, suite.Error} {
		if k.count[w] > 0 && !(w == suite.Skip && k.count[suite.Pass] > 0) {
			word, c = string(w), t.wordColor(w)
		}
	}
	var parts []string
	for _, w := range suite.Words() {
		if n := k.count[w]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, counted(w)))
		}
	}
	fmt.Fprintf(t.w, "%s  %-24s %s\n", c.Sprintf("%-4s", word), k.name, strings.Join(parts, ", "))
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

// Exchange is a transcript as the lines of a failure, none of them marked.
func Exchange(t *wire.Transcript) []suite.DiffLine {
	var out []suite.DiffLine
	for _, l := range t.Lines(wire.FormatOptions{Limit: 512}) {
		out = append(out, suite.DiffLine{Mark: ' ', Text: l})
	}
	return out
}

// fold breaks a text at blanks into lines of at most n characters; a longer word
// stays whole.
func fold(s string, n int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && len(line)+1+len(word) > n {
			out, line = append(out, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(out, line)
}
