package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"httpkit/internal/loopback"
)

// server is an "httpkit serve" that runs beside a test.
type server struct {
	cmd  *exec.Cmd
	addr string // host:port
	done chan struct{}
	mu   sync.Mutex
	out  bytes.Buffer
}

type serversKey struct{}

var listening = regexp.MustCompile(`^listening on http://(\S+?)(, as \S+)? \(Ctrl-C stops it\)\n$`)

// startServe runs httpkit serve and returns when it has said where it listens:
// that line, and no sleep, tells that it is ready.
func startServe(dir string, args ...string) (*server, error) {
	path, err := exec.LookPath("httpkit")
	if err != nil {
		return nil, err
	}
	s := &server{cmd: exec.Command(path, append([]string{"serve", "--addr", "localhost:0"}, args...)...), done: make(chan struct{})}
	s.cmd.Dir = dir
	var stderr bytes.Buffer
	s.cmd.Stderr = &stderr
	pipe, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	r := bufio.NewReader(pipe)
	line, err := r.ReadString('\n')
	m := listening.FindStringSubmatch(line)
	if err != nil || m == nil {
		s.cmd.Process.Kill()
		s.cmd.Wait()
		return nil, fmt.Errorf("httpkit serve %v: got %q, want the line that tells where it listens; stderr: %s", args, line, &stderr)
	}
	s.addr = m[1]
	s.out.WriteString(line)
	go func() {
		defer close(s.done)
		io.Copy(lockedBuffer{s}, r)
	}()
	return s, nil
}

type lockedBuffer struct{ s *server }

func (b lockedBuffer) Write(p []byte) (int, error) {
	b.s.mu.Lock()
	defer b.s.mu.Unlock()
	return b.s.out.Write(p)
}

// stop is Ctrl-C. It gives all that was printed, when the server has ended.
func (s *server) stop() (string, error) {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		return "", err
	}
	<-s.done // Wait closes the pipe: read it to its end before
	err := s.cmd.Wait()
	return s.out.String(), err
}

func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: serve NAME ARGS...")
	}
	s, err := startServe(ts.Getenv("WORK"), args[1:]...)
	ts.Check(err)
	servers := ts.Value(serversKey{}).(map[string]*server)
	servers[args[0]] = s
	ts.Setenv(args[0], s.addr)
	ts.Defer(func() {
		if servers[args[0]] == s {
			s.stop()
		}
	})
}

func cmdEnd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: end NAME")
	}
	servers := ts.Value(serversKey{}).(map[string]*server)
	s := servers[args[0]]
	if s == nil {
		ts.Fatalf("%s: no such server", args[0])
	}
	delete(servers, args[0])
	out, err := s.stop()
	if err != nil {
		ts.Fatalf("httpkit serve, after Ctrl-C: %v", err)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".log"), []byte(out), 0o666))
}

// cmdFreePort finds a port nobody listens on.
func cmdFreePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: freeport NAME")
	}
	addr, err := loopback.FreeAddress()
	ts.Check(err)
	ts.Setenv(args[0], addr)
}
