package testscripts_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
	"httpkit/reference"
)

// neighboursFile names for each case that demands a refusal its nearest lawful
// neighbour, and the over-strict fault that tells the two apart; or "-" and why
// there is none.
const neighboursFile = "neighbours.tsv"

// refuses reports whether the case passes on nothing but a refusal: an answer of
// 4xx or 5xx, or an end of the connection without an answer.
func refuses(c *suite.Case) bool {
	judged := false
	for _, s := range c.Sections {
		for _, l := range s.Lines {
			if l.Rule == nil || l.Rule.Verdict != wire.Pass {
				continue
			}
			for _, o := range l.Rule.Outcomes {
				judged = true
				if o.Finish == wire.FinishSilent {
					return false // it may wait for more
				}
				for _, status := range o.Statuses {
					for _, code := range status.Codes {
						if code.Lo < 400 {
							return false
						}
					}
				}
			}
		}
	}
	return judged
}

// TestNeighbours: where a case demands a refusal, its nearest lawful neighbour is a
// case too, and a fault that refuses too much proves it: by proof.tsv the neighbour
// does not pass on it, and the refusing case does.
func TestNeighbours(t *testing.T) {
	text, err := os.ReadFile(neighboursFile)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]*suite.Case{}
	for _, c := range strictCases(t) {
		cases[c.ID] = c
	}
	failing := writtenProof(t)
	told, lone := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if id, rest, _ := strings.Cut(line, "\t"); strings.HasPrefix(rest, "-\t") {
			lone[id] = true
		}
	}
	last := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != 3 || line <= last {
			t.Errorf("%q: got a row that is out of order, or not case, neighbour, fault", line)
			continue
		}
		last = line
		refusing, neighbour, fault := row[0], row[1], row[2]
		told[refusing] = true
		switch f := reference.FaultNamed(fault); {
		case cases[refusing] == nil:
			t.Errorf("%s: got a row for it, but no such case", refusing)
		case neighbour == "-":
			if !strings.Contains(fault, " ") {
				t.Errorf("%s: got no neighbour and no reason", refusing)
			}
		case cases[neighbour] == nil || f == nil || f.Lawful:
			t.Errorf("%s: got the neighbour %s and the fault %s, want a case and a fault", refusing, neighbour, fault)
		case refuses(cases[neighbour]) && !lone[neighbour]: // one with "-" may be lawful and have no resource that takes it
			t.Errorf("%s: its neighbour %s demands a refusal itself", refusing, neighbour)
		case !failing[fault+"\t"+neighbour] || failing[fault+"\t"+refusing]:
			t.Errorf("%s: %s does not tell it from %s (%s has both, or the first alone)", refusing, fault, neighbour, proofFile)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(cases)) {
		if refuses(cases[id]) && !told[id] {
			t.Errorf("%s: demands a refusal, and %s has no row for it", id, neighboursFile)
		}
	}
}
