package script

import (
	"context"
	"slices"
	"sync"
	"time"

	"httpkit/client"
	"httpkit/internal/suite"
)

// Keeper keeps a server that was started for the run: it knows whether it still
// runs, and starts it again.
type Keeper interface {
	// Ended is closed when its process has ended; another one after Restart.
	Ended() <-chan struct{}
	// Died says what became of a server that takes no connections any more, and
	// what it wrote last. It may wait a moment for the end of the process.
	Died(ctx context.Context) (why string, output []string)
	// Await reports, after a moment, whether a connection that was refused is to be
	// tried again, because the server may still be on its way.
	Await(ctx context.Context) bool
	// Restart ends what is left of the server and starts it again. It gives the
	// address where it then listens.
	Restart(ctx context.Context) (client.Address, error)
}

// RestartWhen is when a Keeper is asked to start the server again.
type RestartWhen uint8

// The choices.
const (
	OnCrash    RestartWhen = iota // when it has died
	BeforeEach                    // before every case, too: one case at a time then
	Never                         // a server that has died ends the run
)

// kept is what a run knows of a server that somebody keeps: which cases may be the
// one that kills it.
//
// A server may die some time after the request it dies of, and what is in flight
// then meets a reset, too. So the result of a case is believed only when a
// connection that was made after its end was answered. Until then the case is a
// suspect, should the server be found dead.
type kept struct {
	Keeper
	when     RestartWhen
	failFast bool

	mu       sync.Mutex
	alive    time.Time // when the youngest connection was made that was answered
	suspects []*trial  // whose end was after it
	down     bool      // the server is dead: nothing more is begun
	used     bool      // a case was played since it was started
	hold     bool      // a result may end the run: it must be known first
}

// trial is a case that was played, and whose result is not handed on yet.
type trial struct {
	i        int // its place in the run
	run      *caseRun
	res      *suite.Result
	err      error
	finished time.Time
	decided  bool // played once more, or blamed
	others   bool // others may have kept the target busy while it was played
	silent   bool // it met silence, and then the target hung
}

// guilty reports whether the case may be the one: something of it was played.
func (p *trial) guilty() bool { return p.run.health.last != nil }

// tainted reports whether its result may come from the death of the server.
func (p *trial) tainted() bool { return p.err != nil || p.silent || p.run.health.odd || !p.guilty() }

// note keeps the result of a case. It gives those that are believed by now.
func (k *kept) note(p *trial) []*trial {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.used = true
	if w := p.res.Verdict; w != suite.Pass && w != suite.Skip {
		// One of a tutorial's stages may be the last to be played.
		k.hold = k.hold || k.failFast || p.res.Case.Stage > 0
	}
	if at := p.run.health.answered; at.After(k.alive) {
		k.alive = at
	}
	k.suspects = append(k.suspects, p)
	if _, ok := lostDial(p.err); ok || k.ended() {
		k.down = true
	}
	var believed []*trial
	k.suspects = slices.DeleteFunc(k.suspects, func(p *trial) bool {
		if p.err != nil || p.silent || !p.finished.Before(k.alive) {
			return false
		}
		believed = append(believed, p)
		return true
	})
	return believed
}

// take gives all that are not believed yet, in the order of the cases.
func (k *kept) take() []*trial {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := k.suspects
	k.suspects, k.hold = nil, false
	slices.SortFunc(all, func(a, b *trial) int { return a.i - b.i })
	return all
}

// dead reports whether the server was seen to be dead.
func (k *kept) dead() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.down = k.down || k.ended()
	return k.down
}

// fell and rose say so.
func (k *kept) fell() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.down = true
}

func (k *kept) rose() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.down, k.used, k.alive = false, false, time.Now()
}

// wasUsed reports whether a case was played since the server was started, holds
// whether a result has to be known before the next case is begun.
func (k *kept) wasUsed() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.used
}

func (k *kept) holds() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.hold
}

// doubt is how long the server's end is to be waited for before those that are not
// believed yet can be: a quiet window, or longer where one ended as if it had gone.
func (k *kept) doubt(quiet time.Duration) (wait time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, p := range k.suspects {
		wait = max(wait, quiet)
		if p.tainted() {
			wait = max(wait, deathbed)
		}
	}
	return wait
}

func (k *kept) ended() bool {
	select {
	case <-k.Ended():
		return true
	default:
		return false
	}
}

// lingers waits for the server's end, at most d, and reports whether it came.
func (k *kept) lingers(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-k.Ended():
		return true
	case <-t.C:
	case <-ctx.Done():
	}
	return k.ended()
}

func newKept(o *Options) *kept {
	if o.Keeper == nil {
		return nil
	}
	return &kept{Keeper: o.Keeper, when: o.Restart, failFast: o.FailFast, used: o.Used}
}
