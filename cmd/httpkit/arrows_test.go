package main

import (
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// arrows says which of our rooms each room may look into. What is not named may
// look into none; everything may use the standard library, but net/http only in
// tests. cmd may look everywhere.
var arrows = map[string][]string{
	"internal/message":  {},
	"internal/wire":     {},
	"internal/rfc":      {},
	"internal/process":  {},
	"internal/fixtures": {"internal/wire"},
	"internal/lint":     {"internal/message", "internal/rfc"},
	"internal/judge":    {"internal/wire", "internal/message"},
	"internal/suite":    {"internal/rfc", "internal/wire", "internal/judge"},
	"internal/script":   {"internal/suite", "internal/judge", "client", "internal/lint", "internal/wire", "internal/message"},
	"internal/target":   {"client", "internal/message", "internal/wire", "internal/process"},
	"internal/watch":    {},
	"internal/loopback": {}, // for tests
	// lint and message are for :explain: what RFC 9112 says about the last exchange.
	"internal/session": {"client", "internal/wire", "internal/lint", "internal/message"},
	"internal/curl":    {"internal/message"},
	"internal/golden":  {"internal/suite", "internal/script", "internal/fixtures", "internal/wire", "internal/message"},
	"internal/proxy":   {"client", "internal/golden", "internal/suite", "internal/wire", "internal/message"},
	"internal/compare": {"internal/suite", "internal/wire", "internal/message"},
	"internal/report":  {"internal/compare", "internal/suite", "internal/lint", "internal/wire", "internal/rfc"},
	"client":           {"internal/message", "internal/wire"},
	"reference":        {"internal/message"},
	"testscripts":      {"internal/rfc", "internal/lint", "internal/suite", "internal/script", "internal/target", "internal/fixtures", "internal/report", "client"},
}

// outside says who may use a library that is not the standard one.
var outside = map[string][]string{
	"github.com/rogpeppe/go-internal/testscript":   {"internal/script"},
	"github.com/rogpeppe/go-internal/txtar":        {"internal/script", "internal/suite"},
	"github.com/rogpeppe/go-internal/imports":      {"internal/suite"}, // which conditions testscript knows
	"github.com/google/go-cmp/cmp":                 {"internal/script"},
	"github.com/fatih/color":                       {"internal/report"},
	"github.com/jstemmer/go-junit-report/v2/junit": {"internal/report"}, // only its types, and how they are written
	"github.com/fsnotify/fsnotify":                 {"internal/watch"},
	"golang.org/x/term":                            {"internal/session"}, // edits lines
	"mvdan.cc/sh/v3/syntax":                        {"internal/curl"},
	"mvdan.cc/sh/v3/expand":                        {"internal/curl"},
	"golang.org/x/sys/unix":                        {"internal/process", "internal/proxy"},
	"golang.org/x/sys/windows":                     {"internal/process"},
}

func TestArrows(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		if strings.HasPrefix(rel, ".git") || strings.Contains(rel, "testdata") || rel == "testscripts/example" {
			return filepath.SkipDir
		}
		p, err := build.ImportDir(path, 0)
		if err != nil { // no Go in this folder
			return nil
		}
		seen[rel] = true
		if strings.HasPrefix(rel, "cmd/") {
			return nil
		}
		may, known := arrows[rel]
		if !known {
			t.Errorf("%s: a room without a line in the table of arrows", rel)
		}
		for _, imp := range p.Imports {
			ours, isOurs := strings.CutPrefix(imp, "httpkit/")
			switch {
			case isOurs && !slices.Contains(may, ours):
				t.Errorf("%s looks into %s, and may not", rel, ours)
			case !isOurs && strings.Contains(imp, ".") && !slices.Contains(outside[imp], rel):
				t.Errorf("%s uses %s, and may not", rel, imp)
			case imp == "net/http":
				t.Errorf("%s uses net/http outside its tests", rel)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room := range arrows {
		if !seen[room] && room != "internal/lint" { // lint comes with the universal checks
			t.Errorf("the table of arrows names %s, which has no Go", room)
		}
	}
}

// TestTopLevel holds the layout that the project's user fixed.
func TestTopLevel(t *testing.T) {
	want := []string{"LICENSE", "README.md", "client", "cmd", "go.mod", "go.sum", "internal", "reference", "testscripts"}
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && e.Name() != "httpkit" { // a binary somebody built is ignored by git
			got = append(got, e.Name())
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("top level: got %v, want %v", got, want)
	}
}

// TestFileLengths holds the wall of the house: no Go file over 400 lines.
func TestFileLengths(t *testing.T) {
	root := filepath.Join("..", "..")
	filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Error(err)
			} else if n := strings.Count(string(b), "\n"); n > 400 {
				t.Errorf("%s has %d lines; split it along a named axis (the wall is 400)", path, n)
			}
		}
		return nil
	})
}
