package main

import (
	"strings"
	"testing"
)

// TestRunsUsage: mistakes in the flags that say what is run and how often. Nearly
// all are told before a case is read.
func TestRunsUsage(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // nothing has failed yet
	t.Setenv("LocalAppData", t.TempDir())
	for _, c := range []struct {
		args   string
		status int
		want   string
	}{
		{"seeds/hello --repeat 2 --retries 2", 2, "leave one of them out"},
		{"seeds/hello --repeat 0", 2, "--repeat 0: want 1 or more"},
		{"seeds/hello --retries -1", 2, "--retries -1: want 0 or more"},
		{"seeds/hello --retries some", 2, "invalid argument"},
		{"seeds/hello --update-baseline", 2, "which file?\n\t--baseline FILE --update-baseline"},
		{"seeds/hello --baseline x --update-baseline --fail-fast", 2, "leave --fail-fast out"},
		{"seeds/hello --baseline x --update-baseline --shard 1/2", 2, "leave --shard out"},
		{"seeds/hello --baseline .", 2, "--baseline: "},
		{"seeds/hello --shuffle=x", 2, "a seed is a whole number"},
		{"seeds/hello --shuffle=-1", 2, "a seed is a whole number"},
		{"seeds/hello --shard 4/3", 2, "want K/N, part K of N: 1/4 to 4/4"},
		{"seeds/hello --shard 0/3", 2, "want K/N"},
		{"seeds/hello --shard 1", 2, "want K/N"},
		{"seeds/hello --shard /", 2, "want K/N"},
		{"seeds/hello --watch-path .", 2, "without --watch"},
		{"seeds/hello --watch --watch-path . --dry-run", 2, "--dry-run"},
		{"seeds/hello --watch --watch-path . --baseline x --update-baseline", 2, "leave --watch out"},
		{"seeds/hello --watch", 2, "nothing to watch"},
		{"seeds/hello --watch --watch-path missing", 2, "missing: no such file or folder"},
		{"missing.txtar --watch", 2, "no such file or folder"},
		{"seeds/hello --watch --watch-path . --run (", 2, "missing closing"},
		{"seeds/hello --watch --watch-path . --run nothing-like-this", 4, "no case matches"},
		{"--failed --watch", 4, "no case is known to have failed"},
	} {
		status, _, errOut := httpkit(t, append([]string{"test", "reference:hello"}, strings.Fields(c.args)...)...)
		if status != c.status || strings.Count(errOut, c.want) != 1 {
			t.Errorf("%s: got exit status %d and %q, want %d and %q", c.args, status, errOut, c.status, c.want)
		}
	}
}
