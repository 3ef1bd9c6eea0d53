package main

import (
	"bytes"
	"context"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"httpkit/internal/fixtures"
	"httpkit/reference"
)

// strictServer is the embedded strict server, and its address.
func strictServer(t *testing.T) string {
	t.Helper()
	srv, err := reference.Start("127.0.0.1:0", "", reference.Config{Docroot: fixtures.FS()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close() })
	return "http://" + srv.Addr().String()
}

// TestClients: programs that speak HTTP for a living get from the strict server
// what it has, and complain of nothing.
func TestClients(t *testing.T) {
	base := strictServer(t)
	large := filepath.Join(t.TempDir(), "large.bin")
	want := map[string]string{"greeting": "Hello, World!\n", "echo": "abc", "partial": "World"}
	for _, c := range []struct {
		name, program string
		args          []string
		want          string
	}{
		{"curl", "curl", []string{"-fsS", base + "/hello.txt"}, want["greeting"]},
		{"curl compressed", "curl", []string{"-fsS", "--compressed", "-o", "/dev/null", "-w", "%{http_code} %{content_type}", base + "/data.json"}, "200 application/json"},
		{"curl chunked", "curl", []string{"-fsS", "-H", "Transfer-Encoding: chunked", "-H", "Content-Type: text/plain", "-d", "abc", base + "/echo"}, want["echo"]},
		{"curl expect", "curl", []string{"-fsS", "-H", "Expect: 100-continue", "-d", "abc", base + "/echo"}, want["echo"]},
		{"curl range", "curl", []string{"-fsS", "-r", "7-11", base + "/hello.txt"}, want["partial"]},
		{"curl redirect", "curl", []string{"-fsSL", "-o", "/dev/null", "-w", "%{http_code} %{num_redirects}", base + "/sub"}, "200 1"},
		{"curl old", "curl", []string{"-fsS0", base + "/hello.txt"}, want["greeting"]},
		{"curl many", "curl", []string{"-fsS", base + "/hello.txt", base + "/hello.txt"}, want["greeting"] + want["greeting"]},
		{"wget", "wget", []string{"-q", "-O", "-", base + "/hello.txt"}, want["greeting"]},
		{"wget large", "wget", []string{"-q", "-O", large, base + "/large.bin"}, ""},
		{"python", "python3", []string{"-c", `
import sys, urllib.request as r
assert r.urlopen(sys.argv[1] + "/echo", b"abc").read() == b"abc"
print(r.urlopen(sys.argv[1] + "/hello.txt").read().decode(), end="")`, base}, want["greeting"]},
		{"node", "node", []string{"-e", `
const base = process.argv[1];
(async () => {
  const e = await fetch(base + "/echo", {method: "POST", body: "abc"});
  if (await e.text() !== "abc") throw new Error("echo");
  const j = await fetch(base + "/data.json");
  JSON.parse(await j.text());
  process.stdout.write(await (await fetch(base + "/hello.txt")).text());
})()`, base}, want["greeting"]},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := exec.LookPath(c.program); err != nil {
				t.Skipf("no %s here; .ci/run installs it", c.program)
			}
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, c.program, c.args...)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if err != nil || string(out) != c.want || strings.TrimSpace(stderr.String()) != "" {
				t.Errorf("got %q, %v, complaints %q; want %q", out, err, stderr.String(), c.want)
			}
		})
	}
}

// TestGoClient: net/http keeps its connection over answers of every kind.
func TestGoClient(t *testing.T) {
	base := strictServer(t)
	dials := 0
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for _, path := range []string{"/", "/hello.txt", "/test.jpg", "/no-such-page", "/data.json", "/empty.txt", "/large.bin", "/sub/"} {
		resp, err := client.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(resp.Body); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		resp.Body.Close()
		if resp.Close {
			dials++
		}
	}
	if dials > 0 {
		t.Errorf("%d answers closed the connection", dials)
	}
}
