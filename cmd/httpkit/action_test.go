package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// awaited are words of the documents, the action and the workflow that httpkit does
// not know yet: what names one of them is not run. TestAwaited says when one is there.
var awaited = []string{}

// awaits is the first word of awaited that text holds, or "".
func awaits(text string) string {
	for _, word := range awaited {
		if regexp.MustCompile(`(^|[^\w-])` + word + `($|[^\w-])`).MatchString(text) {
			return word
		}
	}
	return ""
}

// testFlag says whether httpkit test has a flag, named without its dashes.
func testFlag(name string) bool {
	cmd, _, err := newRoot().Find([]string{"test"})
	return err == nil && (cmd.Flags().Lookup(name) != nil || cmd.InheritedFlags().Lookup(name) != nil)
}

func TestAwaited(t *testing.T) {
	for _, word := range awaited {
		name, isFlag := strings.CutPrefix(word, "--")
		if isFlag && testFlag(name) || slices.Contains(suiteNames(), word) {
			t.Errorf("%s is there: drop it from awaited, and what waits for it is tested", word)
		}
	}
}

// actionFile is what of action.yml and of a workflow is looked at.
type actionFile struct {
	Inputs map[string]struct {
		Description string
		Default     string
	}
	Outputs map[string]struct{ Value string }
	Runs    struct{ Steps []actionStep }
	Jobs    map[string]struct{ Steps []actionStep }
}

type actionStep struct {
	ID, Name, If, Uses, Shell, Run string
	Dir                            string `yaml:"working-directory"`
	Env, With                      map[string]string
	ContinueOnError                bool `yaml:"continue-on-error"`
}

var (
	actionDir    = filepath.Join("..", "..", ".github", "actions", "httpkit")
	workflowFile = filepath.Join("..", "..", ".github", "workflows", "ci.yml")
)

func readAction(t *testing.T, path string) (file actionFile, text string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(b, &file); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return file, string(b)
}

func readScript(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(actionDir, "run.sh"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// found are the first groups of all matches, sorted, each once.
func found(pattern, text string) []string {
	var out []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestActionInputs: what is used is declared, and what is declared is used.
func TestActionInputs(t *testing.T) {
	action, text := readAction(t, filepath.Join(actionDir, "action.yml"))
	declared := slices.Sorted(maps.Keys(action.Inputs))
	if used := found(`\binputs\.([a-z-]+)`, text); !slices.Equal(used, declared) {
		t.Errorf("inputs: used are %v, declared %v", used, declared)
	}
	for name, in := range action.Inputs {
		if in.Description == "" {
			t.Errorf("input %s: no description", name)
		}
	}
	var set []string
	ids := map[string]bool{}
	for _, s := range action.Runs.Steps {
		ids[s.ID] = true
		for name, value := range s.Env {
			set = append(set, name)
			want := "${{ inputs." + strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, "INPUT_"), "_", "-")) + " }}"
			if value != want {
				t.Errorf("%s: got %s, want %s", name, value, want)
			}
		}
	}
	slices.Sort(set)
	if read := found(`\$\{(INPUT_[A-Z_]+)`, readScript(t)); !slices.Equal(read, set) {
		t.Errorf("run.sh reads %v, action.yml sets %v", read, set)
	}
	for _, id := range found(`\bsteps\.([a-z-]+)`, text) {
		if !ids[id] {
			t.Errorf("steps.%s: no step has that id", id)
		}
	}
}

// TestActionSafety: no expression becomes text of a script, where a branch name or a
// title could be shell code, and whose code is used is pinned.
func TestActionSafety(t *testing.T) {
	action, _ := readAction(t, filepath.Join(actionDir, "action.yml"))
	workflow, _ := readAction(t, workflowFile)
	steps := action.Runs.Steps
	for _, job := range workflow.Jobs {
		steps = append(steps, job.Steps...)
	}
	if len(steps) < 10 {
		t.Fatalf("got %d steps in action.yml and ci.yml, want more", len(steps))
	}
	for _, s := range steps {
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s: an expression in a script; give it to the script as env:\n%s", s.Name, s.Run)
		}
		if s.Uses != "" && !regexp.MustCompile(`^\./|@v\d+$|@[0-9a-f]{40}$`).MatchString(s.Uses) {
			t.Errorf("uses: %s: not pinned by a major tag or a commit", s.Uses)
		}
	}
}

// TestActionFlags: every flag that the action, and a use of it in the workflow, names
// is one of httpkit test.
func TestActionFlags(t *testing.T) {
	names := found(`--([a-z-]+)`, readScript(t))
	names = append(names, found(`(?m)^flag ([a-z-]+)`, readScript(t))...)
	action, text := readAction(t, filepath.Join(actionDir, "action.yml"))
	_, workflow := readAction(t, workflowFile)
	uses, _ := readAction(t, workflowFile)
	for _, job := range uses.Jobs {
		for _, s := range job.Steps {
			if s.Uses != "./.github/actions/httpkit" {
				continue
			}
			for name := range s.With {
				if _, known := action.Inputs[name]; !known {
					t.Errorf("ci.yml: with %s: no such input of the action", name)
				}
			}
			names = append(names, found(`--([a-z-]+)`, s.With["flags"])...)
		}
	}
	if len(names) < 8 || !strings.Contains(text, "run.sh") || !strings.Contains(workflow, "with:") {
		t.Fatalf("got the flags %v, want more: has run.sh another form now?", names)
	}
	for _, name := range names {
		if name != "name" && !testFlag(name) && !slices.Contains(awaited, "--"+name) { // --name=value stands for any
			t.Errorf("--%s: httpkit test has no such flag", name)
		}
	}
}
