//go:build linux

package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"httpkit/internal/loopback"
)

// hung is when a test gives up: far more than anything here needs.
const hung = 30 * time.Second

// until waits for something that nobody tells us of.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(hung); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", hung, what)
		}
	}
}

// TestStartedEnds: however httpkit ends, the server that it started ends, too.
func TestStartedEnds(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, start string
		signals     []os.Signal // the second when the first was noticed
		status      int         // -1: it is ended by the signal
	}{
		{"Ctrl-C", "smallserver -waits /a", []os.Signal{os.Interrupt}, 130},
		{"TERM", "smallserver -waits /a & sleep 1000 & wait", []os.Signal{syscall.SIGTERM}, 130},
		{"Ctrl-C twice", "smallserver -waits /a -deaf", []os.Signal{os.Interrupt, os.Interrupt}, -1},
		{"the terminal is closed", "smallserver -waits /a", []os.Signal{syscall.SIGHUP}, -1},
		{"KILL", "setsid smallserver -waits /a & wait", []os.Signal{syscall.SIGKILL}, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			cases, err := filepath.Abs("testdata/start/cases")
			if err != nil {
				t.Fatal(err)
			}
			mark := "HTTPKIT_TEST_DIR=" + dir
			cmd := exec.Command(path, "test", "--start", c.start+" # {docroot}", "--timeout", "1m", cases)
			cmd.Dir, cmd.Env = dir, append(os.Environ(), mark, "TMPDIR="+dir)
			var errOut bytes.Buffer
			cmd.Stderr = &errOut
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			until(t, "the first case is played", func() bool { _, err := os.Stat(dir + "/waiting"); return err == nil })
			cmd.Process.Signal(c.signals[0])
			r, text := bufio.NewReader(out), ""
			for err := error(nil); err == nil && !strings.Contains(text, "not run"); { // it has noticed: there is a report, or the end
				var line string
				line, err = r.ReadString('\n')
				text += line
			}
			over := make(chan struct{})
			for _, s := range c.signals[1:] {
				go func() { // who presses the keys too soon presses them again
					for tick := time.Tick(20 * time.Millisecond); ; <-tick {
						select {
						case <-over:
							return
						default:
							cmd.Process.Signal(s)
						}
					}
				}()
			}
			rest, _ := io.ReadAll(r)
			cmd.Wait()
			close(over)
			if got := cmd.ProcessState.ExitCode(); got != c.status {
				t.Errorf("got exit status %d, want %d; stderr: %s", got, c.status, &errOut)
			}
			if c.status == 130 && !strings.Contains(text+string(rest), "not run") {
				t.Errorf("got\n%s%s\nwant what was not run", text, rest)
			}
			until(t, "nothing is left", func() bool {
				left, err := leftOf(mark)
				folders, _ := filepath.Glob(dir + "/httpkit-docroot-*")
				return err == nil && len(left)+len(folders) == 0
			})
		})
	}
}

// TestTargetGone: a server that runs already and goes away ends the run; the case
// before is named.
func TestTargetGone(t *testing.T) {
	t.Parallel()
	l := loopback.Listen(t)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		c, err := l.Accept()
		l.Close() // before the answer, so that nobody else gets in
		if err != nil {
			return
		}
		defer c.Close()
		c.Read(make([]byte, 100))
		io.WriteString(c, "HTTP/1.1 200 OK\r\nDate: "+time.Now().UTC().Format(http.TimeFormat)+
			"\r\nContent-Type: text/plain\r\nContent-Length: 15\r\nConnection: close\r\n\r\nthe path is /a\n")
	}()
	status, out, errOut := httpkit(t, "test", "--target", l.Addr().String(), "testdata/start/cases")
	<-gone
	if status != exitUnreached || errOut != "" {
		t.Errorf("got exit status %d and %q, want 3", status, errOut)
	}
	for _, want := range []string{"the target went away after testdata/start/cases/a:", "connection refused", "2 not run, 1 passed"} {
		if !strings.Contains(out, want) {
			t.Errorf("got\n%s\nwant %q", out, want)
		}
	}
}
