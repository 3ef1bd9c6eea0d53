package script

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"httpkit/client"
	"httpkit/internal/suite"
)

// errDied says that the server was found dead when a play had ended.
var errDied = errors.New("the server died")

// lostDial tells whether the target no longer takes connections.
func lostDial(err error) (*errDial, bool) {
	var de *errDial
	ok := errors.As(err, &de) && !de.alive
	return de, ok
}

const (
	// deathbed is how long the end of the process is waited for where a play ended
	// as if the server had gone, and it matters whether it was this one: a program
	// that fails closes its connections some moments before it has ended.
	deathbed = 500 * time.Millisecond
	// vigils bounds these waits of one case.
	vigils = 20
)

// play runs a case in its turn, and hands its result on, unless it is to be looked
// at again.
func (s *schedule) play(ctx context.Context, i int) {
	r, res, err := s.playCase(ctx, s.cases[i], false)
	p := &trial{i: i, run: r, res: res, err: err, finished: time.Now()}
	if s.looksAgain(p) {
		return
	}
	s.believe(p)
}

// believe hands on a result, where the server is kept as soon as it can be believed.
func (s *schedule) believe(p *trial) {
	if s.kept == nil || p.res == nil || p.run == nil {
		s.accept(p)
		return
	}
	for _, b := range s.kept.note(p) {
		s.accept(b)
	}
}

// accept hands on a result that is believed.
func (s *schedule) accept(p *trial) {
	if p.run != nil {
		p.run.found.into(&s.found)
	}
	s.done(p.i, p.res, p.err)
}

// mend is called before a case is begun. Where the server has to be started again,
// or it must be known first what became of the cases before, it waits until nothing
// else is played.
func (s *schedule) mend(ctx context.Context, c *suite.Case, others interface{ Wait() }) {
	k := s.kept
	if k == nil || s.over() || ctx.Err() != nil {
		return
	}
	each := k.when == BeforeEach && k.wasUsed()
	if !each && !k.dead() && !k.holds() && c.Kills == "" {
		return
	}
	others.Wait()
	s.settle(ctx)
	if !s.over() && (each || k.dead()) {
		s.restart(ctx)
	}
}

// settle decides about the cases that are not believed yet, when none is in flight
// and none is to follow: it waits a moment for the end of the server.
func (s *schedule) settle(ctx context.Context) {
	k := s.kept
	if k == nil {
		return
	}
	wait := k.doubt(s.pacer.quiet())
	if k.dead() || wait > 0 && k.lingers(ctx, wait) {
		s.recover(ctx, "")
		return
	}
	for _, p := range k.take() {
		s.accept(p)
	}
}

// notAgain is why a run ends.
func notAgain(hangs bool) string {
	if hangs {
		return "the server hangs, and is not started again (--restart never)"
	}
	return "the server died, and is not started again (--restart never)"
}

// restart starts the server anew. Nothing may be in flight.
func (s *schedule) restart(ctx context.Context) bool {
	if s.kept.when == Never {
		why, output := s.kept.Died(ctx)
		s.lose(notAgain(false), strings.Join(append([]string{why}, output...), "\n"))
		return false
	}
	addr, err := s.kept.Restart(ctx)
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		s.lose("the server could not be started again", err.Error())
		return false
	}
	s.moved(addr)
	s.sum.Restarts++
	s.kept.rose()
	return true
}

// moved changes the address of the target.
func (e *engine) moved(a client.Address) {
	e.o.Target = a
	if !e.hostGiven {
		e.o.Host = a.Host
	}
}

// lose ends the run.
func (s *schedule) lose(ended, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended, s.sum.Lost = ended, why
	s.sum.LostAfter = cmp.Or(s.killer, s.answered)
}

// kills notes the last case that the server died of.
func (s *schedule) kills(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.killer = id; s.sum.Lost != "" {
		s.sum.LostAfter = id
	}
}
