package script

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"httpkit/internal/suite"
)

// TestNeverBlamed holds that what goes wrong in a script is an error of the case:
// only what was judged may say fail. Some of these scripts package suite refuses;
// they are put in behind its back.
func TestNeverBlamed(t *testing.T) {
	target := serve(t, persistent(ok("hello")))
	for _, r := range []struct{ script, reason string }{
		{"exec false", "exec false: unexpected command failure"},
		{"grep nothing file.txt", "grep nothing file.txt: no match for `nothing` found in file.txt"},
		{"talk\nexec false", "exec false: unexpected command failure"},
		{"talk warned\nexec false", "exec false: unexpected command failure"},
		{"exists no-such-file", "no-such-file: "},
		{"cmp file.txt other.txt", "file.txt and other.txt differ"},
		{"exec no-such-program-anywhere", "no-such-program-anywhere"},
		{"! talk", "! talk is no command"},
		{"tlak", `unknown command "tlak"`},
		{"talk nobody", `has no section "nobody"`},
		{"[offers:x", "unknown command"},
		{"[nonsense] talk", "unknown condition"},
		{"skip a b", "usage: skip"},
		{"stdout x", ""},
		{"exec true\nstdout x", "no match for `x` found in stdout"},
		{"!", "! on line by itself"},
		{"exec sh -c 'echo \"FAIL: x.txtar:1: \x1b[31mno\"; exit 1'", "unexpected command failure"},
	} {
		c := caseOf(t, "case", "talk\n\n-- talk --\n"+get+"= pass 200\n-- warned --\n"+get+"= warn 200 -- hm\n-- file.txt --\na\n-- other.txt --\nb\n")
		c.Script = []byte(r.script + "\n")
		// What Foreign looks at must fit, or the files are not there.
		if parsed, err := suite.Parse("case", "case.txtar", []byte(r.script+"\ntalk\n-- talk --\n"+get+"-- warned --\n"+get), false); err == nil {
			c.Commands = parsed.Commands
		}
		res := one(t, Options{Target: target, AllowExec: true}, c)
		if res.Verdict != suite.Error || !strings.Contains(res.Reason, r.reason) {
			t.Errorf("%s:\n\tgot  %s, %q\n\twant error, %q", r.script, res.Verdict, res.Reason, r.reason)
		}
		if strings.Contains(res.Reason, "httpkit-") || strings.Contains(res.Reason, "/dev/shm") || strings.ContainsRune(res.Reason, 0x1b) {
			t.Errorf("%s: a path of this machine, or an escape sequence: %q", r.script, res.Reason)
		}
		if !strings.HasPrefix(res.Pos.String(), "case.txtar:") {
			t.Errorf("%s: got the place %s", r.script, res.Pos)
		}
	}
}

// TestTestwork: go-internal's flag makes it log paths of this machine and keep its
// work folder. It is a flag of the test binary, none of ours.
func TestTestwork(t *testing.T) {
	if flag.Lookup("testwork") == nil {
		t.Fatal("testscript has no -testwork any more")
	}
	flag.Set("testwork", "true")
	defer flag.Set("testwork", "false")
	e, err := newEngine(nil, Options{Target: serve(t, persistent(ok(""))), AllowExec: true})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := e.run(context.Background(), []*suite.Case{
		caseOf(t, "a", "exec false\ntalk\n-- talk --\n"+get), caseOf(t, "b", "skip\ntalk\n-- talk --\n"+get),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sum.Results {
		if strings.Contains(r.Reason, e.stage.dir) || strings.Contains(r.Reason, "WORK=") {
			t.Errorf("%s: got %q, with a path of this machine", r.Case.ID, r.Reason)
		}
	}
	e.stage.remove()
	if _, err := os.Stat(e.stage.dir); !os.IsNotExist(err) {
		t.Errorf("%s is left: %v", e.stage.dir, err)
	}
}

// TestNothingLeft: a run makes its work folder in memory or among the temporary
// files, and leaves nothing of it, whatever a script did there.
func TestNothingLeft(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	e, err := newEngine(nil, Options{Target: serve(t, persistent(ok(""))), AllowExec: true, Jobs: 4})
	if err != nil {
		t.Fatal(err)
	}
	var cases []*suite.Case
	for i := range 8 {
		cases = append(cases, caseOf(t, fmt.Sprint("a", i), "mkdir a/b/c\ncp f.txt a/b/c/d\nchmod 500 a/b\ntalk\n-- talk --\n"+get+"= pass 200\n-- f.txt --\nx\n"))
	}
	sum, err := e.run(context.Background(), cases)
	if err != nil {
		t.Fatal(err)
	}
	if n := sum.Count(suite.Pass); n != len(cases) {
		t.Fatalf("got %d passed, want %d: %s", n, len(cases), sum.Results[0].Reason)
	}
	if made, _ := filepath.Glob(filepath.Join(e.stage.dir, "script-*")); len(made) != len(cases) {
		t.Errorf("got %d work folders, want one a case", len(made))
	}
	e.stage.remove()
	for _, dir := range []string{e.stage.dir, tmp} {
		if entries, _ := os.ReadDir(dir); len(entries) > 0 {
			t.Errorf("%s: %v is left", dir, entries)
		}
	}
	if _, err := os.Stat(e.stage.dir); !os.IsNotExist(err) {
		t.Errorf("%s is left", e.stage.dir)
	}
}

// TestEqualNames: two cases of one base name run at the same time, each with its
// own files and its own verdict.
func TestEqualNames(t *testing.T) {
	target := serve(t, persistent(ok("hello")))
	var cases []*suite.Case
	for i := range 20 {
		text := fmt.Sprintf("exec cat name.txt\nstdout '^%d$'\ntalk\n-- talk --\n%s= %s 200 -- number %d\n-- name.txt --\n%d\n", i, get, []string{"pass", "warn"}[i%2], i, i)
		cases = append(cases, caseOf(t, fmt.Sprintf("folder%d/same", i), text))
	}
	sum := run(t, Options{Target: target, AllowExec: true, Jobs: 8}, cases...)
	for i, r := range sum.Results {
		if want := []suite.Word{suite.Pass, suite.Warn}[i%2]; r.Verdict != want || r.Case != cases[i] {
			t.Errorf("%s: got %s (%s), want %s", r.Case.ID, r.Verdict, r.Reason, want)
		}
	}
}

// TestRefused: what may not run is refused before a byte is sent, with its line.
func TestRefused(t *testing.T) {
	var conns atomic.Int32
	target := serve(t, func(c *net.TCPConn) { conns.Add(1); deaf(c) })
	good := talk(t, "", get)
	for _, r := range []struct {
		script, file string
		allow        bool
		want         string
	}{
		{"exec true\ntalk", "f.txt", false, "c.txtar:1: exec is a command that may change this machine\n\tsay --allow-exec if you trust the case"},
		{"talk\n[exec:sh] talk", "f.txt", false, "c.txtar:2: talk is a command that may change this machine"},
		{"exec sleep 1000 &\ntalk", "f.txt", true, "c.txtar:1: exec: a program in the background is not waited for"},
		{"talk\nexec sleep 1000 &server&", "f.txt", true, "c.txtar:2: exec: a program in the background"},
		{"exec cat $x/etc/f.txt\ntalk", "$x/etc/f.txt", true, `c.txtar:5: section "$x/etc/f.txt" has a $ in its name`},
	} {
		c := caseOf(t, "c", r.script+"\n-- talk --\n> x\\\n-- "+r.file+" --\nx\n")
		sum, err := Run(context.Background(), []*suite.Case{good, c}, Options{Target: target, AllowExec: r.allow})
		if err == nil || sum != nil || !strings.HasPrefix(err.Error(), r.want) {
			t.Errorf("%s: got %v, want %s", r.script, err, r.want)
		}
	}
	if n := conns.Load(); n != 0 {
		t.Errorf("got %d connections, want none", n)
	}
}

// TestHash: outside of quotes a # begins a comment; inside it is a sign.
func TestHash(t *testing.T) {
	target := serve(t, persistent(ok("hello")))
	sections := "\n-- one --\n" + get + "= pass 200\n-- two --\n" + get + "= fail 200 -- two was played\n"
	for _, r := range []struct {
		script string
		want   suite.Word
		reason string
	}{
		{"talk one # two", suite.Pass, ""},
		{"talk one two", suite.Fail, "two was played"},
		{"skip 'a # b'\ntalk", suite.Skip, "a # b"},
		{"stop # talk\ntalk", suite.Skip, "no talk was played: its conditions do not hold here"},
	} {
		res := one(t, Options{Target: target}, caseOf(t, "c", r.script+sections))
		if res.Verdict != r.want || !strings.HasPrefix(res.Reason, r.reason) {
			t.Errorf("%s: got %s, %q, want %s, %q", r.script, res.Verdict, res.Reason, r.want, r.reason)
		}
	}
}

// TestPanics: a fault of ours is an error of the case it came up in, in whichever
// goroutine, and the run goes on.
func TestPanics(t *testing.T) {
	target := serve(t, persistent(ok("hello")))
	boom := func(string) ([]byte, error) { panic("boom") }
	lacks := func(need string) string {
		if need == "echo" {
			panic("boom")
		}
		return ""
	}
	good := talk(t, "", get+"= pass 200")
	sum := run(t, Options{Target: target, Fixture: boom, Lacks: lacks, Jobs: 2},
		good,
		talk(t, "", get+`= pass 200
=   content \{file no.txt}`), // in the goroutine of an instance
		talk(t, "", `* split all
> \{file no.txt}\`), // of a cut
		talk(t, "needs: echo", get),                               // of the case
		caseOf(t, "cond", "[offers:echo] talk\n-- talk --\n"+get), // of testscript
		good)
	for i, r := range sum.Results {
		want := suite.Error
		if r.Case == good {
			want = suite.Pass
		}
		if r.Verdict != want || want == suite.Error && !strings.HasPrefix(r.Reason, "httpkit itself failed") {
			t.Errorf("case %d: got %s, %q, want %s", i, r.Verdict, r.Reason, want)
		}
	}
	left(t)
}

// TestUntouched: no run writes a case, also where testscript could bring one up to
// date.
func TestUntouched(t *testing.T) {
	text := "cmp a.txt b.txt\ntalk\n-- talk --\n" + get + "-- a.txt --\na\n-- b.txt --\nb"
	file := filepath.Join(t.TempDir(), "c.txtar")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cases, err := suite.LoadPaths([]string{file})
	if err != nil {
		t.Fatal(err)
	}
	res := one(t, Options{Target: refusing(t), AllowExec: true}, cases[0])
	if res.Verdict != suite.Error || !strings.Contains(res.Reason, "differ") {
		t.Errorf("got %s, %q; want an error of cmp", res.Verdict, res.Reason)
	}
	if got, _ := os.ReadFile(file); string(got) != text {
		t.Errorf("the case was written: %q", got)
	}
	r := (&engine{o: &Options{}, stage: &stage{}}).newCase(context.Background(), cases[0])
	if p := r.params("x"); p.UpdateScripts || p.TestWork || p.Deadline.IsZero() {
		t.Errorf("got %+v; want no updates, and a limit for programs", p)
	}
}
