package reference

import (
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
)

func TestStartErrors(t *testing.T) {
	taken := start(t, "hello", Config{}).Addr().String()
	tests := []struct {
		addr, name string
		is         error
		want       []string
	}{
		{"127.0.0.1:0", "hullo", nil, []string{`"hullo"`, "did you mean hello?", "\nthere are: files hello markup message page tcp"}},
		{"127.0.0.1:0", "hello-clrf", nil, []string{"did you mean hello-crlf?"}},
		{"127.0.0.1:0", "hello-what", nil, []string{"there are: files hello", "hello-at-once hello-crlf"}},
		{"127.0.0.1:0", "date-mising,late", nil, []string{`"date-mising,late"`, "there are: files hello"}},
		{"127.0.0.1:0", "files", nil, []string{"files: serves files, but Config.Docroot is nil"}},
		{"127.0.0.1:0", "page-http11", nil, []string{"page-http11: serves files, but Config.Docroot is nil"}},
		{taken, "hello", syscall.EADDRINUSE, []string{taken + ": the port is taken", "\nstop the program"}},
		{"127.0.0.1:999999", "hello", nil, []string{"127.0.0.1:999999: can't listen", "invalid port"}},
	}
	for _, test := range tests {
		s, err := Start(test.addr, test.name, Config{})
		if err == nil {
			_ = s.Close()
			t.Errorf("%s as %q: got no error", test.addr, test.name)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s as %q: got error %q, want it to say %q", test.addr, test.name, err, want)
			}
		}
		if test.is != nil && !errors.Is(err, test.is) {
			t.Errorf("%s as %q: got error %q, want it to be %q", test.addr, test.name, err, test.is)
		}
	}
}

// events is a Wrap that notes in which order connections come and go.
type events struct {
	mu   sync.Mutex
	list []string
	more chan string // each event, too
}

func newEvents() *events { return &events{more: make(chan string, 64)} }

func (e *events) note(what string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, what)
	e.more <- what
}

func (e *events) wrap(c net.Conn) net.Conn {
	e.note("accept")
	return &eventConn{c, e}
}

type eventConn struct {
	net.Conn
	e *events
}

func (c *eventConn) Write(p []byte) (int, error) {
	c.e.note("write")
	return c.Conn.Write(p)
}

func (c *eventConn) Close() error {
	c.e.note("close")
	return c.Conn.Close()
}

func dial(t *testing.T, s *Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestOneClientAtATime(t *testing.T) {
	for _, p := range Personas() {
		e := newEvents()
		s := start(t, p.Name, Config{Docroot: docroot, Wrap: e.wrap})
		silent := dial(t, s)
		<-e.more
		second := dial(t, s)
		_, _ = io.WriteString(second, "GET /hello.txt HTTP/1.1\n\n")
		_ = silent.Close()
		got, err := io.ReadAll(second)
		if err != nil || len(got) == 0 {
			t.Errorf("%s: got %q and %v, want an answer when the first client has gone", p.Name, got, err)
		}
		_ = s.Close()
		i, j := slices.Index(e.list, "close"), slices.Index(e.list[1:], "accept")+1
		if i > j {
			t.Errorf("%s: got %q, want the second accept after the first close", p.Name, e.list)
		}
	}
}

func TestAtOnce(t *testing.T) {
	for _, name := range []string{"hello-at-once", "page-at-once"} {
		s := start(t, name, Config{Docroot: docroot})
		silent := dial(t, s)
		second := dial(t, s)
		_, _ = io.WriteString(second, get)
		if got, err := io.ReadAll(second); err != nil || len(got) == 0 {
			t.Errorf("%s: got %q and %v, want an answer beside the silent client", name, got, err)
		}
		_, _ = io.WriteString(silent, get)
		if got, err := io.ReadAll(silent); err != nil || len(got) == 0 {
			t.Errorf("%s: got %q and %v, want an answer when the silent client speaks", name, got, err)
		}
	}
}

// Close ends whatever waits for a client, closes each connection once, and may
// be called again.
func TestCloseInterrupts(t *testing.T) {
	large := fstest.MapFS{"large": {Data: make([]byte, 64<<20)}}
	tests := []struct{ name, send, until string }{
		{"hello", "", "accept"},                   // waits in the first read
		{"hello-keeps-open", get, "write"},        // in a read after the answer
		{"hello-at-once", "", "accept"},           // beside the accept loop
		{"hello-waits", "GET /", "accept"},        // in some read
		{"files", "GET /large x HTTP", ""},        // four words: nothing waits
		{"files", "GET /large HTTP/1.1", "write"}, // in a write, nobody reads
	}
	for _, test := range tests {
		e := newEvents()
		s := start(t, test.name, Config{Docroot: large, Wrap: e.wrap})
		conn := dial(t, s)
		_, _ = io.WriteString(conn, test.send)
		for test.until != "" && <-e.more != test.until {
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: close: %v", test.name, err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: close again: got %v, want nil", test.name, err)
		}
		e.mu.Lock()
		accepted, closed := 0, 0
		for _, what := range e.list {
			switch what {
			case "accept":
				accepted++
			case "close":
				closed++
			}
		}
		if accepted != closed || accepted > 1 {
			t.Errorf("%s: got %q, want each connection closed once", test.name, e.list)
		}
		e.mu.Unlock()
		if _, err := net.Dial("tcp", s.Addr().String()); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("%s: dial after close: got %v, want it refused", test.name, err)
		}
	}
}

// A client that resets its connection does no harm.
func TestResetByClient(t *testing.T) {
	for _, p := range Personas() {
		s := start(t, p.Name, Config{Docroot: docroot})
		conn := dial(t, s).(*net.TCPConn)
		_ = conn.SetLinger(0)
		_ = conn.Close()
		second := dial(t, s)
		_, _ = io.WriteString(second, "GET /hello.txt HTTP/1.1\n\n")
		if got, err := io.ReadAll(second); err != nil || len(got) == 0 {
			t.Errorf("%s: got %q and %v, want an answer", p.Name, got, err)
		}
	}
}
