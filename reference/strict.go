package reference

import (
	"context"
	"io/fs"
	"net"
	"os"
)

// StartStrict listens on the TCP address addr and serves as the strict server
// with the behaviour b until Close or Shutdown. c.Docroot may be nil: then there
// is no file. Errors are those of [Start].
func StartStrict(addr string, limits Limits, b Behaviour, c Config) (*Server, error) {
	return listen(addr, manner{origin: newOrigin(limits, b, c), atOnce: true}, c)
}

// listen takes the address and begins to accept.
func listen(addr string, m manner, c Config) (*Server, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, listenError(addr, err)
	}
	s := &Server{listener: listener, config: c, manner: m,
		done: make(chan struct{}), conns: map[net.Conn]bool{}}
	s.running.Go(s.accept)
	return s, nil
}

// Shutdown stops listening and returns when the last connection has ended. The
// strict server ends the connections that wait for a request at once, and the
// others after the response they are at, which says close. When ctx is done
// first, it goes on as Close and returns the error of ctx.
func (s *Server) Shutdown(ctx context.Context) error {
	s.draining.Store(true)
	if s.manner.origin != nil {
		s.manner.origin.drain() // first: who finds nobody listening knows that answers say close
	}
	err := s.listener.Close()
	ended := make(chan struct{})
	go func() {
		s.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if closing := s.Close(); err == nil {
		err = closing
	}
	<-ended
	return err
}

// Persona tells whether it is one of the tutorials' servers, or a slip of one, and
// not the strict server.
func (s *Server) Persona() bool { return s.manner.origin == nil }

// OpenDocroot opens a folder to be served. No link in it leads out of it. The
// folder has to be closed when no server uses it any more.
func OpenDocroot(dir string) (fs.FS, *os.Root, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	return rootedFS{root.FS()}, root, nil
}

// rootedFS marks a file system that keeps its links inside by itself.
type rootedFS struct{ fs.FS }

func (r rootedFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(r.FS, name) }
