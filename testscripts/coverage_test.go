package testscripts

import (
	"path"
	"slices"
	"testing"

	"httpkit/internal/lint"
	"httpkit/internal/rfc"
)

// Where requirements.tsv says which cases and rules a requirement means, each of
// its patterns means one that names the paragraph; and no case names a paragraph of
// which nothing can be seen.
func TestCoverage(t *testing.T) {
	cases, err := Cases()
	if err != nil {
		t.Fatal(err)
	}
	named := map[rfc.Ref][]string{} // ids of cases and names of rules, by paragraph
	by := map[rfc.Ref][]string{}    // ids of cases alone
	seeable := map[rfc.Ref]bool{}   // by paragraph
	unseeable := map[rfc.Ref]bool{} // by paragraph
	owner := map[string]bool{}
	for _, c := range cases {
		if !conformance[c.Suite()] {
			continue
		}
		for _, r := range c.Refs {
			named[r], by[r] = append(named[r], c.ID), append(by[r], c.ID)
		}
		for _, name := range c.Owns {
			owner[name] = true
		}
	}
	for _, r := range lint.Rules() {
		if !owner[r.Name] {
			continue
		}
		for _, ref := range r.Refs {
			named[ref] = append(named[ref], r.Name)
		}
	}
	all, err := Coverage(cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Unseen == "" {
			seeable[r.Ref] = true
		} else {
			unseeable[r.Ref] = true
		}
		for _, p := range r.Only {
			if !slices.ContainsFunc(named[r.Ref], func(name string) bool {
				ok, err := path.Match(p, name)
				return ok && err == nil
			}) {
				t.Errorf("%s: %s: no case and no rule that names the paragraph is meant by %q", r.Ref, r.Sentence, p)
			}
		}
		for _, c := range r.Cases {
			if !conformance[c.Suite()] {
				t.Errorf("%s: %s counts, which is of another suite", r.Ref, c.ID)
			}
		}
	}
	for ref := range unseeable {
		if !seeable[ref] && len(by[ref]) > 0 {
			t.Errorf("%s: it is said that nothing can be seen of it, but %v name it", ref, by[ref])
		}
	}
}
