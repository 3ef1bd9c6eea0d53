package main

import (
	"context"
	"errors"
	"maps"
	"slices"

	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	targets "httpkit/internal/target"
)

// probe measures the target. Where that is a server of ours, one that dies of a
// probe is started again: it does not offer what was asked for.
func (f *testFlags) probe(ctx context.Context, t *target, o *script.Options, needs []string, forced targets.Forced, jobs int) (targets.Facts, error) {
	forced = maps.Clone(forced)
	why := ""
	for {
		var facts targets.Facts
		err := t.told(ctx, func() (err error) {
			facts, err = targets.Measure(ctx, targets.Target{
				Addr: o.Target, Dial: o.Dial, Host: o.Host, Path: o.Path, Echo: o.Echo, Fields: o.Fields,
				Timeout: f.timeout, Fixture: fixtures.Read, Dated: fixtures.ModTime,
			}, needs, forced, jobs)
			return err
		})
		if err == nil && why != "" {
			facts.Why = why
		}
		u, ok := errors.AsType[*targets.Unready](err)
		if i := slices.IndexFunc(facts.Found, func(f targets.Found) bool { return f.Silent }); err == nil && i >= 0 {
			// A port closes some moments after the connections of a program that ends: who
			// connects meanwhile sees no more than that nothing comes.
			u, ok = &targets.Unready{Asked: facts.Found[i].Name}, true
		}
		if !ok || t.server == nil || ctx.Err() != nil || f.start.when() == script.Never || !t.ends(ctx) {
			return facts, err
		}
		died, _ := t.server.Died(ctx)
		switch _, known := forced[u.Asked]; {
		case u.Asked != "" && !known:
			forced[u.Asked] = targets.Found{Name: u.Asked, Why: died + " when it was asked"}
		case u.Asked == "" && jobs == 0:
			jobs, why = 1, "one case at a time: "+died+" when it had several clients"
		default:
			return facts, err
		}
		if o.Target, err = t.server.Restart(ctx); err != nil {
			return facts, unstarted(ctx, err)
		}
		t.addr = o.Target
	}
}
