package session

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"httpkit/client"
	"httpkit/internal/wire"
)

// pause waits, and shows what comes meanwhile.
func (s *Session) pause(ctx context.Context, args string) error {
	d := time.Second
	if args != "" {
		var err error
		if d, err = time.ParseDuration(args); err != nil || d < 0 {
			return fmt.Errorf(":pause %s: got %s, want a time such as 500ms or 2s", args, args)
		}
	}
	if c := s.conn(s.now); s.alive(c) {
		c.rec.Pause(c.name, d)
	}
	s.Screen.Print([]string{"*" + s.now + " pause " + wire.FormatTime(d)})
	return s.Screen.Wait(ctx, d, nil)
}

// open gives the connection that typed lines go to, or says why it is over.
func (s *Session) open() (*conn, error) {
	c := s.conn(s.now)
	if !s.alive(c) {
		why, _, _ := strings.Cut(strings.TrimPrefix(errOver(c).Error(), "not sent: "), "\n")
		return nil, errors.New(why + "\n:connect opens a new one")
	}
	return c, nil
}

// sendFIN ends our side.
func (s *Session) sendFIN(context.Context, string) error {
	c, err := s.open()
	if err != nil {
		return err
	}
	s.mu.Lock()
	c.fin = true
	c.CloseWrite()
	s.mu.Unlock()
	s.last.whole = true
	s.Screen.Print([]string{"*" + c.name + " close-write"})
	return nil
}

// abort resets the connection.
func (s *Session) abort(context.Context, string) error {
	c := s.conn(s.now)
	if c == nil {
		return errors.New("there is no connection\n:connect opens one")
	}
	s.mu.Lock()
	done := c.over || c.done
	s.mu.Unlock()
	if done {
		return errors.New("the connection is over already\n:connect opens a new one")
	}
	if err := c.Abort(); err != nil {
		return err
	}
	s.mu.Lock()
	c.aborted, c.done = true, true
	s.mu.Unlock()
	close(c.closed)
	<-c.gone
	s.last.whole = true
	s.Screen.Print([]string{"*" + c.name + " abort"})
	return nil
}

// connName is what a connection may be called.
var connName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

// doConnect opens a connection: that of typed lines again, or one by name.
func (s *Session) doConnect(ctx context.Context, args string) error {
	words := strings.Fields(args)
	name, named := s.now, false
	if len(words) > 0 && connName.MatchString(words[0]) {
		name, named, words = words[0], true, words[1:]
	}
	a, other := s.addressOf(name), false
	switch {
	case len(words) > 1:
		return fmt.Errorf(":connect %s: got %s too much, want a name (lower case, letters and digits) and an address", args, counted(len(words)-1, "word"))
	case len(words) == 1:
		var err error
		if a, err = client.ParseAddress(words[0]); err != nil {
			return err
		}
		other = !named
	}
	s.last.whole = true
	if err := s.connect(ctx, name, a); err != nil {
		return err
	}
	if name == "" {
		s.Address = a
	}
	if other {
		s.note("\\{$host} is still %s", s.Env.Vars["host"])
	}
	return nil
}

// use goes to another connection.
func (s *Session) use(_ context.Context, name string) error {
	if s.conn(name) == nil {
		s.mu.Lock()
		var have []string
		for n := range s.conns {
			if n != "" {
				have = append(have, n)
			}
		}
		s.mu.Unlock()
		slices.Sort(have)
		hint := ":connect " + name + " opens it"
		if len(have) > 0 {
			hint += "; there are: " + strings.Join(have, ", ")
		}
		return fmt.Errorf(":use %s: there is no such connection\n%s", name, hint)
	}
	s.now = name
	s.last.whole = true
	return nil
}

// save writes a case.
func (s *Session) save(ctx context.Context, name string) error {
	if strings.ContainsAny(name, " \t") {
		return fmt.Errorf(":save %s: got several words, want one name", name)
	}
	if !strings.HasSuffix(name, ".txtar") {
		name += ".txtar"
	}
	to := s.server()
	played, missing := s.saved(to)
	if len(played) == 0 {
		return errors.New("nothing to save: there was no connection yet")
	}
	busy := s.others("") || s.alive(s.conn(""))
	var remarks []string
	var err error
	s.during(ctx, "playing it again", func(ctx context.Context) { remarks, err = s.Save(ctx, name, to, played, busy) })
	if err != nil {
		return err
	}
	for _, m := range append(missing, remarks...) {
		s.note("%s", m)
	}
	return nil
}
