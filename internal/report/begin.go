package report

import (
	"fmt"
	"strings"
)

// Begin tells what is known of the target before its cases are played: how many of
// them at a time and why, in a sentence, and what it offers. It says nothing where
// nothing was probed.
func (t *Text) Begin(r *Run) {
	t.started(r.How)
	for _, c := range r.Cases {
		t.left[group(c)]++
	}
	if r.Seed != nil {
		fmt.Fprintf(t.w, "shuffled; --shuffle=%d gives this order again\n", *r.Seed)
		t.mixed = true // they are counted when all cases are told
	}
	t.Probed(r)
}

// Probed tells what the target offers, and how many cases it is played at a time.
func (t *Text) Probed(r *Run) {
	if t.o.Quiet {
		return
	}
	if r.Why != "" {
		fmt.Fprintf(t.w, "%s %s\n", t.paint.dim.Sprint(clean(r.Target)+":"), clean(r.Why))
	}
	var has []string
	for _, o := range r.Offers {
		if o.Offered {
			has = append(has, o.Name)
		}
	}
	if len(has) > 0 {
		t.field("offers", strings.Join(has, ", "))
	}
	for _, o := range r.Offers {
		if !o.Offered {
			t.field("lacks", o.Name+": "+o.Why)
		}
	}
}
