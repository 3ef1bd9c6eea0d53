//go:build unix

package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"httpkit/internal/loopback"
)

// recorder is an httpkit that notes its arguments, one a line, writes the reports it is
// asked for and ends with exit status 1.
const recorder = `#!/bin/sh
for word in "$@"; do
  printf '%s\n' "$word"
  case $word in --report=*) file=${word#*=}; : >"${file#*=}" ;; esac
done >"$RUNNER_TEMP/words"
exit 1
`

// TestActionArguments: an input is one argument, whatever shell code it may look like.
func TestActionArguments(t *testing.T) {
	reports := func(dir string) []string {
		return []string{"--report=junit=" + dir + "/junit.xml", "--report=json=" + dir + "/report.json", "--report=html=" + dir + "/report.html"}
	}
	none := map[string]string{"junit": "", "json": "", "html": ""}
	for _, c := range []struct {
		name string
		with map[string]string
		bare bool // no reports
		want []string
		junk string // in what is printed, where the inputs are refused
	}{
		{"address", map[string]string{"target": "localhost:8888"}, false,
			append([]string{"test", "--target=localhost:8888"}, reports("httpkit-report")...), ""},
		{"embedded", map[string]string{"target": "reference:hello", "suites": "seeds/hello"}, true,
			[]string{"test", "reference:hello", "--", "seeds/hello"}, ""},
		{"start", map[string]string{"start": `sh -c 'x=1; exec "$PWD/server" {port}'`, "ready": "log:^up", "ready-timeout": "5s", "docroot": "a b"}, true,
			[]string{"test", `--start=sh -c 'x=1; exec "$PWD/server" {port}'`, "--ready=log:^up", "--ready-timeout=5s", "--docroot=a b"}, ""},
		{"shell code", map[string]string{"target": "$(touch pwned)", "baseline": "`touch pwned`", "suites": "x;touch${IFS}pwned\n$(touch pwned)", "flags": "--skip='; touch pwned"}, true,
			[]string{"test", "--target=$(touch pwned)", "--baseline=`touch pwned`", "--skip='; touch pwned", "--", "x;touch${IFS}pwned", "$(touch", "pwned)"}, ""},
		{"words", map[string]string{"target": ":80", "suites": " *\n\n  http1/host\tmine/*.txtar \r\n--strict\n"}, true,
			[]string{"test", "--target=:80", "--", "*", "http1/host", "mine/*.txtar", "--strict"}, ""},
		{"flags", map[string]string{"target": ":80", "flags": "  --slow\r\n\n--skip=a b*\t\n-j=1", "strict": "true", "shard": "1/2"}, true,
			[]string{"test", "--target=:80", "--shard=1/2", "--strict", "--slow", "--skip=a b*", "-j=1"}, ""},
		{"nothing", nil, true, nil, "::error title=httpkit::neither target nor start is given"},
		{"strict", map[string]string{"target": ":80", "strict": "yes"}, true, nil, "::error title=httpkit::strict: got yes, want true or false"},
		{"a word as flag", map[string]string{"target": ":80", "flags": "slow"}, true, nil, "::error title=httpkit::flags: got slow, want --name=value"},
		{"two lines", map[string]string{"target": ":80", "junit": "a\nhtml=b"}, false, nil, "::error title=httpkit::junit: the path has a line end in it"},
		{"error of two lines", map[string]string{"target": ":80", "strict": "50%\n::warning::x"}, true, nil, "::error title=httpkit::strict: got 50%25%0A::warning::x, want true or false"},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			r := newActionRunner(t)
			with := map[string]string{"httpkit": filepath.Join(r.temp, "recorder")}
			for name, value := range c.with {
				with[name] = value
			}
			if c.bare {
				for name, value := range none {
					with[name] = value
				}
			}
			if err := os.WriteFile(with["httpkit"], []byte(recorder), 0o777); err != nil {
				t.Fatal(err)
			}
			res := r.use(t, with)
			if _, err := os.Stat(filepath.Join(r.workspace, "pwned")); err == nil {
				t.Error("an input was run as shell code")
			}
			if c.want == nil {
				if res.status != 2 || !strings.Contains(res.printed, c.junk) {
					t.Errorf("got exit status %d and %q, want 2 and %q", res.status, res.printed, c.junk)
				}
				return
			}
			words, err := os.ReadFile(filepath.Join(r.temp, "words"))
			if err != nil {
				t.Fatalf("httpkit was not run: %v\n%s", err, res.printed)
			}
			if got := strings.Split(strings.TrimSuffix(string(words), "\n"), "\n"); !slices.Equal(got, c.want) {
				t.Errorf("arguments: got\n%q, want\n%q", got, c.want)
			}
			if res.status != 1 || res.outputs["exit-status"] != "1" {
				t.Errorf("got exit status %d and the output %q, want 1 and 1", res.status, res.outputs["exit-status"])
			}
		})
	}
}

// TestActionOutputs: where the reports are, as seen from the workspace.
func TestActionOutputs(t *testing.T) {
	r := newActionRunner(t)
	if err := os.MkdirAll(filepath.Join(r.workspace, "my server"), 0o777); err != nil {
		t.Fatal(err)
	}
	html := filepath.Join(r.temp, "r.html")
	with := map[string]string{"httpkit": filepath.Join(r.temp, "recorder"), "target": ":80", "working-directory": "my server", "html": html, "json": ""}
	if err := os.WriteFile(with["httpkit"], []byte(recorder), 0o777); err != nil {
		t.Fatal(err)
	}
	got := r.use(t, with).outputs
	for name, want := range map[string]string{"junit": "my server/httpkit-report/junit.xml", "json": "", "html": html} {
		if got[name] != want {
			t.Errorf("output %s: got %q, want %q", name, got[name], want)
		}
	}
	if _, err := os.Stat(filepath.Join(r.workspace, got["junit"])); err != nil {
		t.Error(err)
	}
}

// TestAction plays the action for real: httpkit is built from the checkout, servers
// are played to, the status is theirs.
func TestAction(t *testing.T) {
	if testing.Short() {
		t.Skip("builds httpkit")
	}
	r := newActionRunner(t)
	nobody := loopback.Free(t)
	for _, c := range []struct {
		target, suites, strict string
		status                 int
		printed                string
	}{
		{"reference:hello", "seeds/hello", "true", 0, "12 passed in"},
		{"reference:host-optional", "http1/host/missing", "", 1, "again: httpkit test reference:host-optional http1/host/missing"},
		{"reference", "http1/no-such-topic", "", 2, "http1/no-such-topic"},
		{nobody, "http1/host/missing", "", 3, nobody},
	} {
		with := map[string]string{"target": c.target, "suites": c.suites, "strict": c.strict}
		reported := testFlag("report")
		if !reported {
			with["junit"], with["json"], with["html"] = "", "", ""
		}
		res := r.use(t, with)
		if res.status != c.status || !strings.Contains(res.printed, c.printed) {
			t.Errorf("%s: got exit status %d and\n%swant %d and %q", c.target, res.status, res.printed, c.status, c.printed)
		}
		if _, err := os.Stat(filepath.Join(r.temp, "httpkit")); err != nil {
			t.Errorf("what was built: %v", err)
		}
		if !reported || c.status == 2 {
			continue
		}
		for _, name := range []string{"junit", "json", "html"} {
			if st, err := os.Stat(filepath.Join(r.workspace, res.outputs[name])); err != nil || st.Size() == 0 || st.IsDir() {
				t.Errorf("%s: the output %s is %q, want a report that is not empty: %v", c.target, name, res.outputs[name], err)
			}
		}
		if res.summary == "" {
			t.Errorf("%s: no step summary", c.target)
		}
	}
}

// TestActionCancelled: a cancelled job is Ctrl-C for httpkit, which tells what it has.
func TestActionCancelled(t *testing.T) {
	r := newActionRunner(t)
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	file := "# It is never answered.\n\ntalk\n\n-- talk --\n> a\\n\n< Yes\\\n"
	if err := os.WriteFile(filepath.Join(r.workspace, "silence.txtar"), []byte(file), 0o666); err != nil {
		t.Fatal(err)
	}
	scripts := r.scripts(t, map[string]string{"httpkit": path, "target": l.Addr().String(), "suites": "silence.txtar",
		"flags": "--timeout=1m", "junit": "", "json": "", "html": ""})
	if len(scripts) != 1 {
		t.Fatalf("got %d scripts, want 1: with httpkit there, nothing is built", len(scripts))
	}
	s := scripts[0]
	var out strings.Builder
	s.Stdout, s.Stderr = &out, &out
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	l.(*net.TCPListener).SetDeadline(time.Now().Add(time.Minute))
	c, err := l.Accept()
	if err != nil {
		t.Fatalf("the case was not played: %v", err)
	}
	defer c.Close()
	if _, err := bufio.NewReader(c).ReadString('\n'); err != nil { // the case is being played
		t.Fatal(err)
	}
	if err := s.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	status, err := exitStatus(s.Wait())
	if err != nil || status != 130 || readOutputs(t, s.outputs)["exit-status"] != "130" {
		t.Errorf("got exit status %d, %v, outputs %v, want 130\n%s", status, err, readOutputs(t, s.outputs), out.String())
	}
	if !strings.Contains(out.String(), "1 not run") {
		t.Errorf("got\n%swant what was not run", out.String())
	}
}
