package testscripts_test

import (
	"bufio"
	"context"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/reference"
)

// TestOriginals: the tutorials' programs, typed in again in Python, pass their
// suites. Cases that would kill them are skipped, as nobody restarts them here.
func TestOriginals(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: ", err)
	}
	docroot := t.TempDir()
	if err := fixtures.Write(docroot); err != nil {
		t.Fatal(err)
	}
	for _, p := range reference.Personas() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			target := original(t, python, filepath.Join("..", "cmd", "httpkit", "testdata", "tutorials", p.Name+".py"), docroot)
			for _, r := range played(t, script.Options{Target: target}, seeds(t, p.Name)) {
				want := suite.Pass
				if r.Case.Kills != "" {
					want = suite.Skip
				}
				if r.Verdict != want {
					t.Errorf("want %s: %s", want, told(r))
				}
			}
		})
	}
}

// original starts a Python server, which ends with the test.
func original(t *testing.T, python, file, docroot string) client.Address {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, python, file, "0", docroot)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	drained := make(chan struct{})
	go func() { // hello prints what it gets
		defer close(drained)
		io.Copy(io.Discard, lines)
	}()
	t.Cleanup(func() {
		stop()
		<-drained
		cmd.Wait() // killed: an error
	})
	port, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		t.Fatalf("%s: got %q and %v, want \"listening on PORT\"", file, line, err)
	}
	return address(t, "127.0.0.1:"+port)
}
