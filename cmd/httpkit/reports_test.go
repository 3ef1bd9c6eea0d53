package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"httpkit/internal/loopback"
)

// everyReport asks for all of them; their files are r.FORMAT.
const everyReport = "github=r.github,html=r.html,json=r.json,junit=r.junit,md=r.md,tap=r.tap,text=r.text"

// jsonOf is what these tests look at of a JSON report.
type jsonOf struct {
	Cases []struct {
		ID, Verdict, Reason string
		Transcript          []string
	}
	Target  string
	Summary struct {
		Ended      string
		LostAfter  string `json:"lost_after"`
		ExitStatus int    `json:"exit_status"`
	}
}

// reportsIn reads r.json, and sees to it that all others are whole and nothing else
// is in the folder.
func reportsIn(t *testing.T, dir string) (r jsonOf) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	if want := []string{"r.github", "r.html", "r.json", "r.junit", "r.md", "r.tap", "r.text"}; !slices.Equal(names, want) {
		t.Fatalf("got files %q, want %q", names, want)
	}
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if err := json.Unmarshal(read("r.json"), &r); err != nil {
		t.Fatal(err)
	}
	var suites junit.Testsuites
	if err := xml.Unmarshal(read("r.junit"), &suites); err != nil || suites.Tests != len(r.Cases)+1 || suites.Errors != 1 {
		t.Errorf("r.junit: got %d testcases, %d errors, %v, want one of each more than there are cases", suites.Tests, suites.Errors, err)
	}
	for name, end := range map[string]string{"r.html": "</html>\n", "r.github": "\n", "r.text": "\n"} {
		if b := read(name); !bytes.HasSuffix(b, []byte(end)) {
			t.Errorf("%s: got %q, want all of it", name, b)
		}
	}
	for _, name := range []string{"r.tap", "r.junit", "r.html", "r.md", "r.github"} {
		if b := read(name); !strings.Contains(string(b), r.Summary.Ended) && name != "r.tap" || name == "r.tap" && !bytes.Contains(b, []byte("\nBail out! ")) {
			t.Errorf("%s: does not say how it ended:\n%s", name, b)
		}
	}
	return r
}

// twoCases writes two cases into the folder mine: a is answered Yes, b too, where
// the server is still there.
func twoCases(t *testing.T, dir string) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(dir, "mine"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b"} {
		text := "# " + strings.ToUpper(name) + " is answered.\n\ntalk\n\n-- talk --\n> " + name + "\\\n< Yes\\\n"
		if err := os.WriteFile(filepath.Join(dir, "mine", name+".txtar"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// interrupted runs httpkit test until it waits for an answer that does not come,
// which busy returns from, and is then told Ctrl-C.
func interrupted(t *testing.T, dir string, busy func(), args ...string) {
	t.Helper()
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, append([]string{"test", "--report", everyReport}, args...)...)
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	busy()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if status, err := exitStatus(cmd.Wait()); err != nil || status != exitInterrupted {
		t.Errorf("got exit status %d, %v, want %d", status, err, exitInterrupted)
	}
}

// silent accepts a connection and says nothing.
func silent(t *testing.T, l net.Listener) {
	t.Helper()
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.Read(make([]byte, 1000))
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l := loopback.Listen(t)
	t.Cleanup(func() { l.Close() })
	return l
}

// TestReportsInterrupted: Ctrl-C in the middle of a run leaves whole reports, with
// what was measured.
func TestReportsInterrupted(t *testing.T) {
	l, dir := listen(t), t.TempDir()
	twoCases(t, dir)
	interrupted(t, dir, func() {
		answerOnce(l, "Yes")
		silent(t, l)
	}, "--target", l.Addr().String(), "mine", "--timeout", "1m")
	r := reportsIn(t, dir)
	if len(r.Cases) != 2 || r.Cases[0].Verdict != "pass" || !slices.Contains(r.Cases[0].Transcript, `< Yes\`) ||
		r.Cases[1].Verdict != "not run" || r.Summary.Ended != "interrupted" || r.Summary.ExitStatus != exitInterrupted {
		t.Errorf("got %+v", r)
	}
}

// TestReportsInterruptedEarly: and so does Ctrl-C before the first case.
func TestReportsInterruptedEarly(t *testing.T) {
	l, dir := listen(t), t.TempDir()
	interrupted(t, dir, func() { silent(t, l) }, "--target", l.Addr().String(), "http1/host/missing", "--timeout", "1m")
	r := reportsIn(t, dir)
	if len(r.Cases) != 1 || r.Cases[0].Verdict != "not run" || r.Cases[0].Reason != "interrupted" || r.Summary.Ended != "interrupted" || r.Target != l.Addr().String() {
		t.Errorf("got %+v", r)
	}
}

// TestReportsInterruptedStart: where the server was still to become ready, the
// command stands for it, and the text counts what was not run.
func TestReportsInterruptedStart(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no shell")
	}
	dir := t.TempDir()
	interrupted(t, dir, func() {
		for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
			if _, err := os.Stat(filepath.Join(dir, "here")); err == nil {
				return
			}
		}
		t.Error("the server was not started")
	}, "--start", "touch here; exec sleep 60", "http1/host/missing")
	os.Remove(filepath.Join(dir, "here"))
	r := reportsIn(t, dir)
	if r.Target != "touch here; exec sleep 60" {
		t.Errorf("got the target %q", r.Target)
	}
	text, err := os.ReadFile(filepath.Join(dir, "r.text"))
	if err != nil || !strings.Contains(string(text), "1 not run, interrupted") {
		t.Errorf("got %v and\n%s", err, text)
	}
}

// TestStepOutlivesStdout: the page of GitHub's step is written also where who reads
// stdout has gone.
func TestStepOutlivesStdout(t *testing.T) {
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	defer w.Close()
	step := filepath.Join(t.TempDir(), "step")
	cmd := exec.Command(path, "test", "reference:host-optional", "http1/host", "-v")
	cmd.Env = append(os.Environ(), "GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY="+step)
	cmd.Stdout = w
	status, err := exitStatus(cmd.Run())
	if data, _ := os.ReadFile(step); err != nil || status != exitFailed || !strings.Contains(string(data), "host-optional") {
		t.Errorf("got exit status %d, %v, and the page\n%s", status, err, data)
	}
}

// TestReportsLost: a server that goes away in the middle leaves whole reports, and
// the case after which it went is named.
func TestReportsLost(t *testing.T) {
	l, dir := listen(t), t.TempDir()
	twoCases(t, dir)
	t.Chdir(dir)
	done := make(chan struct{})
	go func() {
		defer close(done)
		answerOnce(noMore{l}, "Yes")
	}()
	status, out, errOut := httpkit(t, "test", "--target", l.Addr().String(), "mine", "-j", "1", "--report", everyReport)
	<-done
	if status != exitUnreached || !strings.Contains(out, "went away after mine/a") {
		t.Errorf("got exit status %d and\n%s%s", status, out, errOut)
	}
	r := reportsIn(t, dir)
	if len(r.Cases) != 2 || r.Cases[0].Verdict != "pass" || r.Cases[1].Verdict != "not run" || r.Summary.Ended != "lost" ||
		r.Summary.LostAfter != "mine/a" || r.Summary.ExitStatus != exitUnreached {
		t.Errorf("got %+v", r)
	}
}

// noMore is a listener that takes one connection and is closed before it is
// answered: the next one is refused.
type noMore struct{ net.Listener }

func (l noMore) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	l.Listener.Close()
	return c, err
}
