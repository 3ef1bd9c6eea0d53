package testscripts_test

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"

	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/reference"
	"httpkit/testscripts"
)

// theirs are the targets that the cases make up, to see what is not there. The
// other name is as long, so that every written length stays right.
var theirs = regexp.MustCompile(`/x-(smuggled|no-|nothing|never)`)

// shifting are pairs of a fault and a case whose verdict hangs on which byte ends a
// read: longer names in the head move it.
var shifting = map[string]string{
	"chunk-end-one-read":          "http1/chunked/ten-thousand-chunks",
	"chunk-line-cr-alone-refused": "http1/chunked/ten-thousand-chunks",
	"leading-cr-alone-refused":    "robust/slow/head-in-small-steps",
}

// renamedCases are the cases of the strict server with other targets made up.
func renamedCases(t *testing.T) []*suite.Case {
	t.Helper()
	renamed, n := fstest.MapFS{}, 0
	err := fs.WalkDir(testscripts.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(testscripts.FS(), path)
		if err != nil {
			return err
		}
		other := theirs.ReplaceAll(text, []byte("/q-$1"))
		if string(other) != string(text) {
			n++
		}
		renamed[path] = &fstest.MapFile{Data: other}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 50 {
		t.Fatalf("got %d cases with other names, want 50 and more: this would prove little", n)
	}
	cases, err := suite.LoadOwn(renamed, testscripts.Root)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for _, c := range strictCases(t) {
		kept[c.ID] = true
	}
	return slices.DeleteFunc(cases, func(c *suite.Case) bool { return !kept[c.ID] })
}

// TestOtherNames: no fault looks for what a case sends. With another host, another
// path and other names for what is not there, each case passes on the strict server
// and does not pass on any fault that it names; with -whole, the table is the same
// for all that TestProof plays by itself.
func TestOtherNames(t *testing.T) {
	if raceOn {
		t.Skip("the race detector slows plays beyond the 300 ms that the proof waits")
	}
	cases := renamedCases(t)
	elsewhere := script.Options{Host: "localhost:65535", Path: "/sub/"}
	for _, r := range onFaultBy(t, cases, elsewhere) {
		if r.Verdict != suite.Pass {
			t.Errorf("%s", told(r))
		}
	}
	written := writtenProof(t)
	for _, f := range reference.Faults() {
		if f.Lawful {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			some := slices.DeleteFunc(slices.Clone(cases), func(c *suite.Case) bool {
				named := slices.Contains(c.Catches, f.Name)
				// Owners of universal rules fail by what other cases brought about.
				return len(c.Owns) > 0 || shifting[f.Name] == c.ID || !named && !(*whole && meets(c, f.Name, written, false))
			})
			results := onFaultBy(t, some, elsewhere, f.Name)
			agree(t, f.Name, some, results, written, elsewhere)
			for _, c := range some {
				if r := results[c.ID]; r.Verdict.NotPassed() != written[f.Name+"\t"+c.ID] {
					t.Errorf("%s: under other names it is another verdict:\n%s", c.ID, told(r))
				}
			}
		})
	}
}
