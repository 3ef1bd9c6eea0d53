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

// played plays p to a fresh server of that name, twice where p says so.
func played(t *testing.T, name string, p probe) outcome {
	t.Helper()
	w := &watch{}
	s := start(t, name, Config{Docroot: docroot, Wrap: w.wrap})
	defer s.Close()
	if p.again {
		play(t, s.Addr().String(), p, w)
	}
	return play(t, s.Addr().String(), p, w)
}

// play is one connection. w, if not nil, is the server's Wrap: it says when the
// server reads on in vain, which ends the play without a clock.
func play(t *testing.T, addr string, p probe, w *watch) outcome {
	t.Helper()
	var waits <-chan struct{}
	if w != nil {
		waits = w.expect(len(p.send), p.fin)
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
		case <-waits:
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
	if w != nil {
		o = w.seen(o)
	}
	o.bytes = imfFixdate.ReplaceAllString(o.bytes, "Date: DATE\r")
	return o
}

// watch is a Wrap that knows what the client will send in all.
type watch struct {
	mu      sync.Mutex
	left    int  // bytes the server has not read yet
	fin     bool // the client's FIN follows them
	written int
	ended   bool // the server said FIN with CloseWrite
	waited  bool // it read with nothing left
	waits   chan struct{}
}

// expect begins a connection. What it returns is closed when the server reads
// though nothing is left to come.
func (w *watch) expect(n int, fin bool) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left, w.fin, w.written, w.ended, w.waited = n, fin, 0, false, false
	w.waits = make(chan struct{})
	return w.waits
}

// seen corrects what the client saw: where the server waited for it, bytes
// after that are an answer to the client's going.
func (w *watch) seen(o outcome) outcome {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.waited {
		return outcome{o.bytes[:w.written], stays}
	}
	return o
}

func (w *watch) wrap(c net.Conn) net.Conn { return &watchedConn{c.(*net.TCPConn), w} }

type watchedConn struct {
	*net.TCPConn
	w *watch
}

func (c *watchedConn) Read(p []byte) (int, error) {
	c.w.mu.Lock()
	if c.w.left <= 0 && !c.w.fin && !c.w.ended && !c.w.waited {
		c.w.waited = true
		close(c.w.waits)
	}
	c.w.mu.Unlock()
	n, err := c.TCPConn.Read(p)
	c.w.mu.Lock()
	c.w.left -= n
	c.w.mu.Unlock()
	return n, err
}

func (c *watchedConn) Write(p []byte) (int, error) {
	c.w.mu.Lock()
	if !c.w.waited {
		c.w.written += len(p)
	}
	c.w.mu.Unlock()
	return c.TCPConn.Write(p)
}

func (c *watchedConn) CloseWrite() error {
	c.w.mu.Lock()
	c.w.ended = true
	c.w.mu.Unlock()
	return c.TCPConn.CloseWrite()
}

// long is a request of n bytes.
func long(line string, n int) string {
	return line + "\r\nX: " + strings.Repeat("x", n-len(line)-9) + "\r\n\r\n"
}
