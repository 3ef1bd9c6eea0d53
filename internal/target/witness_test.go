package target

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/loopback"
)

// witness is a server that serves connections in one of several manners, and
// keeps what no client of a beginner's server may do: connect without a whole
// request-line at once, end without a whole request, reset.
type witness struct {
	t    *testing.T
	l    net.Listener
	open sync.WaitGroup

	mu     sync.Mutex
	amiss  []string
	opened int
	onOpen func(opened int) // called with each connection, if set
}

// manner starts whatever takes the connections of a listener.
type manner func(w *witness)

func newWitness(t *testing.T, m manner) *witness {
	t.Helper()
	l := loopback.Listen(t)
	return newWitnessOn(t, l, m)
}

func newWitnessOn(t *testing.T, l net.Listener, m manner) *witness {
	w := &witness{t: t, l: l}
	m(w)
	t.Cleanup(func() {
		l.Close()
		w.open.Wait()
		for _, a := range w.amiss {
			t.Error(a)
		}
	})
	return w
}

// target is the witness as it is probed.
func (w *witness) target() Target { return targetAt(w.t, w.l.Addr().String()) }

func targetAt(t *testing.T, addr string) Target {
	t.Helper()
	a, err := client.ParseAddress(addr)
	if err != nil {
		t.Fatal(err)
	}
	return Target{Addr: a}
}

// loop takes connections until the listener is closed.
func (w *witness) loop(serve func(net.Conn)) {
	w.open.Go(func() {
		for {
			conn, err := w.l.Accept()
			if err != nil {
				return
			}
			w.mu.Lock()
			w.opened++
			opened, hook := w.opened, w.onOpen
			w.mu.Unlock()
			if hook != nil {
				hook(opened)
			}
			serve(conn)
		}
	})
}

const plainAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"

// serve reads one request and answers it; begun is called with its first bytes.
func (w *witness) serve(conn net.Conn, begun func()) {
	first := make([]byte, 4096)
	n, err := conn.Read(first)
	if begun != nil {
		begun()
	}
	if err != nil || !strings.Contains(string(first[:n]), "\r\n") {
		w.blame("a connection began with %q, %v, not with a whole request-line", first[:n], err)
	}
	_, err = http.ReadRequest(bufio.NewReader(io.MultiReader(strings.NewReader(string(first[:n])), conn)))
	if err != nil {
		w.blame("no whole request behind %q: %v", first[:n], err)
	}
	io.WriteString(conn, plainAnswer)
	if err := linger(conn); err != nil {
		w.blame("a connection ended with %v, not with FIN", err)
	}
}

func (w *witness) blame(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.amiss = append(w.amiss, fmt.Sprintf(format, args...))
}

// linger closes without a RST, and tells how the client's side ended.
func linger(conn net.Conn) error {
	defer conn.Close()
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	conn.SetReadDeadline(time.Now().Add(30 * time.Second))
	_, err := io.Copy(io.Discard, conn)
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// count gives the number of connections so far.
func (w *witness) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.opened
}
