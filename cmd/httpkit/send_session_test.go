//go:build unix

package main

import (
	"bytes"
	"context"
	"flag"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

const sendSession = "docs/sessions/send"

// TestSendSession runs the commands of docs/sessions/send.script, one a line, and
// holds docs/sessions/send.txt against what they print. The first one is the
// server, on a free port; times are masked. It writes the text anew where
// HTTPKIT_UPDATE is set, or the flag -update where the tests have one.
func TestSendSession(t *testing.T) {
	needs(t, "sh", "jq")
	script, err := os.ReadFile(sendSession + ".script")
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	srv, err := startServe(work, "--quiet")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.stop() })
	_, port, _ := net.SplitHostPort(srv.addr)
	named := strings.NewReplacer(srv.addr, "localhost:8888", "localhost "+port, "localhost 8888")
	var text bytes.Buffer
	for i, line := range splitLines(string(script)) {
		text.WriteString("$ " + line + "\n")
		if i == 0 {
			first, _, _ := strings.Cut(srv.out.String(), "\n")
			text.WriteString(named.Replace(first) + "\n")
			continue
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		cmd := exec.CommandContext(ctx, "sh", "-c", strings.ReplaceAll(line, "localhost:8888", srv.addr))
		cmd.Dir = work
		out, err := cmd.CombinedOutput()
		cancel()
		if err != nil && !strings.Contains(line, "https:") {
			t.Errorf("%s: %v", line, err)
		}
		text.WriteString(named.Replace(string(out)))
	}
	update := flag.Lookup("update")
	if os.Getenv("HTTPKIT_UPDATE") != "" || update != nil && update.Value.String() == "true" {
		if err := os.WriteFile(sendSession+".txt", text.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(sendSession + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	// The columns of a table are as wide as its times.
	columns := regexp.MustCompile(` {2,}`)
	if err := compareOutput(splitLines(columns.ReplaceAllString(string(want), " ")), splitLines(columns.ReplaceAllString(text.String(), " "))); err != nil {
		t.Error(err)
	}
}
