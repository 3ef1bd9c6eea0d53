package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"httpkit/internal/loopback"
	"httpkit/internal/watch"
)

// watched is an "httpkit test --watch" that runs beside a test, in a folder of its
// own. What it says is waited for line by line.
type watched struct {
	t     *testing.T
	dir   string
	cmd   *exec.Cmd
	lines chan string
}

// startWatch runs it in a folder.
func startWatch(t *testing.T, dir string, args ...string) *watched {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a process can't be interrupted here")
	}
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{t: t, dir: dir, cmd: exec.Command(path, append([]string{"test", "--watch"}, args...)...)}
	w.cmd.Dir = dir
	out, in := io.Pipe()
	w.cmd.Stdout, w.cmd.Stderr = in, in
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.listen(out)
	t.Cleanup(func() { w.cmd.Process.Kill(); in.Close() })
	return w
}

func (w *watched) listen(out io.Reader) {
	w.lines = make(chan string, 10_000)
	go func() {
		defer close(w.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			w.lines <- s.Text()
		}
	}()
}

// says waits for a line that matches, and for those behind it in their order.
func (w *watched) says(patterns ...string) {
	w.t.Helper()
	var seen []string
	limit := time.After(time.Minute)
	for _, p := range patterns {
		re := regexp.MustCompile(p)
		for found := false; !found; {
			select {
			case l, ok := <-w.lines:
				if !ok {
					w.t.Fatalf("it ended; want %q, got:\n%s", p, strings.Join(seen, "\n"))
				}
				seen = append(seen, l)
				found = re.MatchString(l)
			case <-limit:
				w.t.Fatalf("want %q, got:\n%s", p, strings.Join(seen, "\n"))
			}
		}
	}
}

// ends interrupts it, and waits for its end.
func (w *watched) ends() {
	w.t.Helper()
	w.cmd.Process.Signal(os.Interrupt)
	if status, err := exitStatus(w.cmd.Wait()); err != nil || status != exitInterrupted {
		w.t.Errorf("got exit status %d, %v; want 130", status, err)
	}
	w.says(`^httpkit test: interrupted$`)
}

// put writes a file as editors do it: another one, which then takes its name.
func put(t *testing.T, dir, file, text string) {
	t.Helper()
	name := filepath.Join(dir, file)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name+"~", []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(name+"~", name); err != nil {
		t.Fatal(err)
	}
}

const (
	casePasses = "# It passes.\n\ntalk\n\n-- talk --\n> a\\\n= pass any\n"
	caseFails  = "# It fails.\n\ntalk\n\n-- talk --\n> a\\\n= pass 404\n"
	caseSends  = "# It sends a file.\n\ntalk\n\n-- talk --\n> \\{file body.json}\\\n= pass any\n"
)

// TestWatch: what is named is played again when it changes; a mistake does not end
// it; Ctrl-C does.
func TestWatch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "mine/a.txtar", casePasses)
	put(t, dir, "src/server.py", "")
	w := startWatch(t, dir, "reference:hello", "mine", "--watch-path", "src", "--color", "never")
	w.says(`^1 passed in `, `^watching mine, src; Ctrl-C ends it$`)
	put(t, dir, "mine/a.txtar", caseFails)
	w.says(`^$`, `^changed: mine/a.txtar$`, `^fail  mine/a$`, `^1 failed in `, `^watching `)
	put(t, dir, "mine/a.txtar", "# It has a mistake.\n\ntalk\n\n-- talk --\n> \\q\n")
	w.says(`^changed: mine/a.txtar$`, `^httpkit test: mine/a.txtar:6: `, `^watching `)
	put(t, dir, "mine/a.txtar", casePasses)
	w.says(`^changed: mine/a.txtar$`, `^1 passed in `, `^watching `)
	put(t, dir, "mine/body.json", "{}")
	put(t, dir, "mine/b.txtar", caseSends)
	w.says(`^changed: mine/b.txtar$`, `^2 passed in `, `^watching `)
	put(t, dir, "mine/body.json", "[]")
	w.says(`^changed: mine/body.json$`, `^2 passed in `, `^watching `)
	put(t, dir, "src/deep/new.py", "")
	w.says(`^changed: src/deep/new.py$`, `^2 passed in `, `^watching `)
	w.ends()
}

// TestWatchFailed: the failures of the last run, as long as it is watched.
func TestWatchFailed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "no.txtar", caseFails)
	put(t, dir, "yes.txtar", casePasses)
	cmd := exec.Command("httpkit", "test", "reference:hello", "no.txtar", "yes.txtar")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "1 failed, 1 passed") {
		t.Fatalf("got %v\n%s", err, out)
	}
	w := startWatch(t, dir, "reference:hello", "--failed")
	w.says(`^1 failed in `, `^watching no.txtar; `)
	for range 2 { // it is played on when it passes
		put(t, dir, "no.txtar", casePasses)
		w.says(`^changed: no.txtar$`, `^1 passed in `, `^watching `)
	}
	w.ends()
}

// TestWatchServer: a change of what the server is made of ends a run that goes on,
// and a server that is away for a moment, as somebody restarts it, is tried again.
func TestWatchServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "a.txtar", casePasses)
	put(t, dir, "server.py", "")
	var err error
	l := loopback.Listen(t)
	addr := l.Addr().String()
	w := startWatch(t, dir, "a.txtar", "--target", addr, "--watch-path", "server.py", "--timeout", "1h")
	first, err := l.Accept() // and it gets no answer
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	put(t, dir, "server.py", "x")
	w.says(`interrupted`, `^changed: server.py$`)
	answerOnce(l, "HTTP/1.1 200 OK\r\n\r\n")
	w.says(`^1 passed in `, `^watching `)
	l.Close()
	put(t, dir, "server.py", "y")
	w.says(`^changed: server.py$`, `connection refused`, `trying again`)
	if l, err = net.Listen("tcp", addr); err != nil {
		t.Skipf("somebody else has taken the port: %v", err)
	}
	answerOnce(l, "HTTP/1.1 200 OK\r\n\r\n")
	w.says(`^1 passed in `, `^watching `)
	l.Close()
	w.ends()
}

// TestWatchRestart: a server that is ours to restart is restarted when what it is
// made of has changed, and only then; where that fails nothing is played.
func TestWatchRestart(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "src/a", "")
	put(t, dir, "b.txtar", "")
	w, err := watch.New(watch.Root{Path: filepath.Join(dir, "b.txtar"), Kind: changedCase}, watch.Root{Path: filepath.Join(dir, "src"), Kind: changedServer})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	done := make(chan string)
	say := func(s string) {
		select {
		case done <- s:
		case <-ctx.Done():
		}
	}
	var broken atomic.Bool
	cmd := &cobra.Command{Use: "test"}
	out, in := io.Pipe()
	go func() {
		for s := bufio.NewScanner(out); s.Scan(); {
			if strings.Contains(s.Text(), "no such program") {
				say("told")
			}
		}
	}()
	cmd.SetOut(io.Discard)
	cmd.SetErr(in)
	s := &watching{cmd: cmd, w: w, named: []string{"src"},
		play: func(context.Context) error { say("played"); return nil },
		restart: func(context.Context) error {
			if broken.Load() {
				return errors.New("no such program")
			}
			say("restarted")
			return nil
		}}
	ended := make(chan error)
	go func() { ended <- s.loop(ctx) }()
	for i, step := range []struct {
		file, want string
		broken     bool
	}{
		{"", "played", false},
		{"b.txtar", "played", false},
		{"src/a", "restarted played", false},
		{"src/a", "told", true},
		{"src/a", "restarted played", false},
	} {
		broken.Store(step.broken)
		if step.file != "" {
			put(t, dir, step.file, "changed")
		}
		for want := range strings.FieldsSeq(step.want) {
			select {
			case got := <-done:
				if got != want {
					t.Errorf("step %d: got %s, want %s", i, got, want)
				}
			case <-ctx.Done():
				t.Fatalf("step %d: want %s", i, want)
			}
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
