package script

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"httpkit/internal/suite"
)

// flaky answers the nth request, from 0, with the nth of the statuses, and begins
// anew at their end.
func flaky(t testing.TB, statuses ...int) (o Options, asked *atomic.Int64) {
	asked = new(atomic.Int64)
	o.Target = serve(t, func(c *net.TCPConn) {
		if r := bufio.NewReader(c); head(r) != "" {
			n := asked.Add(1) - 1
			fmt.Fprintf(c, "HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n", statuses[n%int64(len(statuses))])
		}
	})
	return o, asked
}

const wantOK = get + "= pass 200\n= warn 202 -- later\n= skip 204 -- nothing there"

// TestAgain: what comes of a case that is run several times, and how it is told.
func TestAgain(t *testing.T) {
	words := func(w ...suite.Word) []suite.Word { return w }
	for _, c := range []struct {
		name     string
		o        Options
		statuses []int
		verdict  suite.Word
		runs     []suite.Word
		reason   string // its first line
		last     string // its last line, "" for any
		plays    int
	}{
		{"repeat, all pass", Options{Repeat: 3}, []int{200}, suite.Pass, words("pass", "pass", "pass"), "", "", 3},
		{"repeat, every second", Options{Repeat: 4}, []int{200, 404}, suite.Fail, words("pass", "fail", "pass", "fail"), "failed on 2 of 4 runs, passed on 2:", "", 4},
		{"repeat, the worst counts", Options{Repeat: 4}, []int{202, 404, 204, 200}, suite.Fail, words("warn", "fail", "skip", "pass"), "failed on 1 of 4 runs, warned on 1, passed on 1, skipped on 1:", "", 4},
		{"repeat, always", Options{Repeat: 2}, []int{404}, suite.Fail, words("fail", "fail"), "failed on each of 2 runs:", "", 2},
		{"repeat, skips beside passes", Options{Repeat: 2}, []int{204, 200}, suite.Pass, words("skip", "pass"), "passed on 1 of 2 runs, skipped on 1", "", 2},
		{"repeat until it fails", Options{Repeat: 100, FailFast: true}, []int{200, 200, 404}, suite.Fail, words("pass", "pass", "fail"), "failed on 1 of 3 runs, passed on 2, not run 97 times:", "", 3},
		{"repeat, no retries", Options{Repeat: 2, Retries: 5}, []int{404, 200}, suite.Fail, words("fail", "pass"), "failed on 1 of 2 runs, passed on 1:", "", 2},
		{"retry, no need", Options{Retries: 2}, []int{200}, suite.Pass, nil, "", "", 1},
		{"retry, passes", Options{Retries: 2}, []int{404, 200}, suite.Flaky, words("fail", "pass"), "failed at first, and passed on retry 1:", "", 2},
		{"retry, passes late", Options{Retries: 3}, []int{404, 404, 200}, suite.Flaky, words("fail", "fail", "pass"), "failed at first, and passed on retry 2:", "", 3},
		{"retry, warns", Options{Retries: 1}, []int{404, 202}, suite.Flaky, words("fail", "warn"), "failed at first, and warned on retry 1:", "", 2},
		{"retry, never passes", Options{Retries: 2}, []int{404}, suite.Fail, words("fail", "fail", "fail"), "", "it did not pass on any of 2 retries either", 3},
		{"retry, not once", Options{Retries: 1}, []int{404}, suite.Fail, words("fail", "fail"), "", "it did not pass on the retry either", 2},
		{"a warning is not tried again", Options{Retries: 2}, []int{202, 200}, suite.Warn, nil, "", "", 1},
		{"but where it fails", Options{Retries: 2, Strict: true}, []int{202, 404, 200}, suite.Flaky, words("warn", "fail", "pass"), "warned at first, and passed on retry 2:", "", 3},
		{"known", Options{Retries: 2, Known: func(string) bool { return true }}, []int{404, 200}, suite.Fail, nil, "", "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			target, asked := flaky(t, c.statuses...)
			c.o.Target = target.Target
			calls := told(&c.o)
			r := one(t, c.o, talk(t, "", wantOK))
			if r.Verdict != c.verdict || !slices.Equal(r.Runs, c.runs) || r.Plays != c.plays || asked.Load() != int64(c.plays) {
				t.Errorf("got %s, runs %v, %d plays, %d requests; want %s, %v, %d", r.Verdict, r.Runs, r.Plays, asked.Load(), c.verdict, c.runs, c.plays)
			}
			lines := strings.Split(r.Reason, "\n")
			if c.reason != "" && lines[0] != c.reason || c.last != "" && lines[len(lines)-1] != c.last || c.verdict == suite.Pass && r.Reason != c.reason {
				t.Errorf("got %q, want %q ... %q", r.Reason, c.reason, c.last)
			}
			if (r.Verdict == suite.Fail || r.Verdict == suite.Flaky && c.statuses[0] == 404) && (!strings.Contains(r.Reason, "404") || !strings.Contains(exchange(r), "404")) {
				t.Errorf("the failure is not told: %q\n%s", r.Reason, exchange(r))
			}
			if len(*calls) != 1 {
				t.Errorf("OnResult was called %d times: %v", len(*calls), *calls)
			}
		})
	}
}

// TestAgainSweep: the values that failed are those of all runs, each once.
func TestAgainSweep(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	target := serve(t, func(c *net.TCPConn) {
		path := strings.Fields(head(bufio.NewReader(c)) + " - -")[1]
		mu.Lock()
		seen[path]++
		status := 200
		if path == "/2" || path == "/1" && seen[path] == 2 {
			status = 404
		}
		mu.Unlock()
		fmt.Fprintf(c, "HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n", status)
	})
	r := one(t, Options{Target: target, Repeat: 2}, talk(t, "each: n: 1..3", "> GET /\\{$n} HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200"))
	if got := strings.Join(r.Values, " "); got != "n=2 n=1" || r.Plays != 6 || !slices.Equal(r.Runs, []suite.Word{"fail", "fail"}) {
		t.Errorf("got %q of %d plays, %v", got, r.Plays, r.Runs)
	}
}

// TestAgainNothingToPlay: a case that is skipped before it is played is not run again.
func TestAgainNothingToPlay(t *testing.T) {
	o, asked := flaky(t, 200)
	o.Repeat, o.Lacks = 5, func(string) string { return "no" }
	if r := one(t, o, talk(t, "needs: echo", wantOK)); r.Verdict != suite.Skip || r.Runs != nil || strings.Contains(r.Reason, "runs") || asked.Load() != 0 {
		t.Errorf("got %s, %v, %q", r.Verdict, r.Runs, r.Reason)
	}
}

// TestKnownFailFast: a failure that is known does not end the run; a warning does
// where it is a failure.
func TestKnownFailFast(t *testing.T) {
	o, _ := flaky(t, 404)
	o.FailFast, o.Known = true, func(id string) bool { return id == "known" }
	known, after := talk(t, "", wantOK), talk(t, "", wantOK)
	known.ID, after.ID = "known", "after"
	got := told(&o)
	run(t, o, known, after, known)
	if want := []string{"known fail", "after fail", "known not run"}; !slices.Equal(*got, want) {
		t.Errorf("got %v, want %v", *got, want)
	}
	o, _ = flaky(t, 202)
	o.FailFast, o.Strict = true, true
	got = told(&o)
	run(t, o, talk(t, "", wantOK), talk(t, "", wantOK))
	if want := []string{"case warn", "case not run"}; !slices.Equal(*got, want) {
		t.Errorf("got %v, want %v", *got, want)
	}
}

// TestRetryAlone: what is played again has nothing beside it, and the results keep
// their order.
func TestRetryAlone(t *testing.T) {
	var mu sync.Mutex
	open, seen := 0, map[string]int{}
	var beside []string
	target := serve(t, func(c *net.TCPConn) {
		path := strings.Fields(head(bufio.NewReader(c)) + " - -")[1]
		mu.Lock()
		open++
		seen[path]++
		again, status := seen[path] > 1, 200
		if path != "/" && !again {
			status = 404
		}
		if path != "/" && again && open > 1 {
			beside = append(beside, path)
		}
		mu.Unlock()
		fmt.Fprintf(c, "HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n", status)
		io.Copy(io.Discard, c)
		mu.Lock()
		open--
		mu.Unlock()
	})
	var cases []*suite.Case
	var want []string
	for i := range 40 {
		path, verdict := "/", "pass"
		if i%4 == 0 {
			path, verdict = fmt.Sprint("/", i), "flaky"
		}
		c := talk(t, "", "> GET "+path+" HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200 open")
		c.ID = fmt.Sprint(i)
		cases, want = append(cases, c), append(want, c.ID+" "+verdict)
	}
	o := Options{Target: target, Jobs: 8, Retries: 1}
	got := told(&o)
	sum := run(t, o, cases...)
	if !slices.Equal(*got, want) {
		t.Errorf("got %v\nwant %v", *got, want)
	}
	if len(beside) > 0 {
		t.Errorf("something was played beside the retries of %v", beside)
	}
	if suite.ExitStatus(sum, true) != suite.ExitPassed {
		t.Errorf("got exit status %d", suite.ExitStatus(sum, true))
	}
	left(t)
}

// TestAgainLost: a target that goes away between two runs of a case. That it passed
// before is no verdict; that it failed is one.
func TestAgainLost(t *testing.T) {
	for _, c := range []struct {
		name   string
		o      Options
		status int
		want   suite.Word
	}{
		{"repeat after a pass", Options{Repeat: 5}, 200, suite.NotRun},
		{"repeat after a failure", Options{Repeat: 5}, 404, suite.Fail},
		{"retry", Options{Retries: 5}, 404, suite.Fail},
	} {
		target, over := departing(t, 2, fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n", c.status))
		c.o.Target = target
		sum := run(t, c.o, talk(t, "", wantOK), talk(t, "", wantOK))
		<-over
		if r := sum.Results[0]; r.Verdict != c.want || sum.Results[1].Verdict != suite.NotRun {
			t.Errorf("%s: got %s (%s), %s; want %s, not run", c.name, r.Verdict, r.Reason, sum.Results[1].Verdict, c.want)
		}
		if sum.Lost == "" || sum.LostAfter != "case" {
			t.Errorf("%s: got lost %q after %q", c.name, sum.Lost, sum.LostAfter)
		}
	}
}

// TestAgainCancel: the end of the context ends the runs to come; a failure that was
// seen is kept.
func TestAgainCancel(t *testing.T) {
	stop := errors.New("stopped by the test")
	for _, c := range []struct {
		status int
		want   suite.Word
	}{{200, suite.NotRun}, {404, suite.Fail}} {
		ctx, cancel := context.WithCancelCause(t.Context())
		var asked atomic.Int64
		target := serve(t, func(conn *net.TCPConn) {
			if head(bufio.NewReader(conn)) != "" && asked.Add(1) == 3 {
				cancel(stop)
				io.Copy(io.Discard, conn)
				return
			}
			fmt.Fprintf(conn, "HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n", c.status)
		})
		sum, err := Run(ctx, []*suite.Case{talk(t, "", wantOK)}, Options{Target: target, Repeat: 10})
		if !errors.Is(err, stop) || sum.Results[0].Verdict != c.want {
			t.Errorf("%d: got %v, %s; want %s", c.status, err, sum.Results[0].Verdict, c.want)
		}
		cancel(nil)
	}
	left(t)
}

// TestInOrder: long waits are begun first, unless the order matters.
func TestInOrder(t *testing.T) {
	plain, waits := talk(t, "", get+"= pass 200"), talk(t, "", get+"= pass 200\n* silent")
	for _, inOrder := range []bool{false, true} {
		e, err := newEngine(nil, Options{Jobs: 2, InOrder: inOrder})
		if err != nil {
			t.Fatal(err)
		}
		s := &schedule{engine: e, cases: []*suite.Case{plain, waits}}
		want := []int{1, 0}
		if inOrder {
			want = []int{0, 1}
		}
		if got := s.order(); !slices.Equal(got, want) {
			t.Errorf("InOrder %v: got %v, want %v", inOrder, got, want)
		}
		e.stage.remove()
	}
}

// TestElsewhere: what breaks a universal rule fails the case that owns it, also
// where another shard plays that.
func TestElsewhere(t *testing.T) {
	target := serve(t, persistent(ok("x")))
	owner := talk(t, "level: MUST\nowns: date-missing", get+"= pass 200")
	owner.ID = "owner"
	o := Options{Target: target, Elsewhere: []*suite.Case{talk(t, "", get), owner}}
	got := told(&o)
	sum := run(t, o, talk(t, "", get+"= pass 200"))
	if want := []string{"case pass", "owner fail"}; !slices.Equal(*got, want) || len(sum.Results) != 2 {
		t.Fatalf("got %v, want %v", *got, want)
	}
	if r := sum.Results[1]; !strings.HasPrefix(r.Reason, "date-missing: ") || !strings.Contains(r.Reason, "seen in case") || r.Plays != 0 {
		t.Errorf("got %d plays, %q", r.Plays, r.Reason)
	}
	if slices.ContainsFunc(sum.Noticed, func(n suite.Noticed) bool { return n.Rule == "date-missing" }) || suite.ExitStatus(sum, false) != suite.ExitFailed {
		t.Errorf("got noticed %v, exit status %d", sum.Noticed, suite.ExitStatus(sum, false))
	}
	sum = run(t, Options{Target: target}, talk(t, "", get+"= pass 200"))
	if len(sum.Results) != 1 || len(sum.Noticed) == 0 {
		t.Errorf("without: got %d results, noticed %v", len(sum.Results), sum.Noticed)
	}
}
