package proxy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/wire"
)

// patience is for what must come; nothing waits as long where all is right.
const patience = 20 * time.Second

// setup is a proxy between the test and a server that the test plays.
type setup struct {
	t     *testing.T
	addr  string
	conns chan *net.TCPConn // that reached the server
	tapes chan *Tape
	stop  func()
}

func start(t *testing.T) *setup {
	t.Helper()
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &setup{t: t, conns: make(chan *net.TCPConn, 64), tapes: make(chan *Tape, 256)}
	go func() {
		for {
			c, err := server.Accept()
			if err != nil {
				return
			}
			s.conns <- c.(*net.TCPConn)
		}
	}()
	s.serve(server.Addr().String())
	t.Cleanup(func() { server.Close() })
	return s
}

// serve starts a proxy to a target.
func (s *setup) serve(target string) {
	a, err := client.ParseAddress(target)
	if err != nil {
		s.t.Fatal(err)
	}
	l, err := Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.addr = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	p := &Proxy{Target: a, Done: func(t *Tape) { s.tapes <- t }}
	ended := make(chan error, 1)
	go func() { ended <- p.Serve(ctx, l) }()
	s.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			s.t.Errorf("Serve: %v", err)
		}
	})
	s.t.Cleanup(s.stop)
}

// pair gives both ends of a connection through the proxy.
func (s *setup) pair() (c, v *net.TCPConn) {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	c = conn.(*net.TCPConn)
	select {
	case v = <-s.conns:
	case <-time.After(patience):
		s.t.Fatal("the proxy does not connect to the server")
	}
	for _, x := range []*net.TCPConn{c, v} {
		x.SetDeadline(time.Now().Add(patience))
		s.t.Cleanup(func() { x.Close() })
	}
	return c, v
}

// tape waits for a connection to be over.
func (s *setup) tape() *Tape {
	s.t.Helper()
	select {
	case t := <-s.tapes:
		return t
	case <-time.After(patience):
		s.t.Fatal("the connection is not over")
		return nil
	}
}

// kinds are the records of a tape; bytes that follow each other are one.
func kinds(t *Tape) []wire.RecordKind {
	var out []wire.RecordKind
	for _, r := range t.Records {
		out = append(out, r.Kind)
	}
	return out
}

func wantKinds(t *testing.T, tape *Tape, want ...wire.RecordKind) {
	t.Helper()
	if got := kinds(tape); !bytes.Equal(asBytes(got), asBytes(want)) {
		t.Errorf("records: got %v, want %v", got, want)
	}
}

func asBytes(ks []wire.RecordKind) []byte {
	var b []byte
	for _, k := range ks {
		b = append(b, byte(k))
	}
	return b
}

// noise is random bytes, other ones in each run: the seed is told where it fails.
func noise(t *testing.T, n int) []byte {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// TestBytes: random bytes in both directions at the same time, in pieces of all
// sizes and in many connections, arrive as they were sent, and stand on the tape.
func TestBytes(t *testing.T) {
	s := start(t)
	var all sync.WaitGroup
	for i, n := range []int{0, 1, 2, 100, block - 1, block, block + 1, 1 << 20, 3 << 20} {
		c, v := s.pair()
		up, down := noise(t, n), noise(t, n/2+i)
		all.Go(func() {
			var both sync.WaitGroup
			say := func(x *net.TCPConn, b []byte) {
				for k := 1; len(b) > 0; k = k*3 + 1 {
					m := min(k, len(b))
					if _, err := x.Write(b[:m]); err != nil {
						t.Errorf("write: %v", err)
						return
					}
					b = b[m:]
				}
				x.CloseWrite()
			}
			hear := func(x *net.TCPConn, want []byte, who string) {
				got, err := io.ReadAll(x)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s: got %d bytes, %v, want %d, the same ones", who, len(got), err, len(want))
				}
			}
			both.Go(func() { say(c, up) })
			both.Go(func() { say(v, down) })
			both.Go(func() { hear(v, up, "server") })
			both.Go(func() { hear(c, down, "client") })
			both.Wait()
		})
	}
	all.Wait()
	for range 9 {
		tape := s.tape()
		said := read(tape)
		if int64(len(said.sent)+len(said.got))+tape.Dropped != tape.Sent+tape.Received {
			t.Errorf("tape: %d and %d bytes kept, %d dropped, of %d and %d", len(said.sent), len(said.got), tape.Dropped, tape.Sent, tape.Received)
		}
	}
}

// TestMany: as many connections at the same time as a load test opens, each with its
// own bytes and its own tape.
func TestMany(t *testing.T) {
	s := start(t)
	const many = 150
	var all sync.WaitGroup
	go func() {
		for range many {
			v := <-s.conns
			go func() {
				io.Copy(v, v)
				v.Close()
			}()
		}
	}()
	for i := range many {
		all.Go(func() {
			c, err := net.Dial("tcp", s.addr)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			c.SetDeadline(time.Now().Add(patience))
			want := bytes.Repeat([]byte{byte(i)}, 1000+i)
			c.Write(want)
			c.(*net.TCPConn).CloseWrite()
			if got, err := io.ReadAll(c); err != nil || !bytes.Equal(got, want) {
				t.Errorf("got %d bytes, %v, want %d", len(got), err, len(want))
			}
		})
	}
	all.Wait()
	seen := map[int]bool{}
	for range many {
		tape := s.tape()
		seen[tape.N] = true
		if said := read(tape); len(said.sent) < 1000 || !bytes.Equal(said.sent, said.got) {
			t.Errorf("tape %d has %d and %d bytes", tape.N, len(said.sent), len(said.got))
		}
	}
	if len(seen) != many {
		t.Errorf("%d tapes, want %d", len(seen), many)
	}
}

// TestHalfClose: FIN is passed on as such, and the other direction stays open.
func TestHalfClose(t *testing.T) {
	for _, fromServer := range []bool{false, true} {
		s := start(t)
		c, v := s.pair()
		first, second := c, v
		if fromServer {
			first, second = v, c
		}
		io.WriteString(first, "one")
		first.CloseWrite()
		if b, err := io.ReadAll(second); string(b) != "one" || err != nil {
			t.Errorf("got %q, %v", b, err)
		}
		io.WriteString(second, "two")
		got := make([]byte, 3)
		if _, err := io.ReadFull(first, got); err != nil || string(got) != "two" {
			t.Errorf("behind the FIN: got %q, %v", got, err)
		}
		second.Close()
		if n, err := first.Read(got); n != 0 || err != io.EOF {
			t.Errorf("got %d, %v, want the FIN", n, err)
		}
		if fromServer {
			wantKinds(t, s.tape(), wire.DidReceive, wire.DidClosed, wire.DidSend, wire.DidCloseWrite)
		} else {
			wantKinds(t, s.tape(), wire.DidSend, wire.DidCloseWrite, wire.DidReceive, wire.DidClosed)
		}
	}
}

// TestReset: a RST is passed on as one, behind the bytes that came before it; also
// when a FIN came before.
func TestReset(t *testing.T) {
	for _, tc := range []struct {
		name       string
		fromServer bool
		fin        bool // of the side that is reset later
		want       []wire.RecordKind
	}{
		{"client", false, false, []wire.RecordKind{wire.DidSend, wire.DidAbort}},
		{"server", true, false, []wire.RecordKind{wire.DidReceive, wire.DidReset}},
		{"client behind the server's FIN", false, true, []wire.RecordKind{wire.DidClosed, wire.DidSend, wire.DidAbort}},
		{"server behind the client's FIN", true, true, []wire.RecordKind{wire.DidCloseWrite, wire.DidReceive, wire.DidReset}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := start(t)
			c, v := s.pair()
			from, to := c, v
			if tc.fromServer {
				from, to = v, c
			}
			if tc.fin {
				to.CloseWrite()
				if _, err := from.Read(make([]byte, 1)); err != io.EOF {
					t.Fatal(err)
				}
			}
			data := noise(t, 20_000)
			from.Write(data)
			got := make([]byte, len(data))
			// Reads some, so that the RST does not overtake what our own system still
			// has to send.
			if _, err := io.ReadFull(to, got[:len(data)-1]); err != nil {
				t.Fatal(err)
			}
			from.SetLinger(0)
			from.Close()
			if _, err := io.ReadFull(to, got[len(data)-1:]); err != nil {
				t.Errorf("the last byte before the RST is lost: %v", err)
			}
			if !bytes.Equal(got, data) {
				t.Error("other bytes arrived")
			}
			if _, err := to.Read(got); !errors.Is(err, syscall.ECONNRESET) && !(runtime.GOOS != "linux" && err != nil) {
				t.Errorf("got %v, want a RST", err)
			}
			wantKinds(t, s.tape(), tc.want...)
		})
	}
}

// TestResetBehindFIN: a side that has sent FIN and goes away for good is told to the
// other one though nothing is read from it any more.
func TestResetBehindFIN(t *testing.T) {
	for _, fromServer := range []bool{false, true} {
		s := start(t)
		c, v := s.pair()
		from, to := c, v
		if fromServer {
			from, to = v, c
		}
		from.CloseWrite()
		if _, err := to.Read(make([]byte, 1)); err != io.EOF {
			t.Fatal(err)
		}
		from.SetLinger(0)
		from.Close()
		s.tape() // and no byte had to be sent to find out
		if _, err := to.Write([]byte("x")); err == nil {
			_, err = to.Write([]byte("y"))
			for until := time.Now().Add(patience); err == nil && time.Now().Before(until); {
				_, err = to.Write([]byte("z"))
			}
			if err == nil {
				t.Error("no RST arrived")
			}
		}
	}
}

// TestServerGone: what the server said before it reset the connection arrives, though
// the client was still sending.
func TestServerGone(t *testing.T) {
	s := start(t)
	c, v := s.pair()
	wrote := make(chan error, 1)
	go func() {
		b := make([]byte, 1<<20)
		for {
			if _, err := c.Write(b); err != nil {
				wrote <- err
				return
			}
		}
	}()
	v.Read(make([]byte, 1))
	io.WriteString(v, "HTTP/1.1 413 Content Too Large\r\n\r\n")
	got := make([]byte, 34)
	if _, err := io.ReadFull(c, got); err != nil || !bytes.HasPrefix(got, []byte("HTTP/1.1 413")) {
		t.Errorf("got %q, %v", got, err)
	}
	v.Close() // with bytes unread: RST
	// The system tells of a RST once: to Read, or to Write.
	if _, err := c.Read(got); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(<-wrote, syscall.ECONNRESET) && runtime.GOOS == "linux" {
		t.Errorf("got %v, want a RST", err)
	}
	tape := s.tape()
	if last := tape.Records[len(tape.Records)-1].Kind; last != wire.DidReset {
		t.Errorf("records: got %v, want the RST last", kinds(tape))
	}
}
