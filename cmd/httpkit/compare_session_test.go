package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// writeSession is "go test -run CompareSession ./cmd/httpkit -write-compare-session".
var writeSession = flag.Bool("write-compare-session", false, "write docs/sessions/compare.txt anew")

// TestCompareSession runs docs/sessions/compare.sh, command by command, and holds
// what it says, both streams and the exit status, against docs/sessions/compare.txt.
// Times, dates and ports are masked in both.
func TestCompareSession(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh here")
	}
	script, err := os.ReadFile("docs/sessions/compare.sh")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var out bytes.Buffer
	for line := range strings.Lines(string(script)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			fmt.Fprintln(&out, line)
			continue
		}
		cmd := exec.Command("sh", "-c", line)
		cmd.Dir = dir
		said, err := cmd.CombinedOutput()
		status, err := exitStatus(err)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		fmt.Fprintf(&out, "$ %s\n%s", line, said)
		if status != 0 {
			fmt.Fprintf(&out, "(exit status %d)\n", status)
		}
	}
	got := maskedSession(out.String())
	file := filepath.Join("docs", "sessions", "compare.txt")
	if *writeSession {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("it says now:\n%s\nif that is right: go test ./cmd/httpkit -run CompareSession -write-compare-session", got)
	}
}

// chance is what differs from run to run: which dates were a second apart, too.
var chance = []struct{ find, put string }{
	{`(?m)^folded (Date|ending|rejected) .*\n|^- (Date|ending|rejected) \(.*\n`, ""},
	{`(?m)^Folded together, because it means nothing:\n\n`, ""},                                       // where that was Date alone
	{`(?m)^( *)\* (closed|close-write)\n *\* (closed|close-write)$`, "$1* closed, and * close-write"}, // who was first
	{`\d+ only in what means nothing, \d+ the same|\d+ only in what means nothing|\d+ the same`, "N the same but for what means nothing"},
	{` in \d+(\.\d+)?(µs|ms|s)\b`, " in TIME"},
	{`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT`, "DATE"},
	{`127\.0\.0\.1:\d+`, "127.0.0.1:PORT"},
}

func maskedSession(s string) string {
	for _, v := range chance {
		s = regexp.MustCompile(v.find).ReplaceAllString(s, v.put)
	}
	return s
}
