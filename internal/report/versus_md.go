package report

import (
	"fmt"
	"io"
	"strings"
)

// versusMarkdown writes a table of the cases that differ, all of them where it is
// asked to, and below it each difference, folded away.
func versusMarkdown(w io.Writer, v *Versus, o VersusOptions) {
	fmt.Fprintf(w, "# Comparison\n\n%s\n\n", escaped(v.sentence()))
	for _, t := range v.Targets {
		fmt.Fprintf(w, "- **%s**: %s", escaped(clean(t.Name)), codeSpan(clean(t.Given)))
		if t.Lost != "" {
			fmt.Fprintf(w, ", %s", escaped(plain(t.Lost)))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "- %s\n", escaped(clean(v.Sent)))
	for _, c := range v.capabilities() {
		fmt.Fprintf(w, "- capability %s\n", escaped(c))
	}
	if v.Ended != "" {
		fmt.Fprintf(w, "- %s\n", escaped(plain(v.Ended)))
	}
	var heads, rules []string
	for _, t := range v.Targets {
		heads, rules = append(heads, cell(escaped(clean(t.Name)))), append(rules, ":--")
	}
	fmt.Fprintf(w, "\n| case | %s | |\n| :-- | %s | :-- |\n", strings.Join(heads, " | "), strings.Join(rules, " | "))
	for _, r := range v.Rows {
		if !r.Outcomes() && !o.Verbose {
			continue
		}
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, cell(escaped(cellWords(c))))
		}
		fmt.Fprintf(w, "| %s | %s | %s |\n", cell(codeSpan(clean(r.ID))), strings.Join(cells, " | "), r.Word)
	}
	fmt.Fprintln(w)
	for _, l := range v.likenesses() {
		fmt.Fprintf(w, "- the same outcome, but %s in %s\n", escaped(l.What), escaped(casesOf(l.Cases)))
	}
	fmt.Fprintln(w)
	p := &versusPage{v: v, o: o, first: v.firsts()}
	for _, r := range v.Rows {
		if !p.shown(r) {
			continue
		}
		fmt.Fprintf(w, "<details><summary>%s</summary>\n\n%s\n\n", htmlText(clean(r.ID)), escaped(clean(r.Title)))
		for _, d := range r.Differences {
			fmt.Fprintf(w, "Differs: %s", escaped(clean(strings.Join(d.Names, ", "))))
			if values := also(d); values != "" {
				fmt.Fprintf(w, ", with %s", escaped(values))
			}
			fmt.Fprint(w, "\n\n")
			if first := p.first[d.Kind()]; first != nil && first != r && !o.Verbose {
				fmt.Fprintf(w, "As in %s.\n\n", codeSpan(clean(first.ID)))
				continue
			}
			for _, s := range d.Sides {
				fmt.Fprintf(w, "**%s**: %s", escaped(clean(s.Target)), escaped(clean(s.Outcome)))
				if s.Verdict != "" {
					fmt.Fprintf(w, ", %s", escaped(plain(s.Verdict)))
				}
				fmt.Fprint(w, "\n\n")
				fenced(w, "", cleanAll(s.Exchange))
			}
		}
		fmt.Fprint(w, "</details>\n\n")
	}
	if folds := v.folds(); len(folds) > 0 {
		fmt.Fprint(w, "Folded together, because it means nothing:\n\n")
		for _, f := range folds {
			fmt.Fprintf(w, "- %s (%d): %s\n", escaped(f.Name), f.Cases, escaped(f.Says))
		}
	}
}

// htmlText is a text between tags.
func htmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
