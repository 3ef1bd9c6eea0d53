package testscripts_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/reference"
	"httpkit/testscripts"
)

// stages are those of the tutorial, in their order.
func stages(t *testing.T) []*suite.Case {
	t.Helper()
	all, err := testscripts.Cases()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := suite.Select(all, suite.Selection{Words: []string{"tutorial"}})
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

// climbed plays stages against a server as the command does, each by itself, and
// goes on where one is open.
func climbed(t *testing.T, o script.Options, stages []*suite.Case) []*suite.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hung)
	defer cancel()
	o.Fixture = fixtures.Read
	sum, err := script.Climb(ctx, stages, o, func(*suite.Result) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	if sum.Lost != "" {
		t.Fatalf("the server went away after %s: %s", sum.LostAfter, sum.Lost)
	}
	return sum.Results
}

// TestTutorialNumbered: the stages are numbered from 1 without a gap, some thirty of
// them, and the whole ladder takes no longer than a beginner waits.
func TestTutorialNumbered(t *testing.T) {
	all := stages(t)
	for i, c := range all {
		if c.Stage != i+1 {
			t.Errorf("%s: got stage %d in place %d", c.ID, c.Stage, i+1)
		}
		if w := c.Waits(); w > 200*time.Millisecond {
			t.Errorf("%s: waits for %s", c.ID, w)
		}
	}
	if n := len(all); n < 25 || n > 40 {
		t.Errorf("got %d stages, want some thirty", n)
	}
}

// TestTutorialStrict: every stage holds on the strict server.
func TestTutorialStrict(t *testing.T) {
	for _, r := range climbed(t, script.Options{Target: persona(t, "")}, stages(t)) {
		if r.Verdict != suite.Pass {
			t.Errorf("%s", told(r))
		}
	}
}

// TestTutorialCatches: no stage holds on a server that its "catches:" names, be it a
// tutorial's, a slip of one, or the strict one with a fault.
func TestTutorialCatches(t *testing.T) {
	naming := map[string][]*suite.Case{}
	all := stages(t)
	for _, c := range all {
		for _, name := range c.Catches {
			naming[name] = append(naming[name], c)
		}
	}
	for name, cases := range naming {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if f := reference.FaultNamed(name); f != nil && f.Lawful {
				t.Fatalf("%s: is a variant, and lawful", name)
			}
			// The first request of all comes first here, too: a server that answers
			// one client in its life has to have met that one.
			some := cases
			if cases[0].Stage > 1 {
				some = slices.Concat(all[:1], cases)
			}
			results := climbed(t, script.Options{Target: persona(t, name), Timeout: limit, Patience: catchPatience()}, some)
			for _, r := range results {
				if slices.Contains(r.Case.Catches, name) && !r.Verdict.NotPassed() {
					t.Errorf("%s on %s: got %s, want it not to pass", r.Case.ID, name, r.Verdict)
				}
			}
		})
	}
}

// TestTutorialVariants: no stage is open on a server that makes another choice which
// the RFC leaves.
func TestTutorialVariants(t *testing.T) {
	all := stages(t)
	for _, f := range reference.Faults() {
		if !f.Lawful {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			for _, r := range climbed(t, script.Options{Target: persona(t, f.Name)}, all) {
				if r.Verdict != suite.Pass && r.Verdict != suite.Warn {
					t.Errorf("%s", told(r))
				}
			}
		})
	}
}

// TestTutorialPersonas: how far the tutorials' own servers climb.
func TestTutorialPersonas(t *testing.T) {
	all := stages(t)
	for _, p := range []struct{ persona, path, open string }{
		{"files", "", "tutorial/01-port-answers"}, // / is a folder, and the original dies of it
		{"files", "/index.html", "tutorial/06-line-ends"},
		{"hello", "", "tutorial/06-line-ends"},
		{"markup", "", "tutorial/06-line-ends"},
		{"message", "", "tutorial/11-date"},
		{"page", "", "tutorial/05-version"},
		{"tcp", "", "tutorial/04-status-line"},
	} {
		t.Run(p.persona+p.path, func(t *testing.T) {
			t.Parallel()
			o := script.Options{Target: persona(t, p.persona), Path: p.path, Fixture: fixtures.Read}
			sum, err := script.Climb(t.Context(), all, o, func(r *suite.Result) bool { return r.Verdict == suite.Pass })
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range sum.Results {
				switch {
				case r.Verdict == suite.Pass, r.Verdict == suite.NotRun:
				case r.Case.ID != p.open:
					t.Errorf("open is %swant %s", told(r), p.open)
				}
			}
			if sum.Count(suite.NotRun) == 0 {
				t.Errorf("all stages hold, want %s to be open", p.open)
			}
		})
	}
}
