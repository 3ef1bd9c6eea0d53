package reference

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestOriginals plays the probes to the Python servers as well: the same bytes
// and the same endings, and where the persona only closes, the original dies.
func TestOriginals(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: ", err)
	}
	folder := filepath.Join(t.TempDir(), "docroot")
	if err := os.CopyFS(folder, docroot); err != nil {
		t.Fatal(err)
	}
	for _, p := range Personas() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join("..", "cmd", "httpkit", "testdata", "tutorials", p.Name+".py")
			var o *original
			for _, probe := range probes[p.Name] {
				if probe.ours {
					continue
				}
				if o == nil {
					o = startOriginal(t, python, file, folder)
				}
				got, want := play(t, o.addr, probe, nil), outcome{probe.want, probe.end}
				if got != want {
					t.Errorf("%s: to %q:\n got %q and %s\nwant %q and %s", probe.name, probe.send, got.bytes, got.end, want.bytes, want.end)
				}
				if probe.dies {
					if traceback := o.death(); !strings.Contains(traceback, "Error") {
						t.Errorf("%s: got %q, want the traceback of a server that died", probe.name, traceback)
					}
					o = nil
				}
			}
		})
	}
}

// original is a running Python server.
type original struct {
	addr   string
	errors io.Reader
	wait   func()
}

// startOriginal starts a server that ends with the test.
func startOriginal(t *testing.T, python, file, folder string) *original {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	cmd := exec.CommandContext(ctx, python, file, "0", folder)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	port, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	drained := make(chan struct{})
	go func() { // hello prints what it gets
		defer close(drained)
		_, _ = io.Copy(io.Discard, lines)
	}()
	o := &original{addr: "127.0.0.1:" + port, errors: stderr, wait: func() {
		<-drained
		_ = cmd.Wait() // killed or died: an error either way
	}}
	t.Cleanup(func() {
		stop()
		o.wait()
	})
	if !ok {
		t.Fatalf("%s: got %q and %v, want \"listening on PORT\"", file, line, err)
	}
	return o
}

// death waits for the server to die and gives what it said on stderr.
func (o *original) death() string {
	said, _ := io.ReadAll(o.errors)
	return string(said)
}
