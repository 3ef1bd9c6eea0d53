package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"httpkit/internal/compare"
)

//go:embed versus.html
var versusPageHTML string

type versusHTMLRow struct {
	Anchor, ID, Title, Level, Word, Folds, Why string
	Cells                                      []string
	Differences                                []versusHTMLDifference
}

type versusHTMLDifference struct {
	What, With string
	Sides      []versusHTMLSide
}

type versusHTMLSide struct{ Target, Outcome, Verdict, Exchange string }

// versusHTML writes one page that refers to nothing outside of it. What a server
// said is text there: html/template escapes it, and the page allows no script.
func versusHTML(w io.Writer, v *Versus, _ VersusOptions) {
	page := struct {
		Style                          template.CSS
		Sentence, Ended, Sent, Started string
		Targets                        []compare.Target
		Capabilities                   []string
		Folds                          []folded
		Rows                           []versusHTMLRow
	}{
		Style: template.CSS(pageCSS), Sentence: v.sentence(), Ended: plain(v.Ended), Sent: clean(v.Sent),
		Started: v.Started.Format(time.RFC1123), Capabilities: v.capabilities(), Folds: v.folds(),
	}
	for _, t := range v.Targets {
		page.Targets = append(page.Targets, compare.Target{Name: clean(t.Name), Given: clean(t.Given), Lost: plain(t.Lost)})
	}
	for i, r := range v.Rows {
		row := versusHTMLRow{Anchor: fmt.Sprint("case", i+1), ID: clean(r.ID), Title: clean(r.Title), Level: clean(r.Level),
			Word: r.Word, Folds: strings.Join(r.Folds, ", "), Why: plain(r.Why)}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, cellWords(c))
		}
		for _, d := range r.Differences {
			one := versusHTMLDifference{What: clean(strings.Join(d.Names, ", ")), With: also(d)}
			for _, s := range d.Sides {
				one.Sides = append(one.Sides, versusHTMLSide{clean(s.Target), clean(s.Outcome), plain(s.Verdict),
					strings.Join(cleanAll(s.Exchange), "\n")})
			}
			row.Differences = append(row.Differences, one)
		}
		page.Rows = append(page.Rows, row)
	}
	t := template.Must(template.New("versus").Parse(versusPageHTML))
	if err := t.Execute(w, page); err != nil {
		fmt.Fprintf(w, "\n<!-- the page could not be written to its end -->\n")
	}
}
