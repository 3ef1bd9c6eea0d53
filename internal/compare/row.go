package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/suite"
)

// Row is what came of a case.
type Row struct {
	ID, Title, Level string
	Cells            []Cell // a target each
	// Word is Same, Folded, Differs or Apart.
	Word        string
	Plays       int          // that were compared
	Folds       []string     // names of the folds that took something out
	Differences []Difference // the first of each set of names
	Why         string       // it is Apart
	of          *suite.Case
}

// Outcomes reports whether the servers came to another outcome or verdict in a
// play, or only said the same in another way: other fields, another content.
func (r *Row) Outcomes() bool {
	return slices.ContainsFunc(r.Differences, func(d Difference) bool { return d.Kind() == "" })
}

// Kind names what differs where that is no outcome and no verdict, whichever answer
// it is in: "content, field vary"; "" where it is one.
func (d *Difference) Kind() string {
	var out []string
	for _, name := range d.Names {
		if name == "outcome" || name == "verdict" {
			return ""
		}
		if i := strings.LastIndex(name, ": "); i >= 0 {
			name = name[i+2:]
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// What a row can come to.
const (
	Same    = "same"         // nothing differs
	Folded  = "folded"       // nothing differs that means something
	Differs = "differs"      // an outcome, a verdict, a field or a content does
	Apart   = "not compared" // fewer than two of the servers were asked
)

// Cell is what came of a case on one server.
type Cell struct {
	Outcome string // of all plays: "400", "400 (12 times), 200 (3 times)"; "" where none was played
	Verdict suite.Word
	Reason  string
}

// Difference is plays in which the same things differ.
type Difference struct {
	Names  []string // "outcome", "answer 2: field Allow"
	Values string   // sweep values and cut of the play that is shown, "" without
	Also   []string // those of the other ones
	Sides  []Side   // the servers that were asked
}

// Side is what one server did in the play that is shown.
type Side struct {
	Target   string
	Outcome  string
	Verdict  string // "fails" where it does, with the reason
	Exchange []string
}

// row compares a case that all servers have done. It is compared by value and by
// cut: a server that takes n=3 and refuses n=4 is not the same as one that does it
// the other way round.
func (r *Run) row(c *suite.Case, o *open) *Row {
	row := &Row{ID: c.ID, Title: c.Title, Level: string(c.Level), Word: Same, of: c}
	var asked []int
	var lacking []string
	for i, res := range o.results {
		row.Cells = append(row.Cells, Cell{Outcome: outcomes(o.plays[i]), Verdict: res.Verdict, Reason: res.Reason})
		if len(o.plays[i]) > 0 {
			asked = append(asked, i)
		} else {
			lacking = append(lacking, r.Targets[i].Name+": "+cmp.Or(res.Reason, string(res.Verdict)))
		}
	}
	if len(asked) < 2 {
		row.Word, row.Why = Apart, strings.Join(lacking, "; ")
		return row
	}
	for _, at := range places(o.plays[asked[0]]) {
		r.compare(row, o, asked, at)
	}
	r.verdicts(row, o, asked)
	switch {
	case row.Plays == 0:
		row.Word, row.Why = Apart, "no play of it came to its end on two of the servers"
	case len(row.Differences) > 0:
		row.Word = Differs
	case len(row.Folds) > 0:
		row.Word = Folded
	}
	return row
}

// compare holds one play of the case against the same one elsewhere.
func (r *Run) compare(row *Row, o *open, asked []int, at where) {
	var seen []Seen
	var there []int
	for _, i := range asked {
		if p, ok := o.plays[i][at]; ok {
			seen, there = append(seen, p.seen), append(there, i)
		}
	}
	if len(seen) < 2 {
		return
	}
	row.Plays++
	real, folded := Differ(seen, r.ignored)
	for _, f := range folded {
		if !slices.Contains(row.Folds, f) {
			row.Folds = append(row.Folds, f)
		}
	}
	if len(real) == 0 {
		return
	}
	values := o.plays[there[0]][at].values
	for i := range row.Differences {
		if d := &row.Differences[i]; slices.Equal(d.Names, real) && sameOutcomes(d, seen) {
			d.Also = append(d.Also, values)
			return
		}
	}
	d := Difference{Names: real, Values: values}
	for n, i := range there {
		p := o.plays[i][at]
		s := Side{Target: r.Targets[i].Name, Outcome: seen[n].Outcome(), Exchange: p.told()}
		if p.seen.Failed {
			s.Verdict = "fails: " + p.reason
		}
		d.Sides = append(d.Sides, s)
	}
	row.Differences = append(row.Differences, d)
}

// sameOutcomes reports whether a difference is one that is told already.
func sameOutcomes(d *Difference, seen []Seen) bool {
	return len(d.Sides) == len(seen) && !slices.ContainsFunc(d.Sides, func(s Side) bool {
		return !slices.ContainsFunc(seen, func(o Seen) bool { return o.Outcome() == s.Outcome })
	})
}

// verdicts looks for a case whose plays are the same and that fails on one of the
// servers only: it answers for the responses of the whole run.
func (r *Run) verdicts(row *Row, o *open, asked []int) {
	failed := 0
	for _, i := range asked {
		if w := o.results[i].Verdict; w == suite.Fail || w == suite.Crash {
			failed++
		}
	}
	if len(row.Differences) > 0 || failed == 0 || failed == len(asked) || r.ignored != nil && r.ignored("verdict") {
		return
	}
	d := Difference{Names: []string{"verdict"}}
	for _, i := range asked {
		res := o.results[i]
		s := Side{Target: r.Targets[i].Name, Outcome: outcomes(o.plays[i])}
		if res.Verdict == suite.Fail || res.Verdict == suite.Crash {
			s.Verdict = "fails: " + res.Reason
			for _, l := range res.Exchange {
				s.Exchange = append(s.Exchange, l.Text)
			}
		}
		d.Sides = append(d.Sides, s)
	}
	row.Differences = append(row.Differences, d)
}

// places are the plays of a case in their order.
func places(plays map[where]play) []where {
	var out []where
	for at := range plays {
		out = append(out, at)
	}
	slices.SortFunc(out, func(a, b where) int {
		return cmp.Or(cmp.Compare(a.nth, b.nth), cmp.Compare(a.section, b.section), cmp.Compare(a.at, b.at))
	})
	return out
}

// mostOutcomes is how many different ones of a case are named.
const mostOutcomes = 3

// outcomes puts all plays of a case on one server into a few words.
func outcomes(plays map[where]play) string {
	var words []string
	times := map[string]int{}
	for _, at := range places(plays) {
		w := plays[at].seen.Outcome()
		if times[w] == 0 {
			words = append(words, w)
		}
		times[w]++
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(times[b], times[a]) })
	var out []string
	for i, w := range words {
		if i == mostOutcomes {
			out = append(out, fmt.Sprintf("and %d more", len(words)-i))
			break
		}
		out = append(out, fmt.Sprintf("%s (%d)", w, times[w]))
	}
	return strings.Join(out, ", ")
}

// joined puts two words together, where both are there.
func joined(a, b string) string { return strings.Trim(a+", "+b, ", ") }

const (
	// Of an exchange of many lines the first and the last are shown.
	firstLines, lastLines = 48, 12
)

// few leaves out the middle of many lines.
func few(all []string) []string {
	left := len(all) - firstLines - lastLines
	if left <= 1 {
		return all
	}
	out := append(slices.Clone(all[:firstLines]), fmt.Sprintf("# ... %d lines ...", left))
	return append(out, all[len(all)-lastLines:]...)
}
