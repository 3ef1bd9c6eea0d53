package testscripts_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/target"
	"httpkit/reference"
	"httpkit/testscripts"
)

// beside are the cases that ask no more of a server than it can give to n clients
// at a time: those that ask whether others are served meanwhile are not among them.
func beside(t *testing.T, n int) []*suite.Case {
	t.Helper()
	all, err := testscripts.Cases()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := suite.Select(all, suite.Selection{Words: []string{"http1", "robust"}})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(cases, func(c *suite.Case) bool {
		return n > 0 && c.HasTag(suite.TagAlone) || n > 0 && n < 4 && slices.Contains(c.Catches, "one-client-at-a-time") ||
			n > 0 && c.ID == "robust/floods/length-costs-nothing" // forty connections
	})
}

// holding are n cases that hold a worker for longer than others wait, and n others.
func holding(t *testing.T, n int) (cases []*suite.Case) {
	t.Helper()
	for _, text := range []string{
		"# It takes its time.\n#\n# level: MUST\n\ntalk\n\n-- talk --\n> GET / HTTP/1.1\\r\\n\n* silent 1500ms\n> Host: \\{$host}\\r\\n\n> \\r\\n\n= pass 2xx\n",
		"# It is answered soon.\n#\n# level: MUST\n# timeout: 900ms\n\ntalk\n\n-- talk --\n* pause 200ms\n> GET / HTTP/1.1\\r\\n\n> Host: \\{$host}\\r\\n\n> \\r\\n\n= pass 2xx\n",
	} {
		for i := range n {
			id := fmt.Sprintf("%.7s/%d", text[2:], i)
			c, err := suite.Parse(id, id+".txtar", []byte(text), false)
			if err != nil {
				t.Fatal(err)
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// TestHeldWorkers: whatever number of clients a server takes at a time, probing finds
// how many cases can be played at once, and none of them fails because others hold
// the workers.
func TestHeldWorkers(t *testing.T) {
	if raceOn {
		t.Skip("the race detector slows plays beyond the times the servers are given")
	}
	for _, test := range []struct {
		name          string
		clients, jobs int
		whole         bool // all cases of the kit are played, too
	}{
		{"a single queue", 1, 1, true}, {"a pool of two", 2, 1, false}, {"a pool of eight", 8, 3, true}, {"no limit", 0, 8, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cases := beside(t, test.clients)
			srv, err := reference.StartStrict("127.0.0.1:0", reference.DefaultLimits(),
				reference.Behaviour{Life: reference.Life{Clients: test.clients}}, reference.Config{Docroot: fixtures.FS()})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { srv.Close() })
			ctx, cancel := context.WithTimeout(t.Context(), hung)
			defer cancel()
			at := target.Target{Addr: address(t, srv.Addr().String()), Fixture: fixtures.Read, Dated: fixtures.ModTime}
			var needs []string
			for _, c := range cases {
				needs = append(needs, c.Asks()...)
			}
			facts, err := target.Measure(ctx, at, needs, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			if facts.Jobs != test.jobs {
				t.Errorf("got %d cases at a time (%s), want %d", facts.Jobs, facts.Why, test.jobs)
			}
			some := holding(t, max(test.clients, test.jobs))
			o := script.Options{Target: at.Addr, Lacks: facts.Lacks, Jobs: 2 * len(some)}
			failed := 0
			for _, r := range played(t, o, some) {
				if r.Verdict != suite.Pass {
					failed++
				}
			}
			if test.clients > 0 && failed == 0 {
				t.Errorf("with %d cases at a time nothing failed: the test shows nothing", o.Jobs)
			}
			if test.whole {
				some = slices.Concat(some, cases)
			}
			o.Jobs = facts.Jobs
			for _, r := range played(t, o, some) {
				if r.Verdict != suite.Pass {
					t.Errorf("%s", told(r))
				}
			}
		})
	}
}
