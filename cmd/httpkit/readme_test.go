//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// documents are those whose commands are run.
var documents = []string{"../../README.md", "docs/teachers.md", "docs/ci.md"}

// TestReadme runs every command of the documents' console blocks and holds the
// output against what stands there.
//
// A block is fenced with ```console. A line "$ COMMAND" is run by sh in a folder
// that is empty at first, with httpkit (./httpkit, go run ./cmd/httpkit) as built
// here; a command goes on where its line ends in a backslash. The lines below it,
// up to the next "$ ", are its output, both streams; a line "..." stands for any
// number of lines.
//
// "httpkit serve" runs beside the blocks after it, on a free port that stands in
// for the one that was named. Times (1.2ms, "1.2 ms", 3s), ports of 127.0.0.1 and
// of localhost, and dates differ from run to run, and how many cases pass from one
// new case to the next: masked replaces them on both sides. Lines "# after 1.2 ms", which come where time has passed, are left out.
//
// A block fenced with ```LANGUAGE FILE is a file of that name, there for the steps
// below it. path/to/httpkit is this repository.
func TestReadme(t *testing.T) {
	for _, name := range documents {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			playDocument(t, name, string(text))
		})
	}
}

func playDocument(t *testing.T, name, text string) {
	if _, err := exec.LookPath("python3"); err != nil && strings.Contains(text, "$ python3") {
		t.Skip("it shows Python at work, and there is none here")
	}
	steps := consoleSteps(text)
	if len(steps) == 0 {
		t.Fatalf("%s: no ```console block with a command", name)
	}
	r := readmeRun{work: t.TempDir(), ports: map[string]string{}}
	defer r.stop(t)
	for i, s := range steps {
		if word := awaits(s.command + strings.Join(s.output, "\n")); word != "" {
			t.Logf("%s:%d: %s is not there yet, nor are this and the next %d steps run", name, s.line, word, len(steps)-i-1)
			return
		}
		if err := r.step(s); err != nil {
			t.Errorf("%s:%d: $ %s\n%v", name, s.line, s.command, err)
		}
	}
}

// consoleStep is a command of a block and the output it must have, or a file and
// what it holds.
type consoleStep struct {
	line    int
	command string
	file    string
	output  []string
}

func consoleSteps(text string) []consoleStep {
	var steps []consoleStep
	console, file := false, false
	for i, line := range splitLines(text) {
		last := len(steps) - 1
		switch {
		case strings.HasPrefix(line, "```"):
			words := strings.Fields(line)
			console, file = strings.TrimSpace(line) == "```console", len(words) == 2
			if file {
				steps = append(steps, consoleStep{line: i + 1, file: words[1]})
			}
		case file:
			steps[last].output = append(steps[last].output, line)
		case !console:
		case last >= 0 && strings.HasSuffix(steps[last].command, "\\") && len(steps[last].output) == 0:
			steps[last].command = strings.TrimSuffix(steps[last].command, "\\") + strings.TrimSpace(line)
		case strings.HasPrefix(line, "$ "):
			steps = append(steps, consoleStep{line: i + 1, command: line[2:]})
		case last >= 0:
			steps[last].output = append(steps[last].output, line)
		}
	}
	return steps
}

// readmeRun is what the steps share: servers that run beside them.
type readmeRun struct {
	work    string
	servers []*server
	ports   map[string]string // localhost:8888 in the text -> where it really is
}

func (r *readmeRun) step(s consoleStep) error {
	if s.file != "" {
		return r.write(s.file, s.output)
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return err
	}
	command := strings.NewReplacer("path/to/httpkit", root, "go run ./cmd/httpkit", "httpkit", "./httpkit", "httpkit").Replace(s.command)
	words := strings.Fields(strings.TrimSuffix(strings.TrimSpace(command), "&"))
	if len(words) > 1 && words[0] == "httpkit" && words[1] == "serve" && !strings.Contains(command, "--list") {
		return r.serve(words[2:], s.output)
	}
	for named, real := range r.ports {
		command = strings.ReplaceAll(command, named, real)
		_, port, _ := strings.Cut(named, ":")
		command = regexp.MustCompile(`(^|[\s'"]):`+port+`\b`).ReplaceAllString(command, "${1}"+real)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Dir = r.work
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	got, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return fmt.Errorf("it did not end within a minute: %w", err)
	}
	return compareOutput(s.output, splitLines(string(got)))
}

// write makes a file of the document. What begins with #! can be run.
func (r *readmeRun) write(name string, lines []string) error {
	path := filepath.Join(r.work, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	mode := os.FileMode(0o666)
	if len(lines) > 0 && strings.HasPrefix(lines[0], "#!") {
		mode = 0o777
	}
	return os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), mode)
}

// serve starts a server for the steps to come, on a free port.
func (r *readmeRun) serve(args, output []string) error {
	named := "localhost:8888"
	var rest []string
	for i := 0; i < len(args); i++ {
		if args[i] == "--addr" && i+1 < len(args) {
			i++
			named = args[i]
			continue
		}
		rest = append(rest, args[i])
	}
	s, err := startServe(r.work, rest...)
	if err != nil {
		return err
	}
	r.servers = append(r.servers, s)
	r.ports[named] = s.addr
	if len(output) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return compareOutput(output[:1], splitLines(s.out.String())[:1])
}

func (r *readmeRun) stop(t *testing.T) {
	for _, s := range r.servers {
		if _, err := s.stop(); err != nil {
			t.Errorf("httpkit serve, after Ctrl-C: %v", err)
		}
	}
}

// volatile is what differs from run to run.
var volatile = []struct{ find, put string }{
	{`\b\d+(\.\d+)? ?(µs|ms|s)\b`, "TIME"},
	{`\b(localhost|127\.0\.0\.1):\d+\b`, "$1:PORT"},
	{`\b\d+ (passed|cases)\b`, "N $1"},
	{`(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT`, "DATE"},
}

func masked(line string) string {
	for _, v := range volatile {
		line = regexp.MustCompile(v.find).ReplaceAllString(line, v.put)
	}
	return strings.TrimRight(line, " ")
}

// compareOutput holds lines against what is wanted, where "..." stands for any
// number of lines.
func compareOutput(want, got []string) error {
	var pattern strings.Builder
	pattern.WriteString(`(?s)^`)
	for _, line := range timeless(want) {
		if line == "..." {
			pattern.WriteString(`(?:[^\n]*\n)*?`)
			continue
		}
		pattern.WriteString(regexp.QuoteMeta(masked(line)) + `\n`)
	}
	pattern.WriteString(`$`)
	var text strings.Builder
	for _, line := range timeless(got) {
		text.WriteString(masked(line) + "\n")
	}
	if regexp.MustCompile(pattern.String()).MatchString(text.String()) {
		return nil
	}
	return fmt.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
}

// timeless leaves out the lines that only say when something happened.
func timeless(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.HasPrefix(l, "# after ") })
}

// TestCompareOutput: the README test can fail.
func TestCompareOutput(t *testing.T) {
	for _, c := range []struct {
		want, got string
		same      bool
	}{
		{"a\nb", "a\nb", true},
		{"a\nb", "a\nc", false},
		{"a", "a\nb", false},
		{"a\n...", "a\nb\nc", true},
		{"...\nc", "a\nb\nc", true},
		{"a\n...\nc", "a\nc", true},
		{"1 passed in 1.2ms", "1 passed in 345.6ms", true},
		{"12 passed in 1.2ms", "13 passed in 1.2ms", true},
		{"1 failed in 1.2ms", "2 failed in 1.2ms", false},
		{"on localhost:8888", "on localhost:34567", true},
		{"# after 0.3 ms\na", "a\n# after 12.0 ms", true},
		{"", "a", false},
		{"", "", true},
	} {
		err := compareOutput(splitLines(c.want), splitLines(c.got))
		if (err == nil) != c.same {
			t.Errorf("want %q, got %q: same is %v, should be %v", c.want, c.got, err == nil, c.same)
		}
	}
}
