package script

import (
	"context"
	"time"

	"httpkit/internal/judge"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// await asks judging again and again until it decides: at once, after each
// change of the connection, when a quiet window has passed (if that could decide),
// and when the timeout has. The clocks start anew with each byte, either way.
// window, if not 0, is a written duration that takes the place of both.
func (p *play) await(ctx context.Context, c *conn, window time.Duration, ask func(judge.Seen) judge.Decision) (judge.Decision, error) {
	start := time.Now()
	quiet, timeout := p.pacer.quiet(), p.timeout()
	hard := start.Add(inAll * timeout)
	if window > 0 {
		quiet, timeout = window, window
		hard = start.Add(window + firstTimeout*inAll)
	}
	var timer *time.Timer
	var memory judge.Memory // spares a long answer being read again with each arrival
	defer func() {
		if timer != nil {
			timer.Stop()
		}
	}()
	for {
		st := c.State()
		seen := judge.Seen{Bytes: st.Unread, End: st.End, Full: st.Full, Methods: c.methods(), Env: p.env, Memory: &memory}
		now := time.Now()
		since := start
		if st.Last.After(since) {
			since = st.Last
		}
		// While bytes are still leaving us, silence says nothing.
		seen.Quiet = !st.Sending && now.Sub(since) >= quiet
		seen.Timeout = now.Sub(since) >= timeout || !now.Before(hard)
		d := ask(seen)
		if c.waiting && len(st.Unread) > 0 {
			c.waiting = false
			if !p.slow {
				p.pacer.saw(st.Last.Sub(c.lastSend))
			}
		}
		if d.Err != nil || d.State != judge.Open {
			return d, d.Err
		}
		next := since.Add(timeout)
		if d.WantQuiet && !seen.Quiet && !st.Sending {
			next = since.Add(quiet)
		}
		if hard.Before(next) {
			next = hard
		}
		if timer == nil {
			timer = time.NewTimer(time.Until(next))
		} else {
			timer.Reset(time.Until(next))
		}
		select {
		case <-c.Changed():
		case <-timer.C:
		case <-ctx.Done():
			return d, context.Cause(ctx)
		}
	}
}

// conn is a connection of a play.
type conn struct {
	*clientConn
	name     string
	sent     []byte // all that was sent, for the methods of its requests
	scanned  int    // len(sent) when reqs was made
	reqs     []message.Request
	answered int  // final responses read so far
	gone     bool // we aborted it
	over     bool // an outcome said the last word, or we aborted: no line more is played
	swallow  bool // all that comes belongs to a line that was played
	strict   bool // the last line played was a "<" line or a block: more bytes are a mismatch
	lastSend time.Time
	lastLine *wire.Step
	waiting  bool // a request was sent and nothing was read since
}

// methods gives the methods of the requests that are not answered yet.
func (c *conn) methods() []string {
	if c.scanned != len(c.sent) {
		c.reqs, c.scanned = message.ScanRequests(c.sent), len(c.sent)
	}
	if c.answered >= len(c.reqs) {
		return nil
	}
	ms := make([]string, 0, len(c.reqs)-c.answered)
	for _, r := range c.reqs[c.answered:] {
		ms = append(ms, r.Method)
	}
	return ms
}
