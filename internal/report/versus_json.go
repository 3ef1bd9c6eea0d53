package report

import (
	"fmt"
	"io"
	"time"

	"httpkit/internal/compare"
)

// versusSchema names the form, which cmd/httpkit/docs/compare.schema.json describes.
// The number grows when a reader of the old form would go wrong.
const versusSchema = "httpkit-compare/1"

type versusTarget struct {
	Name   string      `json:"name"`
	Target string      `json:"target"`
	Lost   string      `json:"lost,omitempty"`
	Offers []jsonOffer `json:"offers"`
}

type versusCell struct {
	Target  string `json:"target"`
	Outcome string `json:"outcome"`
	Verdict string `json:"verdict"`
	Reason  string `json:"reason"`
}

type versusSide struct {
	Target   string   `json:"target"`
	Outcome  string   `json:"outcome"`
	Fails    string   `json:"fails,omitempty"`
	Exchange []string `json:"exchange"`
}

type versusDifference struct {
	What   []string     `json:"what"`
	Values string       `json:"values,omitempty"`
	Also   []string     `json:"also,omitempty"`
	Sides  []versusSide `json:"sides"`
}

type versusCase struct {
	ID          string             `json:"id"`
	Title       string             `json:"title"`
	Level       string             `json:"level"`
	Result      string             `json:"result"`
	Why         string             `json:"why,omitempty"`
	Plays       int                `json:"plays"`
	Folded      []string           `json:"folded"`
	Cells       []versusCell       `json:"cells"`
	Differences []versusDifference `json:"differences"`
}

type versusSum struct {
	Sentence string  `json:"sentence"`
	Differ   int     `json:"differ"`
	Outcomes int     `json:"differ_in_outcome"`
	Folded   int     `json:"folded"`
	Same     int     `json:"same"`
	Apart    int     `json:"not_compared"`
	Left     int     `json:"not_played"`
	Seconds  float64 `json:"seconds"`
	Ended    string  `json:"ended,omitempty"`
}

// versusJSON writes everything, a case a line.
func versusJSON(w io.Writer, v *Versus, _ VersusOptions) {
	fmt.Fprintf(w, "{\n")
	field := func(name string, value any) { fmt.Fprintf(w, "%q: %s,\n", name, encoded(value)) }
	field("schema", versusSchema)
	field("httpkit", clean(v.Version))
	field("started", v.Started.Format(time.RFC3339))
	field("sent", clean(v.Sent))
	field("ignored", append([]string{}, cleanAll(v.Ignored)...))
	targets := []versusTarget{}
	for _, t := range v.Targets {
		out := versusTarget{Name: clean(t.Name), Target: clean(t.Given), Lost: plain(t.Lost), Offers: []jsonOffer{}}
		for _, o := range t.Offers {
			out.Offers = append(out.Offers, jsonOffer{clean(o.Name), o.Offered, clean(o.Why)})
		}
		targets = append(targets, out)
	}
	field("targets", targets)
	fmt.Fprintf(w, "\"cases\": [")
	for i, r := range v.Rows {
		if i > 0 {
			io.WriteString(w, ",")
		}
		fmt.Fprintf(w, "\n%s", encoded(v.row(r)))
	}
	fmt.Fprintf(w, "\n],\n\"summary\": %s\n}\n", encoded(versusSum{
		Sentence: v.sentence(), Differ: v.count(compare.Differs), Outcomes: v.outcomes(), Folded: v.count(compare.Folded),
		Same: v.count(compare.Same), Apart: v.count(compare.Apart), Left: v.Chosen - len(v.Rows),
		Seconds: v.Took.Seconds(), Ended: plain(v.Ended),
	}))
}

func (v *Versus) row(r *compare.Row) versusCase {
	out := versusCase{ID: clean(r.ID), Title: clean(r.Title), Level: clean(r.Level), Result: r.Word, Why: plain(r.Why),
		Plays: r.Plays, Folded: append([]string{}, r.Folds...), Differences: []versusDifference{}}
	for i, c := range r.Cells {
		out.Cells = append(out.Cells, versusCell{clean(v.Targets[i].Name), clean(c.Outcome), string(c.Verdict), plain(c.Reason)})
	}
	for _, d := range r.Differences {
		one := versusDifference{What: cleanAll(d.Names), Values: clean(d.Values), Also: cleanAll(d.Also)}
		for _, s := range d.Sides {
			one.Sides = append(one.Sides, versusSide{clean(s.Target), clean(s.Outcome), plain(s.Verdict), append([]string{}, cleanAll(s.Exchange)...)})
		}
		out.Differences = append(out.Differences, one)
	}
	return out
}
