package reference

import (
	"context"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"httpkit/internal/fixtures"
)

// TestTimeLimits: each limit is cut short, and what is slow is refused.
func TestTimeLimits(t *testing.T) {
	for _, test := range []struct {
		name   string
		limits Limits
		send   string
		want   string // as in an ask, then FIN
	}{
		{"silent", Limits{IdleTime: 30 * time.Millisecond}, "", ""},
		{"idle", Limits{IdleTime: 30 * time.Millisecond}, next, "200"},
		{"slow request-line", Limits{HeaderTime: 30 * time.Millisecond}, "GET /", "408 close"},
		{"slow fields", Limits{HeaderTime: 30 * time.Millisecond}, "GET / HTTP/1.1\r\nHost: a\r\n", "408 close"},
		{"slow second", Limits{HeaderTime: 30 * time.Millisecond}, next + "GET", "200 408 close"},
		{"slow content", Limits{ContentTime: 30 * time.Millisecond}, post("Content-Length: 5\r\n", "he"), "408 close"},
		{"slow chunk", Limits{ContentTime: 30 * time.Millisecond}, post(chunked, "5\r\nhe"), "408 close"},
		{"slow content of a 404", Limits{ContentTime: 30 * time.Millisecond}, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe", "408 close"},
		{"few requests", Limits{Requests: 2}, next + next + next, "200 200 close"},
		{"content too large", Limits{Content: 4}, post("Content-Length: 5\r\n", "hello"), "413 close"},
		{"chunks too large", Limits{Content: 4}, post(chunked, "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"), "413 close"},
		{"too much content in all", Limits{Buffered: 4}, post("Content-Length: 5\r\n", "hello"), "503 close"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.limits.LingerTime = 30 * time.Millisecond
			addr := startStrict(t, test.limits)
			for range 2 { // what one connection reserved is free for the next
				conn := connectTo(t, addr)
				if _, err := io.WriteString(conn, test.send); err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(conn)
				if err != nil {
					t.Errorf("the connection did not end with FIN: %v", err)
				}
				if s := summary(answers(t, test.send, got)); s != test.want {
					t.Errorf("got %s, want %s", s, test.want)
				}
			}
		})
	}
}

// TestConnections: who is one too many hears of it, and later there is room.
func TestConnections(t *testing.T) {
	addr := startStrict(t, Limits{Connections: 2, LingerTime: time.Millisecond})
	a, b := open(t, addr), open(t, addr)
	a.say(next)
	b.say(next)
	statuses(t, a.hear("GET"), 200)
	statuses(t, b.hear("GET"), 200)
	c := open(t, addr)
	if r := c.hear("GET"); r.Status != 503 || !r.SaysClose() || first(r, "Retry-After") == "" {
		t.Errorf("got %s, want 503, close and Retry-After", r)
	}
	_ = a.conn.CloseWrite()
	a.ends()
	for tries := 0; ; tries++ { // until the server has noticed
		d := open(t, addr)
		d.say(next)
		if r := d.hear("GET"); r.Status == 200 {
			break
		} else if tries > 1000 {
			t.Fatalf("got %s, want 200", r)
		}
	}
}

// TestLinger: an answer before the request's end is not lost to RST.
func TestLinger(t *testing.T) {
	addr := startStrict(t, Limits{})
	for _, head := range []string{"BAD\r\n\r\n", "POST /nope HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n",
		getting("/hello.txt", "Connection: close")} {
		conn := connectTo(t, addr)
		if _, err := io.WriteString(conn, head+strings.Repeat("x", 4<<20)); err != nil {
			t.Fatalf("%.20q: %v", head, err)
		}
		_ = conn.CloseWrite()
		got, err := io.ReadAll(conn)
		if list := answers(t, head, got); err != nil || len(list) != 1 {
			t.Errorf("%.20q: got %d responses, %v", head, len(list), err)
		}
	}
}

func TestShutdown(t *testing.T) {
	before := runtime.NumGoroutine()
	s, err := StartStrict("127.0.0.1:0", Limits{LingerTime: 50 * time.Millisecond}, Behaviour{}, Config{Docroot: fixtures.FS()})
	if err != nil {
		t.Fatal(err)
	}
	addr := s.Addr().String()
	idle, busy := open(t, addr), open(t, addr)
	idle.say(next)
	idle.hear("GET")
	busy.say(expecting)
	statuses(t, busy.hear("POST"), 100)
	done := make(chan error, 1)
	go func() { done <- s.Shutdown(context.Background()) }()
	idle.ends() // at once
	for {       // no new ones
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			break
		}
		conn.Close()
	}
	busy.say("hello")
	if r := busy.hear("POST"); r.Status != 200 || !r.SaysClose() {
		t.Errorf("got %s, want 200 and close", r)
	}
	_ = busy.conn.CloseWrite()
	busy.ends()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	settle(t, before)
}

// TestShutdownLate: a client that holds on is cut off when the time is up.
func TestShutdownLate(t *testing.T) {
	before := runtime.NumGoroutine()
	s, err := StartStrict("127.0.0.1:0", Limits{}, Behaviour{}, Config{})
	if err != nil {
		t.Fatal(err)
	}
	conn := open(t, s.Addr().String())
	conn.say(expecting)
	statuses(t, conn.hear("POST"), 100)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if err := s.Shutdown(ctx); err != context.DeadlineExceeded {
		t.Errorf("got %v, want the error of the context", err)
	}
	conn.ends()
	settle(t, before)
}

// TestCloseWhileBusy: Close waits for nobody.
func TestCloseWhileBusy(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, names := range []string{"", "late", "never-closes", "one-client-at-a-time", "waits-for-ever"} {
		b, err := Compose(names)
		if err != nil {
			t.Fatal(err)
		}
		s, err := StartStrict("127.0.0.1:0", Limits{}, b, Config{Docroot: fixtures.FS()})
		if err != nil {
			t.Fatal(err)
		}
		for _, send := range []string{"", "GET", next, getting("/large.bin", "Connection: close"), expecting} {
			io.WriteString(connectTo(t, s.Addr().String()), send)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	settle(t, before)
}

// settle wants no more goroutines than before, soon.
func settle(t *testing.T, before int) {
	t.Helper()
	for tries := 0; runtime.NumGoroutine() > before; tries++ {
		if tries > 1000 {
			buf := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
		}
		time.Sleep(time.Millisecond)
	}
}
