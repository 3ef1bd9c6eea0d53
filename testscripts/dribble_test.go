package testscripts_test

import (
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
	"testing"

	"httpkit/client"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/reference"
)

// TestDribble: a server that sends the head of every answer in single bytes, each in
// a packet of its own, changes no verdict. On the personas all cases pass, as they
// do without; on slips they come to the same verdict.
func TestDribble(t *testing.T) {
	for _, p := range reference.Personas() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			for _, r := range played(t, script.Options{Target: dribble(t, persona(t, p.Name)), CanRestart: true}, seeds(t, p.Name)) {
				if r.Verdict != suite.Pass {
					t.Error(told(r))
				}
			}
		})
	}
	for _, slip := range []string{"hello-crlf", "page-image-cut", "files-text"} {
		t.Run(slip, func(t *testing.T) {
			t.Parallel()
			var cases []*suite.Case
			for _, s := range reference.Slips() {
				if s.Name == slip {
					cases = seeds(t, s.Persona)
				}
			}
			straight := played(t, script.Options{Target: persona(t, slip), CanRestart: true}, cases)
			for id, r := range played(t, script.Options{Target: dribble(t, persona(t, slip)), CanRestart: true}, cases) {
				if s := straight[id]; r.Verdict != s.Verdict || r.Reason != s.Reason || r.Pos != s.Pos {
					t.Errorf("%swant %s", told(r), told(s))
				}
			}
		})
	}
}

// dribbled is how many bytes of what a server sends come one by one: any head.
const dribbled = 512

// dribble is a proxy in front of a server. It hands on what the client sends as it
// comes, and what the server sends in single bytes; FIN and RST stay what they are.
func dribble(t *testing.T, to client.Address) client.Address {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	keep := func(c net.Conn) {
		mu.Lock()
		open[c] = true
		mu.Unlock()
	}
	drop := func(c net.Conn) {
		c.Close()
		mu.Lock()
		delete(open, c)
		mu.Unlock()
	}
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s, err := net.Dial("tcp", to.Addr) // here: clients come to the server in their order
			if err != nil {
				c.Close()
				continue
			}
			keep(c)
			keep(s)
			wg.Go(func() {
				defer drop(c)
				defer drop(s)
				relay(c.(*net.TCPConn), s.(*net.TCPConn))
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for c := range open {
			c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return address(t, l.Addr().String())
}

// relay hands on both ways, until both have ended or one was reset.
func relay(c, s *net.TCPConn) {
	c.SetNoDelay(true)
	var up sync.WaitGroup
	up.Go(func() {
		_, err := io.Copy(s, c)
		pass(s, err)
	})
	err := dribbleTo(c, s)
	pass(c, err)
	if err != nil {
		c.Close() // also ends the way up
	}
	up.Wait()
}

// dribbleTo hands on the first bytes one by one, the rest as it comes. At the end
// of the server's side there may still be a RST to come, behind its FIN: the
// kernel sends one where the server had not read all.
func dribbleTo(c, s *net.TCPConn) error {
	buf := make([]byte, 4096)
	for sent := 0; ; {
		n, err := s.Read(buf)
		for i := 0; i < n; i++ {
			end := i + 1
			if sent >= dribbled {
				end = n
			}
			if _, err := c.Write(buf[i:end]); err != nil {
				return err
			}
			sent += end - i
			i = end - 1
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// pass hands on how a side has ended: FIN, or a reset.
func pass(to *net.TCPConn, err error) {
	if errors.Is(err, syscall.ECONNRESET) {
		to.SetLinger(0)
		to.Close()
		return
	}
	to.CloseWrite()
}
