package script

import (
	"sync"
	"sync/atomic"
	"time"
)

// The bounds of the two windows (design, section 5).
const (
	minQuiet     = 50 * time.Millisecond
	maxQuiet     = time.Second
	leastQuiet   = time.Millisecond      // however little --patience there is
	longest      = 1000 * 24 * time.Hour // that is waited for anything
	firstTimeout = 5 * time.Second
	minTimeout   = time.Second
	factor       = 10 // a window is this many times the slowest answer
	enough       = 20 // answers that must be known before the timeout falls
	inAll        = 10 // a wait lasts at most this many timeouts, however bytes trickle

	// drainWindows is how many quiet windows a server that does not close after
	// our FIN is given. It is no mismatch that it stays: the wait is for bytes too
	// many, and for the server to be done with us, since bytes that we leave unread
	// make our close a RST, which ends beginners' servers. One that stayed a few
	// times is one that stays, and gets one window.
	drainWindows = 4
	staysAfter   = 3
)

// pacer learns from the answers of a target how long to wait for it. All plays
// of a run share one.
type pacer struct {
	fixed    time.Duration // --timeout
	patience float64
	windows  atomic.Int64 // how often silence was waited for

	mu      sync.Mutex
	slowest time.Duration
	answers int
	stays   int // connections that the server did not end after our FIN
}

// saw notes that an answer began d after the last byte of its request was sent.
func (p *pacer) saw(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers++
	p.slowest = max(p.slowest, d)
}

// quiet is the quiet window: nothing came for that long, so nothing comes.
func (p *pacer) quiet() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := min(max(factor*p.slowest, minQuiet), maxQuiet)
	return max(times(d, p.patience), leastQuiet)
}

// times multiplies a duration by --patience or --pace, and stays where there are
// durations: one that runs over is below zero, and silence would be there at once.
func times(d time.Duration, f float64) time.Duration {
	if !(f > 0) { // NaN is not either
		return d
	}
	return time.Duration(min(float64(d)*f, float64(longest)))
}

// timeout is how long a wait lasts since the last byte.
func (p *pacer) timeout() time.Duration {
	if p.fixed > 0 {
		return p.fixed
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.answers < enough {
		return firstTimeout
	}
	return min(max(factor*p.slowest, minTimeout), firstTimeout)
}

// drain is how long a server that says nothing is given to close after our FIN.
func (p *pacer) drain() time.Duration {
	p.mu.Lock()
	stays := p.stays
	p.mu.Unlock()
	if stays >= staysAfter {
		return p.quiet()
	}
	return drainWindows * p.quiet()
}

// stayed notes that the server did not close.
func (p *pacer) stayed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stays++
}
