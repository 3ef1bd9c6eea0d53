package main

import (
	"flag"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const recordedTalk = "docs/sessions/session"

// TestRecordedSession types what docs/sessions/session.script says, and holds what
// stands on the terminal then against docs/sessions/session.txt. It writes that
// file anew with -update.
func TestRecordedSession(t *testing.T) {
	script, err := os.ReadFile(recordedTalk + ".script")
	if err != nil {
		t.Fatal(err)
	}
	addr := sessionServer(t)
	p := sit(t, []string{"COLUMNS=120"}, addr)
	keys := strings.NewReplacer("{tab}", keyTab, "{ctrl-c}", keyC, "{ctrl-d}", keyD)
	for line := range strings.Lines(string(script)) {
		word, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch typed := keys.Replace(text); word {
		case "type":
			if !strings.HasSuffix(typed, keyC) && !strings.HasSuffix(typed, keyD) {
				typed += enter
			}
			p.types(typed)
		case "wait":
			p.says(text)
		}
	}
	p.ends(0)
	got := "$ httpkit send localhost:8888\n" + sameEachTime(screenOf(p.all()), addr)
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" || os.Getenv("HTTPKIT_UPDATE") != "" {
		if err := os.WriteFile(recordedTalk+".txt", []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(recordedTalk + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("HTTPKIT_UPDATE=1 go test ./cmd/httpkit -run TestRecordedSession writes %s.txt anew; got\n%s\nwant\n%s", recordedTalk, got, want)
	}
}

var (
	inTime   = regexp.MustCompile(`(?m)\b[0-9]+(\.[0-9]+)? (µs|ms|s)\b`)
	someDate = regexp.MustCompile(`Date: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT`)
)

// sameEachTime replaces what differs from run to run: the port, times, the date.
func sameEachTime(text, addr string) string {
	text = strings.ReplaceAll(text, addr, "localhost:8888")
	text = inTime.ReplaceAllString(text, "1 ms")
	return someDate.ReplaceAllString(text, "Date: Fri, 20 Nov 2026 12:00:00 GMT")
}

var sequence = regexp.MustCompile(`^\x1b\[[?]?([0-9]*)[a-zA-Z]`)

// screenOf is what stands on a terminal, as wide as need be, to which was written
// what a session writes.
func screenOf(written string) string {
	lines, y, x := [][]rune{nil}, 0, 0
	for len(written) > 0 {
		if m := sequence.FindStringSubmatch(written); m != nil {
			n, _ := strconv.Atoi(m[1])
			switch m[0][len(m[0])-1] {
			case 'D':
				x = max(0, x-max(n, 1))
			case 'C':
				x += max(n, 1)
			case 'A':
				y = max(0, y-max(n, 1))
			case 'K':
				lines[y] = lines[y][:min(x, len(lines[y]))]
			}
			written = written[len(m[0]):]
			continue
		}
		r := []rune(written[:min(len(written), 4)])[0]
		written = written[len(string(r)):]
		switch r {
		case '\r':
			x = 0
		case '\n':
			if y++; y == len(lines) {
				lines = append(lines, nil)
			}
		default:
			for len(lines[y]) <= x {
				lines[y] = append(lines[y], ' ')
			}
			lines[y][x] = r
			x++
		}
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.TrimRight(string(l), " ") + "\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}
