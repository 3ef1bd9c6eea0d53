package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDocs holds the committed man pages and command reference against the help
// texts they are made from.
func TestDocs(t *testing.T) {
	dir := t.TempDir()
	if err := writeDocs(newRoot(), dir); err != nil {
		t.Fatal(err)
	}
	for _, tree := range []string{"man", "reference"} {
		want, got := filesBelow(t, filepath.Join(dir, tree)), filesBelow(t, filepath.Join("docs", tree))
		if len(want) < 10 {
			t.Errorf("%s: got %d generated files, want one for each command", tree, len(want))
		}
		for _, name := range slices.Sorted(mapsKeys(want, got)) {
			switch {
			case want[name] == "":
				t.Errorf("docs/%s/%s: is left over; remove it", tree, name)
			case want[name] != got[name]:
				t.Errorf("docs/%s/%s: is out of date; run: go generate ./cmd/httpkit", tree, name)
			}
		}
	}
}

// filesBelow gives the contents of the files in a folder, which may be missing.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(os.DirFS(dir), e.Name())
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}

// mapsKeys gives the keys of both, each once.
func mapsKeys(a, b map[string]string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range a {
			if !yield(k) {
				return
			}
		}
		for k := range b {
			if _, twice := a[k]; !twice && !yield(k) {
				return
			}
		}
	}
}

var caseWord = regexp.MustCompile(`\bseeds/[a-z0-9/-]+`)

// TestHelpTexts holds what every command owes its user: a sentence, a text, an
// example, and no line that is too wide for a terminal.
func TestHelpTexts(t *testing.T) {
	root := newRoot()
	root.InitDefaultHelpCmd()
	cases, err := embeddedCases()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(root.Commands(), root) {
		if c.Name() == "help" || c.Name() == "completion" {
			continue
		}
		if c.Short == "" || c.Long == "" || c.Example == "" {
			t.Errorf("%s: got short %q, long %q, example %q, want all three", c.Name(), c.Short, c.Long, c.Example)
		}
		if !c.Hidden && c.GroupID == "" && c.Name() != "version" && c != root {
			t.Errorf("%s: is in no group of the help", c.Name())
		}
		for _, id := range caseWord.FindAllString(c.Long+" "+c.Example, -1) {
			if !selects(id, cases) {
				t.Errorf("%s: the help names %s, and there is no such case or suite", c.Name(), id)
			}
		}
		for _, text := range []string{c.Long, c.Example} {
			for _, line := range splitLines(text) {
				if len(line) > 90 {
					t.Errorf("%s: a line of the help has %d characters, want at most 90: %s", c.Name(), len(line), line)
				}
			}
		}
	}
}

// splitLines gives the lines of a text without their ends.
func splitLines(text string) []string {
	if text = strings.TrimSuffix(text, "\n"); text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
