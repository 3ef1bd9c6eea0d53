package script

import (
	"strings"
	"time"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// vitals is what the plays of a case showed of the server's health.
type vitals struct {
	answered time.Time // when the youngest connection was made that was answered
	last     *play     // the last that came to its end
	odd      bool      // the last ended as if the server had gone: reset, or no answer
	plays    int
}

// see looks at a play that has come to its end.
func (v *vitals) see(p *play) {
	v.plays++
	v.last = p
	v.odd = false
	made := map[int]time.Time{}
	sent := map[int]bool{}  // and nothing came since
	ended := map[int]bool{} // by us
	t := p.rec.Transcript()
	for _, rec := range t.Records {
		switch rec.Kind {
		case wire.DidConnect:
			made[rec.Nth], sent[rec.Nth] = t.Start.Add(rec.At), true
		case wire.DidSend:
			sent[rec.Nth] = true
		case wire.DidReceive:
			sent[rec.Nth] = false
			if at := made[rec.Nth]; at.After(v.answered) {
				v.answered = at
			}
		case wire.DidAbort, wire.DidReset: // ours may be what it dies of
			v.odd = true
		case wire.DidCloseWrite:
			ended[rec.Nth] = true
		case wire.DidClosed:
			// With less than an answer, or with one that is wrong as it breaks off.
			v.odd = v.odd || sent[rec.Nth] || p.verdict != suite.Pass && !ended[rec.Nth]
		}
	}
}

// examine looks at a play that has come to its end, and gives errDied where the
// server is dead by then: no further play of the case is begun.
func (r *caseRun) examine(p *play, err error) error {
	k := r.eng.kept
	_, refused := lostDial(err)
	if k == nil || err != nil && (!refused || len(p.all) == 0) {
		return nil
	}
	r.mu.Lock()
	r.health.see(p)
	wait := r.solo && r.health.odd && r.vigils < vigils && len(r.instances) > 1
	if wait {
		r.vigils++
	}
	r.mu.Unlock()
	if k.ended() || wait && k.lingers(r.ctx, r.eng.pacer.quiet()) {
		return errDied
	}
	return nil
}

// breaches is where those of the universal rules are noted: with the case, until its
// result is believed.
func (r *caseRun) breaches() *breaches { return &r.found }

// into adds all of them to others.
func (all *breaches) into(others *breaches) {
	all.mu.Lock()
	defer all.mu.Unlock()
	for _, b := range all.seen {
		n := b.count
		others.add(b)
		others.mu.Lock()
		others.seen[b.rule].count += n - 1
		others.mu.Unlock()
	}
}

// valueOf names the values of the sweeps and the cut of a play, "" without any.
func (r *caseRun) valueOf(p *play) string {
	return strings.TrimSpace(r.instances[p.place.instance].label + " " + p.cut.label())
}
