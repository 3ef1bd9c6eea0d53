//go:build linux

package process

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hung is when a test gives up: far more than anything here needs.
const hung = 30 * time.Second

// asParent is the environment variable that makes the test binary start a command
// under a guard, print who came of it, and wait to be killed.
const asParent = "HTTPKIT_TEST_PARENT"

func TestMain(m *testing.M) {
	if line := os.Getenv(asParent); line != "" {
		parent(line)
	}
	os.Exit(m.Run())
}

func parent(line string) {
	os.Unsetenv(asParent)
	g, err := NewGuard()
	if err != nil {
		panic(err)
	}
	p, err := Start(Command{Line: line, Guard: g, Match: regexp.MustCompile("ready")})
	if err != nil {
		panic(err)
	}
	<-p.Matched()
	all, _ := p.Members()
	for _, m := range all {
		fmt.Print(m.PID, " ")
	}
	fmt.Println()
	select {}
}

// start runs a line and waits until it has written "ready".
func start(t *testing.T, line string) *Process {
	t.Helper()
	p, err := Start(Command{Line: line, Match: regexp.MustCompile("^ready$")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Stop(0) })
	within(t, p.Matched(), line)
	return p
}

func within(t *testing.T, ch <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-ch:
	case <-time.After(hung):
		t.Fatalf("%s: nothing happened", what)
	}
}

// vanish waits until none of the processes is there, but as a zombie whose parent
// does not wait for it.
func vanish(t *testing.T, pids ...int) {
	t.Helper()
	for until := time.Now().Add(hung); ; time.Sleep(look) {
		left := 0
		for _, pid := range pids {
			if s, ok := readStat(pid); ok && !s.dead {
				left = pid
			}
		}
		if left == 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("%d is left", left)
		}
	}
}

// members waits until p has n of them: a shell forks before it becomes the program.
func members(t *testing.T, p *Process, n int) []Member {
	t.Helper()
	for until := time.Now().Add(hung); ; time.Sleep(look) {
		all, known := p.Members()
		if len(all) == n && known {
			return all
		}
		if time.Now().After(until) {
			t.Fatalf("got %s (known: %v), want %d", Names(all), known, n)
		}
	}
}

func pidsOf(all []Member) (pids []int) {
	for _, m := range all {
		pids = append(pids, m.PID)
	}
	return pids
}

// TestStop: whatever a command leaves behind, nothing of it is left after Stop.
func TestStop(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, line string
		members    int
		deaf       int // how many do not end when they are asked to
	}{
		{"one", "echo ready; exec sleep 1000", 1, 0},
		{"a shell and its child", "echo ready; sleep 1000; true", 2, 0},
		{"in the background", "sleep 1000 & echo ready", 1, 0},
		{"a session of its own", "setsid sleep 1000 & sleep 1000 & echo ready; wait", 3, 0},
		{"a daemon, whose parent has gone", "(setsid sh -c 'echo ready; sleep 1000; true' &) ; exit 0", 2, 0},
		{"ignores TERM", "trap '' TERM; sleep 1000 & echo ready; wait; wait", 2, 2},
		{"stopped", "sleep 1000 & kill -STOP $!; echo ready; wait", 2, 0},
		{"many", "for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done; echo ready; wait", 9, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, c.line)
			all := members(t, p, c.members)
			grace := hung
			if c.deaf > 0 {
				grace = 50 * time.Millisecond
			}
			how := p.Stop(grace)
			if len(how.Deaf) != c.deaf || len(how.Left) > 0 {
				t.Errorf("got %v, want %d that are deaf and none left", how, c.deaf)
			}
			if !p.HasEnded() {
				t.Error("its first process is not waited for")
			}
			vanish(t, pidsOf(all)...)
			if again := p.Stop(grace); len(again.Deaf)+len(again.Left) > 0 {
				t.Errorf("the second time: got %v", again)
			}
		})
	}
}

// TestStray: a daemon that has lost its environment is found as it is ours now.
// Nothing may run beside it: it could be anybody's.
func TestStray(t *testing.T) {
	p := start(t, "(setsid env -i sh -c 'echo ready; sleep 1000; true' &) ; exit 0")
	within(t, p.Ended(), "the end of its parent")
	all := members(t, p, 2)
	p.Stop(hung)
	for _, m := range all {
		if s, ok := readStat(m.PID); ok && s.parent == os.Getpid() {
			t.Errorf("left: %+v", s)
		}
	}
	vanish(t, pidsOf(all)...)
}

// TestGuard: what was started ends with us, also where nothing of ours can run any
// more.
func TestGuard(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), asParent+"=trap 'exit' TERM; sleep 1000 & setsid sleep 1000 & echo ready; wait")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	var pids []int
	for _, f := range strings.Fields(line) {
		pid, _ := strconv.Atoi(f)
		pids = append(pids, pid)
	}
	if err != nil || len(pids) < 2 {
		t.Errorf("got %q and %v, want the ids of its processes", line, err)
	}
	cmd.Process.Kill()
	io.Copy(io.Discard, out)
	cmd.Wait()
	vanish(t, pids...)
}

// TestGuardLets: what was stopped in order is no affair of the guard's.
func TestGuardLets(t *testing.T) {
	t.Parallel()
	g, err := NewGuard()
	if err != nil {
		t.Fatal(err)
	}
	p, err := Start(Command{Line: "sleep 1000", Guard: g})
	if err != nil {
		t.Fatal(err)
	}
	other := start(t, "echo ready; exec sleep 1000")
	p.Stop(hung)
	g.Close()
	if other.HasEnded() {
		t.Error("the guard has ended a process that it did not watch")
	}
	if s, ok := readStat(g.cmd.Process.Pid); ok {
		t.Errorf("the guard is left: %+v", s)
	}
}

// TestExit: how a process ended, in words.
func TestExit(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"exit 0":                          "exit status 0",
		"exit 3":                          "exit status 3",
		"ulimit -c 0; kill -SEGV $$":      "killed by SIGSEGV (segmentation fault)",
		"kill -KILL $$":                   "killed by SIGKILL (killed)",
		"sh -c 'kill -ABRT $$'; exit $?":  "exit status 134, which is how a shell says: killed by SIGABRT (aborted)",
		"no-such-program-anywhere --flag": "exit status 127",
	} {
		p, err := Start(Command{Line: line})
		if err != nil {
			t.Fatal(err)
		}
		within(t, p.Ended(), line)
		got := strings.TrimSuffix(p.Exit(), ", core dumped")
		if got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
		if p.NotFound() != strings.HasPrefix(line, "no-such") || p.Succeeded() != (line == "exit 0") {
			t.Errorf("%s: not found %v, succeeded %v", line, p.NotFound(), p.Succeeded())
		}
		p.Stop(hung)
	}
}

// TestOutput: a command that writes much does not wait for us, and its last lines
// are kept.
func TestOutput(t *testing.T) {
	t.Parallel()
	p := start(t, "i=0; head -c 5000000 /dev/zero | tr '\\0' 'x' >&2; printf '\\nfirst\\nlast\\033[1m' >&2; head -c 3000000 /dev/zero; echo; echo ready; exec sleep 1000")
	p.Stop(hung)
	if got := p.Stderr(2); len(got) != 2 || got[0] != "first" || got[1] != "last\x1b[1m" {
		t.Errorf("standard error: got %q", got)
	}
	if got := p.Stdout(1); len(got) != 1 || got[0] != "ready" {
		t.Errorf("standard output: got %q", got)
	}
	for _, s := range p.streams {
		if cap(s.tail) > 4*kept || cap(s.line) > 2*longestLine {
			t.Errorf("%d and %d bytes are kept", cap(s.tail), cap(s.line))
		}
	}
	q, err := Start(Command{Line: "echo one; echo two; printf three", Match: regexp.MustCompile("^three$")})
	if err != nil {
		t.Fatal(err)
	}
	within(t, q.Matched(), "a line that has no end yet")
	within(t, q.Ended(), "the end")
	if got := q.Stdout(9); strings.Join(got, "|") != "one|two|three" {
		t.Errorf("got %q", got)
	}
	q.Stop(0)
}

// TestListeners: the sockets of a process, and of nobody else.
func TestListeners(t *testing.T) {
	t.Parallel()
	p := start(t, "echo ready; exec sleep 1000")
	if all, known := p.Listeners(); !known || len(all) > 0 {
		t.Errorf("got %v %v, want none", all, known)
	}
	// Two that this process has, as the command's would have them.
	mine := &Process{pid: os.Getpid(), born: birth(os.Getpid()), ended: make(chan struct{}), seen: map[int]bool{}, bare: map[int]time.Time{}, older: map[int]bool{}}
	if s, _ := readStat(mine.pid); s.group != mine.pid && s.session != mine.pid {
		mine.pid = s.group // go test leads the group
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	path := t.TempDir() + "/s"
	u, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	mine.mark = Mark + "=none"
	all, known := mine.Listeners()
	var got []string
	for _, l := range all {
		got = append(got, l.String())
	}
	text := strings.Join(got, " ")
	if !known || !strings.Contains(text, l.Addr().String()) || !strings.Contains(text, "unix:"+path) {
		t.Errorf("got %s, want %s and unix:%s", text, l.Addr(), path)
	}
	port := uint16(l.Addr().(*net.TCPAddr).Port)
	if all, known := Listening(port); !known || len(all) != 1 || all[0].By.PID != os.Getpid() {
		t.Errorf("got %+v %v, want ourselves", all, known)
	}
}

// TestHexAddr reads addresses as a little-endian kernel writes them.
func TestHexAddr(t *testing.T) {
	for in, want := range map[string]string{
		"0100007F:1F90":                         "127.0.0.1:8080",
		"00000000:0050":                         "0.0.0.0:80",
		"00000000000000000000000001000000:0050": "[::1]:80",
		"0000000000000000FFFF00000100007F:0050": "127.0.0.1:80",
		"00000000000000000000000000000000:01BB": "[::]:443",
	} {
		if got, ok := hexAddr(in); !ok || got.String() != want {
			t.Errorf("%s: got %s %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "0100007F", "0100007F:zz", "01:1F90", "0100007:0050"} {
		if got, ok := hexAddr(in); ok {
			t.Errorf("%s: got %s, want none", in, got)
		}
	}
}

// A process that is asked twice may take that for haste.
func TestAsksOnce(t *testing.T) {
	t.Parallel()
	p := start(t, `(trap '' TERM; exec sleep 1000) & trap 'echo term >&2' TERM; echo ready; while :; do wait; done`)
	p.signal(nil, nil, syscall.SIGTERM)
	p.Stop(20 * time.Millisecond)
	if got := p.Stderr(9); len(got) > 2 {
		t.Errorf("it was asked %d times by one call of Stop and one of signal", len(got))
	}
}
