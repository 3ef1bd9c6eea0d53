package testscripts_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/reference"
	"httpkit/testscripts"
)

// hung is when a test gives up: far more than anything here needs.
const hung = 2 * time.Minute

// seeds are the cases of one persona, in the order they are played.
func seeds(t *testing.T, persona string) []*suite.Case {
	t.Helper()
	all, err := testscripts.Cases()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := suite.Select(all, suite.Selection{Words: []string{"seeds/" + persona}, Slow: true})
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

// persona starts the persona, or the slip, of that name.
func persona(t *testing.T, name string) client.Address {
	t.Helper()
	s, err := reference.Start("127.0.0.1:0", name, reference.Config{Docroot: fixtures.FS()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return address(t, s.Addr().String())
}

func address(t *testing.T, s string) client.Address {
	t.Helper()
	a, err := client.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// played plays cases and gives their results by id.
func played(t *testing.T, o script.Options, cases []*suite.Case) map[string]*suite.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hung)
	defer cancel()
	o.Fixture = fixtures.Read
	sum, err := script.Run(ctx, cases, o)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Lost != "" {
		t.Fatalf("the server went away after %s: %s", sum.LostAfter, sum.Lost)
	}
	results := map[string]*suite.Result{}
	for _, r := range sum.Results {
		results[r.Case.ID] = r
	}
	return results
}

// told is a result in words, for a test that fails.
func told(r *suite.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s: %s %v\n", r.Case.ID, r.Verdict, r.Pos, r.Reason, r.Values)
	for _, l := range r.Exchange {
		fmt.Fprintf(&b, "\t%c %s\n", l.Mark, l.Text)
	}
	return b.String()
}

// TestSeedsPass: each case passes on the persona it is about, one at a time and
// with others beside it.
func TestSeedsPass(t *testing.T) {
	for _, p := range reference.Personas() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			cases := seeds(t, p.Name)
			for _, jobs := range []int{1, 4} {
				for _, r := range played(t, script.Options{Target: persona(t, p.Name), CanRestart: true, Jobs: jobs}, cases) {
					if r.Verdict != suite.Pass {
						t.Errorf("%d at a time: %s", jobs, told(r))
					}
				}
			}
		})
	}
}

// catchPatience is how much longer silence is waited for: what a slip says too early
// has to come within the window, also where the race detector slows everything.
func catchPatience() float64 {
	if raceOn {
		return 20
	}
	return 4
}

// TestSeedsCatch: no case passes on a slip that its "catches:" names, so it shows
// what it is said to show.
func TestSeedsCatch(t *testing.T) {
	for _, s := range reference.Slips() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			var named []*suite.Case
			for _, c := range seeds(t, s.Persona) {
				if slices.Contains(c.Catches, s.Name) {
					named = append(named, c)
				}
			}
			if len(named) == 0 {
				t.Skip("named by no case: TestSlipsNamed tells")
			}
			for _, r := range played(t, script.Options{Target: persona(t, s.Name), CanRestart: true, Timeout: 3 * time.Second, Patience: catchPatience()}, named) {
				if !r.Verdict.NotPassed() {
					t.Errorf("%s on %s: got %s, want it not to pass", r.Case.ID, s.Name, r.Verdict)
				}
			}
		})
	}
}

// TestSlipsNamed: every slip has a case that names it, and every name is a slip of
// the persona the case is about.
func TestSlipsNamed(t *testing.T) {
	missing := map[string]string{}
	for _, s := range reference.Slips() {
		missing[s.Name] = s.Sentence
	}
	for _, p := range reference.Personas() {
		for _, c := range seeds(t, p.Name) {
			for _, name := range c.Catches {
				if !slices.ContainsFunc(reference.Slips(), func(s *reference.Slip) bool { return s.Name == name && s.Persona == p.Name }) {
					t.Errorf("%s: catches %s, which is no slip of %s", c.ID, name, p.Name)
				}
				delete(missing, name)
			}
		}
	}
	for name, sentence := range missing {
		t.Errorf("%s (%s) is named by no case", name, sentence)
	}
}

// TestSeedsVet: vet finds nothing in the suites.
func TestSeedsVet(t *testing.T) {
	all, err := testscripts.Cases()
	if err != nil {
		t.Fatal(err)
	}
	facts := suite.Facts{Fixtures: fixtures.Read}
	for _, s := range reference.Slips() {
		facts.Faults = append(facts.Faults, s.Name)
	}
	var ours []*suite.Case
	for _, p := range reference.Personas() {
		cases := seeds(t, p.Name)
		if len(cases) == 0 {
			t.Errorf("%s has no suite", p.Name)
		}
		ours = append(ours, cases...)
	}
	if errs := suite.Vet(ours, facts); len(errs) > 0 {
		t.Errorf("%v", errs)
	}
	for _, c := range all {
		if c.Suite() == "seeds" && !slices.Contains(ours, c) && !slices.ContainsFunc(ours, func(o *suite.Case) bool { return o.ID == c.ID }) {
			t.Errorf("%s is of no persona", c.ID)
		}
	}
}
