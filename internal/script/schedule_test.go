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

	"httpkit/internal/loopback"
	"httpkit/internal/suite"
)

// told collects the verdicts in the order in which they are handed on.
func told(o *Options) *[]string {
	var all []string
	o.OnResult = func(r *suite.Result) { all = append(all, r.Case.ID+" "+string(r.Verdict)) }
	return &all
}

// TestOrder: results come in the order of the cases, however many are played at
// once; those that are alone have nothing beside them, not even plays of their own.
func TestOrder(t *testing.T) {
	var mu sync.Mutex
	open := map[string]int{}
	var beside []string
	target := serve(t, func(c *net.TCPConn) {
		r := bufio.NewReader(c)
		path := strings.Fields(head(r) + " - -")[1]
		mu.Lock()
		open[path]++
		if open["/alone"] > 0 && (len(open) > 1 || open["/alone"] > 1) {
			beside = append(beside, fmt.Sprint(open))
		}
		mu.Unlock()
		io.WriteString(c, ok("x"))
		io.Copy(io.Discard, c)
		mu.Lock()
		if open[path]--; open[path] == 0 {
			delete(open, path)
		}
		mu.Unlock()
	})
	var cases []*suite.Case
	var want []string
	add := func(path, keys string) {
		c := talk(t, keys, "> GET "+path+" HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200 open")
		c.ID = fmt.Sprint(path, len(cases))
		cases = append(cases, c)
		want = append(want, c.ID+" pass")
	}
	for range 20 {
		add("/", "each: n: 1..3")
	}
	add("/alone", "tags: alone\neach: n: 1..4")
	add("/", "")
	add("/alone", "kills: no\neach: n: 1..4")
	add("/alone", "tags: alone")
	o := Options{Target: target, Jobs: 16, CanRestart: true}
	got := told(&o)
	sum := run(t, o, cases...)
	if !slices.Equal(*got, want) {
		t.Errorf("got %v\nwant %v", *got, want)
	}
	if len(beside) > 0 {
		t.Errorf("beside a case that is alone: %v", beside)
	}
	if sum.Jobs != 16 || sum.Plays() != 20*3+4+1+4+1 {
		t.Errorf("got %d jobs, %d plays", sum.Jobs, sum.Plays())
	}
	left(t)
}

func TestFailFast(t *testing.T) {
	target := serve(t, persistent(ok("x")))
	pass, warn, fail := talk(t, "", get+"= pass 200"), talk(t, "", get+"= warn 200 -- hm"), talk(t, "", get+"= pass 404")
	o := Options{Target: target, FailFast: true}
	got := told(&o)
	sum := run(t, o, pass, warn, fail, pass, fail)
	if want := []string{"case pass", "case warn", "case fail", "case not run", "case not run"}; !slices.Equal(*got, want) {
		t.Errorf("got %v, want %v", *got, want)
	}
	if r := sum.Results[4]; r.Reason != "a case before it failed (--fail-fast)" {
		t.Errorf("got %q", r.Reason)
	}
	if suite.ExitStatus(sum, false) != suite.ExitFailed {
		t.Errorf("got exit status %d", suite.ExitStatus(sum, false))
	}
}

// TestCancel: a run that is interrupted gives what it has, at once, and nothing of
// it goes on.
func TestCancel(t *testing.T) {
	stop := errors.New("stopped by the test")
	ctx, cancel := context.WithCancelCause(t.Context())
	var seen atomic.Int32
	target := serve(t, func(c *net.TCPConn) {
		r := bufio.NewReader(c)
		if strings.HasPrefix(head(r), "GET /wait") {
			if seen.Add(1) == 3 {
				cancel(stop)
			}
			io.Copy(io.Discard, c)
			return
		}
		io.WriteString(c, ok("x"))
	})
	wait := talk(t, "timeout: 3600s", "> GET /wait HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200\n=   content x")
	pause := talk(t, "", "> GET /wait HTTP/1.1\\r\\n\n> \\r\\n\n* pause 3600s")
	silent := talk(t, "", "> GET /wait HTTP/1.1\\r\\n\n> \\r\\n\n* silent 3600s")
	pass := talk(t, "", get+"= pass 200")
	o := Options{Target: target, Jobs: 3}
	got := told(&o)
	sum, err := Run(ctx, []*suite.Case{pass, wait, pause, silent, pass, pass}, o)
	if !errors.Is(err, stop) {
		t.Errorf("got %v, want the cause", err)
	}
	if want := []string{"case pass", "case not run", "case not run", "case not run", "case not run", "case not run"}; !slices.Equal(*got, want) {
		t.Errorf("got %v, want %v", *got, want)
	}
	for _, r := range sum.Results[1:] {
		if r.Reason != "interrupted" {
			t.Errorf("got %q, want interrupted", r.Reason)
		}
	}
	left(t)
	if sum, err := Run(ctx, []*suite.Case{pass}, o); err == nil || sum.Results[0].Verdict != suite.NotRun {
		t.Errorf("a context that was over before: got %v, %v", sum.Results[0], err)
	}
}

// TestLost: a target that goes away ends the run.
func TestLost(t *testing.T) {
	target, over := departing(t, 3, ok("x"))
	case1 := func(id, keys, rule string) *suite.Case {
		c := talk(t, keys, get+rule)
		c.ID = id
		return c
	}
	o := Options{Target: target, Lacks: func(string) string { return "no" }}
	got := told(&o)
	sum := run(t, o, case1("a", "", "= pass 200"), case1("b", "", "= pass 404"), case1("skipped", "needs: echo", ""),
		case1("c", "each: n: 1..2", "= pass 200"), case1("d", "", "= pass 200"))
	<-over
	// The first play of c was answered: then the target went away in the middle of a case.
	if want := []string{"a pass", "b fail", "skipped skip", "c error", "d not run"}; !slices.Equal(*got, want) {
		t.Errorf("got %v, want %v", *got, want)
	}
	if !strings.Contains(sum.Lost, "connection refused") || sum.LostAfter != "b" {
		t.Errorf("got lost %q after %q, want a refused connection after b", sum.Lost, sum.LostAfter)
	}
	if r := sum.Results[4]; r.Reason != "the target went away" {
		t.Errorf("got %q", r.Reason)
	}
	if suite.ExitStatus(sum, false) != suite.ExitLost {
		t.Errorf("got exit status %d", suite.ExitStatus(sum, false))
	}
	left(t)
}

// TestUnreached: a target that was never there is one message, not one a case.
func TestUnreached(t *testing.T) {
	for _, jobs := range []int{1, 3} {
		o := Options{Target: refusing(t), Jobs: jobs}
		got := told(&o)
		sum := run(t, o, talk(t, "", get), talk(t, "each: n: 1..3", get), talk(t, "", get))
		if want := []string{"case not run", "case not run", "case not run"}; !slices.Equal(*got, want) {
			t.Errorf("got %v, want %v", *got, want)
		}
		if !strings.Contains(sum.Lost, "connection refused") || sum.LostAfter != "" || sum.Results[0].Reason != "the target could not be reached" {
			t.Errorf("got lost %q after %q: %s", sum.Lost, sum.LostAfter, sum.Results[0].Reason)
		}
		if suite.ExitStatus(sum, false) != suite.ExitLost {
			t.Errorf("got exit status %d", suite.ExitStatus(sum, false))
		}
	}
}

// TestOneRefused: a connection too many is no verdict on the case, but a target
// that holds others is not lost.
func TestOneRefused(t *testing.T) {
	over := make(chan struct{})
	l := loopback.Listen(t)
	go func() {
		defer close(over)
		c, err := l.Accept()
		l.Close() // one client, and no more
		if err == nil {
			persistent(ok("x"))(c.(*net.TCPConn))
			c.Close()
		}
	}()
	sum := run(t, Options{Target: address(t, l.Addr().String())}, talk(t, "", get+"= pass 200\n* connect b\n>b x\\"))
	<-over
	if r := sum.Results[0]; r.Verdict != suite.Error || !strings.Contains(r.Reason, "connection refused") || sum.Lost != "" {
		t.Errorf("got %s (%s), lost %q; want an error, and nothing lost", r.Verdict, r.Reason, sum.Lost)
	}
}

// TestKeepPassed: the transcript of a case that passes is kept for who wants it.
func TestKeepPassed(t *testing.T) {
	target := serve(t, persistent(ok("")))
	for _, keep := range []bool{false, true} {
		sum, err := Run(t.Context(), []*suite.Case{talk(t, "", get+"= pass 200"), talk(t, "", get+"= fail 200")}, Options{Target: target, KeepPassed: keep})
		if err != nil {
			t.Fatal(err)
		}
		if got := sum.Results[0].Transcript != nil; got != keep || sum.Results[1].Transcript == nil {
			t.Errorf("KeepPassed %v: got %v for the pass and %v for the failure, want %v and one", keep, got, sum.Results[1].Transcript, keep)
		}
	}
}
