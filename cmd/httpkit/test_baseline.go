package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"httpkit/internal/golden"
	"httpkit/internal/suite"
)

// readBaseline reads the file of --baseline. Each of its ids must be that of a case:
// one of ours, of those that were loaded, or a file that is there.
func (r *runFlags) readBaseline(cases []*suite.Case) error {
	if r.baseline == "" {
		return nil
	}
	data, err := os.ReadFile(r.baseline)
	switch {
	case errors.Is(err, fs.ErrNotExist) && r.updateBaseline:
		data = nil
	case errors.Is(err, fs.ErrNotExist):
		return usage("--update-baseline writes it", "--baseline %s: no such file", r.baseline)
	case err != nil:
		return usage("", "--baseline: %v", err)
	}
	if r.updateBaseline { // else a whole run would be played for nothing
		f, err := newFile(r.baseline)
		if err != nil {
			return unwritable("--baseline "+r.baseline, err)
		}
		f.drop()
	}
	b, err := suite.ParseBaseline(r.baseline, data)
	if err != nil {
		return err
	}
	ids := embeddedIDs()
	for _, c := range cases {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	exists := func(id string) bool {
		_, found := slices.BinarySearch(ids, id)
		return found || isCaseFile(id)
	}
	if err := b.Check(exists, ids); err != nil {
		return err
	}
	b.Strict, b.Update = r.strict, r.updateBaseline
	r.base = b
	return nil
}

// writeBaseline writes the file, with --update-baseline, and tells what changed in
// it. A run that was cut short says too little about its cases.
func (r *runFlags) writeBaseline(w io.Writer, sum *suite.Summary) (bool, error) {
	if r.base == nil || !r.updateBaseline {
		return false, nil
	}
	if sum.Lost != "" || sum.Interrupted {
		fmt.Fprintf(w, "%s: left as it is, since the run was cut short\n", r.baseline)
		return false, nil
	}
	old, err := os.ReadFile(r.baseline)
	now := r.base.Bytes()
	if err != nil || string(old) != string(now) {
		if err := replaceFile(r.baseline, now); err != nil {
			return false, err
		}
	}
	added, removed := 0, 0
	edits := r.base.Edits()
	for _, e := range edits {
		if e.Added {
			added++
		} else {
			removed++
		}
	}
	fmt.Fprintf(w, "%s: %d added, %d removed, %s known now\n", r.baseline, added, removed, counted(r.base.Cases(), "case"))
	for _, e := range edits {
		sign := "-"
		if e.Added {
			sign = "+"
		}
		line := e.ID
		if e.Reason != "" {
			line += " # " + e.Reason
		}
		fmt.Fprintf(w, "  %s %s\n", sign, line)
	}
	return true, nil
}

// replaceFile writes a file whole or not at all: the words in it are somebody's.
func replaceFile(name string, data []byte) error {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	return golden.Replace(name, data, mode)
}
