package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// actionRunner does what a runner of GitHub does with our action, as far as the
// action goes: inputs with their defaults, env, scripts in bash, outputs. Steps that
// use the actions of others are left out: Go is there.
type actionRunner struct {
	action    actionFile
	dir       string // the action's folder
	workspace string // where the job works
	temp      string
	bash      string
}

// newActionRunner is a runner in an empty workspace. It skips the test where there is no bash.
func newActionRunner(t *testing.T) *actionRunner {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("the action is a bash script, and there is no bash here")
	}
	r := &actionRunner{bash: bash, workspace: t.TempDir(), temp: t.TempDir()}
	r.action, _ = readAction(t, filepath.Join(actionDir, "action.yml"))
	if r.dir, err = filepath.Abs(actionDir); err != nil {
		t.Fatal(err)
	}
	return r
}

// actionResult is what a job sees of a use of the action.
type actionResult struct {
	status  int
	printed string
	outputs map[string]string
	summary string
}

var inputExpression = regexp.MustCompile(`\$\{\{ inputs\.([a-z-]+) \}\}`)

// inputs are the given ones and the defaults of the others.
func (r *actionRunner) inputs(t *testing.T, with map[string]string) func(text string) string {
	t.Helper()
	values := map[string]string{}
	for name, in := range r.action.Inputs {
		values[name] = in.Default
	}
	for name, value := range with {
		if _, known := values[name]; !known {
			t.Fatalf("with %s: no such input", name)
		}
		values[name] = value
	}
	return func(text string) string {
		return inputExpression.ReplaceAllStringFunc(text, func(e string) string {
			return values[inputExpression.FindStringSubmatch(e)[1]]
		})
	}
}

// use plays the steps of the action until one fails.
func (r *actionRunner) use(t *testing.T, with map[string]string) actionResult {
	t.Helper()
	res := actionResult{outputs: map[string]string{}}
	steps := map[string]map[string]string{}
	for _, cmd := range r.scripts(t, with) {
		out, err := cmd.CombinedOutput()
		res.printed += string(out)
		steps[cmd.step.ID] = readOutputs(t, cmd.outputs)
		if res.status, err = exitStatus(err); err != nil {
			t.Fatalf("%s: %v\n%s", cmd.step.Name, err, out)
		}
		if res.status != 0 {
			break
		}
	}
	for name, out := range r.action.Outputs {
		m := regexp.MustCompile(`^\$\{\{ steps\.([a-z-]+)\.outputs\.([a-z-]+) \}\}$`).FindStringSubmatch(out.Value)
		if m == nil {
			t.Fatalf("output %s: got %s, want an output of a step", name, out.Value)
		}
		res.outputs[name] = steps[m[1]][m[2]]
	}
	summary, err := os.ReadFile(filepath.Join(r.temp, "summary"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	res.summary = string(summary)
	return res
}

// actionScript is a step that is a script, ready to run.
type actionScript struct {
	*exec.Cmd
	step    actionStep
	outputs string // the file it writes its outputs to
}

// scripts are the steps that run something, given these inputs.
func (r *actionRunner) scripts(t *testing.T, with map[string]string) []actionScript {
	t.Helper()
	value := r.inputs(t, with)
	var out []actionScript
	for _, s := range r.action.Runs.Steps {
		switch s.If {
		case "":
		case "inputs.httpkit == ''":
			if value("${{ inputs.httpkit }}") != "" {
				continue
			}
		default:
			t.Fatalf("%s: if: %s: this runner does not know what that means", s.Name, s.If)
		}
		if s.Run == "" {
			continue
		}
		if s.Shell != "bash" {
			t.Fatalf("%s: shell: got %s, want bash", s.Name, s.Shell)
		}
		script := filepath.Join(r.temp, "step-"+s.ID+".sh")
		if err := os.WriteFile(script, []byte(s.Run), 0o666); err != nil {
			t.Fatal(err)
		}
		outputs := filepath.Join(r.temp, "outputs-"+s.ID)
		if err := os.WriteFile(outputs, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		t.Cleanup(cancel)
		cmd := exec.CommandContext(ctx, r.bash, "--noprofile", "--norc", "-e", "-o", "pipefail", script)
		cmd.Dir = filepath.Join(r.workspace, value(s.Dir))
		cmd.Env = append(os.Environ(), "GITHUB_ACTIONS=true", "GITHUB_ACTION_PATH="+r.dir, "GITHUB_OUTPUT="+outputs,
			"GITHUB_STEP_SUMMARY="+filepath.Join(r.temp, "summary"), "GITHUB_WORKSPACE="+r.workspace, "RUNNER_TEMP="+r.temp)
		for name, v := range s.Env {
			cmd.Env = append(cmd.Env, name+"="+value(v))
		}
		out = append(out, actionScript{cmd, s, outputs})
	}
	return out
}

// readOutputs reads a file of lines NAME=VALUE.
func readOutputs(t *testing.T, file string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(bytes.TrimSpace(b))) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok {
			t.Fatalf("outputs: got %q, want NAME=VALUE", line)
		}
		out[name] = value
	}
	return out
}
