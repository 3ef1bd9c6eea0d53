package reference

import (
	"errors"
	"io"
	"net"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// outcome is what a client saw: bytes, and how the connection ended. The date
// of the message persona, if it is an IMF-fixdate, is shown as DATE.
type outcome struct{ bytes, end string }

// The endings. stays: the server reads on, though all that was sent is read.
const (
	fin   = "FIN"
	rst   = "RST"
	stays = "stays open"
)

var imfFixdate = regexp.MustCompile(`(?m)^Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\r$`)

// start starts a server that ends with the test.
func start(t *testing.T, name string, c Config) *Server {
	t.Helper()
	s, err := Start("127.0.0.1:0", name, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// watched is a server whose Wrap is a watch. It is used for many plays: each
// server of its own would leave a port in TIME_WAIT.
type watched struct {
	addr string
	w    *watch
}

func startWatched(t *testing.T, name string) watched {
	t.Helper()
	w := &watch{}
	s := start(t, name, Config{Docroot: docroot, Wrap: w.wrap})
	return watched{s.Addr().String(), w}
}

func (s watched) play(t *testing.T, p probe) outcome {
	t.Helper()
	return play(t, s.addr, p, s.w)
}

// play is one connection. w, if not nil, is the server's Wrap: it says when the
// server reads on in vain, which ends the play without a clock.
func play(t *testing.T, addr string, p probe, w *watch) outcome {
	t.Helper()
	st := &state{}
	if w != nil {
		st = w.expect(len(p.send), p.fin)
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	over := make(chan struct{})
	var helper sync.WaitGroup
	helper.Go(func() {
		select {
		case <-st.waits:
			_ = conn.(*net.TCPConn).CloseWrite() // or neither side would ever go
		case <-over:
		}
	})
	_, _ = io.WriteString(conn, p.send) // an early end shows when reading
	if p.fin {
		_ = conn.(*net.TCPConn).CloseWrite()
	}
	got, err := io.ReadAll(conn)
	close(over)
	helper.Wait()
	o := outcome{string(got), fin}
	switch {
	case errors.Is(err, syscall.ECONNRESET):
		o.end = rst
	case err != nil:
		t.Fatalf("%s: %v", p.name, err)
	}
	o = st.seen(o)
	o.bytes = imfFixdate.ReplaceAllString(o.bytes, "Date: DATE\r")
	return o
}

// watch is a Wrap that knows what the client will send in all.
type watch struct {
	mu   sync.Mutex
	next *state
}

// state is one connection's.
type state struct {
	mu      sync.Mutex
	left    int  // bytes the server has not read yet
	fin     bool // the client's FIN follows them
	written int
	ended   bool          // the server said FIN with CloseWrite
	waited  bool          // it read with nothing left
	waits   chan struct{} // closed then
}

// expect begins a connection: the next one that the server accepts.
func (w *watch) expect(n int, fin bool) *state {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next = &state{left: n, fin: fin, waits: make(chan struct{})}
	return w.next
}

// seen corrects what the client saw: where the server waited for it, bytes
// after that are an answer to the client's going.
func (st *state) seen(o outcome) outcome {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.waited {
		return outcome{o.bytes[:st.written], stays}
	}
	return o
}

func (w *watch) wrap(c net.Conn) net.Conn {
	w.mu.Lock()
	defer w.mu.Unlock()
	return &watchedConn{c.(*net.TCPConn), w.next}
}

type watchedConn struct {
	*net.TCPConn
	st *state
}

func (c *watchedConn) Read(p []byte) (int, error) {
	c.st.mu.Lock()
	if c.st.left <= 0 && !c.st.fin && !c.st.ended && !c.st.waited {
		c.st.waited = true
		close(c.st.waits)
	}
	c.st.mu.Unlock()
	n, err := c.TCPConn.Read(p)
	c.st.mu.Lock()
	c.st.left -= n
	c.st.mu.Unlock()
	return n, err
}

func (c *watchedConn) Write(p []byte) (int, error) {
	c.st.mu.Lock()
	if !c.st.waited {
		c.st.written += len(p)
	}
	c.st.mu.Unlock()
	return c.TCPConn.Write(p)
}

func (c *watchedConn) CloseWrite() error {
	c.st.mu.Lock()
	c.st.ended = true
	c.st.mu.Unlock()
	return c.TCPConn.CloseWrite()
}

// long is a request of n bytes.
func long(line string, n int) string {
	return line + "\r\nX: " + strings.Repeat("x", n-len(line)-9) + "\r\n\r\n"
}
