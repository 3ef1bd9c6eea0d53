//go:build linux

package testscripts_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/target"
	"httpkit/testscripts"
)

// shown prints the exchange behind each verdict that did not pass.
var shown = flag.Bool("shown", false, "TestServers: log the exchange of each case that did not pass")

// server is a server that others wrote, set up as its users would to offer what
// section 6 of the design asks for.
type server struct {
	name    string
	program string   // what is looked for on PATH, "" for one of this process
	version []string // arguments that make it print its version
	start   func(t *testing.T, h home) client.Address
	sick    *regexp.Regexp // what it logs when a part of it dies
	without []string       // cases that are not played on it, as they take too long
}

// home is the folder of one server: its settings, its log and its docroot.
type home struct {
	program, dir, docroot, log string
}

// servers is the table, in the order in which they are played.
func servers() []server {
	return []server{
		{name: "net/http", start: startGo},
		{name: "nginx", program: "nginx", version: []string{"-v"}, start: startNginx, sick: regexp.MustCompile(`exited on signal|\[(alert|emerg)\]`)},
		{name: "apache2", program: "apache2", version: []string{"-v"}, start: startApache, sick: regexp.MustCompile(`exit signal|AH0005[0-9]`)},
		{name: "lighttpd", program: "lighttpd", version: []string{"-v"}, start: startLighttpd},
		{name: "haproxy", program: "haproxy", version: []string{"-v"}, start: startHAProxy, sick: regexp.MustCompile(`(?i)worker .*exited|killed`)},
		{name: "node", program: "node", version: []string{"-v"}, start: startNode, sick: regexp.MustCompile(`node:internal|Error:`)},
		{name: "python", program: "python3", version: []string{"-V"}, start: startPython, without: []string{
			// Its queue holds five connections: the others knock again after a second.
			"robust/clients/many-idle", "robust/clients/resets-survived", "robust/clients/visitors-without-request",
		}},
		{name: "caddy", program: "caddy", version: []string{"version"}, start: startCaddy, sick: regexp.MustCompile(`panic`)},
	}
}

// patience is how long the servers' answers are waited for: they are on this
// machine, and what does not come within it does not come.
const patience = 2 * time.Second

// TestServers plays the whole suite against each server that is installed, and
// holds what does not pass against findings.tsv: a verdict that is not there is a
// false alarm until a sentence of the RFC says otherwise.
func TestServers(t *testing.T) {
	if raceOn {
		t.Skip("the race detector slows plays beyond the times the servers are given")
	}
	cases := quickCases(t)
	for _, s := range servers() {
		t.Run(s.name, func(t *testing.T) {
			if !*newFindings { // one after the other writes the file
				t.Parallel()
			}
			h, version := settle(t, s)
			addr := s.start(t, h)
			some := slices.DeleteFunc(slices.Clone(cases), func(c *suite.Case) bool { return slices.Contains(s.without, c.ID) })
			results, again := playServer(t, addr, some)
			if !*newFindings {
				secondLook(t, findingsOf(t, s.name, version), results, again)
			}
			if s.sick != nil {
				if text, _ := os.ReadFile(h.log); s.sick.Match(text) {
					t.Errorf("a part of %s died, or it says so:\n%s", s.name, s.sick.Find(text))
				}
			}
			compare(t, s.name, version, results)
		})
	}
}

// quickCases are those of http1 and robust that are not slow.
func quickCases(t *testing.T) []*suite.Case {
	t.Helper()
	all, err := testscripts.Cases()
	if err != nil {
		t.Fatal(err)
	}
	cases, err := suite.Select(all, suite.Selection{Words: []string{"http1", "robust"}})
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

var versionNumber = regexp.MustCompile(`\d+\.\d+(\.\d+)?`)

// settle gives the server a folder with the kit's docroot, and its version. It
// skips where the program is missing.
func settle(t *testing.T, s server) (home, string) {
	t.Helper()
	dir := t.TempDir()
	// Servers that give up root must still get through.
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	h := home{dir: dir, docroot: filepath.Join(dir, "docroot"), log: filepath.Join(dir, "server.log")}
	if err := fixtures.Write(h.docroot); err != nil {
		t.Fatal(err)
	}
	if s.program == "" {
		return h, goVersion()
	}
	program, err := exec.LookPath(s.program)
	if err != nil { // where Debian has servers, not on everybody's PATH
		program, err = exec.LookPath(filepath.Join("/usr/sbin", s.program))
	}
	if err != nil {
		t.Skipf("%s is not installed: %v", s.program, err)
	}
	h.program = program
	out, err := exec.Command(program, s.version...).CombinedOutput()
	version := string(versionNumber.Find(out))
	if err != nil || version == "" {
		t.Skipf("%s %v does not tell its version: %v: %s", s.program, s.version, err, out)
	}
	return h, version
}

// playServer plays cases against a server that was just started, with what it
// offers and as many at a time as it takes; again plays one more time, alone.
func playServer(t *testing.T, addr client.Address, cases []*suite.Case) (results []*suite.Result, again func(*suite.Case) *suite.Result) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hung)
	defer cancel()
	var needs []string
	for _, c := range cases {
		needs = append(needs, c.Asks()...)
	}
	facts, err := target.Measure(ctx, target.Target{
		Addr: addr, Fixture: fixtures.Read, Dated: fixtures.ModTime, Timeout: patience,
	}, needs, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range facts.Found {
		if !f.Offered {
			t.Logf("lacks %s: %s", f.Name, f.Why)
		}
	}
	o := script.Options{Target: addr, Jobs: facts.Jobs, Lacks: facts.Lacks, Timeout: patience, Fixture: fixtures.Read}
	sum, err := script.Run(ctx, cases, o)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Lost != "" {
		t.Fatalf("the server went away after %s: %s", sum.LostAfter, sum.Lost)
	}
	counts := ""
	for _, w := range []suite.Word{suite.Pass, suite.Warn, suite.Fail, suite.Crash, suite.Error, suite.Skip} {
		counts += fmt.Sprintf("%d %s, ", sum.Count(w), w)
	}
	t.Logf("%s%d at a time (%s), %v", counts, facts.Jobs, facts.Why, sum.Took.Round(time.Millisecond))
	return sum.Results, func(c *suite.Case) *suite.Result {
		ctx, cancel := context.WithTimeout(context.Background(), hung)
		defer cancel()
		o := o
		o.Jobs = 1
		sum, err := script.Run(ctx, []*suite.Case{c}, o)
		if err != nil {
			t.Fatal(err)
		}
		return sum.Results[0]
	}
}

// manyLooks is how many cases are looked at once more: with more of them it is not
// the time that differs.
const manyLooks = 10

// secondLook plays a case once more, alone, whose verdict is not the recorded one:
// a server that resets after an answer, or drops it for a FIN, does so by chance,
// and more often on a busy machine. What differs twice is told. The verdict of a
// case that owns rules comes of the whole run and stays.
func secondLook(t *testing.T, recorded map[string]finding, results []*suite.Result, again func(*suite.Case) *suite.Result) {
	t.Helper()
	var differ []int
	for i, r := range results {
		f, is := recorded[r.Case.ID]
		if len(r.Case.Owns) == 0 && (is && f.verdict != either && f.verdict != string(r.Verdict) || !is && noted(r.Verdict)) {
			differ = append(differ, i)
		}
	}
	if len(recorded) == 0 || len(differ) > manyLooks {
		return
	}
	for _, i := range differ {
		t.Logf("a second look at %s, which was %s", results[i].Case.ID, results[i].Verdict)
		results[i] = again(results[i].Case)
	}
}

// compare holds the verdicts against what was found in this version.
func compare(t *testing.T, name, version string, results []*suite.Result) {
	t.Helper()
	if *shown {
		for _, r := range results {
			if noted(r.Verdict) || r.Took > patience {
				t.Log(r.Took.Round(time.Millisecond), told(r))
			}
		}
	}
	rows := findingRows(t)
	if *newFindings {
		writeFindings(t, renewed(rows, name, version, results))
		return
	}
	recorded := findingsOf(t, name, version)
	var others []string
	for _, f := range rows {
		if f.server == name && f.version != version && !slices.Contains(others, f.version) {
			others = append(others, f.version)
		}
	}
	complain := t.Errorf
	if len(recorded) == 0 && len(others) > 0 {
		recorded = findingsOf(t, name, others[0])
		complain = t.Logf
		defer t.Skipf("%s %s is installed, and %s has findings for %s only: differences are told, not judged", name, version, findingsFile, others)
	}
	for _, r := range results {
		f, is := recorded[r.Case.ID]
		delete(recorded, r.Case.ID)
		switch {
		case is && f.verdict == either:
		case !is && noted(r.Verdict):
			complain("%s is not a finding of %s yet; a false alarm, or a row with its sentence (-findings): %s", r.Case.ID, findingsFile, told(r))
		case is && string(r.Verdict) != f.verdict:
			complain("%s: %s has %s, got %s: %s", r.Case.ID, findingsFile, f.verdict, r.Verdict, told(r))
		}
	}
	for id, f := range recorded {
		complain("%s: %s has %s, and the case was not played", id, findingsFile, f.verdict)
	}
}
