package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"httpkit/internal/compare"
)

// Versus is what several servers did with the same cases, to be told.
type Versus struct {
	Version string
	Started time.Time
	Took    time.Duration
	Targets []compare.Target
	Sent    string   // the Host field and the path, which all were sent
	Words   []string // that chose the cases
	Ignored []string // kinds of difference of no interest
	Rows    []*compare.Row
	Chosen  int    // cases
	Ended   string // why not all of them were played, "" where they were
}

// VersusOptions say how it is told.
type VersusOptions struct {
	Color, Verbose, Quiet bool
	Width                 int // of the terminal, in columns
}

// VersusKind is a line of the table of formats of a comparison.
type VersusKind struct {
	Name, Means string
	Write       func(io.Writer, *Versus, VersusOptions)
}

// VersusKinds are the formats of a comparison, sorted by name.
func VersusKinds() []VersusKind {
	return []VersusKind{
		{"html", "one page for a person, with both exchanges", versusHTML},
		{"json", "everything, for programs", versusJSON},
		{"md", "Markdown, for a comment or a wiki", versusMarkdown},
		{"text", "what a terminal shows", versusText},
	}
}

// Differs reports whether a case differs.
func (v *Versus) Differs() bool { return v.count(compare.Differs) > 0 }

// outcomes counts the cases that differ in the outcome or the verdict.
func (v *Versus) outcomes() int {
	n := 0
	for _, r := range v.Rows {
		if r.Outcomes() {
			n++
		}
	}
	return n
}

func (v *Versus) count(word string) int {
	n := 0
	for _, r := range v.Rows {
		if r.Word == word {
			n++
		}
	}
	return n
}

// sentence is the run in one line.
func (v *Versus) sentence() string {
	var parts []string
	outcomes := v.outcomes()
	for _, p := range []struct {
		n    int
		what string
	}{
		{outcomes, "differ in the outcome"},
		{v.count(compare.Differs) - outcomes, "in fields or content alone"},
		{v.count(compare.Folded), "only in what means nothing"},
		{v.count(compare.Same), "the same"},
		{v.count(compare.Apart), "not compared"},
		{v.Chosen - len(v.Rows), "not played"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing was compared"}
	}
	s := strings.Join(parts, ", ")
	if v.Took > 0 {
		s += " in " + Duration(v.Took)
	}
	return s
}

// folds counts in how many cases each fold took something out.
func (v *Versus) folds() (out []folded) {
	for _, f := range compare.Folds() {
		n := 0
		for _, r := range v.Rows {
			if slices.Contains(r.Folds, f.Name) {
				n++
			}
		}
		if n > 0 {
			out = append(out, folded{f.Name, f.Says, n})
		}
	}
	return out
}

type folded struct {
	Name, Says string
	Cases      int
}

// capabilities are those that the servers do not share, in a sentence each.
func (v *Versus) capabilities() []string {
	var names []string
	for _, t := range v.Targets {
		for _, o := range t.Offers {
			if !slices.Contains(names, o.Name) {
				names = append(names, o.Name)
			}
		}
	}
	slices.Sort(names)
	var out []string
	for _, name := range names {
		var yes, no []string
		for _, t := range v.Targets {
			for _, o := range t.Offers {
				switch {
				case o.Name == name && o.Offered:
					yes = append(yes, clean(t.Name))
				case o.Name == name:
					no = append(no, clean(t.Name)+" ("+plain(o.Why)+")")
				}
			}
		}
		if len(no) > 0 && len(yes) > 0 {
			out = append(out, fmt.Sprintf("%s: %s, but not %s", name, strings.Join(yes, ", "), strings.Join(no, ", ")))
		} else if len(no) > 0 {
			out = append(out, fmt.Sprintf("%s: not offered by %s", name, strings.Join(no, ", ")))
		}
	}
	return out
}

// likeness is cases that differ in nothing but the same fields, or the content.
type likeness struct {
	What  string
	Cases []string
}

// likenesses sorts the cases that differ in no outcome by what they differ in, the
// most frequent first. Servers differ so everywhere: it is told once.
func (v *Versus) likenesses() (out []likeness) {
	for _, r := range v.Rows {
		if r.Outcomes() {
			continue
		}
		for i := range r.Differences {
			what := clean(r.Differences[i].Kind())
			at := slices.IndexFunc(out, func(l likeness) bool { return l.What == what })
			if at < 0 {
				at = len(out)
				out = append(out, likeness{What: what})
			}
			if l := &out[at]; !slices.Contains(l.Cases, r.ID) {
				l.Cases = append(l.Cases, r.ID)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b likeness) int { return len(b.Cases) - len(a.Cases) })
	return out
}

// firsts gives, for each difference that is no outcome, the case in which it is
// told in full.
func (v *Versus) firsts() map[string]*compare.Row {
	out := map[string]*compare.Row{}
	for _, r := range v.Rows {
		for i := range r.Differences {
			if kind := r.Differences[i].Kind(); kind != "" && out[kind] == nil {
				out[kind] = r
			}
		}
	}
	return out
}

// cellWords are a cell: the outcome and the verdict.
func cellWords(c compare.Cell) string {
	if c.Outcome == "" {
		return string(c.Verdict)
	}
	return clean(c.Outcome) + " " + string(c.Verdict)
}

// also names the other values in which the same differs.
func also(d compare.Difference) string {
	s := clean(d.Values)
	if len(d.Also) > 0 {
		s += fmt.Sprintf("; the same on %d more: %s", len(d.Also), few(cleanAll(d.Also)))
	}
	return s
}
