package client

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"httpkit/internal/loopback"
	"httpkit/internal/message"
)

func answer(c net.Conn) {
	if _, ok := readHead(c); ok {
		io.WriteString(c, hi)
	}
	lastRead(c)
	c.Close()
}

// exchangeOn sends a request, reads the answer and closes.
func exchangeOn(t *testing.T, c *Conn) {
	t.Helper()
	c.Send([]byte(get))
	if r, err := c.ReadResponse(within(t), "GET"); err != nil || string(r.Content) != "hi" {
		t.Fatalf("got %v %v", r, err)
	}
	if err := c.Close(within(t)); err != nil {
		t.Error(err)
	}
	if s := c.State(); s.End != message.FIN {
		t.Errorf("got %v", s.End)
	}
}

func TestName(t *testing.T) {
	a := peer(t, "tcp", "localhost:0", answer)
	_, port, _ := net.SplitHostPort(a.Addr)
	a, err := ParseAddress(":" + port)
	if err != nil {
		t.Fatal(err)
	}
	c := dial(t, a, nil)
	if c.Address() != a || c.Name() != "" {
		t.Errorf("got %v %q", c.Address(), c.Name())
	}
	exchangeOn(t, c)
}

func TestIPv6(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skipf("no IPv6 loopback here: %v", err)
	}
	l.Close()
	exchangeOn(t, dial(t, peer(t, "tcp", "[::1]:0", answer), nil))
}

func TestUnixSocket(t *testing.T) {
	dir, err := os.MkdirTemp("", "hk") // t.TempDir can be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	a := peer(t, "unix", filepath.Join(dir, "s"), answer)
	c := dial(t, a, nil)
	if err := c.Abort(); err != ErrNoReset {
		t.Errorf("Abort: got %v", err)
	}
	exchangeOn(t, c)

	a.Addr = filepath.Join(dir, "none")
	_, err = Dial(within(t), a, nil)
	wantDialError(t, err, Refused, a.String()+": there is no such socket\nhint: is the server running, and on this path?")
}

func wantDialError(t *testing.T, err error, kind DialKind, text string) *DialError {
	t.Helper()
	var e *DialError
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a DialError", err)
	}
	if e.Kind != kind || !strings.Contains(e.Error(), text) || e.Unwrap() == nil {
		t.Errorf("got %v: %v\nwant %v: %s", e.Kind, e, kind, text)
	}
	return e
}

func TestDialErrors(t *testing.T) {
	a, _ := ParseAddress(loopback.Free(t))
	_, err := Dial(within(t), a, nil)
	wantDialError(t, err, Refused, a.Addr+": connection refused: nobody listens there\nhint: is the server running, and on this port?")

	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Dial(stopped, a, nil)
	if e := wantDialError(t, err, Stopped, "stopped"); !errors.Is(e, context.Canceled) {
		t.Errorf("got %v", e.Err)
	}
	past, cancel := context.WithDeadline(context.Background(), time.Unix(1, 0))
	defer cancel()
	_, err = Dial(past, a, nil)
	wantDialError(t, err, TimedOut, "timed out")
	_, err = Dial(within(t), a, &Options{DialTimeout: 1})
	wantDialError(t, err, TimedOut, "no connection within 1ns")

	// A label of more than 63 bytes is no name, so no name server is asked.
	name := strings.Repeat("a", 64) + ".invalid"
	a, _ = ParseAddress(name + ":80")
	_, err = Dial(within(t), a, nil)
	wantDialError(t, err, Unresolved, name+`" does not resolve`)

	a, _ = ParseAddress("255.255.255.255:80")
	_, err = Dial(within(t), a, &Options{DialTimeout: time.Second})
	if e := wantDialError(t, err, Unreachable, "can't connect: "); e.Kind.String() != "unreachable" {
		t.Errorf("got %v", e.Kind)
	}
}
