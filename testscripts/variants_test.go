package testscripts_test

import (
	"context"
	"testing"

	"httpkit/internal/fixtures"
	"httpkit/internal/suite"
	"httpkit/internal/target"
	"httpkit/reference"
)

// measured is what a lawful variant offers, found as of any other server.
func measured(t *testing.T, name string, cases []*suite.Case) target.Facts {
	t.Helper()
	var needs []string
	for _, c := range cases {
		needs = append(needs, c.Asks()...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), hung)
	defer cancel()
	facts, err := target.Measure(ctx, target.Target{
		Addr: persona(t, name), Fixture: fixtures.Read, Dated: fixtures.ModTime,
	}, needs, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// TestVariants: no case fails on a server that makes another choice which the RFC
// leaves.
func TestVariants(t *testing.T) {
	if raceOn {
		t.Skip("the race detector slows plays beyond the times of the slow cases")
	}
	cases := strictCases(t)
	for _, f := range reference.Faults() {
		if !f.Lawful {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			for _, r := range onFault(t, cases, measured(t, f.Name, cases).Lacks, f.Name) {
				switch r.Verdict {
				case suite.Pass, suite.Warn, suite.Skip:
				default:
					t.Errorf("%s", told(r))
				}
			}
		})
	}
}

// TestSingleBytes: a server that sends the head of every answer in single bytes
// changes no verdict.
func TestSingleBytes(t *testing.T) {
	if raceOn {
		t.Skip("the race detector slows plays beyond the times of the slow cases")
	}
	for _, r := range onFault(t, strictCases(t), nil, "head-in-single-bytes") {
		if r.Verdict != suite.Pass {
			t.Errorf("%s", told(r))
		}
	}
}
