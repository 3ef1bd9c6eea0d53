package report

import (
	"fmt"
	"strings"

	"httpkit/internal/suite"
)

// Begin tells what is known of the target before its cases are played: how many of
// them at once and why, and what it offers. It says nothing where nothing was probed.
func (t *Text) Begin(target string, jobs int, why string, offers []suite.Offer) {
	if t.o.Quiet {
		return
	}
	if why != "" {
		cases := "1 case at a time"
		if jobs > 1 {
			cases = fmt.Sprintf("%d cases at a time", jobs)
		}
		fmt.Fprintf(t.w, "%s %s (%s)\n", t.paint.dim.Sprint(clean(target)+":"), cases, clean(why))
	}
	var has []string
	for _, o := range offers {
		if o.Offered {
			has = append(has, o.Name)
		}
	}
	if len(has) > 0 {
		t.field("offers", strings.Join(has, ", "))
	}
	for _, o := range offers {
		if !o.Offered {
			t.field("lacks", o.Name+": "+o.Why)
		}
	}
}
