package report

import (
	"slices"
	"testing"

	"httpkit/internal/suite"
)

// TestTold: what a server wrote before it died is a part of the reason in every
// format, fit for a terminal, and the values of several runs are no count of plays.
func TestTold(t *testing.T) {
	r := &suite.Result{Case: &suite.Case{ID: "a/b"}, Verdict: suite.Crash, Reason: "the server died: exit status 1",
		Output: []string{"Traceback:", "  File \"x\"\x1b[31m"}, Values: []string{"n=1"}, Plays: 4}
	o := Options{}
	got := o.tell(r)
	want := []string{"the server died: exit status 1", "the server wrote last:", "| Traceback:", `|   File "x"\x1b[31m`}
	if !slices.Equal(got.Reason, want) {
		t.Errorf("got %q\nwant %q", got.Reason, want)
	}
	if got.Values != "on 1 of 4 plays: n=1" {
		t.Errorf("got %q", got.Values)
	}
	r.Runs = []suite.Word{suite.Pass, suite.Crash}
	if got = o.tell(r); got.Values != "with n=1" {
		t.Errorf("got %q of several runs", got.Values)
	}
}
