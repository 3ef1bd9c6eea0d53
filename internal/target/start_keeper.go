package target

import (
	"context"
	"fmt"
	"strings"
	"time"

	"httpkit/client"
	"httpkit/internal/process"
)

// dying is how long the end of a process is waited for that takes no connections
// any more.
const dying = time.Second

// Ended is closed when the server's process has ended; another one after Restart.
func (s *Server) Ended() <-chan struct{} { return s.process().Ended() }

// Died says what became of a server that takes no connections any more: how its
// process ended, and the last lines that it wrote, fit for a terminal. It waits a
// moment for that end: a port is closed before.
func (s *Server) Died(ctx context.Context) (why string, output []string) {
	p := s.process()
	late := time.NewTimer(dying)
	defer late.Stop()
	select {
	case <-p.Ended():
	case <-late.C:
	case <-ctx.Done():
	}
	left, _ := p.Members()
	switch {
	case p.HasEnded() && p.Succeeded() && len(left) > 0:
		why = background(p, left)
	case p.HasEnded():
		why = "the server died: " + p.Exit()
	default:
		why = "the server takes no connections any more, though its process still runs: " + process.Names(left)
	}
	return why, lastLines(p)
}

// LastLines are the last lines that the server wrote, fit for a terminal.
func (s *Server) LastLines() []string { return lastLines(s.process()) }

// Await reports whether a refused connection is to be tried again, after a moment:
// nobody could see yet whether the server listens, it still runs, and its time is
// not over.
func (s *Server) Await(ctx context.Context) bool {
	s.mu.Lock()
	blind, p := s.blind, s.p
	s.mu.Unlock()
	if !blind || time.Since(p.Began()) > s.o.Timeout {
		return false
	}
	t := time.NewTimer(lastLook)
	defer t.Stop()
	select {
	case <-p.Ended():
		return false
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func (s *Server) setBlind(blind bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.blind = blind
}

// Restart ends what is left of the server, starts it anew and waits until it is
// ready. Where nobody has given its address, it has another one then. The error is
// a *StartError, or that of ctx.
func (s *Server) Restart(ctx context.Context) (client.Address, error) {
	if p := s.process(); p != nil && p.HasEnded() && p.Succeeded() {
		if left, _ := p.Members(); len(left) > 0 {
			s.end()
			return client.Address{}, &StartError{Command: s.line, Why: background(p, left), Hint: foreground}
		}
	}
	s.end()
	if err := s.start(ctx); err != nil {
		s.end()
		return client.Address{}, err
	}
	return s.Addr(), nil
}

// note keeps what is worth telling of an end.
func (s *Server) note(how process.Stopped) {
	if len(how.Deaf) > 0 && s.deaf == "" {
		s.deaf = fmt.Sprintf("did not end within %s of being asked to (SIGTERM), and was killed: %s", s.o.Grace, process.Names(how.Deaf))
	}
	if len(how.Left) > 0 && !strings.Contains(s.left, process.Names(how.Left)) {
		s.left = strings.TrimPrefix(s.left+", "+process.Names(how.Left), ", ")
	}
}
