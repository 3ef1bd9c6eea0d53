package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
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
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status":   cmdStatus,
			"serve":    cmdServe,
			"end":      cmdEnd,
			"freeport": cmdFreePort,
			"flaky":    cmdFlaky,
			"gone":     cmdGone,
			"changing": cmdChanging,
		},
	})
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
