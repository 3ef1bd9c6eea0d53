//go:build linux

package target

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/process"
)

// server is a command line that runs the small server.
func server(t *testing.T, flags string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return asServer + "=yes exec " + shellQuoted(self, 0) + " " + flags
}

func ready(t *testing.T, s string) Ready {
	t.Helper()
	r, err := ParseReady(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// started starts a server, which ends with the test; nothing of it may be left.
func started(t *testing.T, o StartOptions) *Server {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Stop()
		nothingLeft(t, s.p)
	})
	return s
}

// nothingLeft looks for processes that came of p.
func nothingLeft(t *testing.T, p *process.Process) {
	t.Helper()
	if all, known := p.Members(); !known || len(all) > 0 {
		t.Errorf("left: %s (known: %v)", process.Names(all), known)
	}
}

// answers makes one exchange.
func answers(t *testing.T, s *Server, path string) error {
	t.Helper()
	return Contact(t.Context(), s.Addr(), client.Options{}, s.Addr().Host, path, patience)
}

// patience is far more than anything here needs.
const patience = 30 * time.Second

func TestStart(t *testing.T) {
	t.Parallel()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	other, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	sock := filepath.Join(t.TempDir(), "s")
	for _, c := range []struct {
		name string
		o    StartOptions
		addr string // "" for any of 127.0.0.1
	}{
		{"{port}", StartOptions{Command: server(t, "-addr 127.0.0.1:{port}")}, ""},
		{"$PORT", StartOptions{Command: server(t, "-addr 127.0.0.1:$PORT")}, ""},
		{"all addresses", StartOptions{Command: server(t, "-addr :{port}")}, ""},
		{"a child of the shell", StartOptions{Command: strings.Replace(server(t, "-addr 127.0.0.1:{port}"), "exec ", "", 1) + "; true"}, ""},
		{"a given address", StartOptions{Command: server(t, "-addr 127.0.0.1:$PORT"), Target: "127.0.0.1:" + port}, "127.0.0.1:" + port},
		{"a given address with {port}", StartOptions{Command: server(t, "-addr 127.0.0.1:$PORT"), Target: "http://localhost:{port}/x"}, "localhost"},
		{"it is looked where", StartOptions{Command: server(t, "-addr 127.0.0.1:"+other)}, "127.0.0.1:" + other},
		{"a unix socket", StartOptions{Command: server(t, "-addr unix:"+sock), Target: "unix:" + sock}, sock},
		{"a path", StartOptions{Command: server(t, "-addr 127.0.0.1:{port} -first '503 Not yet'"), Ready: ready(t, "/ready")}, ""},
		{"a line", StartOptions{Command: server(t, "-addr 127.0.0.1:{port} -says 'now listening'"), Ready: ready(t, "log:^now .*ing$")}, ""},
		{"floods", StartOptions{Command: server(t, "-addr 127.0.0.1:{port} -floods 4000000")}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.o.Timeout = patience
			s := started(t, c.o)
			if !strings.Contains(s.Addr().Addr, c.addr) || c.addr == "" && !strings.HasPrefix(s.Addr().Addr, "127.0.0.1:") {
				t.Errorf("got address %s, want %s", s.Addr(), c.addr)
			}
			if err := answers(t, s, "/"); err != nil {
				t.Error(err)
			}
			if s.Took() <= 0 || s.PID() == 0 || strings.Contains(s.Command(), "{port}") {
				t.Errorf("took %v, pid %d, command %s", s.Took(), s.PID(), s.Command())
			}
			if said := s.Stop(); said != "" {
				t.Errorf("its end: %s", said)
			}
		})
	}
}

// TestStartFails: what can be wrong with a start command, each with a message of
// its own, and nothing of it is left.
func TestStartFails(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() }) // not before the subtests are done
	other, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "not-executable")
	if err := os.WriteFile(script, []byte("#!/bin/sh\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		o     StartOptions
		until string // the time is over when it has written this
		want  []string
	}{
		{"does not exist", StartOptions{Command: "no-such-program-anywhere {port}"}, "",
			[]string{"the shell found no such program (exit status 127)", "| ", "not found", "./server"}},
		{"can't be run", StartOptions{Command: script}, "", []string{"the shell could not run it (exit status 126)", "chmod +x"}},
		{"exits at once", StartOptions{Command: "echo 'no config\x1b[31m' >&2; exit 5"}, "",
			[]string{"it ended before it was ready: exit status 5", `| no config\x1b[31m`, "PORT="}},
		{"exits at once and says nothing", StartOptions{Command: "exit 0"}, "", []string{"exit status 0", "it wrote nothing"}},
		{"is killed", StartOptions{Command: "kill -KILL $$"}, "", []string{"killed by SIGKILL"}},
		{"never listens", StartOptions{Command: "echo ready >&2; exec sleep 1000 # {port}"}, "ready",
			[]string{"it did not listen on 127.0.0.1:", "still runs: ", "| ready", "--ready-timeout"}},
		{"never listens anywhere", StartOptions{Command: "echo ready >&2; exec sleep 1000"}, "ready", []string{"it did not listen anywhere"}},
		{"never listens and ignores TERM", StartOptions{Command: "trap '' TERM; echo ready >&2; sleep 1000 # {port}", Grace: time.Millisecond}, "ready", []string{"did not listen"}},
		{"never listens and floods", StartOptions{Command: "yes ready >&2 & yes & wait # {port}"}, "ready", []string{"did not listen", "| ready"}},
		{"listens elsewhere", StartOptions{Command: server(t, "-addr 127.0.0.1:"+other+" -says ready # {port}")}, "ready",
			[]string{"it listens on 127.0.0.1:" + other + ", and not on 127.0.0.1:", "--target 127.0.0.1:" + other}},
		{"listens on ::1 alone", StartOptions{Command: server(t, "-addr [::1]:{port} -says ready")}, "ready",
			[]string{"it listens on [::1]:", "--target '[::1]:{port}'"}},
		{"goes to the background", StartOptions{Command: server(t, "-addr 127.0.0.1:{port} -daemon")}, "",
			[]string{"it went to the background: the command ended (exit status 0), and left running sleep (pid ", "in the foreground"}},
		{"goes to the background with &", StartOptions{Command: "sleep 1000 & # {port}"}, "", []string{"it went to the background"}},
		{"is taken", StartOptions{Command: "sleep 1000", Target: taken.Addr().String()}, "",
			[]string{taken.Addr().String() + " is taken: ", "(pid " + strconv.Itoa(os.Getpid()) + ") listens there already", "{port}"}},
		{"has the port of another", StartOptions{Command: server(t, "-addr "+taken.Addr().String())}, "",
			[]string{"address already in use", "another program has that port"}},
		{"never says it", StartOptions{Command: server(t, "-addr 127.0.0.1:{port} -says listening"), Ready: ready(t, "log:READY")}, "listening",
			[]string{`it wrote no line that has "READY" in it`, "python3 -u"}},
		{"never answers so", StartOptions{Command: server(t, "-addr 127.0.0.1:{port} -answer '503 Not yet'"), Ready: ready(t, "/ready")}, "answer 2",
			[]string{"GET /ready was not answered with 2xx within", "was answered HTTP/1.1 503 Not yet"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Contains(c.name, "::1") {
				l, err := net.Listen("tcp", "[::1]:0")
				if err != nil {
					t.Skip("no IPv6 here")
				}
				l.Close()
			}
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			s := &Server{o: c.o}
			s.o.Timeout = patience
			if s.o.Grace == 0 {
				s.o.Grace = patience
			}
			if c.until != "" {
				s.o.until = overWhen(ctx, s, c.until)
			}
			err := s.start(ctx)
			if err == nil && strings.HasPrefix(c.name, "goes to") { // its first process was still there, and is not for long
				<-s.Ended()
				_, err = s.Restart(ctx)
			}
			said := s.Stop()
			e, ok := errors.AsType[*StartError](err)
			if !ok {
				t.Fatalf("got %v, want a StartError", err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got\n%v\nwant %q in it", err, want)
				}
			}
			if bytes.ContainsAny([]byte(err.Error()), "\x1b\r") || e.Hint == "" {
				t.Errorf("got %q, unfit for a terminal or without a hint", err.Error())
			}
			if deaf := strings.Contains(said, "did not end within"); deaf != strings.Contains(c.name, "TERM") {
				t.Errorf("its end: %q", said)
			}
			if s.p != nil {
				nothingLeft(t, s.p)
			}
		})
	}
}

// overWhen gives a context that is over when the server has written a line.
func overWhen(ctx context.Context, s *Server, line string) context.Context {
	until, stop := context.WithCancel(ctx)
	go func() {
		tick := time.NewTicker(firstLook)
		defer tick.Stop()
		for {
			if p := s.process(); p != nil && strings.Contains(strings.Join(p.Stderr(99), "\n"), line) {
				stop()
				return
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				stop()
				return
			}
		}
	}()
	return until
}

// TestStartInterrupted: the end of ctx ends the wait, and the server.
func TestStartInterrupted(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancelCause(t.Context())
	why := errors.New("a signal")
	dir := t.TempDir()
	done := make(chan error, 1)
	go func() {
		_, err := Start(ctx, StartOptions{Command: fmt.Sprintf("echo $$ > %s/pid; mv %s/pid %s/there; exec sleep 1000 # {port}", dir, dir, dir), Timeout: patience})
		done <- err
	}()
	var text []byte
	for until := time.Now().Add(patience); len(text) == 0 && time.Now().Before(until); time.Sleep(firstLook) {
		text, _ = os.ReadFile(dir + "/there")
	}
	stop(why)
	if err := <-done; !errors.Is(err, why) {
		t.Errorf("got %v, want %v", err, why)
	}
	if _, err := os.Stat("/proc/" + strings.TrimSpace(string(text))); err == nil || len(text) == 0 {
		t.Errorf("process %s is left", text)
	}
}
