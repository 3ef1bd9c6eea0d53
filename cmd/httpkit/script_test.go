package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(withCache{m}, map[string]func(){"httpkit": main, "smallserver": smallServer})
}

// TestScript plays testdata/script. Beside testscript's own commands there are
//
//	status N PROGRAM ARGS...   run it; its exit status must be N
//	serve NAME ARGS...         httpkit serve ARGS on a free port, in the background;
//	                           $NAME is where it listens
//	end NAME                   Ctrl-C to it; its output is the file NAME.log (testscript's
//	                           own stop ends the script, as passed)
//	freeport NAME              $NAME is host:port where nobody listens
//	flaky NAME                 $NAME is where a server listens that fails every second request
//	gone                     no process is left of what this script has started
//	changing NAME              $NAME is a server that never answers twice the same
//
// $CASES holds cases, which a script can't have in itself.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			cases, err := filepath.Abs("testdata/cases")
			if err != nil {
				return err
			}
			env.Setenv("CASES", cases)
			for _, name := range cacheVariables {
				env.Setenv(name, filepath.Join(env.WorkDir, ".cache"))
			}
			env.Setenv("NO_COLOR", "")
			env.Setenv("TERM", "xterm")
			env.Values[serversKey{}] = map[string]*server{}
			return nil
		},
		Cmds: commands,
	})
}

// commands are ours. testscript looks for its own first, so none may have the name of
// one of those.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"status":   cmdStatus,
	"serve":    cmdServe,
	"end":      cmdEnd,
	"freeport": cmdFreePort,
	"flaky":    cmdFlaky,
	"gone":     cmdGone,
	"changing": cmdChanging,
}

// TestCommands: no script ends before its end because a command of testscript's, stop
// among them, was played in place of ours.
func TestCommands(t *testing.T) {
	for _, name := range strings.Fields("cd chmod cmp cmpenv cp env exec exists grep kill mkdir mv rm skip stderr stdin stdout stop symlink ttyin ttyout unix2dos unquote wait") {
		if commands[name] != nil {
			t.Errorf("%s is a command of testscript's", name)
		}
	}
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("got %d scripts, %v", len(scripts), err)
	}
	stop := regexp.MustCompile(`(?m)^\s*stop\b`)
	for _, file := range scripts {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		script, _, _ := strings.Cut(string(b), "\n-- ")
		if stop.MatchString(script) {
			t.Errorf("%s: stop ends it as passed; end NAME ends a server", file)
		}
	}
}

// cmdStatus is "status N PROGRAM ARGS...".
func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("usage: status N PROGRAM ARGS...: %v", err)
	}
	got, err := exitStatus(ts.Exec(args[1], args[2:]...))
	if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status: got %d, want %d", got, want)
	}
}

// exitStatus reads the exit status out of the error of a command.
func exitStatus(err error) (int, error) {
	if err == nil {
		return 0, nil
	}
	if e, ok := errors.AsType[*exec.ExitError](err); ok && e.Exited() {
		return e.ExitCode(), nil
	}
	return 0, fmt.Errorf("the program did not end by itself: %w", err)
}
