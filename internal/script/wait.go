package script

import (
	"context"
	"time"

	"httpkit/internal/judge"
)

// waited is a decision, and what was seen when it fell.
type waited struct {
	judge.Decision
	seen judge.Seen
}

// await asks judging again and again until it decides: at once, after each
// change of the connection, when a quiet window has passed (if that could decide),
// and when the timeout has. The clocks start anew with each byte, either way.
// window, if not 0, is a written duration that takes the place of both.
func (p *play) await(ctx context.Context, c *conn, window time.Duration, ask func(judge.Seen) judge.Decision) (waited, error) {
	var memory judge.Memory // spares a long answer being read again with each arrival
	k := p.clocks(c, window)
	defer k.stop()
	for {
		st := c.State()
		seen := judge.Seen{Bytes: st.Unread, End: st.End, Full: st.Full, Methods: c.methods(), Env: p.env, Memory: &memory}
		k.look(c, st.Last, st.Sent, st.Sending)
		seen.Quiet, seen.Timeout = k.passed(st.Sending)
		d := ask(seen)
		p.measure(c, st.Last, len(st.Unread))
		seen.Memory = nil
		if d.Err != nil || d.State != judge.Open {
			if seen.Quiet && window == 0 {
				p.unmeasured()
			}
			return waited{d, seen}, d.Err
		}
		forQuiet := d.WantQuiet && !seen.Quiet && !st.Sending
		if forQuiet {
			p.pacer.windows.Add(1)
		}
		select {
		case <-c.Changed():
		case <-k.next(forQuiet):
		case <-ctx.Done():
			return waited{d, seen}, context.Cause(ctx)
		}
	}
}

// clocks are the times of one wait.
type clocks struct {
	quiet, timeout time.Duration
	inAll          time.Duration // how long the wait lasts at most, however bytes trickle
	now, since     time.Time     // since the last byte, either way, or the beginning of the wait
	hard           time.Time
	sent           int64
	timer          *time.Timer
}

func (p *play) clocks(c *conn, window time.Duration) *clocks {
	k := &clocks{quiet: p.pacer.quiet(), timeout: p.timeout(), since: time.Now(), sent: -1}
	k.inAll = inAll * k.timeout
	if window > 0 {
		k.quiet, k.timeout = window, window
		k.inAll = window + inAll*firstTimeout
	}
	// What we ourselves wait between two pieces is no silence of the server's.
	k.quiet += c.sip
	k.timeout += max(c.drip, c.sip)
	k.hard = k.since.Add(k.inAll)
	return k
}

// look takes the time. As long as a drip of ours goes on, the wait as a whole has
// not begun.
func (k *clocks) look(c *conn, last time.Time, sent int64, sending bool) {
	k.now = time.Now()
	if last.After(k.since) {
		k.since = last
	}
	if c.drip > 0 && sending && sent != k.sent {
		k.sent = sent
		k.hard = k.now.Add(k.inAll)
	}
}

// passed tells which of the windows are over. While bytes are still leaving us,
// silence says nothing.
func (k *clocks) passed(sending bool) (quiet, timeout bool) {
	silent := k.now.Sub(k.since)
	return !sending && silent >= k.quiet, silent >= k.timeout || !k.now.Before(k.hard)
}

// next is when to ask again, though nothing has changed.
func (k *clocks) next(forQuiet bool) <-chan time.Time {
	at := k.since.Add(k.timeout)
	if forQuiet {
		at = k.since.Add(k.quiet)
	}
	if k.hard.Before(at) {
		at = k.hard
	}
	if k.timer == nil {
		k.timer = time.NewTimer(time.Until(at))
	} else {
		k.timer.Reset(time.Until(at))
	}
	return k.timer.C
}

func (k *clocks) stop() {
	if k.timer != nil {
		k.timer.Stop()
	}
}

// measure tells the pacer how long the first bytes of an answer took.
func (p *play) measure(c *conn, last time.Time, unread int) {
	if c.waiting && unread > 0 {
		c.waiting = false
		p.pacer.saw(max(last.Sub(c.lastSend), 0))
	}
}

// unmeasured says that the answers still to come were held up by the play itself,
// which waited on purpose: that a server which takes one client after the other
// answered late then is no news about its speed.
func (p *play) unmeasured() {
	for _, c := range p.all {
		c.waiting = false
	}
}
