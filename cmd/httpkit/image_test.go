//go:build unix

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// instruction is one of the Dockerfile, its continued lines joined.
type instruction struct {
	line  int
	stage int // the nth FROM, from 1
	word  string
	rest  string
}

func readDockerfile(t *testing.T) []instruction {
	t.Helper()
	b, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	var out []instruction
	stage, open := 0, ""
	for i, line := range splitLines(string(b)) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if line = open + line; strings.HasSuffix(line, `\`) {
			open = strings.TrimSuffix(line, `\`)
			continue
		}
		open = ""
		word, rest, ok := strings.Cut(line, " ")
		if !ok {
			continue
		}
		if word == "FROM" {
			stage++
		}
		out = append(out, instruction{i + 1, stage, word, strings.TrimSpace(rest)})
	}
	return out
}

// TestDockerfile: what is copied is there, the Go is not too old, and what runs is
// one program, not as root, without a shell between.
func TestDockerfile(t *testing.T) {
	last := map[string]string{} // of the last stage
	stages := 0
	all := readDockerfile(t)
	for _, in := range all {
		stages = max(stages, in.stage)
	}
	for _, in := range all {
		if in.stage == stages {
			last[in.word] = in.rest
		}
		words := strings.Fields(in.rest)
		switch {
		case in.word == "FROM" && strings.HasPrefix(in.rest, "golang:"):
			if have, want := words[0][len("golang:"):], goOfModule(t); older(have, want) {
				t.Errorf("Dockerfile:%d: Go %s is older than the %s of go.mod", in.line, have, want)
			}
		case in.word == "COPY" && !strings.HasPrefix(in.rest, "--from="):
			for _, source := range words[:len(words)-1] {
				if _, err := os.Stat(filepath.Join("..", "..", source)); err != nil {
					t.Errorf("Dockerfile:%d: %v", in.line, err)
				}
			}
		}
	}
	if last["FROM"] != "scratch" || stages != 2 {
		t.Errorf("got %d stages, the last from %s; want 2, the last from scratch", stages, last["FROM"])
	}
	if m := regexp.MustCompile(`^(\d+):\d+$`).FindStringSubmatch(last["USER"]); m == nil || m[1] == "0" {
		t.Errorf("USER: got %q, want numbers (scratch has no names) and not root", last["USER"])
	}
	for _, word := range []string{"ENTRYPOINT", "CMD"} {
		var words []string
		if err := json.Unmarshal([]byte(last[word]), &words); err != nil {
			t.Errorf("%s %s: want the exec form, as there is no shell: %v", word, last[word], err)
		}
	}
}

// TestDockerignore: whatever git tracks is in the context. A file that were missing
// would make the build "with changes".
func TestDockerignore(t *testing.T) {
	lines := func(name string) (out []string) {
		b, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range splitLines(string(b)) {
			if !strings.HasPrefix(line, "#") {
				out = append(out, strings.TrimPrefix(line, "**/"))
			}
		}
		return out
	}
	untracked := lines(".gitignore")
	for _, line := range lines(".dockerignore") {
		if !slices.Contains(untracked, line) {
			t.Errorf(".dockerignore: %s is not in .gitignore", line)
		}
	}
}

// TestImage makes what would be in the image by the Dockerfile's own lines, and where
// it may, locks httpkit in there as the user of the image: it needs nothing else.
func TestImage(t *testing.T) {
	if testing.Short() {
		t.Skip("builds httpkit")
	}
	out := filepath.Join(t.TempDir(), "out")
	user, built := "", 0
	for _, in := range readDockerfile(t) {
		if in.word == "USER" {
			user = in.rest
		}
		if in.word != "RUN" || in.rest == "go mod download" { // the modules are here
			continue
		}
		built++
		cmd := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(in.rest, "/out", out))
		cmd.Dir = filepath.Join("..", "..")
		cmd.Env = append(os.Environ(), "GOFLAGS=-buildvcs=false") // a checkout of another user's has no version to read
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("Dockerfile:%d: %v\n%s", in.line, err, text)
		}
	}
	if built == 0 {
		t.Fatal("Dockerfile: no RUN line that builds httpkit")
	}
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("built; to lock it into its folder takes root on Linux")
	}
	var uid, gid uint32
	if _, err := fmt.Sscanf(user, "%d:%d", &uid, &gid); err != nil {
		t.Fatalf("USER %s: %v", user, err)
	}
	cmd := exec.CommandContext(t.Context(), "/httpkit", "test", "reference:hello", "seeds/hello")
	cmd.Dir = "/work"
	cmd.Env = []string{}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: out, Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	text, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(text), "12 passed in") {
		t.Errorf("in the image: got %v and\n%swant 12 passed", err, text)
	}
}

// goOfModule is the Go that go.mod asks for.
func goOfModule(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^go (\S+)$`).FindStringSubmatch(string(b))
	if m == nil {
		t.Fatal("go.mod: no line that begins with go")
	}
	return m[1]
}

// older compares versions as far as both say: 1.26 is any 1.26.
func older(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		m, _ := strconv.Atoi(x[i])
		n, _ := strconv.Atoi(y[i])
		if c := cmp.Compare(m, n); c != 0 {
			return c < 0
		}
	}
	return false
}
