package target

import (
	"bufio"
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"httpkit/internal/fixtures"
	"httpkit/reference"
)

// everything is all that can be probed.
var everything = []string{"chunked-response", "concurrency", "echo", "etag", "fields", "files",
	"gzip", "last-modified", "persistence", "pipelining", "ranges", "routes"}

func withFixtures(t Target) Target {
	t.Fixture, t.Dated = fixtures.Read, fixtures.ModTime
	return t
}

// survives measures everything of a tutorial's server and sees that it still
// answers: all of them answer early, and none of them offers anything but some
// routes.
func survives(t *testing.T, addr, persona string) {
	target := withFixtures(targetAt(t, addr))
	target.Timeout = 2 * time.Second
	if persona == "files" {
		target.Path = "/hello.txt" // "/" kills it
	}
	raw := persona == "tcp" || persona == "page" // no status-line in its answers
	for range 2 {
		facts, err := Measure(t.Context(), target, everything, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if facts.Jobs != 1 || !facts.SingleQueue || facts.EarlyAnswer == raw {
			t.Errorf("got %+v", facts.Capacity)
		}
		for _, f := range facts.Found {
			offered := persona == "files" && f.Name == "files"
			if f.Offered != offered || f.Why == "" {
				t.Errorf("got %+v, want offered %v", f, offered)
			}
		}
	}
	if err := Contact(t.Context(), target.Addr, target.Dial, "localhost", target.withDefaults().Path, 2*time.Second); err != nil && !raw {
		t.Errorf("it does not answer any more: %v", err)
	}
}

func TestPersonasSurvive(t *testing.T) {
	t.Parallel()
	for _, p := range reference.Personas() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			srv, err := reference.Start("127.0.0.1:0", p.Name, reference.Config{Docroot: fixtures.FS()})
			if err != nil {
				t.Fatal(err)
			}
			defer srv.Close()
			survives(t, srv.Addr().String(), p.Name)
		})
	}
}

// The originals die of what the personas forgive.
func TestOriginalsSurvive(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := fixtures.Write(folder); err != nil {
		t.Fatal(err)
	}
	for _, p := range reference.Personas() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join("..", "..", "cmd", "httpkit", "testdata", "tutorials", p.Name+".py")
			addr := startPython(t, "listening on ", file, "0", folder)
			survives(t, addr, p.Name)
		})
	}
}

// Python's own server, which takes one after the other unless told otherwise. On
// a machine that is busy its threads may come too late to be counted: half of
// them must be seen.
func TestPythonServer(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := fixtures.Write(folder); err != nil {
		t.Fatal(err)
	}
	const program = `
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[2])
server = getattr(http.server, sys.argv[1])(("127.0.0.1", 0), handler)
print("port", server.server_address[1], flush=True)
server.serve_forever()`
	for class, took := range map[string]int{"HTTPServer": 1, "ThreadingHTTPServer": Most / 2} {
		t.Run(class, func(t *testing.T) {
			t.Parallel()
			target := withFixtures(targetAt(t, startPython(t, "port ", "-c", program, class, folder)))
			facts, err := Measure(t.Context(), target, everything, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			if facts.Took < took || facts.SingleQueue != (took == 1) || facts.EarlyAnswer {
				t.Errorf("got %+v, want %d at least", facts.Capacity, took)
			}
			want := map[string]bool{"files": true, "last-modified": true, "routes": true, "concurrency": took > 1}
			for _, f := range facts.Found {
				if f.Offered != want[f.Name] {
					t.Errorf("got %+v", f)
				}
			}
		})
	}
}

// startPython starts a program that prints its port, and stops it with the test.
func startPython(t *testing.T, says string, args ...string) (addr string) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: ", err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	cmd := exec.CommandContext(ctx, python, args...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	port, ok := strings.CutPrefix(strings.TrimSpace(line), says)
	drained := make(chan struct{})
	go func() { // hello prints what it gets
		defer close(drained)
		io.Copy(io.Discard, lines)
	}()
	t.Cleanup(func() {
		stop()
		<-drained
		cmd.Wait()
	})
	if !ok {
		t.Fatalf("%v: got %q and %v, want %q and a port", args, line, err, says)
	}
	return "127.0.0.1:" + port
}
