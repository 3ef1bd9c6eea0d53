package report

import (
	"fmt"
	"maps"
	"slices"

	"httpkit/internal/suite"
)

// tallied is the tally to count a topic in: a new one, or that of a topic whose
// other cases came before those of others.
func (t *Text) tallied(name string) *tally {
	k := t.open[name]
	if k == nil {
		k = &tally{name: name, count: map[suite.Word]int{}}
		t.open[name] = k
	}
	return k
}

// sorted tells the topics that came in no order, or not whole.
func (t *Text) sorted() {
	t.mixed, t.left = false, nil
	for _, name := range slices.Sorted(maps.Keys(t.open)) {
		t.topic = t.open[name]
		t.flush()
	}
}

// fixed tells a case that passes although it is listed as one that does not, also
// where the run is to be quiet: somebody has to take it off the list.
func (t *Text) fixed(r *suite.Result) {
	fmt.Fprintln(t.w)
	t.told = true
	t.heading(r)
	t.lines(r.Case.Title)
	t.lines(r.Reason)
}
