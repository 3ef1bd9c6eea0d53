package session

import (
	"context"
	"errors"
	"time"

	"httpkit/client"
)

// conn is a connection and what is known of it. Its fields are guarded by
// Session.mu, but those that never change.
type conn struct {
	*client.Conn
	name   string
	nth    int // in the transcript of rec
	rec    *client.Recorder
	opened time.Time
	closed chan struct{} // closed when we have closed it
	gone   chan struct{} // closed when nothing more is shown of it

	came    int       // bytes
	sent    time.Time // when the last bytes were sent
	fin     bool      // by us
	aborted bool      // by us
	over    bool      // the server has ended it
	done    bool      // closed was closed, or is about to be
	refused bool      // it was said that bytes could not be sent
	show    display
}

// conn gives the connection of that name, or nil.
func (s *Session) conn(name string) *conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns[name]
}

// alive reports whether something can be sent on c.
func (s *Session) alive(c *conn) bool {
	if c == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return !c.fin && !c.aborted && !c.over
}

// connect opens a connection, in the place of one of the same name, and makes it
// the one that typed lines go to. Where that fails, the next one of the name tries
// the same address again.
func (s *Session) connect(ctx context.Context, name string, a client.Address) error {
	s.tried[name] = a
	if old := s.conn(name); old != nil {
		s.end(ctx, old)
	}
	s.now = name
	rec := s.book.recorder(s.others(name))
	o := s.Dial
	o.Recorder, o.Name = rec, name
	start := time.Now()
	nc, err := s.dial(ctx, a, &o)
	if err != nil {
		return err
	}
	c := &conn{Conn: nc, name: name, rec: rec, opened: time.Now(), closed: make(chan struct{}), gone: make(chan struct{})}
	c.sent = c.opened
	c.nth = s.book.opened(a)
	c.show = display{s: s, gutter: "<" + name, left: shownAtOnce}
	s.mu.Lock()
	s.conns[name] = c
	s.mu.Unlock()
	line := "* connect"
	if name != "" {
		line += " " + name
	}
	s.Screen.Print([]string{line, "# to " + clean(a.String()) + " in " + after(time.Since(start))})
	s.wg.Go(func() { s.watch(ctx, c) })
	return nil
}

// ready gives the connection that typed lines go to, opened anew where it is over.
func (s *Session) ready(ctx context.Context) (*conn, error) {
	c := s.conn(s.now)
	if s.alive(c) {
		return c, nil
	}
	if err := s.connect(ctx, s.now, s.addressOf(s.now)); err != nil {
		return nil, err
	}
	return s.conn(s.now), nil
}

// unsaid is how long something may take before it is said what goes on, and longest
// is longer than anything takes.
const (
	unsaid  = 300 * time.Millisecond
	longest = 24 * time.Hour
)

// during does what may take long. Ctrl-C ends its context; the error is then that of
// [Screen.Wait].
func (s *Session) during(ctx context.Context, what string, do func(context.Context)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do(ctx)
	}()
	stopped := s.Screen.Wait(ctx, unsaid, done)
	select {
	case <-done:
	default:
		if stopped == nil {
			s.note("%s (Ctrl-C ends it)", what)
			stopped = s.Screen.Wait(ctx, longest, done)
		}
	}
	cancel()
	<-done
	return stopped
}

// dial connects; Ctrl-C ends the attempt.
func (s *Session) dial(ctx context.Context, a client.Address, o *client.Options) (*client.Conn, error) {
	var c *client.Conn
	var err error
	stopped := s.during(ctx, "connecting to "+a.String(), func(ctx context.Context) { c, err = client.Dial(ctx, a, o) })
	if err != nil && errors.Is(stopped, ErrCancelled) {
		err = errors.Join(stopped, err)
	}
	return c, err
}

// addressOf is where a connection of the name goes to, if nothing else is said.
func (s *Session) addressOf(name string) client.Address {
	if a, ok := s.tried[name]; ok {
		return a
	}
	return s.Address
}

// others reports whether a connection but that of the name is still in use.
func (s *Session) others(name string) bool {
	for n, c := range s.conns {
		if n != name && s.alive(c) {
			return true
		}
	}
	return false
}

// patience is how long a server has to end a connection that we end.
const patience = 500 * time.Millisecond

// end ends a connection in order and waits until all of it is shown.
func (s *Session) end(ctx context.Context, c *conn) {
	s.mu.Lock()
	done := c.done
	c.done, c.fin = true, true
	s.mu.Unlock()
	if !done {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		c.Close(ctx)
		close(c.closed)
	}
	<-c.gone
}

// leave ends all connections.
func (s *Session) leave(ctx context.Context) {
	s.mu.Lock()
	var all []*conn
	for _, c := range s.conns {
		all = append(all, c)
	}
	s.mu.Unlock()
	for _, c := range all {
		s.end(ctx, c)
	}
}

// send sends b.
func (s *Session) send(c *conn, b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.show.begin()
	c.Send(b)
	c.sent = time.Now()
	return nil
}
