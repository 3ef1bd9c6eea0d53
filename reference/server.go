package reference

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Config is what a server is given beside its name.
type Config struct {
	// Docroot holds the files that are served. The personas that say so
	// ([Persona.Docroot]) can't do without.
	Docroot fs.FS
	// Wrap, if set, stands between the server and each accepted connection:
	// what passes through it is what is on the wire. Its Close must close the
	// connection it was given, and where that has a CloseWrite method it should
	// have one too (the slips that end with FIN use it).
	Wrap func(net.Conn) net.Conn
}

// answer is what a server does with one connection. The server closes it
// afterwards; what was not read by then makes the kernel send RST.
type answer func(conn net.Conn, docroot fs.FS)

// manner is a name's meaning: how one connection is answered, and whether
// the others wait for it.
type manner struct {
	answer answer
	atOnce bool
	origin *origin // the strict server answers, not a persona
}

// Server is a running server.
type Server struct {
	listener net.Listener
	config   Config
	manner   manner
	running  sync.WaitGroup
	done     chan struct{}
	draining atomic.Bool // no connection is accepted any more

	mu    sync.Mutex
	conns map[net.Conn]bool // accepted and not closed yet
}

// Start listens on the TCP address addr ("127.0.0.1:0" takes any free port) and
// serves as the persona or slip called name until Close; "" and "strict" are the
// strict server, the names of faults and variants with commas between them are
// the strict server with these. It fails where there is no such name, where the persona needs a
// docroot and c has none, and where the address can't be had (errors.Is finds the
// system's reason).
func Start(addr, name string, c Config) (*Server, error) {
	if first, _, _ := strings.Cut(name, ","); first == "" || first == "strict" || FaultNamed(first) != nil {
		b, err := Compose(strings.TrimPrefix(strings.TrimPrefix(name, "strict"), ","))
		if err != nil {
			return nil, err
		}
		return StartStrict(addr, Limits{}, b, c)
	}
	b, err := lookup(name, c.Docroot != nil)
	if err != nil {
		return nil, err
	}
	return listen(addr, b, c)
}

func listenError(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s: the port is taken: %w\nstop the program that listens there, or give port 0 for any free one", addr, err)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("%s: not allowed: %w\nports below 1024 are for the system; take a higher one", addr, err)
	}
	return fmt.Errorf("%s: can't listen: %w", addr, err)
}

// Addr is where the server listens.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Close stops listening, interrupts whatever still waits for a client, and
// returns when the last connection is closed. Later calls wait as well and
// return nil.
func (s *Server) Close() error {
	err := s.shut()
	s.running.Wait()
	return err
}

func (s *Server) shut() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing() {
		return nil
	}
	close(s.done)
	if s.manner.origin != nil {
		s.manner.origin.stop()
	}
	for conn := range s.conns {
		interrupt(conn)
	}
	if err := s.listener.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil // after Shutdown
}

func (s *Server) closing() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// interrupt ends each read and write on conn, now and later. It leaves the
// closing to the one who uses it, so that a Wrap sees one Close only.
func interrupt(conn net.Conn) { _ = conn.SetDeadline(time.Unix(1, 0)) }

// accept takes one connection after the other.
func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if s.closing() || s.draining.Load() {
			if err == nil {
				_ = conn.Close()
			}
			return
		}
		if err != nil {
			s.rest()
			continue
		}
		if s.manner.atOnce {
			s.running.Go(func() { s.serve(conn) })
			continue
		}
		s.serve(conn)
	}
}

// rest waits before the next try when a connection could not be accepted: most
// likely the process has no file descriptor left, and asking at once would only
// keep the processor busy.
func (s *Server) rest() {
	select {
	case <-s.done:
	case <-time.After(10 * time.Millisecond):
	}
}

// serve answers one connection and closes it.
func (s *Server) serve(conn net.Conn) {
	s.mu.Lock()
	s.conns[conn] = true
	if s.closing() {
		interrupt(conn)
	}
	s.mu.Unlock()

	wrapped := conn
	if s.config.Wrap != nil {
		wrapped = s.config.Wrap(conn)
	}
	if s.manner.origin != nil {
		s.manner.origin.serve(conn, wrapped)
	} else {
		s.manner.answer(wrapped, s.config.Docroot)
	}
	_ = wrapped.Close()

	s.mu.Lock()
	delete(s.conns, conn)
	s.mu.Unlock()
}
