package target

import (
	"context"
	"fmt"
	"maps"
)

// Facts are what is known of a target before its cases are played.
type Facts struct {
	Found []Found // the capabilities that were asked for, sorted by name
	Capacity
}

// Measure finds out what the cases need to know: the capabilities, as Probe, and
// how many cases to play at once, as Workers unless jobs (more than 0) says so.
func Measure(ctx context.Context, t Target, needs []string, forced Forced, jobs int) (Facts, error) {
	facts := Facts{Capacity: Given(jobs)}
	if jobs < 1 {
		var err error
		if facts.Capacity, err = Workers(ctx, t, Most); err != nil {
			return Facts{}, err
		}
		// The same question has the same answer.
		forced = maps.Clone(forced)
		if forced == nil {
			forced = Forced{}
		}
		if _, said := forced["concurrency"]; !said {
			forced["concurrency"] = facts.concurrency()
		}
	}
	var err error
	facts.Found, err = Probe(ctx, t, needs, forced)
	return facts, err
}

// Given is the capacity that somebody said with -j, without a look at the target;
// of 0 it is one case at a time, and no reason.
func Given(jobs int) Capacity {
	if jobs < 1 {
		return Capacity{Jobs: 1}
	}
	return Capacity{Jobs: jobs, Why: cases(jobs) + ": -j"}
}

// Lacks gives the reason why a capability is not offered, or "". One that was not
// asked for is not.
func (f Facts) Lacks(need string) string {
	for _, found := range f.Found {
		switch {
		case found.Name != need:
		case found.Offered:
			return ""
		default:
			return found.Why
		}
	}
	return fmt.Sprintf("%s was not probed", need)
}
