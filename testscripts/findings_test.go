package testscripts_test

import (
	"bufio"
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/rfc"
	"httpkit/internal/suite"
	"httpkit/testscripts"
)

// newFindings writes what the installed servers do, keeping the sentences that
// still apply: go test ./testscripts -run TestServers -findings
var newFindings = flag.Bool("findings", false, "TestServers: write testscripts/findings.tsv; new rows have no sentence yet")

// findingsFile is what does not pass on the servers of others, a line each: server,
// version, case, verdict, and the sentence that says why the verdict is right.
const findingsFile = "findings.tsv"

// either is the verdict of a row whose case passes in some runs only; its sentence
// says what that depends on.
const either = "either"

// finding is a row of findings.tsv.
type finding struct {
	server, version, id, verdict, sentence string
}

// noted reports whether a verdict needs a row.
func noted(v suite.Word) bool {
	switch v {
	case suite.Fail, suite.Crash, suite.Error, suite.Warn:
		return true
	}
	return false
}

// findingRows reads the rows.
func findingRows(t *testing.T) []finding {
	t.Helper()
	text, err := os.ReadFile(findingsFile)
	if err != nil && !*newFindings {
		t.Fatal(err)
	}
	var rows []finding
	in := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; in.Scan(); n++ {
		if strings.HasPrefix(in.Text(), "#") {
			continue
		}
		cols := strings.Split(in.Text(), "\t")
		if len(cols) != 5 {
			t.Fatalf("%s:%d: got %d columns, want server, version, case, verdict, sentence", findingsFile, n, len(cols))
		}
		rows = append(rows, finding{cols[0], cols[1], cols[2], cols[3], cols[4]})
	}
	return rows
}

// findingsOf are the rows of one version of a server, by case.
func findingsOf(t *testing.T, name, version string) map[string]finding {
	t.Helper()
	of := map[string]finding{}
	for _, f := range findingRows(t) {
		if f.server == name && f.version == version {
			of[f.id] = f
		}
	}
	return of
}

// renewed puts what was seen in the place of the rows of that server and version.
func renewed(rows []finding, name, version string, results []*suite.Result) []finding {
	sentences, kept := map[string]finding{}, []finding{}
	for _, f := range rows {
		if f.server == name && f.version == version {
			sentences[f.id] = f
		} else {
			kept = append(kept, f)
		}
	}
	for _, r := range results {
		f, is := sentences[r.Case.ID]
		switch {
		case is && f.verdict == either:
		case !noted(r.Verdict):
			continue
		case !is || f.verdict != string(r.Verdict):
			f = finding{name, version, r.Case.ID, string(r.Verdict), ""}
		}
		kept = append(kept, f)
	}
	return kept
}

// writeFindings writes the rows, sorted.
func writeFindings(t *testing.T, rows []finding) {
	t.Helper()
	slices.SortFunc(rows, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.server, b.server), cmp.Compare(a.version, b.version), cmp.Compare(a.id, b.id))
	})
	var b bytes.Buffer
	b.WriteString("# What does not pass on the servers of others, and the sentence that says why the verdict is right.\n" +
		"# server, version, case, verdict (either: it depends), sentence. Held by TestServers and TestFindings.\n")
	for _, f := range rows {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\n", f.server, f.version, f.id, f.verdict, f.sentence)
	}
	if err := os.WriteFile(findingsFile, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}

// paragraph is how a sentence names what a server breaks: 9112 3.2-6.
var paragraph = regexp.MustCompile(`\b(9110|9111|9112) (\d+(?:\.\d+)*-\d+)\b`)

// TestFindings: each row has a case that there is, and a sentence that names a
// paragraph of the RFC; where no RFC says anything, "robust:" and why.
func TestFindings(t *testing.T) {
	all, err := testscripts.Cases()
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]*suite.Case{}
	for _, c := range all {
		cases[c.ID] = c
	}
	seen := map[string]bool{}
	for _, f := range findingRows(t) {
		where := fmt.Sprintf("%s %s %s", f.server, f.version, f.id)
		c := cases[f.id]
		if c == nil {
			t.Errorf("%s: there is no such case", where)
			continue
		}
		if seen[where] {
			t.Errorf("%s: stands there twice", where)
		}
		seen[where] = true
		if f.verdict != either && !noted(suite.Word(f.verdict)) {
			t.Errorf("%s: got verdict %q, want warn, fail, crash, error or either", where, f.verdict)
		}
		names := paragraph.FindAllStringSubmatch(f.sentence, -1)
		switch {
		case f.sentence == "":
			t.Errorf("%s: no sentence says why it is no false alarm", where)
		case len(names) == 0 && !(c.Level == rfc.Robust && strings.HasPrefix(f.sentence, "robust: ")):
			t.Errorf("%s: names no paragraph such as 9112 3.2-6: %s", where, f.sentence)
		}
		for _, n := range names {
			ref, err := rfc.ParseRef(n[1] + "#section-" + n[2])
			if err == nil {
				err = ref.Check()
			}
			if err != nil {
				t.Errorf("%s: %v", where, err)
			}
		}
	}
}
