package main

import (
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestRecordTerminal: on a terminal directions have their colours, no escape sequence
// of the client or the server gets through, and the terminal's own Ctrl-C ends it.
func TestRecordTerminal(t *testing.T) {
	ours, theirs := openTerminal(t)
	dir := t.TempDir()
	hostile := "\x1b]0;gone\x07\x1b[2J\u009b2J"
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	go func() {
		for {
			c, err := server.Accept()
			if err != nil {
				return
			}
			c.Read(make([]byte, 4096))
			io.WriteString(c, "HTTP/1.1 200 "+hostile+"\r\nX: "+hostile+"\r\n\r\n"+hostile)
			c.Close()
		}
	}()
	w := &watched{t: t, dir: dir, cmd: exec.Command("httpkit", "record", "--listen", ":0", "--target", server.Addr().String(), "-o", "out", "-v")}
	w.cmd.Dir, w.cmd.Env = dir, append(os.Environ(), "TERM=xterm", "NO_COLOR=")
	w.cmd.Stdin, w.cmd.Stdout, w.cmd.Stderr = theirs, theirs, theirs
	w.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	t.Cleanup(func() { w.cmd.Process.Kill() })
	screen := &screenText{}
	w.listen(io.TeeReader(ours, screen))
	w.says(`listening on http://localhost:\d+`)
	addr, _, _ := strings.Cut(strings.SplitN(screen.String(), "http://", 2)[1], ",")
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(time.Minute))
	io.WriteString(c, "GET /"+hostile+" HTTP/1.1\r\nHost: "+addr+"\r\n\r\n")
	if _, err := io.ReadAll(c); err != nil {
		t.Error(err)
	}
	c.Close()
	w.says(`\x1b\[2m# connection 1: GET .*out/001-get`, `\x1b\[36m> GET /\\x1b\]0;gone`, `\x1b\[32m< HTTP/1.1 200 \\x1b\]0;gone`, `\x1b\[33m\* closed`)
	if _, err := ours.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	w.says(`1 connection, 1 case in out`, `to play them: httpkit test --target`)
	if err := w.cmd.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v", err)
	}
	if s := screen.String(); strings.Contains(s, "\x1b]") || strings.Contains(s, "\x1b[2J") || strings.ContainsAny(s, "\x07\u009b") {
		t.Errorf("an escape sequence got through: %q", s)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "out", "*")); len(files) != 1 {
		t.Errorf("got %v, want one case", files)
	}
}

// screenText is a buffer that one goroutine fills while another looks at it.
type screenText struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *screenText) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *screenText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
