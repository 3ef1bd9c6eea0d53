package script

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/loopback"
)

// mortal is a server that can die, and a Keeper of it. Its paths:
//
//	/die      it dies without an answer
//	/break    it dies in the middle of its answer
//	/last     it answers, and then dies
//	/slow     its port closes, and only then, after a while, its process ends
//	/two      it dies when there are two of these at a time
//	/hang     it answers nobody from now on, and lives
//	/after    it answers this, and nobody from now on
//	/n/COUNT  it dies of the COUNTth request of its life
//	others    200
type mortal struct {
	t       testing.TB
	fixed   bool  // each life has the same address
	failing error // of Restart
	stillGo bool  // a life ends, and its process does not
	deaths  int
	addr    client.Address
	hosts   []string // Host fields that were seen, one a life

	mu    sync.Mutex
	l     net.Listener
	conns map[net.Conn]bool
	ended chan struct{}
	dead  bool
	mute  bool // it hangs
	asked int  // in this life
	twos  int
	wg    sync.WaitGroup
}

func newMortal(t testing.TB) *mortal {
	m := &mortal{t: t}
	m.live()
	t.Cleanup(func() {
		m.die(0)
		m.wg.Wait()
	})
	return m
}

func (m *mortal) live() {
	l := loopback.Listen(m.t)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.l, m.conns, m.ended, m.dead, m.asked, m.twos, m.mute = l, map[net.Conn]bool{}, make(chan struct{}), false, 0, 0, false
	m.addr = address(m.t, l.Addr().String())
	m.wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			m.mu.Lock()
			m.conns[c] = true
			m.mu.Unlock()
			m.wg.Go(func() {
				m.serve(c)
				c.Close()
			})
		}
	})
}

// die closes all that this life has; its process ends after late.
func (m *mortal) die(late time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return
	}
	m.dead = true
	m.deaths++
	m.l.Close()
	for c := range m.conns {
		c.Close()
	}
	if !m.stillGo {
		ended := m.ended
		time.AfterFunc(late, func() { close(ended) })
	}
}

func (m *mortal) serve(c net.Conn) {
	r := bufio.NewReader(c)
	for {
		path := strings.Fields(head(r) + " - -")[1]
		if path == "-" {
			return
		}
		m.mu.Lock()
		m.asked++
		n := m.asked
		if path == "/two" {
			m.twos++
		}
		two := m.twos == 2
		mute := m.mute
		m.mute = mute || path == "/hang" || path == "/after"
		m.mu.Unlock()
		switch {
		case mute, path == "/hang":
			io.Copy(io.Discard, r)
		case path == "/die", path == fmt.Sprintf("/n/%d", n), two:
			m.die(0)
		case path == "/slow":
			m.die(30 * time.Millisecond)
		case path == "/break":
			io.WriteString(c, "HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nContent-Length: 10\r\n\r\nbroken")
			m.die(0)
		case path == "/last":
			io.WriteString(c, ok("x"))
			m.die(0)
		case path == "/two":
			r.ReadByte() // until the client or this life ends
			m.mu.Lock()
			m.twos--
			m.mu.Unlock()
		default:
			io.WriteString(c, ok("x"))
			continue
		}
		return
	}
}

func (m *mortal) Ended() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ended
}

func (m *mortal) Died(ctx context.Context) (string, []string) {
	t := time.NewTimer(100 * time.Millisecond)
	defer t.Stop()
	select {
	case <-m.Ended():
	case <-t.C:
		return "it takes no connections", nil
	case <-ctx.Done():
	}
	return "the server died: exit status 3", []string{"last words"}
}

func (m *mortal) Await(context.Context) bool { return false }

func (m *mortal) Restart(context.Context) (client.Address, error) {
	m.die(0)
	if m.failing != nil {
		return client.Address{}, m.failing
	}
	m.live()
	return m.addr, nil
}

var errNoStart = errors.New("server: it ended before it was ready")
