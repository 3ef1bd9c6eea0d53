package reference

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	http1 "httpkit/internal/message"
)

// origin is the strict server: what its connections have in common.
type origin struct {
	limits  Limits
	dialect *http1.Dialect
	steps   []Step
	edit    func(*Response, *Request)
	wire    Wire
	life    Life
	site    *site

	buffered atomic.Int64 // bytes of request content kept now
	open     atomic.Int64 // connections
	slots    chan struct{}
	draining atomic.Bool
	stopped  chan struct{}
	stopOnce sync.Once
	clock    atomic.Pointer[second]

	mu    sync.Mutex
	conns map[*Conn]bool
}

func newOrigin(limits Limits, b Behaviour, c Config) *origin {
	if b.Life.Limits != nil {
		b.Life.Limits(&limits)
	}
	o := &origin{limits: limits.filled(), dialect: b.Dialect.Complete(), steps: changed(steps, b.Steps),
		edit: b.Edit, wire: b.Wire.complete(), life: b.Life.complete(), site: newSite(c.Docroot),
		stopped: make(chan struct{}), conns: map[*Conn]bool{}}
	if o.life.Clients > 0 {
		o.slots = make(chan struct{}, o.life.Clients)
	}
	return o
}

// serve answers the requests of one connection. raw is what was accepted, conn
// what [Config.Wrap] made of it; it is closed by the caller.
func (o *origin) serve(raw, conn net.Conn) {
	if o.slots != nil {
		select {
		case o.slots <- struct{}{}:
			defer func() { <-o.slots }()
		case <-o.stopped:
			return
		}
	}
	c := newConn(o, raw, conn)
	o.mu.Lock()
	o.conns[c] = true
	o.mu.Unlock()
	defer func() {
		o.mu.Lock()
		delete(o.conns, c)
		o.mu.Unlock()
	}()
	if o.open.Add(1) > int64(o.limits.Connections) {
		c.turnAway()
	} else {
		c.serve()
	}
	o.open.Add(-1)
}

// drain lets each connection end after the request it is at; those that wait
// for one end now.
func (o *origin) drain() {
	o.draining.Store(true)
	o.mu.Lock()
	defer o.mu.Unlock()
	for c := range o.conns {
		if c.idle.Load() {
			_ = c.net.SetReadDeadline(time.Unix(1, 0))
		}
	}
}

// stop ends each connection where it is. The caller interrupts their reads and
// writes afterwards.
func (o *origin) stop() {
	o.draining.Store(true)
	o.stopOnce.Do(func() { close(o.stopped) })
}

func (o *origin) isStopped() bool {
	select {
	case <-o.stopped:
		return true
	default:
		return false
	}
}

// second is the date of one second.
type second struct {
	unix int64
	text string
}

// date is the value of Date.
//
// RFC 9110 section 6.6.1: an origin server with a clock MUST generate a Date
// field in all 2xx, 3xx and 4xx responses.
func (o *origin) date(now time.Time) string {
	s := o.clock.Load()
	if s == nil || s.unix != now.Unix() {
		s = &second{now.Unix(), http1.FormatFixdate(now)}
		o.clock.Store(s)
	}
	return s.text
}
