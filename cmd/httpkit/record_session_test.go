//go:build unix

package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const recordSession = "docs/sessions/record"

// TestRecordSession runs the commands of docs/sessions/record.script, one a line, and
// holds docs/sessions/record.txt against what stands on the terminal then. Servers
// that end in "&" listen at free ports, which are put back into the text; times
// are masked.
//
// It writes the text anew where HTTPKIT_UPDATE is set, or the flag -update where the
// tests have one.
func TestRecordSession(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("no curl here")
	}
	script, err := os.ReadFile(recordSession + ".script")
	if err != nil {
		t.Fatal(err)
	}
	s := &recordedSession{t: t, work: t.TempDir()}
	var text bytes.Buffer
	for line := range strings.Lines(string(script)) {
		line = strings.TrimSuffix(line, "\n")
		text.WriteString("$ " + line + "\n" + s.run(line))
	}
	update := flag.Lookup("update")
	if os.Getenv("HTTPKIT_UPDATE") != "" || update != nil && update.Value.String() == "true" {
		if err := os.WriteFile(recordSession+".txt", text.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(recordSession + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := compareOutput(splitLines(string(want)), splitLines(text.String())); err != nil {
		t.Error(err)
	}
}

// recordedSession is a terminal in which the commands run.
type recordedSession struct {
	t      *testing.T
	work   string
	server string // where it is instead of localhost:8888
	record *recordRun
}

// run gives what the command prints.
func (s *recordedSession) run(line string) string {
	s.t.Helper()
	words := strings.Fields(line)
	switch {
	case words[0] == "wait":
		// The first line stands behind the command that began it.
		_, rest, _ := strings.Cut(s.record.wait(), "\n")
		return s.named(rest)
	case words[len(words)-1] != "&":
		cmd := exec.Command("sh", "-c", s.real(line))
		cmd.Dir = s.work
		out, err := cmd.CombinedOutput()
		if err != nil {
			s.t.Errorf("%s: %v\n%s", line, err, out)
		}
		if words[0] == "curl" {
			// Its connection ends a little later than curl: before the next one.
			select {
			case <-s.record.ended:
			case <-time.After(time.Minute):
				s.t.Fatalf("%s: the recorder does not say that the connection has ended", line)
			}
		}
		return s.named(string(out))
	case words[1] == "serve":
		srv, err := startServe(s.work, words[2:len(words)-1]...)
		if err != nil {
			s.t.Fatal(err)
		}
		s.t.Cleanup(func() { srv.stop() })
		s.server = srv.addr
		first, _, _ := strings.Cut(srv.out.String(), "\n")
		return s.named(first + "\n")
	}
	s.record = startRecordIn(s.t, s.work, strings.Fields(s.real(strings.Join(words[1:len(words)-1], " "))))
	return s.named(s.record.began)
}

// real puts the ports in that are used, named those that the text has.
func (s *recordedSession) real(line string) string {
	line = strings.ReplaceAll(line, "localhost:8888", s.server)
	if s.record != nil {
		line = strings.ReplaceAll(line, "localhost:8889", s.record.addr)
	}
	return line
}

func (s *recordedSession) named(text string) string {
	text = strings.ReplaceAll(text, s.server, "localhost:8888")
	if s.record != nil {
		text = strings.ReplaceAll(text, s.record.addr, "localhost:8889")
	}
	return text
}
