package testscripts

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/report"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/target"
)

// Run plays suites against the server at addr and tells each case as a subtest of
// t: one that fails fails, one that is skipped is skipped with its reason, and a
// warning is logged. Of the tutorial the stages behind the first that is open are
// skipped.
//
// addr is what --target takes: "127.0.0.1:8080", "http://127.0.0.1:8080/path",
// "unix:/run/my.sock", the URL of an httptest.Server. suites are words of httpkit
// test, such as "http1", "http1/host" or "robust"; without any it is http1 and
// robust. What the server offers is probed before, as the command does; slow cases
// are not played.
func Run(t *testing.T, addr string, suites ...string) {
	t.Helper()
	if len(suites) == 0 {
		suites = []string{"http1", "robust"}
	}
	a, err := client.ParseAddress(addr)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Cases()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := suite.Select(all, suite.Selection{Words: suites})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := play(t.Context(), a, cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sum.Results {
		t.Run(r.Case.ID, func(t *testing.T) { tell(t, addr, r) })
	}
	if sum.Lost != "" {
		t.Errorf("the server went away after %s: %s", sum.LostAfter, sum.Lost)
	}
}

// play climbs the tutorial, if it was named, without any probing; then it probes the
// server, where a case builds on an answer, and plays the other cases.
func play(ctx context.Context, a client.Address, cases []*suite.Case) (*suite.Summary, error) {
	path := a.Path
	if path == "" {
		path = "/"
	}
	o := script.Options{Target: a, Path: path, Jobs: 1, Fixture: fixtures.Read}
	var stages []*suite.Case
	stages, cases = suite.Staged(cases)
	sum := &suite.Summary{}
	if len(stages) > 0 {
		var err error
		sum, err = script.Climb(ctx, stages, o, func(r *suite.Result) bool { return r.Verdict != suite.Fail && r.Verdict != suite.Crash })
		if err != nil || len(cases) == 0 || sum.Lost != "" || sum.Count(suite.NotRun) > 0 {
			return sum, err
		}
	}
	var needs []string
	for _, c := range cases {
		needs = append(needs, c.Asks()...)
	}
	if slices.ContainsFunc(cases, func(c *suite.Case) bool { return c.Suite() != "seeds" }) {
		facts, err := target.Measure(ctx, target.Target{
			Addr: a, Path: path, Fixture: fixtures.Read, Dated: fixtures.ModTime,
		}, needs, nil, 0)
		if err != nil {
			return nil, err
		}
		o.Jobs, o.Lacks = facts.Jobs, facts.Lacks
		for _, f := range facts.Found {
			if f.Name == "routes" {
				o.Smuggled = f.Status
			}
		}
	}
	more, err := script.Run(ctx, cases, o)
	if more != nil {
		more.Results = append(sum.Results, more.Results...)
	}
	return more, err
}

// tell is the subtest of one case.
func tell(t *testing.T, addr string, r *suite.Result) {
	switch r.Verdict {
	case suite.Pass:
		return
	case suite.Skip, suite.NotRun:
		t.Skip(r.Reason)
	}
	var b bytes.Buffer
	report.NewText(&b, report.Options{
		Again: func(id string) string { return "httpkit test --target " + addr + " " + id },
	}).Result(r)
	if r.Verdict == suite.Warn {
		t.Log(b.String())
		return
	}
	t.Error(b.String())
}
