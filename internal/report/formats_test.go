package report

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// written is what a format makes of a run.
func written(t *testing.T, name string, o Options, s *suite.Summary) string {
	t.Helper()
	kind := Named(name)
	if kind == nil {
		t.Fatalf("%s: no such format", name)
	}
	var b bytes.Buffer
	f := kind.New(&b, o)
	f.Begin(&Run{Target: "localhost:1", Version: "httpkit test", Started: time.Unix(1e9, 0).UTC(), Jobs: 4, Why: "4 at a time",
		Offers: []suite.Offer{{Name: "files", Offered: true, Why: "probed"}, {Name: "echo", Why: "POST /echo was answered 404"}}})
	for _, r := range s.Results {
		f.Result(r)
	}
	f.Finish(s)
	return b.String()
}

// allWords is a run with a case for each verdict there is; its name is the word.
func allWords(t *testing.T) *suite.Summary {
	s := &suite.Summary{Took: took}
	for _, w := range suite.Words() {
		r := failed(t)
		c := *r.Case
		c.ID = "suite/topic/" + strings.ReplaceAll(string(w), " ", "-")
		r.Case, r.Verdict, r.Reason = &c, w, "because of "+string(w)
		if w == suite.Pass || w == suite.Skip || w == suite.NotRun {
			r.Exchange = nil
		}
		s.Results = append(s.Results, r)
	}
	return s
}

// readBack gives the fields of each line that a program of testdata writes when it
// has read a report.
func readBack(t *testing.T, report string, program ...string) [][]string {
	t.Helper()
	path, err := exec.LookPath(program[0])
	if err != nil {
		t.Skipf("no %s here to read the report back", program[0])
	}
	cmd := exec.Command(path, program[1:]...)
	cmd.Stdin = strings.NewReader(report)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s\nread:\n%s", program, err, &stderr, report)
	}
	var lines [][]string
	for l := range strings.Lines(string(out)) {
		lines = append(lines, strings.Split(strings.TrimRight(l, "\n"), "\t"))
	}
	return lines
}

// readers are the programs that read TAP; the second is for where there is no perl.
var readers = map[string][]string{
	"perl":    {"perl", "testdata/tap.pl"},
	"python3": {"python3", "testdata/tap.py"},
}

// verdictRow is what the formats make of a verdict.
type verdictRow struct{ junit, tap, github, page string }

// TestVerdicts: every verdict has its place in every format.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	rows := map[suite.Word]verdictRow{
		suite.Pass:   {"ok", "ok ", "", ""},
		suite.Warn:   {"ok", "ok ", "warning", "told"},
		suite.Fail:   {"failure", "not ok ", "error", "told"},
		suite.Skip:   {"skipped", "ok SKIP", "", ""},
		suite.Crash:  {"error", "not ok ", "error", "told"},
		suite.Error:  {"error", "not ok ", "error", "told"},
		suite.Known:  {"skipped", "not ok TODO", "", "told"},
		suite.Fixed:  {"ok", "ok TODO", "notice", "told"},
		suite.Flaky:  {"ok", "ok ", "warning", "told"},
		suite.NotRun: {"skipped", "ok SKIP", "", ""},
	}
	strict := map[suite.Word]verdictRow{suite.Warn: {"failure", "not ok ", "error", "told"}, suite.Fixed: {"failure", "not ok ", "error", "told"}}
	docs, err := os.ReadFile("../../cmd/httpkit/docs/reports.md")
	if err != nil {
		t.Fatal(err)
	}
	for w, row := range rows {
		line := fmt.Sprintf("| `%s` | %s | %s | %s |", w, row.junit, strings.Join(strings.Fields(row.tap), " "), row.github)
		if !strings.Contains(strings.ReplaceAll(string(docs), "|  |", "| |"), strings.ReplaceAll(line, "|  |", "| |")) {
			t.Errorf("docs/reports.md: %q is not there", line)
		}
	}
	for _, o := range []Options{{}, {Strict: true}} {
		s := allWords(t)
		got := map[string]map[string]string{}
		note := func(format, name, what string) {
			if got[name] == nil {
				got[name] = map[string]string{}
			}
			got[name][format] = what
		}
		for _, l := range readBack(t, written(t, "junit", o, s), "python3", "testdata/junit.py") {
			note("junit", l[1], l[2])
			if w := strings.ReplaceAll(l[1], "-", " "); l[0] != "suite.topic" || !strings.Contains(l[3], "because of "+w) != (w == "pass") {
				t.Errorf("junit: got %q", l)
			}
		}
		for _, program := range readers {
			if _, err := exec.LookPath(program[0]); err != nil {
				continue
			}
			for _, l := range readBack(t, written(t, "tap", o, s), program...) {
				_, name, _ := strings.Cut(l[0], "suite/topic/")
				note("tap", name, l[1]+" "+l[2])
			}
		}
		for _, l := range readBack(t, written(t, "github", o, s), "python3", "testdata/github.py") {
			_, name, _ := strings.Cut(strings.Fields(l[3])[1], "topic/")
			note("github", name, l[0])
		}
		md, page := written(t, "md", o, s), written(t, "html", o, s)
		for _, w := range suite.Words() {
			name := strings.ReplaceAll(string(w), " ", "-")
			if strings.Contains(md, "<b>"+string(w)+"</b> <code>suite/topic/"+name+"</code>") {
				note("page", name, "told")
			}
			if told := strings.Contains(page, `<a href="#suite/topic/`+name+`">`); told != (got[name]["page"] == "told") ||
				strings.Count(page, `<details class="case `+name+`" data-verdict="`+string(w)+`"`) != 1 {
				t.Errorf("html: %s is there, told: %v, and in Markdown %q", w, told, got[name]["page"])
			}
			want := rows[w]
			if row, ok := strict[w]; ok && o.Strict {
				want = row
			}
			g := got[name]
			if have := (verdictRow{g["junit"], g["tap"], g["github"], g["page"]}); have != want {
				t.Errorf("%s, strict %v: got %+v, want %+v", w, o.Strict, have, want)
			}
		}
	}
	for _, w := range suite.Words() {
		if _, ok := meanings[w]; !ok {
			t.Errorf("%s: means nothing", w)
		}
	}
	if meaningOf("nobody knows", false) != broken {
		t.Error("a verdict nobody knows is a pass")
	}
}

// TestKinds: the table is whole and sorted, and every format is told what to do by
// the interface alone.
func TestKinds(t *testing.T) {
	if !slices.IsSortedFunc(kinds, func(a, b Kind) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the table of formats is not sorted")
	}
	for _, k := range Kinds() {
		if k.Means == "" || Named(k.Name) == nil {
			t.Errorf("%s: not whole", k.Name)
		}
		// A run that has nothing to tell is told.
		var b bytes.Buffer
		f := k.New(&b, Options{})
		f.Begin(&Run{})
		f.Finish(&suite.Summary{Refused: "no case matches x"})
		if !strings.Contains(b.String(), "no case matches x") {
			t.Errorf("%s: of a run that was refused: got\n%s", k.Name, &b)
		}
	}
}

// TestEnded: why a run did not come to its end is in every format, and no reader
// can take it for a success.
func TestEnded(t *testing.T) {
	t.Parallel()
	for i, r := range []struct {
		s    suite.Summary
		word string
		why  string
	}{
		{suite.Summary{Lost: "localhost:1: connection refused\n\tis it running?", LostAfter: "a/b"}, "lost", "went away after a/b: localhost:1: connection refused; is it running?"},
		{suite.Summary{Lost: "localhost:1: connection refused"}, "lost", "could not be reached: localhost:1: connection refused"},
		{suite.Summary{Interrupted: true}, "interrupted", "the run was interrupted"},
		{suite.Summary{Refused: "a.txtar:3: bad\nb.txtar:4: bad"}, "refused", "a.txtar:3: bad; b.txtar:4: bad"},
	} {
		s := r.s
		s.Results = []*suite.Result{passed("a/b"), other("a/c", suite.NotRun, "the target went away")}
		for _, name := range []string{"github", "html", "json", "md", "junit", "tap"} {
			if got := written(t, name, Options{}, &s); !strings.Contains(got, r.why) || !strings.Contains(got, r.word) && name != "tap" {
				t.Errorf("%s: of a run that was %s: got\n%s", name, r.word, got)
			}
		}
		if i > 0 {
			continue // the programs need to see it once
		}
		lines := readBack(t, written(t, "junit", Options{}, &s), "python3", "testdata/junit.py")
		if last := lines[len(lines)-1]; len(lines) != 3 || last[1] != "run" || last[2] != "error" {
			t.Errorf("junit: got %q", lines)
		}
		lines = readBack(t, written(t, "tap", Options{}, &s), "python3", "testdata/tap.py")
		if last := lines[len(lines)-1]; len(lines) != 3 || last[0] != "bailout" {
			t.Errorf("tap: got %q", lines)
		}
	}
}

// nasty is what a server could send to harm whoever reads a report.
const nasty = "</script><script>alert(1)</script>]]>\x00\x1b[31m\x9b\u202e\ufffe `` ``` | ::error::x ##[error]y %0A {{.}} ' \" \\ # TODO ...\r\n"

// harmful is a run in which everything that can be is nasty.
func harmful(t *testing.T) *suite.Summary {
	r := failed(t)
	c := *r.Case
	r.Case = &c
	c.ID, c.Title, c.Why, c.Hint = "a/"+nasty, nasty, nasty, nasty
	r.Reason, r.Values, r.Plays, r.Pos.File = nasty+"::error::x\n"+nasty, []string{nasty}, 2, nasty
	r.Exchange = []suite.DiffLine{{Mark: '+', Text: "< " + nasty}}
	r.Transcript = &wire.Transcript{Records: []wire.Record{{Kind: wire.DidSend, Data: []byte("GET /\r\n")},
		{Kind: wire.DidReceive, Data: []byte(nasty)}, {Kind: wire.DidNote, Note: nasty}}}
	known := *r
	known.Verdict = suite.Known
	warned := *r
	warned.Verdict = suite.Warn
	return &suite.Summary{Results: []*suite.Result{r, &known, &warned, other("b/"+nasty, suite.Skip, nasty)},
		Noticed: []suite.Noticed{{Rule: nasty, Why: nasty, Case: nasty, Count: 1, Exchange: r.Exchange}}, Lost: nasty, LostAfter: nasty}
}

// TestNothingHarmful: no format lets a control character through, nor one that
// turns or hides text, and each can still be read by its program.
func TestNothingHarmful(t *testing.T) {
	t.Parallel()
	s := harmful(t)
	for _, k := range Kinds() {
		got := written(t, k.Name, Options{Verbose: true, Guard: "guard"}, s)
		for i, c := range got {
			if c != '\n' && c != '\t' && (c < ' ' || c >= 0x7f && c < 0xa0 || strings.ContainsRune("\u202e\ufffe\ufffd", c)) {
				t.Errorf("%s: %q in %q", k.Name, c, got[max(0, i-30):i+10])
				break
			}
		}
	}
	if got := readBack(t, written(t, "junit", Options{}, s), "python3", "testdata/junit.py"); len(got) != 5 {
		t.Errorf("junit: got %q", got)
	}
	for _, program := range readers {
		if _, err := exec.LookPath(program[0]); err == nil {
			if got := readBack(t, written(t, "tap", Options{}, s), program...); len(got) != 5 || got[1][2] != "TODO" || got[3][2] != "SKIP" || got[0][2] != "" {
				t.Errorf("tap, %s: got %q", program[0], got)
			}
		}
	}
	log := written(t, "github", Options{}, s)
	if got := readBack(t, log, "python3", "testdata/github.py"); len(got) != 3 {
		t.Errorf("github: got %q", got)
	}
	// In between the text of the run stands in the same log.
	before, after, _ := strings.Cut(written(t, "github", Options{Guard: "guard"}, s), "::guard::\n")
	log = before + "   ::add-mask::x\n::error::y\n" + "::guard::\n" + after
	if got := readBack(t, log, "python3", "testdata/github.py"); len(got) != 3 {
		t.Errorf("github, with a guard: got %q", got)
	}
}
