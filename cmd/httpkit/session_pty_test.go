package main

import (
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// typist sits at a pseudo-terminal in which "httpkit send" runs.
type typist struct {
	t    *testing.T
	tty  *os.File
	dir  string
	cmd  *exec.Cmd
	done chan error

	mu   sync.Mutex
	seen []byte
	at   int // what was waited for stands before it
	grew chan struct{}
}

// sit starts a session. env are variables beside those that a session is tested
// with: a terminal that can move its cursor, no colours, a history of its own.
func sit(t *testing.T, env []string, args ...string) *typist {
	t.Helper()
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	p := &typist{t: t, dir: t.TempDir(), done: make(chan error, 1), grew: make(chan struct{}, 1)}
	p.cmd = exec.Command(path, append([]string{"send"}, args...)...)
	p.cmd.Dir = p.dir
	p.cmd.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=1", "XDG_STATE_HOME="+filepath.Join(p.dir, "state"), "VISUAL=", "EDITOR=false")
	p.cmd.Env = append(p.cmd.Env, env...)
	p.tty, err = pty.StartWithSize(p.cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		buf := make([]byte, 64<<10)
		for {
			n, err := p.tty.Read(buf)
			p.mu.Lock()
			p.seen = append(p.seen, buf[:n]...)
			p.mu.Unlock()
			select {
			case p.grew <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	go func() {
		err := p.cmd.Wait()
		<-read
		p.done <- err
	}()
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		p.tty.Close()
	})
	return p
}

// types presses keys.
func (p *typist) types(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		if _, err := p.tty.WriteString(k); err != nil {
			p.t.Fatal(err)
		}
	}
}

// says waits until all of it has been written to the terminal, in this order and
// behind what was waited for before.
func (p *typist) says(all ...string) {
	p.t.Helper()
	limit := time.After(30 * time.Second)
	for _, text := range all {
		for {
			p.mu.Lock()
			i := strings.Index(string(p.seen[p.at:]), text)
			if i >= 0 {
				p.at += i + len(text)
			}
			p.mu.Unlock()
			if i >= 0 {
				break
			}
			select {
			case <-p.grew:
			case <-limit:
				p.mu.Lock()
				defer p.mu.Unlock()
				p.t.Fatalf("waited for %q, got %q", text, p.seen[max(0, min(p.at, len(p.seen)-4000)):])
			}
		}
	}
}

// all is what was written to the terminal so far.
func (p *typist) all() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return string(p.seen)
}

// ends waits for the end of the program and wants its exit status.
func (p *typist) ends(status int) {
	p.t.Helper()
	select {
	case <-p.done:
		if got := p.cmd.ProcessState.ExitCode(); got != status {
			p.t.Errorf("exit status %d, want %d; on the terminal: %q", got, status, p.all())
		}
	case <-time.After(30 * time.Second):
		p.t.Fatalf("it does not end; on the terminal: %q", p.all())
	}
}

// peer is a server whose every step a test decides.
type peer struct {
	t *testing.T
	l net.Listener
}

func newPeer(t *testing.T) *peer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return &peer{t, l}
}

func (p *peer) addr() string { return p.l.Addr().String() }

// accept takes the next connection.
func (p *peer) accept() *net.TCPConn {
	p.t.Helper()
	p.l.(*net.TCPListener).SetDeadline(time.Now().Add(30 * time.Second))
	c, err := p.l.Accept()
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(30 * time.Second))
	return c.(*net.TCPConn)
}

// hears reads until exactly want has come.
func (p *peer) hears(c net.Conn, want string) {
	p.t.Helper()
	var got []byte
	buf := make([]byte, 4096)
	for len(got) < len(want) {
		n, err := c.Read(buf)
		got = append(got, buf[:n]...)
		if err != nil {
			p.t.Fatalf("heard %q and then %v, want %q", got, err, want)
		}
	}
	if string(got) != want {
		p.t.Fatalf("heard %q, want %q", got, want)
	}
}

// hearsEnd wants our FIN, and nothing before it.
func (p *peer) hearsEnd(c net.Conn) {
	p.t.Helper()
	if n, err := c.Read(make([]byte, 1)); n > 0 || err != io.EOF {
		p.t.Fatalf("heard %d bytes and %v, want the end", n, err)
	}
}
