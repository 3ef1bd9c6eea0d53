//go:build unix

package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"
)

const ourAction = "./.github/actions/httpkit"

// TestWorkflow plays the job of ci.yml that uses the action, in this checkout, with the
// httpkit of this test.
func TestWorkflow(t *testing.T) {
	for _, name := range []string{"start", "ready", "report"} {
		if !testFlag(name) {
			t.Skipf("httpkit test has no --%s yet", name)
		}
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("ci.yml starts a server in Python, and there is none here")
	}
	workflow, _ := readAction(t, workflowFile)
	outputs := map[string]map[string]string{}
	uses := 0
	for _, s := range workflow.Jobs["action"].Steps {
		r := newActionRunner(t)
		if s.Uses == ourAction {
			uses++
			with := maps.Clone(s.With)
			for _, report := range []string{"junit", "json", "html"} { // not into the checkout
				with[report] = filepath.Join(r.temp, report)
			}
			httpkit, err := exec.LookPath("httpkit")
			if err != nil {
				t.Fatal(err)
			}
			with["httpkit"] = httpkit
			if r.workspace, err = filepath.Abs(filepath.Join("..", "..")); err != nil {
				t.Fatal(err)
			}
			res := r.use(t, with)
			outputs[s.ID] = res.outputs
			if (res.status != 0) != s.ContinueOnError {
				t.Errorf("%s: got exit status %d, continue-on-error is %v\n%s", s.Name, res.status, s.ContinueOnError, res.printed)
			}
			continue
		}
		if s.Run == "" {
			continue
		}
		cmd := exec.CommandContext(t.Context(), r.bash, "-e", "-o", "pipefail", "-c", s.Run)
		cmd.Dir, cmd.Env = r.workspace, os.Environ()
		for name, value := range s.Env {
			m := regexp.MustCompile(`^\$\{\{ steps\.([a-z-]+)\.outputs\.([a-z-]+) \}\}$`).FindStringSubmatch(value)
			if m == nil {
				t.Fatalf("%s: %s: %s: this test does not know what that means", s.Name, name, value)
			}
			cmd.Env = append(cmd.Env, name+"="+outputs[m[1]][m[2]])
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s\noutputs: %v", s.Name, err, out, outputs)
		}
	}
	if uses < 3 {
		t.Errorf("got %d uses of the action in its job, want 3", uses)
	}
}

// TestDocumentedAction: the examples of ci.md are YAML, and what they give to the
// action are inputs of it.
func TestDocumentedAction(t *testing.T) {
	action, _ := readAction(t, filepath.Join(actionDir, "action.yml"))
	b, err := os.ReadFile(filepath.Join("docs", "ci.md"))
	if err != nil {
		t.Fatal(err)
	}
	uses := 0
	for _, block := range found("(?s)```yaml\n(.*?)\n```", string(b)) {
		var file actionFile
		if err := yaml.Unmarshal([]byte(block), new(any)); err != nil {
			t.Errorf("%v:\n%s", err, block)
		}
		if !strings.Contains(block, strings.TrimPrefix(ourAction, ".")) {
			continue
		}
		if err := yaml.Unmarshal([]byte(block), &file); err != nil {
			t.Errorf("%v:\n%s", err, block)
		}
		for _, job := range file.Jobs {
			for _, s := range job.Steps {
				if !strings.Contains(s.Uses, strings.TrimPrefix(ourAction, ".")) {
					continue
				}
				uses++
				for name := range s.With {
					if _, known := action.Inputs[name]; !known {
						t.Errorf("with %s: no such input of the action", name)
					}
				}
			}
		}
	}
	if uses == 0 {
		t.Error("ci.md: no example of the action")
	}
}

// foreignFlags are those in our documents that are not httpkit's, and whose they are.
var foreignFlags = map[string]string{
	"weights": "points.py", "warn": "points.py", "csv": "points.py", "network": "docker", "listen": "the example's server",
	"snapshot": "goreleaser", "single-target": "goreleaser",
}

// TestDocumentedFlags: every flag of the teachers' and the engineers' page is one of
// some command.
func TestDocumentedFlags(t *testing.T) {
	var names []string
	walk(newRoot(), func(cmd *cobra.Command) error {
		for _, set := range []string{cmd.LocalFlags().FlagUsages(), cmd.InheritedFlags().FlagUsages()} {
			names = append(names, found(`--([a-z-]+)`, set)...)
		}
		return nil
	})
	for _, file := range []string{"teachers.md", "ci.md"} {
		b, err := os.ReadFile(filepath.Join("docs", file))
		if err != nil {
			t.Fatal(err)
		}
		flags := found(`(?:^|[\s'"(`+"`"+`])--([a-z][a-z-]+)`, string(b))
		if len(flags) < 5 {
			t.Errorf("%s: got the flags %v, want more", file, flags)
		}
		for _, name := range flags {
			if !slices.Contains(names, name) && foreignFlags[name] == "" && !slices.Contains(awaited, "--"+name) {
				t.Errorf("%s: --%s: no command has such a flag", file, name)
			}
		}
	}
}
