package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"httpkit/client"
	"httpkit/internal/suite"
)

// lastFailed is what is remembered of the runs in one folder on one server: the ids
// of the cases that did not pass when they were last played. It is a file in the
// user's cache, so that nothing has to be kept out of a repository.
type lastFailed struct {
	Folder string   `json:"folder"`
	Target string   `json:"target"`
	Failed []string `json:"failed"`
}

// mostTargets is how many servers are remembered of one folder; a port is a new one
// each time where a test chooses it.
const mostTargets = 50

// remembered is the name of the server under which its failures are kept.
func (f *testFlags) remembered(embedded string) string {
	if embedded != "" {
		return embedded
	}
	if f.start.command != "" { // its port is another one each time
		return f.start.command
	}
	a, err := client.ParseAddress(f.target)
	switch {
	case err != nil:
		return f.target
	case a.Network == "unix":
		return "unix:" + a.Addr
	}
	return a.Addr
}

// memory gives the file of this folder and server; all such files of the folder lie
// beside it.
func (r *runFlags) memory() (file, folder string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", "", err
	}
	folder, err = os.Getwd()
	if err != nil {
		return "", "", err
	}
	name := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:8])
	}
	return filepath.Join(cache, "httpkit", "failed", name(folder), name(r.target)+".json"), folder, nil
}

// recall reads what failed last. That there is nothing is an error that says so.
func (r *runFlags) recall() (*lastFailed, error) {
	if r.target == "" {
		return nil, usage(waysToTarget, "--failed: no server to test; name one:")
	}
	file, _, err := r.memory()
	if err != nil {
		return nil, usage("", "--failed: what failed last can't be found: %v", err)
	}
	last := readLast(file)
	if last == nil || len(last.words()) == 0 {
		hint := "a run without --failed plays all cases, and remembers those that fail"
		if others := r.others(file); len(others) > 0 {
			hint = "there are failures of " + strings.Join(others, ", ")
		}
		return nil, &exitError{status: exitNothing, msg: "no case is known to have failed in this folder on " + r.target, hint: hint}
	}
	return last, nil
}

// readLast reads a file of the memory; nil where there is none that can be used.
func readLast(file string) *lastFailed {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var last lastFailed
	if json.Unmarshal(data, &last) != nil || len(last.Failed) == 0 {
		return nil
	}
	return &last
}

// others names the servers of which failures are remembered in this folder, the
// first few.
func (r *runFlags) others(file string) []string {
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*.json"))
	var out []string
	for _, f := range files {
		if last := readLast(f); last != nil && f != file && len(last.words()) > 0 {
			out = append(out, fmt.Sprintf("%s (%d)", last.Target, len(last.Failed)))
		}
	}
	slices.Sort(out)
	const most = 4
	if n := len(out) - most; n > 0 {
		out = append(out[:most], fmt.Sprintf("%d more", n))
	}
	return out
}

// words are the arguments that choose the failures: ids of ours, and the files of
// the user's. A case that is no longer there is passed over.
func (l *lastFailed) words() []string {
	ours := embeddedIDs()
	var out []string
	for _, id := range l.Failed {
		if slices.Contains(ours, id) {
			out = append(out, id)
		} else if isCaseFile(id) {
			out = append(out, filepath.FromSlash(id)+suite.Ext)
		}
	}
	return out
}

// remember keeps what failed, and forgets what now passes; of cases that were not
// played it keeps what it knows. A memory that can't be written is none: a run is
// no worse without.
func (r *runFlags) remember(results []*suite.Result) {
	file, folder, err := r.memory()
	if err != nil || r.target == "" {
		return
	}
	var failed []string
	if last := readLast(file); last != nil {
		failed = last.Failed
	}
	for _, res := range results {
		switch id := res.Case.ID; {
		case res.Verdict == suite.NotRun:
		case res.Verdict.Fails(r.strict) && res.Verdict != suite.Fixed, res.Verdict == suite.Error:
			failed = append(failed, id)
		default:
			failed = slices.DeleteFunc(failed, func(f string) bool { return f == id })
		}
	}
	slices.Sort(failed)
	failed = slices.Compact(failed)
	if len(failed) == 0 {
		os.Remove(file)
		os.Remove(filepath.Dir(file)) // where it was the last of this folder
		return
	}
	data, err := json.MarshalIndent(lastFailed{folder, r.target, failed}, "", "  ")
	if err != nil || os.MkdirAll(filepath.Dir(file), 0o777) != nil || replaceFile(file, append(data, '\n')) != nil {
		return
	}
	forgetOldest(filepath.Dir(file))
}

// forgetOldest keeps the memory of a folder small.
func forgetOldest(dir string) {
	files, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	if len(files) <= mostTargets {
		return
	}
	age := func(f string) int64 {
		if info, err := os.Stat(f); err == nil {
			return info.ModTime().UnixNano()
		}
		return 0
	}
	slices.SortFunc(files, func(a, b string) int { return int(min(max(age(b)-age(a), -1), 1)) })
	for _, f := range files[mostTargets:] {
		os.Remove(f)
	}
}
