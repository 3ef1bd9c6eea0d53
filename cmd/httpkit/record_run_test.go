package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/fixtures"
	"httpkit/reference"
)

// recordRun is an "httpkit record" that runs beside a test.
type recordRun struct {
	t      *testing.T
	cmd    *exec.Cmd
	addr   string // host:port where it listens
	began  string // its first line
	target string
	dir    string // of the cases
	out    bytes.Buffer
	errs   bytes.Buffer
	done   chan struct{}
	ended  chan struct{} // one for each connection that is over
}

var recordListens = regexp.MustCompile(`^listening on http://(\S+), passing on to \S+ \(Ctrl-C stops it\)\n$`)

// startRecord runs httpkit record in front of a target, and returns when it has
// said where it listens.
func startRecord(t *testing.T, target string, args ...string) *recordRun {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "recorded")
	r := startRecordIn(t, "", append([]string{"record", "--target", target, "-o", dir}, args...))
	r.target, r.dir = target, dir
	return r
}

// startRecordIn runs it in a folder, at a free port.
func startRecordIn(t *testing.T, work string, args []string) *recordRun {
	t.Helper()
	r := &recordRun{t: t, done: make(chan struct{}), ended: make(chan struct{}, 100)}
	r.cmd = exec.Command("httpkit", append(args, "--listen", "127.0.0.1:0")...)
	r.cmd.Dir, r.cmd.Stderr = work, &r.errs
	pipe, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.cmd.Process.Kill() })
	lines := bufio.NewReader(pipe)
	r.began, _ = lines.ReadString('\n')
	m := recordListens.FindStringSubmatch(r.began)
	if m == nil {
		r.cmd.Wait()
		t.Fatalf("got %q, want the line that tells where it listens; stderr: %s", r.began, &r.errs)
	}
	r.addr = m[1]
	r.out.WriteString(r.began)
	go func() {
		defer close(r.done)
		for err := error(nil); err == nil; {
			var line string
			line, err = lines.ReadString('\n')
			r.out.WriteString(line)
			if strings.HasPrefix(line, "# connection ") {
				r.ended <- struct{}{}
			}
		}
	}()
	return r
}

// stop is Ctrl-C. It gives what was printed.
func (r *recordRun) stop() string {
	r.t.Helper()
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		r.t.Fatal(err)
	}
	return r.wait()
}

// wait waits for its end.
func (r *recordRun) wait() string {
	r.t.Helper()
	<-r.done
	if err := r.cmd.Wait(); err != nil {
		r.t.Errorf("httpkit record: %v; it printed %s%s", err, &r.out, &r.errs)
	}
	return r.out.String()
}

// cases are the texts of the cases it has written, sorted by their names.
func (r *recordRun) cases() []string {
	r.t.Helper()
	files, err := filepath.Glob(filepath.Join(r.dir, "*.txtar"))
	if err != nil || len(files) == 0 {
		r.t.Fatalf("no case was written; it printed\n%s", &r.out)
	}
	slices.Sort(files)
	var out []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			r.t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

// replay plays the cases against the target; all of them must pass.
func (r *recordRun) replay(flags ...string) {
	r.t.Helper()
	n := len(r.cases())
	out, err := exec.Command("httpkit", append([]string{"test", "--target", r.target, r.dir}, flags...)...).CombinedOutput()
	if err != nil || !bytes.Contains(out, fmt.Appendf(nil, "%d passed", n)) {
		r.t.Errorf("httpkit test of what was recorded: %v\n%s\nit was recorded like this:\n%s", err, out, &r.out)
	}
}

// embedded is one of our own servers, and its address.
func embedded(t *testing.T, name string) string {
	t.Helper()
	srv, err := reference.Start("127.0.0.1:0", name, reference.Config{Docroot: fixtures.FS()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close() })
	return srv.Addr().String()
}
