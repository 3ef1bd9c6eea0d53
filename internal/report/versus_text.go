package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"httpkit/internal/compare"
)

// versusPage is the text of a comparison: what differs in full, then a table that
// fits the terminal, then what it all comes to.
type versusPage struct {
	w     io.Writer
	v     *Versus
	o     VersusOptions
	paint palette
	first map[string]*compare.Row
}

const (
	// defaultWidth is that of a terminal whose width is not known.
	defaultWidth = 80
	// leastColumn is how narrow a server's column may become before the table is
	// written one server below the other.
	leastColumn = 9
)

func versusText(w io.Writer, v *Versus, o VersusOptions) {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	p := &versusPage{w, v, o, newPalette(o.Color), v.firsts()}
	if !o.Quiet {
		for _, t := range v.Targets {
			fmt.Fprintf(w, "%s  %s\n", p.paint.bold.Sprint(clean(t.Name)), clean(t.Given))
		}
		fmt.Fprintf(w, "%s\n", clean(v.Sent))
		for _, c := range v.capabilities() {
			fmt.Fprintf(w, "%s %s\n", p.paint.dim.Sprint("capability"), c)
		}
		for _, r := range v.Rows {
			if p.shown(r) {
				p.full(r)
			}
		}
	}
	p.table()
	for _, l := range v.likenesses() {
		fmt.Fprintf(w, "%s %s in %s\n", p.paint.dim.Sprint("the same outcome, but"), l.What, casesOf(l.Cases))
	}
	if !o.Quiet {
		for _, f := range v.folds() {
			fmt.Fprintf(w, "%s %s (%d): %s\n", p.paint.dim.Sprint("folded"), f.Name, f.Cases, f.Says)
		}
	}
	for _, t := range v.Targets {
		if t.Lost != "" {
			fmt.Fprintf(w, "%s: %s\n", clean(t.Name), plain(t.Lost))
		}
	}
	if v.Ended != "" {
		fmt.Fprintln(w, plain(v.Ended))
	}
	fmt.Fprintf(w, "%s\n", p.paint.bold.Sprint(v.sentence()))
}

// shown reports whether a case has a difference that is told in full here: an
// outcome, or the first of its kind.
func (p *versusPage) shown(r *compare.Row) bool {
	for i := range r.Differences {
		if kind := r.Differences[i].Kind(); kind == "" || p.first[kind] == r || p.o.Verbose {
			return true
		}
	}
	return false
}

// full tells one case that differs.
func (p *versusPage) full(r *compare.Row) {
	fmt.Fprintf(p.w, "\n%s  %s  %s\n%s%s\n", p.paint.word("fail").Sprint("differs"), p.paint.bold.Sprint(clean(r.ID)),
		p.paint.dim.Sprint(clean(r.Level)), indent, clean(r.Title))
	for _, d := range r.Differences {
		fmt.Fprintf(p.w, "%s%s %s\n", indent, p.paint.dim.Sprint("differs:"), clean(strings.Join(d.Names, ", ")))
		if values := also(d); values != "" {
			fmt.Fprintf(p.w, "%swith %s\n", indent, values)
		}
		if first := p.first[d.Kind()]; first != nil && first != r && !p.o.Verbose {
			fmt.Fprintf(p.w, "%sas in %s\n", indent, clean(first.ID))
			continue
		}
		for _, s := range d.Sides {
			fmt.Fprintf(p.w, "%s%s %s\n", indent, p.paint.bold.Sprint(clean(s.Target)+":"), clean(s.Outcome))
			if s.Verdict != "" {
				for _, l := range plainLines(s.Verdict) {
					fmt.Fprintf(p.w, "%s  %s\n", indent, l)
				}
			}
			for _, l := range s.Exchange {
				fmt.Fprintf(p.w, "%s  %s\n", indent, clean(l))
			}
		}
	}
}

// table lists the cases that differ, all of them where it is asked to.
func (p *versusPage) table() {
	var rows []*compare.Row
	name := len("case")
	for _, r := range p.v.Rows {
		if r.Outcomes() || p.o.Verbose {
			rows = append(rows, r)
			name = max(name, columns(r.ID))
		}
	}
	if len(rows) == 0 {
		fmt.Fprintln(p.w)
		return
	}
	n := len(p.v.Targets)
	words := 0
	if p.o.Verbose {
		words = len(compare.Apart) + 2
	}
	fmt.Fprintln(p.w)
	name = min(name, p.o.Width*9/20)
	column := (p.o.Width-name-words)/n - 2
	if column < leastColumn {
		p.stacked(rows)
		return
	}
	column = min(column, p.widest(rows))
	line := func(first, word string, cells []string) {
		s := fitEnd(first, name)
		for _, c := range cells {
			s += "  " + fit(c, column)
		}
		if words > 0 {
			s += "  " + word
		}
		fmt.Fprintln(p.w, strings.TrimRight(s, " "))
	}
	var heads []string
	for _, t := range p.v.Targets {
		heads = append(heads, clean(t.Name))
	}
	line("case", "", heads)
	for _, r := range rows {
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, cellWords(c))
		}
		line(clean(r.ID), r.Word, cells)
	}
	fmt.Fprintln(p.w)
}

// widest is what the cells need.
func (p *versusPage) widest(rows []*compare.Row) int {
	n := 0
	for _, t := range p.v.Targets {
		n = max(n, columns(t.Name))
	}
	for _, r := range rows {
		for _, c := range r.Cells {
			n = max(n, columns(cellWords(c)))
		}
	}
	return n
}

// stacked is the table where the terminal is too narrow for a column each.
func (p *versusPage) stacked(rows []*compare.Row) {
	name := 0
	for _, t := range p.v.Targets {
		name = max(name, min(columns(t.Name), p.o.Width/3))
	}
	for _, r := range rows {
		fmt.Fprintln(p.w, fit(clean(r.ID), p.o.Width))
		for i, c := range r.Cells {
			fmt.Fprintln(p.w, strings.TrimRight("  "+fit(clean(p.v.Targets[i].Name), name)+"  "+fit(cellWords(c), max(p.o.Width-name-4, 8)), " "))
		}
	}
	fmt.Fprintln(p.w)
}

func columns(s string) int { return utf8.RuneCountInString(s) }

// casesOf counts cases and names the first.
func casesOf(ids []string) string {
	if len(ids) == 1 {
		return clean(ids[0])
	}
	return fmt.Sprintf("%d cases, first in %s", len(ids), clean(ids[0]))
}

// fitEnd makes s n columns wide and keeps its end, which says more of an id.
func fitEnd(s string, n int) string {
	if w := columns(s); w > n {
		return "…" + string([]rune(s)[w-n+1:])
	}
	return fit(s, n)
}

// fit makes s n columns wide.
func fit(s string, n int) string {
	if w := columns(s); w <= n {
		return s + strings.Repeat(" ", n-w)
	}
	return string([]rune(s)[:n-1]) + "…"
}
