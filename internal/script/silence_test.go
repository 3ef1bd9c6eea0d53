package script

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"httpkit/internal/suite"
)

// crowded is a server with one worker. /busy takes it away without an answer, until
// /ask, the path of the run, is asked for, for the nth time; /mute is never answered.
type crowded struct {
	mu   sync.Mutex
	n    int // of /ask that the worker takes to come back
	busy int
	seen map[string]int
}

func (s *crowded) handle(c *net.TCPConn) {
	r := bufio.NewReader(c)
	path := strings.Fields(head(r) + " - -")[1]
	s.mu.Lock()
	s.seen[path]++
	silent := path == "/mute"
	switch {
	case path == "/busy":
		s.busy = s.n
		silent = true
	case path == "/ask" && s.busy > 0:
		s.busy--
		silent = s.busy > 0
	case s.busy > 0:
		silent = true
	}
	s.mu.Unlock()
	if silent {
		io.Copy(io.Discard, r) // until the client goes
		return
	}
	io.WriteString(c, ok("x"))
}

func (s *crowded) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[path]
}

func newCrowded(t *testing.T, n int) (*crowded, Options) {
	s := &crowded{n: n, seen: map[string]int{}}
	return s, Options{Target: serve(t, s.handle), Path: "/ask", Timeout: 200 * time.Millisecond, Asks: true}
}

// holds is a case that passes and leaves the only worker busy.
func holds(t *testing.T) *suite.Case {
	t.Helper()
	c := talk(t, "", "> GET /busy HTTP/1.1\\r\\n\n> \\r\\n\n= pass silent")
	c.ID = "busy"
	return c
}

// TestBusy: no case fails because another one has left the target busy.
func TestBusy(t *testing.T) {
	t.Parallel()
	s, o := newCrowded(t, 1)
	sum := run(t, o, asks(t, "/a", ""), holds(t), asks(t, "/b", ""), asks(t, "/c", ""))
	if got, want := verdictWords(sum), "a pass, busy pass, b pass, c pass"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s.count("/ask") != 1 || s.count("/b") != 2 || s.count("/a") != 1 || s.count("/c") != 1 {
		t.Errorf("got the requests %v", s.seen)
	}
	if r := sum.Results[2]; r.Reason != "" || r.Plays != 1 {
		t.Errorf("the first play is told: %d plays, %q", r.Plays, r.Reason)
	}
	for _, jobs := range []int{1, 4} {
		s, o := newCrowded(t, 1)
		o.Jobs = jobs
		sum := run(t, o, holds(t), asks(t, "/a", ""), asks(t, "/b", ""), asks(t, "/mute", ""), asks(t, "/c", ""))
		if got, want := verdictWords(sum), "busy pass, a pass, b pass, mute fail, c pass"; got != want {
			t.Errorf("%d at a time: got %s, want %s; requests %v", jobs, got, want, s.seen)
		}
	}
}

// TestMute: what is met with silence on purpose still fails, and a server that says
// nothing is not played twice for ever.
func TestMute(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ jobs, cases, most int }{
		{1, 1, 1}, // nothing was before it
		{4, 1, 1},
		{1, 12, 12 + vainMost},
		{4, 12, 12 + vainMost + 4},
	} {
		s, o := newCrowded(t, 0)
		o.Jobs, o.Patience = c.jobs, 20 // not busy, however slow this machine is
		var cases []*suite.Case
		for range c.cases {
			cases = append(cases, asks(t, "/mute", ""))
		}
		sum := run(t, o, cases...)
		if sum.Count(suite.Fail) != c.cases || s.count("/mute") > c.most {
			t.Errorf("%d of %d at a time: got %s, requests %v, want at most %d", c.cases, c.jobs, verdictWords(sum), s.seen, c.most)
		}
		if !strings.Contains(sum.Results[0].Reason, "got nothing, and the connection stayed open") {
			t.Errorf("got %q", sum.Results[0].Reason)
		}
	}
}

// TestGoodIsNotAsked: a server that answers gets no request but those of the cases.
func TestGoodIsNotAsked(t *testing.T) {
	t.Parallel()
	s, o := newCrowded(t, 0)
	wrong := talk(t, "", "> GET /wrong HTTP/1.1\\r\\n\n> \\r\\n\n= pass 404")
	run(t, o, asks(t, "/a", ""), wrong, asks(t, "/b", ""))
	if got, want := fmt.Sprint(s.seen), "map[/a:1 /b:1 /wrong:1]"; got != want {
		t.Errorf("got the requests %s, want %s", got, want)
	}
}

// TestNobodyIsAsked: without a first contact, and in a ladder, nothing is sent but
// what the cases say.
func TestNobodyIsAsked(t *testing.T) {
	t.Parallel()
	s, o := newCrowded(t, 1)
	o.Asks = false
	if got, want := verdictWords(run(t, o, holds(t), asks(t, "/a", ""))), "busy pass, a fail"; got != want || s.count("/ask") != 0 {
		t.Errorf("got %s, want %s; requests %v", got, want, s.seen)
	}
	s, o = newCrowded(t, 1)
	sum, err := Climb(t.Context(), []*suite.Case{holds(t), asks(t, "/a", "")}, o, func(*suite.Result) bool { return true })
	if err != nil || sum.Count(suite.Fail) != 1 || s.count("/ask") != 0 {
		t.Errorf("a ladder: got %s, %v; requests %v", verdictWords(sum), err, s.seen)
	}
}

// TestHangs: a server that hangs for good is noticed. Where nobody starts it again,
// the run ends there.
func TestHangs(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	o := Options{Target: m.addr, Timeout: 200 * time.Millisecond, Asks: true}
	sum := run(t, o, asks(t, "/a", ""), asks(t, "/hang", ""), asks(t, "/b", ""), asks(t, "/c", ""))
	if got, want := verdictWords(sum), "a pass, hang fail, b not run, c not run"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if want := "since then the target answers nobody: GET / on a new connection was not answered within 1.2s either"; !strings.Contains(sum.Results[1].Reason, want) {
		t.Errorf("got %q, want in it %q", sum.Results[1].Reason, want)
	}
	if sum.LostAfter != "hang" || !strings.Contains(sum.Lost, "since hang it answers nobody") || suite.ExitStatus(sum, false) != suite.ExitLost {
		t.Errorf("got lost after %q: %q, exit status %d", sum.LostAfter, sum.Lost, suite.ExitStatus(sum, false))
	}
}

// TestHangsKept: one that is kept is started again, the case that it hangs since is
// named, and the others are played on a fresh one.
func TestHangsKept(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/hang", "/after"} {
		for _, jobs := range []int{1, 4} {
			if path == "/after" && jobs > 1 {
				continue // all may have been answered by then
			}
			t.Run(fmt.Sprint(path[1:], " ", jobs), func(t *testing.T) {
				t.Parallel()
				m := newMortal(t)
				o := Options{Target: m.addr, Keeper: m, Timeout: 200 * time.Millisecond, Asks: true, Jobs: jobs}
				sum := run(t, o, asks(t, "/a", ""), asks(t, path, ""), asks(t, "/b", ""), asks(t, "/c", ""))
				if got, want := verdictWords(sum), fmt.Sprintf("a pass, %s crash, b pass, c pass", path[1:]); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
				if r := sum.Results[1]; !strings.Contains(r.Reason, "the server hangs: GET / on a new connection was not answered within ") || sum.Lost != "" {
					t.Errorf("got %q, lost %q", r.Reason, sum.Lost)
				}
			})
		}
	}
	m := newMortal(t)
	o := Options{Target: m.addr, Keeper: m, Restart: Never, Timeout: 200 * time.Millisecond, Asks: true}
	sum := run(t, o, asks(t, "/a", ""), asks(t, "/hang", ""), asks(t, "/b", ""))
	if got, want := verdictWords(sum), "a pass, hang crash, b not run"; got != want || sum.Results[2].Reason != notAgain(true) {
		t.Errorf("got %s, want %s; %q", got, want, sum.Results[2].Reason)
	}
}

// TestHangsUnasked: where a kept server may not be asked, a case that meets silence
// is played again on a fresh one.
func TestHangsUnasked(t *testing.T) {
	t.Parallel()
	m := newMortal(t)
	o := Options{Target: m.addr, Keeper: m, Timeout: 200 * time.Millisecond}
	sum := run(t, o, asks(t, "/a", ""), asks(t, "/hang", ""), asks(t, "/b", ""), asks(t, "/c", ""))
	if got, want := verdictWords(sum), "a pass, hang fail, b pass, c pass"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
