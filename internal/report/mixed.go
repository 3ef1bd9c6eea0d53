package report

import (
	"fmt"
	"maps"
	"slices"

	"httpkit/internal/suite"
)

// mix says that the topics come in no order, as the cases were shuffled: they are
// counted when all cases are told. It comes before the first result.
func (t *Text) mix() { t.mixed = map[string]*tally{} }

// tallied is the tally to count a topic in.
func (t *Text) tallied(name string) *tally {
	if k := t.mixed[name]; k != nil {
		return k
	}
	k := &tally{name: name, count: map[suite.Word]int{}}
	if t.mixed != nil {
		t.mixed[name] = k
	}
	return k
}

// sorted tells the topics that came in no order.
func (t *Text) sorted() {
	all := t.mixed
	t.mixed = nil
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.topic = all[name]
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
