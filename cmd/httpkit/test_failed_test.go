package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/suite"
)

// results gives a result for each "id verdict".
func results(all ...string) []*suite.Result {
	var out []*suite.Result
	for _, s := range all {
		id, verdict, _ := strings.Cut(s, " ")
		out = append(out, &suite.Result{Case: &suite.Case{ID: id}, Verdict: suite.Word(verdict)})
	}
	return out
}

// TestRemember: what is kept of a run for --failed, and what the next one changes.
func TestRemember(t *testing.T) {
	for _, name := range cacheVariables {
		t.Setenv(name, t.TempDir())
	}
	t.Chdir(t.TempDir())
	r := &runFlags{target: "localhost:1"}
	file, _, err := r.memory()
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		results []*suite.Result
		strict  bool
		want    string
	}{
		{results("a pass", "b skip", "c warn", "d flaky"), false, ""},
		{results("a fail", "b crash", "c error", "d warn", "e known", "f fixed", "g not run", "h pass"), false, "a b c"},
		{results("d warn", "f fixed", "a not run"), true, "a b c d"},
		{results("d warn"), false, "a b c"},
		{results("a flaky", "b pass", "z fail"), false, "c z"},
		{results("c skip", "z known"), false, ""},
	} {
		r.strict = step.strict
		r.remember(step.results)
		got := ""
		if last := readLast(file); last != nil {
			got = strings.Join(last.Failed, " ")
		}
		if got != step.want {
			t.Errorf("step %d: got %q, want %q", i, got, step.want)
		}
		if _, err := os.Stat(filepath.Dir(file)); (err == nil) != (step.want != "") {
			t.Errorf("step %d: with nothing to remember nothing is there: %v", i, err)
		}
	}
	// A file that somebody else has written is as good as none.
	r.remember(results("http1/host/missing fail"))
	if err := os.WriteFile(file, []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := r.recall(); status(err) != exitNothing {
		t.Errorf("got %v, want that nothing is known", err)
	}
	// A cache does not grow for ever, and the last run is in it.
	for i := range mostTargets + 10 {
		r.target = fmt.Sprintf("localhost:%d", i)
		r.remember(results("http1/host/missing fail"))
	}
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
	last, _, _ := r.memory()
	if len(files) != mostTargets || !slices.Contains(files, last) {
		t.Errorf("got %d files, want %d and the last one among them", len(files), mostTargets)
	}
	// Without a cache nothing is remembered, and only who asks is told so.
	for _, name := range cacheVariables {
		t.Setenv(name, "")
	}
	r.remember(results("http1/host/missing fail"))
	if _, err := r.recall(); status(err) != exitUsage || !strings.Contains(err.Error(), "--failed: what failed last can't be found") {
		t.Errorf("got %v", err)
	}
}

// TestReplaceFile: the file is the new one, with the mode of the old, and a link
// stays one.
func TestReplaceFile(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("real", []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", "link"); err != nil {
		t.Skip(err)
	}
	if err := replaceFile("link", []byte("new")); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("real")
	info, _ := os.Lstat("link")
	old, _ := os.Stat("real")
	if string(b) != "new" || err != nil || info.Mode()&os.ModeSymlink == 0 || old.Mode().Perm() != 0o600 {
		t.Errorf("got %q, %v, %v, %v", b, err, info.Mode(), old.Mode())
	}
	if err := replaceFile(filepath.Join("no", "folder"), nil); err == nil {
		t.Error("no error where there is no folder")
	}
	if left, _ := filepath.Glob("*.tmp"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestOthers: of many servers with failures the first few are named.
func TestOthers(t *testing.T) {
	for _, name := range cacheVariables {
		t.Setenv(name, t.TempDir())
	}
	t.Chdir(t.TempDir())
	for i := range 9 {
		r := &runFlags{target: fmt.Sprint("localhost:", i)}
		r.remember(results("http1/host/missing fail"))
	}
	_, err := (&runFlags{target: "localhost:99"}).recall()
	want := "there are failures of localhost:0 (1), localhost:1 (1), localhost:2 (1), localhost:3 (1), 5 more"
	if e, ok := errors.AsType[*exitError](err); !ok || e.hint != want {
		t.Errorf("got %v, want the hint %q", err, want)
	}
}
