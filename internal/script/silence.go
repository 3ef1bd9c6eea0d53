package script

import (
	"context"
	"errors"
	"time"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// No case may fail because of what others left behind: a server whose workers still
// chew on a flood, or hold connections of clients that are gone, has no answer for
// an innocent one. So silence is looked at twice; see [schedule.lookAgain].

// unanswered reports whether a play did not pass, and what it sent last on one of
// its connections met nothing, neither a byte nor an end, until it left.
func (p *play) unanswered() bool {
	return p.verdict != suite.Pass && p.verdict != suite.Skip && p.waits(p.rec.Transcript())
}

func (p *play) waits(t *wire.Transcript) bool {
	waits := map[int]bool{}
	for _, rec := range t.Records {
		if !p.left.IsZero() && !t.Start.Add(rec.At).Before(p.left) {
			break
		}
		switch rec.Kind {
		case wire.DidSend:
			waits[rec.Nth] = true
		case wire.DidReceive, wire.DidClosed, wire.DidReset, wire.DidAbort:
			delete(waits, rec.Nth)
		}
	}
	return len(waits) > 0
}

// What keeps a server busy after a play.
const (
	manyBytes = 64 << 10
	manyConns = 8
	// busyFor is how long a server may have to do with it.
	busyFor = 30 * time.Second
)

// burdens reports whether a play may have left the server with something to do:
// many bytes, many connections, or a request that was not answered.
func (p *play) burdens() bool {
	t := p.rec.Transcript()
	sent, conns := 0, 0
	for _, rec := range t.Records {
		sent += len(rec.Data)
		conns = max(conns, rec.Nth)
		if rec.Kind == wire.DidReceive {
			sent -= len(rec.Data)
		}
	}
	return sent > manyBytes || conns > manyConns || p.waits(t)
}

// unmet reports whether a case met silence: with a play of it, or because the
// target took no more connections for a while.
func unmet(r *caseRun, err error) bool {
	de, ok := errors.AsType[*client.DialError](err)
	return r != nil && (r.unanswered || ok && de.Kind == client.TimedOut)
}

// errGone says that nobody listens any more, errMute that nothing was answered.
var (
	errGone = errors.New("nobody listens any more")
	errMute = errors.New("nothing was answered")
)

// ask asks the target for its path, on a connection of its own, until it answers:
// with whatever response, it is there for clients again. late tells that this took
// longer than its answers do. Errors are errGone, errMute and that of ctx.
func (e *engine) ask(ctx context.Context, within time.Duration) (late bool, err error) {
	start, usual := time.Now(), e.pacer.quiet()
	limited, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for {
		err := e.askOnce(limited)
		de, ok := errors.AsType[*client.DialError](err)
		switch {
		case ctx.Err() != nil:
			return true, context.Cause(ctx)
		case err == nil:
			return time.Since(start) > usual, nil
		case ok && de.Kind == client.Refused:
			return true, errGone
		}
		t := time.NewTimer(minQuiet) // it closes on whoever comes, as long as it is busy
		select {
		case <-t.C:
		case <-limited.Done():
			t.Stop()
			if ctx.Err() != nil {
				return true, context.Cause(ctx)
			}
			return true, errMute
		}
	}
}

// askOnce makes the exchange that the first contact with a target is.
func (e *engine) askOnce(ctx context.Context) error {
	o := e.o.Dial
	o.Recorder = client.NewRecorder()
	c, err := dial(ctx, e.o.Target, &o, e.o.Keeper)
	if err != nil {
		return err
	}
	defer func() {
		limited, cancel := context.WithTimeout(ctx, drainWindows*minQuiet)
		defer cancel()
		c.Close(limited) // how it ends is of no interest
	}()
	cc, ok := c.(*client.Conn)
	if !ok {
		return errMute // reset as it was made
	}
	cc.Send([]byte("GET " + e.o.Path + " HTTP/1.1\r\nHost: " + e.o.Host + "\r\nConnection: close\r\n\r\n"))
	_, err = cc.ReadResponse(ctx, "GET")
	return err
}
