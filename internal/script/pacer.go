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
	firstTimeout = 5 * time.Second
	minTimeout   = time.Second
	factor       = 10 // a window is this many times the slowest answer
	enough       = 20 // answers that must be known before the timeout falls
	inAll        = 10 // a wait lasts at most this many timeouts, however bytes trickle
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
	return time.Duration(float64(d) * p.patience)
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
