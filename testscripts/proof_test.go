package testscripts_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
	"httpkit/reference"
	"httpkit/testscripts"
)

// update writes what is computed: go test ./testscripts -run TestProof -update
var update = flag.Bool("update", false, "write testscripts/proof.tsv")

// whole plays every case on every fault, as CI does. Without it a fault meets the
// cases that name it, those that proof.tsv has for it, and one in twenty of the others.
var whole = flag.Bool("whole", false, "TestProof: play every case on every fault")

// proofFile is what every fault does to every case: a line for each case that does
// not pass on it.
const proofFile = "proof.tsv"

// limit is how long a play of the proof waits for an answer that does not come.
const limit = 300 * time.Millisecond

// pace is how fast slow cases are played here; the server's times are as short.
const pace = 0.01

// TestMain lets more tests run beside each other than there are cores: most of
// them wait for answers that do not come.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	m.Run()
}

// strictCases are those that are about the strict server. Those tagged alone
// open connections by the thousand: they are played on the faults they name only.
func strictCases(t *testing.T) []*suite.Case {
	t.Helper()
	all, err := testscripts.Cases()
	if err != nil {
		t.Fatal(err)
	}
	all, err = suite.Select(all, suite.Selection{Slow: true})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(c *suite.Case) bool { return c.Suite() == "seeds" || c.Suite() == "tutorial" })
}

// onFault plays cases on the strict server with the faults and gives what did not
// pass. Slow cases meet a server of their own, whose times are cut.
func onFault(t *testing.T, cases []*suite.Case, lacks func(string) string, faults ...string) map[string]*suite.Result {
	t.Helper()
	return onFaultBy(t, cases, script.Options{Lacks: lacks}, faults...)
}

// onFaultBy is onFault with what the options say of names and capabilities. What
// does not pass where it is expected to is played once more with nothing beside it:
// eight servers of two thousand plays on two cores keep a case waiting for seconds.
func onFaultBy(t *testing.T, cases []*suite.Case, by script.Options, faults ...string) map[string]*suite.Result {
	t.Helper()
	if f := reference.FaultNamed(strings.Join(faults, "")); f != nil && !f.Lawful {
		return playedOn(t, cases, by, limit, faults...)
	}
	results := playedOn(t, cases, by, 0, faults...)
	again := slices.DeleteFunc(slices.Clone(cases), func(c *suite.Case) bool {
		// What other cases brought about is not undone by playing the owner alone.
		return results[c.ID].Verdict == suite.Pass || results[c.ID].Verdict == suite.Skip || len(c.Owns) > 0
	})
	if len(again) > 0 && len(again) < len(cases)/4 {
		agreeing.Lock()
		defer agreeing.Unlock()
		maps.Copy(results, playedOn(t, again, by, 0, faults...))
	}
	return results
}

// playedOn plays them one time, each answer being waited for as long as wait, or as
// long as it takes.
func playedOn(t *testing.T, cases []*suite.Case, by script.Options, wait time.Duration, faults ...string) map[string]*suite.Result {
	t.Helper()
	behaviour, err := reference.Compose(faults...)
	if err != nil {
		t.Fatal(err)
	}
	results := map[string]*suite.Result{}
	for _, group := range []group{quick, cutUp, slow} {
		var some []*suite.Case
		for _, c := range cases {
			if groupOf(c) == group {
				some = append(some, c)
			}
		}
		if len(some) == 0 {
			continue
		}
		limits := reference.Limits{}
		o := by
		o.Jobs, o.Timeout, o.Fixture, o.CanRestart = jobsOn(behaviour), wait, fixtures.Read, true
		switch group {
		case cutUp: // keeps the parts of a write apart where many plays share two cores
			o.Patience = 3
		case slow:
			limits, o.Pace = reference.DefaultLimits().Paced(pace), pace
		}
		srv, err := reference.StartStrict("127.0.0.1:0", limits, behaviour, reference.Config{Docroot: fixtures.FS()})
		if err != nil {
			t.Fatal(err)
		}
		o.Target = address(t, srv.Addr().String())
		ctx, cancel := context.WithTimeout(context.Background(), 3*hung)
		sum, err := script.Run(ctx, some, o)
		cancel()
		srv.Close()
		if err != nil {
			t.Fatal(err)
		}
		if sum.Lost != "" {
			t.Fatalf("%v: the server went away after %s: %s", faults, sum.LostAfter, sum.Lost)
		}
		for _, r := range sum.Results {
			results[r.Case.ID] = r
		}
	}
	return results
}

// group is what cases have in common that are played on one server: the slow ones
// need one whose times are cut, and those that cut their writes need patience.
type group int

const (
	quick group = iota
	cutUp
	slow
)

func groupOf(c *suite.Case) group {
	if c.Slow() {
		return slow
	}
	for _, s := range c.Sections {
		for _, l := range s.Lines {
			if l.Do != nil && l.Do.Op == wire.OpSplit {
				return cutUp
			}
		}
	}
	return quick
}

// jobsOn is how many cases are played at once: one where the server has one place,
// so that no case fails because another one holds it.
func jobsOn(b reference.Behaviour) int {
	if b.Life.Clients > 0 {
		return 1
	}
	return 16
}

// TestStrict: every case passes on the strict server.
func TestStrict(t *testing.T) {
	for _, r := range onFault(t, strictCases(t), nil) {
		if r.Verdict != suite.Pass {
			t.Errorf("%s", told(r))
		}
	}
}

// TestProof: each fault is caught by a case that names it, each case does not pass
// on any fault it names, one of them fails no more than a twentieth of the suite,
// and what every fault does to every case is what stands in proof.tsv.
func TestProof(t *testing.T) {
	if raceOn {
		t.Skip("the race detector slows plays beyond the 300 ms that the proof waits")
	}
	cases := strictCases(t)
	if len(cases) == 0 {
		t.Skip("no case but those of seeds")
	}
	written := writtenProof(t)
	failing := map[string][]string{} // by fault: ids that do not pass
	var mu sync.Mutex
	t.Run("faults", func(t *testing.T) {
		for _, f := range reference.Faults() {
			if f.Lawful {
				continue
			}
			t.Run(f.Name, func(t *testing.T) {
				t.Parallel()
				some := slices.DeleteFunc(slices.Clone(cases), func(c *suite.Case) bool { return !meets(c, f.Name, written, *whole || *update) })
				results := onFault(t, some, nil, f.Name)
				agree(t, f.Name, some, results, written, script.Options{})
				var ids []string
				for id, r := range results {
					if r.Verdict.NotPassed() {
						ids = append(ids, id)
					} else if r.Verdict == suite.Error {
						t.Errorf("%s", told(r))
					}
				}
				slices.Sort(ids)
				mu.Lock()
				defer mu.Unlock()
				failing[f.Name] = ids
			})
		}
	})
	checkWitnesses(t, cases, failing)
	var b bytes.Buffer
	b.WriteString("# What every fault of the reference server does to every case: a line for each case that does not pass on it.\n" +
		"# Written by go test ./testscripts -run TestProof -update; a change is a diff to read.\n")
	for _, f := range reference.Faults() {
		for _, id := range failing[f.Name] {
			fmt.Fprintf(&b, "%s\t%s\n", f.Name, id)
		}
	}
	if *update {
		if err := os.WriteFile(proofFile, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(proofFile)
	if err != nil {
		t.Fatal(err)
	}
	wantRows, rows := strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")
	if !*whole {
		// An owner of universal rules fails by what another case brought about,
		// which may not have been played.
		unsure := ownedByChance(cases)
		wantRows, rows = slices.DeleteFunc(wantRows, unsure), slices.DeleteFunc(rows, unsure)
	}
	if d := cmp.Diff(wantRows, rows); d != "" {
		t.Errorf("%s is not what the faults do (- there, + computed); read the difference, then run with -update:\n%s", proofFile, d)
	}
}

// agree plays once more, by themselves, the cases that did on the fault what the
// table does not say of them, and keeps what they do when they do as it says. Some
// faults race with the client (a body taken by one read has it whole or not), and
// a busy machine decides races: a row is wrong only when the fault never does it.
func agree(t *testing.T, fault string, cases []*suite.Case, results map[string]*suite.Result, written map[string]bool, by script.Options) {
	differs := func(c *suite.Case) bool {
		if len(c.Owns) > 0 && !slices.Contains(c.Catches, fault) {
			return false // decided by the other cases of the run
		}
		return results[c.ID].Verdict.NotPassed() != written[fault+"\t"+c.ID]
	}
	for range agreeRounds {
		again := slices.DeleteFunc(slices.Clone(cases), func(c *suite.Case) bool { return !differs(c) })
		if len(again) == 0 {
			return
		}
		agreeing.Lock()
		maps.Copy(results, onFaultBy(t, again, by, fault))
		agreeing.Unlock()
	}
}

// agreeRounds is how often at most; agreeing lets one fault at a time do so.
const agreeRounds = 6

var agreeing sync.Mutex

// ownedByChance reports of a row whether its case owns universal rules and does not
// name the fault.
func ownedByChance(cases []*suite.Case) func(row string) bool {
	owners := map[string]*suite.Case{}
	for _, c := range cases {
		if len(c.Owns) > 0 {
			owners[c.ID] = c
		}
	}
	return func(row string) bool {
		fault, id, _ := strings.Cut(row, "\t")
		c := owners[id]
		return c != nil && !slices.Contains(c.Catches, fault)
	}
}

// meets reports whether the case is played on the fault: all that is written of
// them, and of the others all or one in twenty.
func meets(c *suite.Case, fault string, written map[string]bool, all bool) bool {
	switch {
	case slices.Contains(c.Catches, fault):
		return true
	case c.HasTag(suite.TagAlone):
		return false
	case all || written[fault+"\t"+c.ID]:
		return true
	}
	h := fnv.New32a()
	h.Write([]byte(fault + c.ID))
	return h.Sum32()%20 == 0
}

// writtenProof are the lines of proof.tsv.
func writtenProof(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(proofFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		lines[strings.TrimSuffix(line, "\n")] = true
	}
	return lines
}

// checkWitnesses holds "catches:" against what was seen.
func checkWitnesses(t *testing.T, cases []*suite.Case, failing map[string][]string) {
	named := map[string]bool{}
	broad := func(f string) bool { return len(failing[f])*20 > len(cases) }
	for _, c := range cases {
		witness := false
		for _, f := range c.Catches {
			named[f] = true
			if !slices.Contains(failing[f], c.ID) {
				t.Errorf("%s: passes on %s, which it is said to catch", c.ID, f)
			}
			witness = witness || !broad(f)
		}
		if !witness {
			t.Errorf("%s: every fault it names (%s) fails more than a twentieth of the suite", c.ID, strings.Join(c.Catches, ", "))
		}
	}
	for _, f := range reference.Faults() {
		share := float64(len(failing[f.Name])) / float64(len(cases))
		switch {
		case f.Lawful:
		case !named[f.Name]:
			t.Errorf("%s: no case names it", f.Name)
		case f.Broad && share < 0.04 || !f.Broad && share > 0.06: // between them a case more or less decides
			t.Errorf("%s: Broad is %v, but %d of %d cases do not pass on it", f.Name, f.Broad, len(failing[f.Name]), len(cases))
		}
	}
}
