package main

import (
	"context"
	"errors"
	"slices"

	"httpkit/internal/script"
	"httpkit/internal/suite"
	targets "httpkit/internal/target"
)

// embeddedJobs is how many cases are played at once on the embedded strict server,
// which has a goroutine for each client.
const embeddedJobs = 16

// measured is what was found out about a target before its cases are played.
type measured struct {
	targets.Facts
	why string // the number of jobs, "" where nobody asked
}

// offers are the capabilities as the report shows them.
func (m measured) offers() []suite.Offer {
	var out []suite.Offer
	for _, f := range m.Found {
		out = append(out, suite.Offer{Name: f.Name, Offered: f.Offered, Why: f.Why})
	}
	return out
}

// measure probes what the selected cases ask for. The suites of the tutorials'
// servers are played without: some of those servers die of a GET of /.
func (f *testFlags) measure(ctx context.Context, cases []*suite.Case, t *target, o *script.Options) (measured, error) {
	forced, err := f.forced()
	if err != nil {
		return measured{}, err
	}
	f.start.offer(forced)
	jobs, err := f.jobCount()
	if err != nil {
		return measured{}, err
	}
	var needs []string
	for _, c := range cases {
		needs = append(needs, c.Asks()...)
	}
	slices.Sort(needs)
	needs = slices.Compact(needs)
	var m measured
	switch {
	case t.strict:
		m.Facts, err = f.known(needs, forced, jobs)
	case len(needs) == 0 && !builds(cases):
		m.Capacity = targets.Given(jobs)
	default:
		m.Facts, err = f.probe(ctx, t, o, needs, forced, jobs)
	}
	if _, told := errors.AsType[*exitError](err); told {
		return m, err
	}
	if u, ok := errors.AsType[*targets.Unready](err); ok {
		return m, &exitError{status: exitUnreached, msg: u.Error(), err: err}
	}
	if m.why = m.Why; f.start.when() == script.BeforeEach {
		m.why = "one case at a time: --restart each"
	}
	return m, err
}

// builds reports whether one of the cases is of a suite that builds on an answer,
// so that the target may be asked before the first case is played.
func builds(cases []*suite.Case) bool {
	return slices.ContainsFunc(cases, func(c *suite.Case) bool {
		return c.Own && (c.Suite() == "http1" || c.Suite() == "robust")
	})
}

// known are the facts of the embedded strict server and its faulty twins, which
// are not probed: a fault must not talk its way out of the cases that catch it.
func (f *testFlags) known(needs []string, forced targets.Forced, jobs int) (targets.Facts, error) {
	var facts targets.Facts
	for _, name := range needs {
		found, said := forced[name]
		if !said {
			found = targets.Found{Name: name, Offered: true, Why: "the embedded server does", Status: notThere(name)}
		}
		facts.Found = append(facts.Found, found)
	}
	facts.Jobs = jobs
	if jobs == 0 {
		facts.Jobs = embeddedJobs
	}
	return facts, nil
}

// notThere is the status that the embedded server gives to a path that it does not
// have, where the routes are asked for.
func notThere(capability string) int {
	if capability == "routes" {
		return 404
	}
	return 0
}

// smuggled is the status that a request for /x-smuggled is answered with, or 0.
func (m measured) smuggled() int {
	for _, f := range m.Found {
		if f.Name == "routes" {
			return f.Status
		}
	}
	return 0
}
