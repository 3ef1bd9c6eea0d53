package testscripts_test

import (
	"context"
	"testing"

	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
)

// mostWaits is how many plays of a run may wait for silence: each costs a quiet
// window, where all others end as soon as the server has spoken.
const mostWaits = 40

// TestFewWaits: a run of all but the slow cases passes on the strict server and
// hardly ever waits for silence.
func TestFewWaits(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), hung)
	defer cancel()
	var cases []*suite.Case
	for _, c := range strictCases(t) {
		if !c.Slow() {
			cases = append(cases, c)
		}
	}
	sum, err := script.Run(ctx, cases, script.Options{Target: persona(t, ""), Jobs: 16, Fixture: fixtures.Read})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sum.Results {
		if r.Verdict != suite.Pass {
			t.Errorf("%s", told(r))
		}
	}
	if sum.Waits > mostWaits {
		t.Errorf("got %d waits for silence, want at most %d", sum.Waits, mostWaits)
	}
	for _, n := range sum.Noticed {
		t.Errorf("%s: no case owns it, and %s broke it: %s", n.Rule, n.Case, n.Why)
	}
}
