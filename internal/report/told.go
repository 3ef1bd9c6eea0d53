package report

import (
	"fmt"
	"path"
	"strings"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// told is a result in words, as the formats for machines and pages need it. Every
// text in it is printable, and each but Reason is one line.
type told struct {
	ID, Group, Name string // "http1/host/missing", "http1/host", "missing"
	Title, Level    string
	Verdict         suite.Word
	Means           meaning
	File            string // of the case
	Line            int    // that decided, 0 where there is none
	Reason          []string
	Values          string // the sweep values that gave it, "" without a sweep
	Exchange        []suite.DiffLine
	Why, Hint       string
	Refs            []link
	Again           string
}

// link is a reference to an RFC.
type link struct{ Text, URL string }

// tell puts a result into words.
func (o *Options) tell(r *suite.Result) *told {
	c := r.Case
	t := &told{
		ID: clean(c.ID), Group: clean(group(c)), Name: clean(path.Base(c.ID)),
		Title: clean(c.Title), Level: string(c.Level),
		Verdict: r.Verdict, Means: meaningOf(r.Verdict, o.Strict),
		File: clean(r.Pos.File), Line: r.Pos.Line,
		Reason: plainLines(r.Reason), Exchange: shown(r), Again: clean(o.again(c.ID)),
	}
	if t.File == "" {
		t.File = clean(c.File)
	}
	if len(r.Output) > 0 {
		t.Reason = append(t.Reason, "the server wrote last:")
	}
	for _, l := range r.Output {
		t.Reason = append(t.Reason, said+clean(l))
	}
	switch {
	case len(r.Values) == 0:
	case len(r.Runs) > 0: // the plays of all runs are no measure
		t.Values = clean("with " + few(r.Values))
	default:
		t.Values = clean(fmt.Sprintf("on %d of %d plays: %s", len(r.Values), r.Plays, few(r.Values)))
	}
	if r.Verdict != suite.Error { // that is no fault of the target's: no advice for its author
		t.Why, t.Hint = clean(c.Why), clean(c.Hint)
	}
	for _, ref := range c.Refs {
		t.Refs = append(t.Refs, link{ref.Long(), ref.URL()})
	}
	return t
}

// First is the first line of the reason.
func (t *told) First() string {
	if len(t.Reason) == 0 {
		return string(t.Verdict)
	}
	return t.Reason[0]
}

// Place is where the case stands: file:line.
func (t *told) Place() string { return wire.Pos{File: t.File, Line: t.Line}.String() }

// text is all of it in plain text, for a format that has one field for that.
func (t *told) text() string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s%s\n", key, value)
		}
	}
	line("", t.Title)
	line("", t.Place())
	for _, l := range t.Reason {
		line("", l)
	}
	line("", t.Values)
	if len(t.Exchange) > 0 {
		b.WriteString("\n> sent  < received   - wanted  + came instead\n")
		for _, l := range t.Exchange {
			fmt.Fprintf(&b, "%c %s\n", l.Mark, l.Text)
		}
		b.WriteString("\n")
	}
	line("why:   ", t.Why)
	line("hint:  ", t.Hint)
	for _, r := range t.Refs {
		line("rfc:   ", r.Text+" "+r.URL)
	}
	line("again: ", t.Again)
	return b.String()
}

// plainLines are the lines of a text, printable; a line further in stays so.
func plainLines(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		l = strings.TrimRight(l, "\n")
		rest := strings.TrimLeft(l, "\t ")
		if rest == "" {
			continue
		}
		if len(out) > 0 && rest != l {
			rest = "  " + rest
		}
		out = append(out, clean(rest))
	}
	return out
}

// plain is a text as one line.
func plain(s string) string {
	lines := plainLines(s)
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "; ")
}

// most is how many lines of a transcript Transcript gives.
const most = 4000

// Transcript is what was said in a case, in the notation, with the times at which
// it happened: what script.Options.Tell asks for. Content over 512 bytes is
// summed up, and so is the middle of a transcript of very many lines.
func Transcript(t *wire.Transcript) []string {
	lines := t.Lines(wire.FormatOptions{Times: true, Limit: 512})
	if left := len(lines) - most; left > 1 {
		out := append(lines[:most/2:most/2], fmt.Sprintf("# ... %d lines ...", left))
		lines = append(out, lines[len(lines)-most/2:]...)
	}
	return lines
}
