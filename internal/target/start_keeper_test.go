//go:build linux

package target

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/process"
)

// TestDied: what becomes of a server is told, and it is started again.
func TestDied(t *testing.T) {
	t.Parallel()
	s := started(t, StartOptions{Command: server(t, "-addr 127.0.0.1:{port}"), Timeout: patience})
	for range 2 {
		was, p := s.Addr(), s.p
		if err := answers(t, s, "/exit"); err == nil {
			t.Error("it answered")
		}
		<-s.Ended()
		why, output := s.Died(t.Context())
		if why != "the server died: exit status 3" || len(output) == 0 || output[len(output)-1] != `    last words\x1b[1m` {
			t.Errorf("got %q and %q", why, output)
		}
		a, err := s.Restart(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		nothingLeft(t, p)
		if a != s.Addr() || a == was {
			t.Errorf("got address %s, have %s, had %s", a, s.Addr(), was)
		}
		if err := answers(t, s, "/"); err != nil {
			t.Error(err)
		}
	}
	// One that is well is started again, too.
	p := s.p
	if _, err := s.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, p)
	if err := answers(t, s, "/"); err != nil {
		t.Error(err)
	}
}

// TestBlind: where nobody tells who listens, the first exchange is the probe.
func TestBlind(t *testing.T) {
	t.Parallel()
	patient := func(s *Server) (tries int, err error) {
		for {
			tries++
			err = answers(t, s, "/")
			if de, ok := errors.AsType[*client.DialError](err); !ok || de.Kind != client.Refused || !s.Await(t.Context()) {
				return tries, err
			}
		}
	}
	gate := filepath.Join(t.TempDir(), "gate")
	s := started(t, StartOptions{Command: "while [ ! -e " + gate + " ]; do sleep 0.01; done; " + server(t, "-addr 127.0.0.1:{port}"), Timeout: patience, blind: true})
	if s.Took() != 0 {
		t.Errorf("it says that it was ready after %s", s.Took())
	}
	if err := answers(t, s, "/"); err == nil {
		t.Error("it answers before it has begun")
	}
	if !s.Await(t.Context()) {
		t.Error("it is not worth while to try again")
	}
	if err := os.WriteFile(gate, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := patient(s); err != nil {
		t.Error(err)
	}
	if _, err := s.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := patient(s); err != nil {
		t.Error(err)
	}
	dies := started(t, StartOptions{Command: "exit 4 # {port}", Timeout: patience, blind: true})
	<-dies.Ended()
	if tries, err := patient(dies); err == nil || tries > 1 {
		t.Errorf("got %v after %d tries, want an error after the first", err, tries)
	}
	never := started(t, StartOptions{Command: "exec sleep 1000 # {port}", Timeout: patience, blind: true})
	never.o.Timeout = time.Nanosecond
	if never.Await(t.Context()) {
		t.Error("its time is over")
	}
	over, stop := context.WithCancel(t.Context())
	stop()
	if s.Await(over) {
		t.Error("the context is over")
	}
}

// TestTimeWait: a server that does not say SO_REUSEADDR can't bind its port again
// as long as connections of its last life are there. Who is told which port to
// listen on has no such trouble: it is another one each time.
func TestTimeWait(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: ", err)
	}
	file := filepath.Join(t.TempDir(), "server.py")
	if err := os.WriteFile(file, []byte(`import socket, sys
l = socket.socket()
l.bind(("127.0.0.1", int(sys.argv[1])))
l.listen(5)
while True:
    c, _ = l.accept()
    c.recv(1024)
    c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    c.close()
`), 0o666); err != nil {
		t.Fatal(err)
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ arg, target string }{{"{port}", ""}, {port, "127.0.0.1:" + port}} {
		s := started(t, StartOptions{Command: python + " " + file + " " + c.arg, Target: c.target, Timeout: patience})
		for { // whoever ends a connection first keeps the port taken
			if err := answers(t, s, "/"); err != nil {
				t.Fatal(err)
			}
			if process.Lingering(portOf(s.Addr())) > 0 {
				break
			}
		}
		_, err := s.Restart(t.Context())
		switch {
		case c.target == "" && err != nil:
			t.Errorf("with a port of its own: %v", err)
		case c.target != "" && (err == nil || !strings.Contains(err.Error(), "TIME_WAIT") || !strings.Contains(err.Error(), "SO_REUSEADDR")):
			t.Errorf("with the same port: got %v", err)
		}
	}
}
