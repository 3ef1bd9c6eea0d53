package script

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/suite"
)

// asks is a case that asks for a path and wants 200.
func asks(t testing.TB, path, keys string) *suite.Case {
	t.Helper()
	c := talk(t, keys, "> GET "+path+" HTTP/1.1\\r\\n\n> Host: \\{$host}\\r\\n\n> \\r\\n\n= pass 200")
	c.ID = strings.TrimPrefix(path, "/")
	return c
}

func verdictWords(sum *suite.Summary) string {
	var all []string
	for _, r := range sum.Results {
		all = append(all, r.Case.ID+" "+string(r.Verdict))
	}
	return strings.Join(all, ", ")
}

// TestCrash: the case that a server dies of gets the verdict, whenever its death is
// seen and whatever is played beside it; the run goes on.
func TestCrash(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/die", "/break", "/last", "/slow"} {
		for _, jobs := range []int{1, 8} {
			for _, at := range []int{0, 9, 19} {
				t.Run(fmt.Sprint(path[1:], " ", jobs, " ", at), func(t *testing.T) {
					t.Parallel()
					m := newMortal(t)
					var cases []*suite.Case
					var want []string
					for i := range 20 {
						if i == at {
							cases = append(cases, asks(t, path, ""))
							want = append(want, path[1:]+" crash")
							continue
						}
						cases = append(cases, asks(t, fmt.Sprint("/", i), ""))
						want = append(want, fmt.Sprint(i, " pass"))
					}
					o := Options{Target: m.addr, Keeper: m, Jobs: jobs}
					got := told(&o)
					sum := run(t, o, cases...)
					if !slices.Equal(*got, want) {
						t.Errorf("got %v, want %v", *got, want)
					}
					r := sum.Results[at]
					if !strings.Contains(r.Reason, "the server died: exit status 3") || !slices.Equal(r.Output, []string{"last words"}) || r.Transcript == nil {
						t.Errorf("got %q, output %q, transcript %v", r.Reason, r.Output, r.Transcript)
					}
					if path != "/last" && !strings.Contains(exchange(r), "GET "+path) {
						t.Errorf("got the exchange\n%s", exchange(r))
					}
					if sum.Lost != "" || suite.ExitStatus(sum, false) != suite.ExitFailed {
						t.Errorf("lost: %q, exit status %d", sum.Lost, suite.ExitStatus(sum, false))
					}
					if at < 19 && jobs == 1 && sum.Restarts == 0 {
						t.Error("it was not counted that it was started again")
					}
				})
			}
		}
	}
}

// TestCrashes: a server that dies of everything, and of several at once.
func TestCrashes(t *testing.T) {
	t.Parallel()
	for _, jobs := range []int{1, 4} {
		m := newMortal(t)
		var cases []*suite.Case
		for range 6 {
			cases = append(cases, asks(t, "/die", ""), asks(t, "/last", ""))
		}
		sum := run(t, Options{Target: m.addr, Keeper: m, Jobs: jobs}, cases...)
		if n := sum.Count(suite.Crash); n != 12 || m.deaths > 40 {
			t.Errorf("%d at a time: got %s, %d deaths", jobs, verdictWords(sum), m.deaths)
		}
	}
}

// TestNoneAlone: where none of the suspects kills the server alone, that is said.
func TestNoneAlone(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	a, b := talk(t, "", "> GET /two HTTP/1.1\\r\\n\n> \\r\\n\n* silent"), talk(t, "", "> GET /two HTTP/1.1\\r\\n\n> \\r\\n\n* silent")
	a.ID, b.ID = "a", "b"
	sum := run(t, Options{Target: m.addr, Keeper: m, Jobs: 2}, a, b, asks(t, "/c", ""))
	if got, want := verdictWords(sum), "a crash, b pass, c pass"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if r := sum.Results[0]; !strings.Contains(r.Reason, "while this and b were played; none of them kills it alone") {
		t.Errorf("got %q", r.Reason)
	}
	// The third request of its life, whoever sends it.
	m = newMortal(t)
	sum = run(t, Options{Target: m.addr, Keeper: m}, asks(t, "/a", ""), asks(t, "/b", ""), asks(t, "/n/3", ""), asks(t, "/d", ""))
	if r := sum.Results[2]; r.Verdict != suite.Crash || sum.Count(suite.Pass) != 3 || !strings.Contains(r.Reason, "none of them kills it alone") {
		t.Errorf("got %s: %q", verdictWords(sum), r.Reason)
	}
}

// TestCrashValue: of a sweep, the value that kills is named.
func TestCrashValue(t *testing.T) {
	t.Parallel()
	for _, jobs := range []int{1, 4} {
		m := newMortal(t)
		c := talk(t, "each: p: a | b | die | c | d", "> GET /\\{$p} HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200")
		sum := run(t, Options{Target: m.addr, Keeper: m, Jobs: jobs}, asks(t, "/x", ""), c, asks(t, "/y", ""))
		if r := sum.Results[1]; r.Verdict != suite.Crash || !slices.Equal(r.Values, []string{"p=die"}) || sum.Count(suite.Pass) != 2 {
			t.Errorf("%d at a time: got %s, values %q", jobs, verdictWords(sum), r.Values)
		}
	}
}

// TestKills: a case that foretells the death passes where all that it wants came.
func TestKills(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	kills := func(id, path, wants string) *suite.Case {
		c := talk(t, "kills: yes", "> GET "+path+" HTTP/1.1\\r\\n\n> \\r\\n\n"+wants)
		c.ID = id
		return c
	}
	sum := run(t, Options{Target: m.addr, Keeper: m, Jobs: 4},
		asks(t, "/a", ""), kills("b", "/die", "= pass ended"), kills("c", "/last", "= pass 200"), kills("d", "/die", "= pass 200"), kills("e", "/survives", "= pass 200"))
	if got, want := verdictWords(sum), "a pass, b pass, c pass, d crash, e pass"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if r := sum.Results[1]; r.Reason != "" || r.Output != nil {
		t.Errorf("a plain pass: got %q %q", r.Reason, r.Output)
	}
	if m.deaths > 4 {
		t.Errorf("it died %d times: cases that foretell it are not played twice", m.deaths)
	}
	sum = run(t, Options{Target: m.addr, Keeper: m, Restart: Never}, kills("b", "/die", "* closed"))
	if r := sum.Results[0]; r.Verdict != suite.Skip {
		t.Errorf("where nobody starts it again: got %s %s", r.Verdict, r.Reason)
	}
}

// TestRestartNever: the run ends, and what was not played is not run.
func TestRestartNever(t *testing.T) {
	t.Parallel()
	for _, jobs := range []int{1, 3} {
		m := newMortal(t)
		sum := run(t, Options{Target: m.addr, Keeper: m, Restart: Never, Jobs: jobs},
			asks(t, "/a", ""), asks(t, "/die", ""), asks(t, "/b", ""), asks(t, "/c", ""), asks(t, "/d", ""), asks(t, "/e", ""), asks(t, "/f", ""))
		if sum.Count(suite.Crash) != 1 || sum.Lost == "" || sum.Restarts != 0 {
			t.Errorf("%d at a time: got %s; lost %q after %q", jobs, verdictWords(sum), sum.Lost, sum.LostAfter)
		}
		if jobs == 1 && (verdictWords(sum) != "a pass, die crash, b not run, c not run, d not run, e not run, f not run" || sum.LostAfter != "die") {
			t.Errorf("got %s, lost after %q", verdictWords(sum), sum.LostAfter)
		}
		if suite.ExitStatus(sum, false) != suite.ExitLost || m.deaths != 1 {
			t.Errorf("got exit status %d, %d deaths", suite.ExitStatus(sum, false), m.deaths)
		}
	}
}

// TestRestartEach: every case has a server of its own, at its own address.
func TestRestartEach(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	first := func(id string) *suite.Case { // the first request of a life
		c := talk(t, "", "> GET /n/2 HTTP/1.1\\r\\n\n> Host: \\{$host}\\r\\n\n> \\r\\n\n= pass 200")
		c.ID = id
		return c
	}
	skipped := asks(t, "/skipped", "needs: echo")
	sum := run(t, Options{Target: m.addr, Keeper: m, Restart: BeforeEach, Jobs: 8, Lacks: func(n string) string { return "no" }},
		first("a"), first("b"), skipped, asks(t, "/die", ""), first("c"))
	if got, want := verdictWords(sum), "a pass, b pass, skipped skip, die crash, c pass"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if sum.Restarts != 3 || sum.Jobs != 1 {
		t.Errorf("got %d restarts, %d jobs; want 3 and 1", sum.Restarts, sum.Jobs)
	}
}

// TestRestartFails: a server that can't be started again ends the run.
func TestRestartFails(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	m.failing = errNoStart
	sum := run(t, Options{Target: m.addr, Keeper: m}, asks(t, "/die", ""), asks(t, "/a", ""), asks(t, "/b", ""))
	if got, want := verdictWords(sum), "die crash, a not run, b not run"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if sum.Lost != errNoStart.Error() || suite.ExitStatus(sum, false) != suite.ExitLost || sum.Results[1].Reason != "the server could not be started again" {
		t.Errorf("got lost %q, exit status %d, %q", sum.Lost, suite.ExitStatus(sum, false), sum.Results[1].Reason)
	}
}

// TestDeadBefore: a server that died before the first case is started again, and
// nobody is blamed.
func TestDeadBefore(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	m.die(0)
	sum := run(t, Options{Target: m.addr, Keeper: m}, asks(t, "/a", ""), asks(t, "/b", ""))
	if sum.Count(suite.Pass) != 2 || sum.Restarts != 1 {
		t.Errorf("got %s, %d restarts", verdictWords(sum), sum.Restarts)
	}
}

// TestStopsListening: a process that runs on and takes no connections is as good
// as dead.
func TestStopsListening(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	m.stillGo = true
	sum := run(t, Options{Target: m.addr, Keeper: m}, asks(t, "/a", ""), asks(t, "/die", ""), asks(t, "/b", ""))
	if got, want := verdictWords(sum), "a pass, die crash, b pass"; got != want || !strings.Contains(sum.Results[1].Reason, "takes no connections") {
		t.Errorf("got %s, want %s; %s", got, want, sum.Results[1].Reason)
	}
}

// TestFailFastKept: with --fail-fast, nothing is played behind a failure or a crash.
func TestFailFastKept(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	sum := run(t, Options{Target: m.addr, Keeper: m, FailFast: true}, asks(t, "/a", ""), talk(t, "", get+"= pass 404"), asks(t, "/die", ""))
	if got, want := verdictWords(sum), "a pass, case fail, die not run"; got != want || m.deaths != 0 {
		t.Errorf("got %s, want %s; %d deaths", got, want, m.deaths)
	}
	sum = run(t, Options{Target: m.addr, Keeper: m, FailFast: true}, asks(t, "/a", ""), asks(t, "/die", ""), asks(t, "/b", ""))
	if got, want := verdictWords(sum), "a pass, die crash, b not run"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestCrashOwner: an answer that a dying server broke off is no breach of the rules
// by the case that owns them.
func TestCrashOwner(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	owner := asks(t, "/owner", "")
	owner.Owns = []string{"content-short"}
	sum := run(t, Options{Target: m.addr, Keeper: m}, asks(t, "/a", ""), asks(t, "/break", ""), owner)
	if r := sum.Results[2]; r.Verdict != suite.Pass {
		t.Errorf("got %s: %s", r.Verdict, r.Reason)
	}
	for _, n := range sum.Noticed {
		if n.Case == "break" {
			t.Errorf("noticed: %+v", n)
		}
	}
}

// TestKeptCancel: an interrupt ends the search, too.
func TestKeptCancel(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	ctx, cancel := context.WithCancel(t.Context())
	o := Options{Target: m.addr, Keeper: stopper{m, cancel}}
	sum, err := Run(ctx, []*suite.Case{asks(t, "/a", ""), asks(t, "/die", ""), asks(t, "/b", "")}, o)
	if err == nil || sum.Results[0].Verdict != suite.Pass || sum.Results[2].Verdict != suite.NotRun {
		t.Errorf("got %v, %s", err, verdictWords(sum))
	}
}

// stopper is interrupted when it is asked what became of the server.
type stopper struct {
	*mortal
	stop func()
}

func (s stopper) Died(ctx context.Context) (string, []string) {
	s.stop()
	return s.mortal.Died(ctx)
}
