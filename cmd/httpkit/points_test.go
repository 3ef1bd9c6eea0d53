package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// points runs docs/points.py in dir. It skips the test where there is no Python.
func points(t *testing.T, dir string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("points.py needs python3, which is not here")
	}
	script, err := filepath.Abs(filepath.Join("docs", "points.py"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python, append([]string{script}, args...)...)
	cmd.Dir = dir
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	status, err = exitStatus(cmd.Run())
	if err != nil {
		t.Fatalf("points.py %v: %v\n%s", args, err, errOut.String())
	}
	return status, out.String(), errOut.String()
}

// pointsReport is a report with these cases, as "ID VERDICT" or "ID VERDICT STAGE".
func pointsReport(cases ...string) string {
	list := []map[string]any{}
	for _, c := range cases {
		words := strings.Fields(c)
		one := map[string]any{"id": words[0], "verdict": strings.ReplaceAll(words[1], "-", " "), "reason": "why"}
		if len(words) > 2 {
			one["stage"] = 1
		}
		list = append(list, one)
	}
	b, _ := json.Marshal(map[string]any{"schema": "httpkit-report/1", "cases": list, "summary": map[string]any{}})
	return string(b)
}

// TestPointsRules: what a verdict earns, what a case is worth, what is a row.
func TestPointsRules(t *testing.T) {
	for _, c := range []struct {
		name    string
		report  string
		weights string
		args    []string
		status  int
		want    string // standard output, blanks between words as one
		stderr  string
	}{
		{"verdicts", pointsReport("a/b/1 pass", "a/b/2 fixed", "a/b/3 flaky", "a/b/4 warn", "a/b/5 fail", "a/b/6 crash", "a/b/7 known", "a/b/8 not-run", "a/b/9 skip"), "",
			nil, 0, "a/b 4 of 8\ntotal 4 of 8\n", ""},
		{"half for a warning", pointsReport("a/b/1 pass", "a/b/2 warn"), "", []string{"--warn", "0.5"}, 0, "a/b 1.5 of 2\ntotal 1.5 of 2\n", ""},
		{"longest prefix", pointsReport("a/b/1 pass", "a/b/2 pass", "a/bc/1 fail", "d/1 pass"), "a 2 # all of a\n\na/b/2/ 5\n", nil, 0,
			"a/b 7 of 7\na/bc 0 of 2\nd 1 of 1\ntotal 8 of 10\n", ""},
		{"stages", pointsReport("t/1-x pass 1", "t/2-y not-run 2"), "", nil, 0, "t/1-x 1 of 1\nt/2-y 0 of 1\ntotal 1 of 2\n", ""},
		{"one file", pointsReport("mine pass"), "", nil, 0, "mine 1 of 1\ntotal 1 of 1\n", ""},
		{"error", pointsReport("a/1 error", "a/2 pass"), "", nil, 0, "a 1 of 1\ntotal 1 of 1\n", "a/1: not counted: why\n"},
		{"nothing ran", pointsReport(), "", nil, 0, "total 0 of 0\n", ""},
		{"csv", pointsReport("a,b/1 pass"), "", []string{"--csv"}, 0, "report,topic,points,of\nreport.json,\"a,b\",1,1\nreport.json,total,1,1\n", ""},
		{"cut short", strings.Replace(pointsReport("a/1 pass"), `"summary":{}`, `"summary":{"ended":"lost","ended_why":"it went away"}`, 1), "", nil, 0,
			"a 1 of 1\ntotal 1 of 1\n", "report.json: cut short: it went away\n"},
		{"no report", `{"schema": "x"}`, "", nil, 2, "", "points.py: report.json: no report of httpkit, or of a version that is not known here\n"},
		{"no JSON", `{`, "", nil, 2, "", "points.py: report.json: no JSON: "},
		{"weights", pointsReport("a/1 pass"), "# x\na two\n", nil, 2, "", "points.py: weights:2: got a two, want PREFIX POINTS\n"},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			args := append(c.args, "report.json")
			if c.weights != "" {
				args = append(args, "--weights", "weights")
			}
			for name, text := range map[string]string{"report.json": c.report, "weights": c.weights} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			status, out, errOut := points(t, dir, args...)
			var lines []string
			for line := range strings.Lines(out) {
				lines = append(lines, strings.Join(strings.Fields(line), " ")+"\n")
			}
			if got := strings.Join(lines, ""); status != c.status || got != c.want || !strings.HasPrefix(errOut, c.stderr) || (c.stderr == "" && errOut != "") {
				t.Errorf("got exit status %d,\n%s%swant %d,\n%s%s", status, got, errOut, c.status, c.want, c.stderr)
			}
		})
	}
}

// TestPoints: on a report of httpkit's own, the points are those of its summary.
func TestPoints(t *testing.T) {
	if !testFlag("report") {
		t.Skip("httpkit test has no --report yet")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "report.json")
	status, out, errOut := httpkit(t, "test", "reference:host-optional", "http1/host", "http1/methods", "--report", "json="+file)
	if status != 1 {
		t.Fatalf("got exit status %d, want 1\n%s%s", status, out, errOut)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Summary struct{ Counts map[string]int }
	}
	if err := json.Unmarshal(b, &report); err != nil {
		t.Fatal(err)
	}
	n := report.Summary.Counts
	want := fmt.Sprintf("total %d of %d", n["pass"]+n["warn"], n["pass"]+n["warn"]+n["fail"])
	if n["pass"] == 0 || n["fail"] == 0 {
		t.Fatalf("counts: got %v, want some that pass and some that fail", n)
	}
	status, out, errOut = points(t, dir, "--csv", file)
	table, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || status != 0 || len(table) != 4 {
		t.Fatalf("got exit status %d, %v and %v, want a head, two topics and a total\n%s", status, err, table, errOut)
	}
	if got := fmt.Sprintf("total %s of %s", table[3][2], table[3][3]); got != want || table[1][1] != "http1/host" {
		t.Errorf("got %v, want %s, with http1/host first", table, want)
	}
}
