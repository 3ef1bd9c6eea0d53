package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"testing"
	"time"

	"httpkit/internal/message"
)

// poll looks at State again and again, without ever waiting on the connection.
func poll(t *testing.T, c *Conn, ok func(State) bool) State {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); runtime.Gosched() {
		if s := c.State(); ok(s) {
			return s
		}
	}
	t.Fatalf("got %+v", c.State())
	return State{}
}

// What comes while the caller does not wait is read all the same: before its
// first wait, and after one.
func TestReadsWhileAway(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		io.WriteString(c, hi)
		readHead(c)
		io.WriteString(c, hi)
		readHead(c)
		io.WriteString(c, hi)
		c.Close()
	})
	c := dial(t, a, nil)
	poll(t, c, func(s State) bool { return len(s.Unread) == len(hi) })
	c.Send([]byte(get))
	for range 2 {
		if _, err := c.ReadResponse(within(t), "GET"); err != nil {
			t.Fatal(err)
		}
	}
	c.Send([]byte(get))
	s := poll(t, c, func(s State) bool { return s.End != message.More })
	if string(s.Unread) != hi || s.End != message.FIN {
		t.Errorf("got %q %v", s.Unread, s.End)
	}
}

// A wait that is cancelled loses nothing, whenever that happens.
func TestCancelledWaits(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		for {
			if _, ok := readHead(c); !ok {
				return
			}
			io.WriteString(c, hi[:20])
			io.WriteString(c, hi[20:])
		}
	})
	c := dial(t, a, nil)
	for i := range 300 {
		c.Send([]byte(get))
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			for range i % 7 {
				runtime.Gosched()
			}
			cancel()
		}()
		r, err := c.ReadResponse(ctx, "GET")
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			r, err = c.ReadResponse(within(t), "GET")
		}
		if err != nil || string(r.Content) != "hi" {
			t.Fatalf("exchange %d: got %v %v", i, r, err)
		}
	}
}

// Abort and Close from elsewhere end a wait.
func TestWaitEndsWithUs(t *testing.T) {
	for name, end := range map[string]func(*Conn) error{
		"Abort": (*Conn).Abort,
		"Close": func(c *Conn) error {
			stopped, cancel := context.WithCancel(context.Background())
			cancel()
			if err := c.Close(stopped); !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := tcpPeer(t, func(c *net.TCPConn) { lastRead(c) })
			c := dial(t, a, nil)
			ended := make(chan error)
			go func() {
				_, err := c.ReadResponse(within(t), "GET")
				ended <- err
			}()
			poll(t, c, func(State) bool {
				c.mu.Lock()
				defer c.mu.Unlock()
				return c.turn == callers || c.waiting
			})
			if err := end(c); err != nil {
				t.Error(err)
			}
			if err := <-ended; !errors.Is(err, net.ErrClosed) {
				t.Errorf("got %v, want net.ErrClosed", err)
			}
			if err := c.Wait(within(t)); err != nil && !errors.Is(err, net.ErrClosed) {
				t.Errorf("Wait: got %v", err)
			}
		})
	}
}

// Whoever reads, in whatever order of turns, the bytes are those that were sent.
func TestTurns(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		var want bytes.Buffer
		var pieces [][]byte
		for range 60 {
			piece := bytes.Repeat([]byte{byte('a' + random.IntN(26))}, 1+random.IntN(3000))
			pieces = append(pieces, piece)
			want.Write(piece)
		}
		a := tcpPeer(t, func(c *net.TCPConn) {
			for _, piece := range pieces {
				if _, err := c.Read(make([]byte, 1)); err != nil {
					return
				}
				c.Write(piece)
			}
			c.Close()
		})
		c := dial(t, a, nil)
		var got []byte
		ctx := within(t)
		for i := 0; ; i++ {
			s := c.State()
			n := len(s.Unread)
			if n > 0 {
				n = random.IntN(n + 1)
			}
			if s.End != message.More {
				n = len(s.Unread)
			}
			got = append(got, s.Unread[:n]...)
			c.Advance(n)
			if s.End != message.More {
				break
			}
			if i < len(pieces) {
				c.Send([]byte("x"))
			}
			switch k := random.IntN(10); {
			case k == 0 && i > len(pieces)/2:
				select {
				case <-c.Changed():
				case <-ctx.Done():
				}
			case k == 1:
				c.Sip(1+random.IntN(500), 0)
			case k == 2:
				c.Sip(-1, 0)
			case k == 3:
				runtime.Gosched()
			default:
				if err := c.Wait(ctx); err != nil {
					t.Fatalf("after %d of %d bytes: %v", len(got), want.Len(), err)
				}
			}
		}
		if !bytes.Equal(got, want.Bytes()) {
			t.Fatalf("got %d bytes, want %d, or others", len(got), want.Len())
		}
		if err := c.Close(ctx); err != nil {
			t.Error(err)
		}
	}
}
