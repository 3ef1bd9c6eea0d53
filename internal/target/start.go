package target

import (
	"context"
	"sync"
	"time"

	"httpkit/client"
	"httpkit/internal/process"
)

// StartOptions say how to start the server under test. The zero value of each but
// Command is usable.
type StartOptions struct {
	// Command is for the shell (sh -c, on Windows cmd /C). {port} and {docroot} in
	// it are filled in, and PORT and HTTPKIT_DOCROOT are in its environment.
	Command string
	// Target is the address as a user writes it, {port} filled in. Without it, the
	// server is asked to listen on a free port of this machine, or where Command
	// names no port, it is looked where it listens.
	Target  string
	Docroot string // the folder to serve, an absolute path; "" for none
	Ours    bool   // it was made for this server: should we be killed, the guard removes it
	// Fill puts the files into Docroot, before each start: a case may have deleted or
	// changed some.
	Fill func() error

	Ready   Ready
	Timeout time.Duration // until it is ready; 0 is 10 s
	Grace   time.Duration // between asking it to end and killing it; 0 is 3 s

	// Dial and Host are for Ready of a path: TLS, and the value of the Host field.
	Dial client.Options
	Host string

	blind bool            // as if the system did not tell who listens; for tests
	until context.Context // instead of Timeout; for tests
}

const (
	defaultReady = 10 * time.Second
	defaultGrace = 3 * time.Second
	// haste is the grace of a server that did not end when it was asked before.
	haste = 100 * time.Millisecond
)

// Server is a server under test that we have started. Its methods may be called by
// one goroutine at a time, Ended, Died and Await by any.
type Server struct {
	o     StartOptions
	guard *process.Guard

	mu   sync.Mutex
	p    *process.Process
	addr client.Address
	port string // what {port} stands for

	lastPort uint16        // where it listened the last time, when nobody had said where
	line     string        // the command as it was run
	took     time.Duration // until it was ready
	blind    bool          // nobody could see whether it listens: the first exchange will tell
	deaf     string        // who did not end when asked to, ever
	left     string        // who could not be ended, ever
}

// Start starts the server and waits until it is ready. Stop must be called after
// it, whatever happens then. The error is a *StartError, or that of ctx; nothing is
// left running then.
//
// Where the system does not tell who listens, the first real exchange is the
// probe: Start returns at once, and who connects asks Await whether a refused
// connection is to be tried again.
func Start(ctx context.Context, o StartOptions) (*Server, error) {
	if o.Timeout <= 0 {
		o.Timeout = defaultReady
	}
	if o.Grace <= 0 {
		o.Grace = defaultGrace
	}
	guard, err := process.NewGuard()
	if err != nil {
		return nil, &StartError{Command: o.Command, Why: err.Error()}
	}
	if o.Ours {
		guard.Folder(o.Docroot)
	}
	s := &Server{o: o, guard: guard}
	if err := s.start(ctx); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// tries is how often a start is tried on another port, where somebody else took the
// one we had found free.
const tries = 3

func (s *Server) start(ctx context.Context) error {
	for try := 1; ; try++ {
		err := s.once(ctx)
		if err == nil || try == tries || !s.snatched() {
			return err
		}
		s.end()
	}
}

// once starts the command once.
func (s *Server) once(ctx context.Context) error {
	if err := s.address(); err != nil {
		return err
	}
	if s.o.Fill != nil {
		if err := s.o.Fill(); err != nil {
			return &StartError{Command: s.line, Why: "its folder can't be filled: " + err.Error()}
		}
	}
	began := time.Now()
	c := process.Command{Line: s.line, Env: s.environment(), Match: s.o.Ready.log, Guard: s.guard}
	p, err := process.Start(c)
	if err != nil {
		return &StartError{Command: s.line, Why: err.Error()}
	}
	s.mu.Lock()
	s.p = p
	s.mu.Unlock()
	if err := s.await(ctx, p); err != nil {
		return err
	}
	s.took = time.Since(began)
	return nil
}

// Addr is where the server listens. It may be another after Restart.
func (s *Server) Addr() client.Address {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addr
}

// Command is the command as it was run, {port} and {docroot} filled in.
func (s *Server) Command() string { return s.line }

// PID is the id of its process.
func (s *Server) PID() int { return s.process().PID() }

// Took is how long it took until it was ready, 0 where nobody could see that.
func (s *Server) Took() time.Duration {
	if s.blind {
		return 0
	}
	return s.took
}

func (s *Server) process() *process.Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.p
}

// Stop ends the server and all that came of it. It may be called twice. What is
// worth telling is given, "" where all went well: that it did not end when it was
// asked to, or that something could not be ended.
func (s *Server) Stop() string {
	s.end()
	s.guard.Close()
	s.guard = nil
	if s.left != "" {
		return "could not be ended: " + s.left + "; end it yourself"
	}
	return s.deaf
}

// end ends what runs, if anything does.
func (s *Server) end() {
	p := s.process()
	if p == nil {
		return
	}
	grace := s.o.Grace
	if s.deaf != "" {
		grace = min(grace, haste)
	}
	how := p.Stop(grace)
	s.note(how)
}
