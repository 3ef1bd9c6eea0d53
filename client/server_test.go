package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// peer is a server of a test: it hands each connection to handle, which has it
// to itself, and closes what is left at the end.
func peer(t testing.TB, network, addr string, handle func(net.Conn)) Address {
	t.Helper()
	l, err := net.Listen(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	var mu sync.Mutex
	var conns []net.Conn
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, c)
			mu.Unlock()
			running.Go(func() { handle(c) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for _, c := range conns {
			c.Close()
		}
		mu.Unlock()
		running.Wait()
	})
	text := l.Addr().String()
	if network == "unix" {
		text = "unix:" + text
	}
	a, err := ParseAddress(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func tcpPeer(t testing.TB, handle func(*net.TCPConn)) Address {
	t.Helper()
	return peer(t, "tcp", "127.0.0.1:0", func(c net.Conn) { handle(c.(*net.TCPConn)) })
}

// dial connects with a Recorder, and checks at the end that no goroutine of ours
// is left.
func dial(t *testing.T, a Address, o *Options) *Conn {
	t.Helper()
	if o == nil {
		o = &Options{}
	}
	if o.Recorder == nil {
		o.Recorder = NewRecorder()
	}
	c, err := Dial(within(t), a, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("transcript:\n%s", story(o.Recorder))
		}
		c.shut()
		noGoroutines(t)
	})
	return c
}

// noGoroutines waits until no goroutine runs a method of Conn.
func noGoroutines(t *testing.T) {
	t.Helper()
	buf := make([]byte, 1<<20)
	for end := time.Now().Add(10 * time.Second); ; runtime.Gosched() {
		stacks := string(buf[:runtime.Stack(buf, true)])
		if !strings.Contains(stacks, "client.(*Conn).") {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("a goroutine is left:\n%s", stacks)
		}
	}
}

// within bounds a test that hangs.
func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// until waits for a State.
func until(t *testing.T, c *Conn, what string, ok func(State) bool) State {
	t.Helper()
	ctx := within(t)
	for {
		s := c.State()
		if ok(s) {
			return s
		}
		if err := c.Wait(ctx); err != nil {
			t.Fatalf("waiting for %s: %v; %d bytes, %v, full %v, sent %d, send error %v", what, err, len(s.Unread), s.End, s.Full, s.Sent, s.SendErr)
		}
	}
}

func untilEnd(t *testing.T, c *Conn) State {
	t.Helper()
	return until(t, c, "the end", func(s State) bool { return s.End != message.More })
}

// story is a transcript as words: what happened, in order, without times.
func story(r *Recorder) string {
	var lines []string
	for _, rec := range r.Transcript().Records {
		word := map[wire.RecordKind]string{
			wire.DidConnect: "connect", wire.DidSend: "> ", wire.DidReceive: "< ", wire.DidPause: "pause ", wire.DidCloseWrite: "close-write",
			wire.DidAbort: "abort", wire.DidClosed: "closed", wire.DidReset: "reset", wire.DidOpen: "open", wire.DidNote: "# ",
		}[rec.Kind]
		text := word + string(rec.Data[:min(len(rec.Data), 40)]) + rec.Note
		if rec.Conn != "" {
			text = rec.Conn + " " + text
		}
		lines = append(lines, strings.TrimRight(text, "\r\n"))
	}
	return strings.Join(lines, "\n")
}

func wantStory(t *testing.T, r *Recorder, want string) {
	t.Helper()
	if got := story(r); got != want {
		t.Errorf("got transcript\n%s\nwant\n%s", got, want)
	}
}

// readHead reads until an empty line came; false if the connection ended.
func readHead(c net.Conn) (string, bool) {
	var all []byte
	buf := make([]byte, 4096)
	for !bytes.Contains(all, []byte("\r\n\r\n")) {
		n, err := c.Read(buf)
		if err != nil {
			return string(all), false
		}
		all = append(all, buf[:n]...)
	}
	return string(all), true
}

func tlsPeer(t *testing.T, config *tls.Config, handle func(*tls.Conn, *net.TCPConn)) Address {
	t.Helper()
	a := tcpPeer(t, func(raw *net.TCPConn) {
		c := tls.Server(raw, config)
		if c.Handshake() == nil {
			handle(c, raw)
		}
	})
	_, port, _ := net.SplitHostPort(a.Addr)
	a, err := ParseAddress("https://localhost:" + port)
	if err != nil {
		t.Fatal(err)
	}
	a.Addr = "127.0.0.1:" + port // whatever localhost is here
	return a
}

const (
	get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
	hi  = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
)
