package script

import (
	"context"
	"math"
	"net"
	"strings"
	"testing"
	"time"

	"httpkit/internal/judge"
	"httpkit/internal/suite"
)

// staysOpen answers each request and never ends the connection, not even when the
// client does.
func staysOpen(c *net.TCPConn) {
	persistent(ok("hello"))(c)
	stay(c)
}

// TestNoSilence: no play waits for silence unless its text says silent or open. The
// pacer counts how often one was waited for; the server never ends a connection, so
// that nothing but a rule can end a wait.
func TestNoSilence(t *testing.T) {
	target := serve(t, staysOpen)
	for _, r := range []struct {
		name, transcript string
		want             suite.Word
		waits            bool
	}{
		{"lines", get + `< HTTP/1.1 200 OK\r\n
< Content-Length: 5\r\n
< \r\n
< hello\
`, suite.Pass, false},
		{"lines that are wrong", get + `< HTTP/1.1 404 No\r\n`, suite.Fail, false},
		{"a block", get + "= pass 200", suite.Pass, false},
		{"a block that fails", get + "= pass 404", suite.Fail, false},
		{"a rule that decides against it", get + "= pass 404\n= fail 200", suite.Fail, false},
		{"two requests", get + "= pass 200\n" + get + "= pass 200 | ended", suite.Pass, false},
		{"an ending that is better", get + "= pass 200\n= warn 200 closed -- hm", suite.Pass, false},
		{"silent in a rule that is not better", get + "= pass 200\n= warn silent -- hm", suite.Pass, false},
		{"several connections", "* connect a\n* connect b\n>a GET / HTTP/1.1\\r\\n\n>a \\r\\n\n=a pass 200", suite.Pass, false},
		{"close-write", get + "* close-write\n= pass 200", suite.Pass, false},
		{"split all", "* split all\n" + get + "= pass 200", suite.Pass, false},
		{"repeat", "* repeat 3\n" + get + "= pass 200\n* end", suite.Pass, false},
		{"silent", "> GET /\\\n* silent", suite.Pass, true},
		{"open", get + "= pass 200 open", suite.Pass, true},
		{"silent in a pass rule", "> GET /\\\n= pass silent", suite.Pass, true},
		{"a written time", get + "= pass 200\n* open 20ms", suite.Pass, true},
		{"split silent", "* split 4 silent\n" + get + "= pass 200", suite.Pass, true},
	} {
		t.Run(r.name, func(t *testing.T) {
			e, err := newEngine(nil, Options{Target: target, Patience: 0.2})
			if err != nil {
				t.Fatal(err)
			}
			defer e.stage.remove()
			ctx, cancel := context.WithTimeout(t.Context(), hung)
			defer cancel()
			sum, err := e.run(ctx, []*suite.Case{talk(t, "", r.transcript)})
			if err != nil {
				t.Fatal(err)
			}
			if res := sum.Results[0]; res.Verdict != r.want {
				t.Errorf("got %s (%s), want %s", res.Verdict, res.Reason, r.want)
			}
			if got := e.pacer.windows.Load() > 0; got != r.waits {
				t.Errorf("waits for silence: got %v, want %v", got, r.waits)
			}
		})
	}
}

// TestPacer holds how the windows follow from the answers.
func TestPacer(t *testing.T) {
	ms := time.Millisecond
	for _, r := range []struct {
		fixed          time.Duration
		patience       float64
		answers        int
		slowest        time.Duration
		quiet, timeout time.Duration
	}{
		{0, 1, 0, 0, 50 * ms, 5 * time.Second},
		{0, 1, 19, 30 * ms, 300 * ms, 5 * time.Second},
		{0, 1, 20, 30 * ms, 300 * ms, time.Second},
		{0, 1, 20, 300 * ms, time.Second, 3 * time.Second},
		{0, 1, 20, time.Minute, time.Second, 5 * time.Second},
		{0, 4, 20, 30 * ms, 1200 * ms, time.Second},
		{0, 0.1, 0, 0, 5 * ms, 5 * time.Second},
		{0, 1e-12, 0, 0, ms, 5 * time.Second}, // a window is one, or a late answer is silence
		{0, 1e12, 0, 0, longest, 5 * time.Second},
		{0, math.Inf(1), 0, 0, longest, 5 * time.Second},
		{0, math.NaN(), 0, 0, 50 * ms, 5 * time.Second},
		{9 * time.Second, 1, 20, ms, 50 * ms, 9 * time.Second},
	} {
		p := pacer{fixed: r.fixed, patience: r.patience}
		for range r.answers {
			p.saw(ms)
		}
		if r.answers > 0 {
			p.answers--
			p.saw(r.slowest)
		}
		if p.quiet() != r.quiet || p.timeout() != r.timeout {
			t.Errorf("%+v: got quiet %s, timeout %s", r, p.quiet(), p.timeout())
		}
	}
}

// TestHeldUp: that a server which takes one client after the other answers late,
// while the play itself lets it wait, is no news about its speed.
func TestHeldUp(t *testing.T) {
	var queue = make(chan struct{}, 1)
	target := serve(t, func(c *net.TCPConn) {
		queue <- struct{}{}
		persistent(ok("x"))(c)
		<-queue
	})
	e, err := newEngine(nil, Options{Target: target, Pace: 0.01})
	if err != nil {
		t.Fatal(err)
	}
	defer e.stage.remove()
	c := talk(t, "", "* connect a\n* pause 1s\n* connect b\n>b GET / HTTP/1.1\\r\\n\n>b \\r\\n\n*b silent 10s\n>a GET / HTTP/1.1\\r\\n\n>a \\r\\n\n=a pass 200\n*a close-write\n*a closed\n=b pass 200")
	sum, err := e.run(t.Context(), []*suite.Case{c})
	if err != nil {
		t.Fatal(err)
	}
	if r := sum.Results[0]; r.Verdict != suite.Pass {
		t.Fatalf("got %s: %s", r.Verdict, r.Reason)
	}
	if e.pacer.answers != 0 { // the case is slow by its written times
		t.Errorf("got %d answers measured in a slow case, want none", e.pacer.answers)
	}
	c = talk(t, "", strings.ReplaceAll("* connect a\n* connect b\n>b GET / HTTP/1.1\\r\\n\n>b \\r\\n\n*b silent\n>a GET / HTTP/1.1\\r\\n\n>a \\r\\n\n=a pass 200\n*a close-write\n*a closed\n=b pass 200", "", ""))
	if _, err := e.run(t.Context(), []*suite.Case{c}); err != nil {
		t.Fatal(err)
	}
	if e.pacer.answers != 1 {
		t.Errorf("got %d answers measured, want only that of the connection nobody held up", e.pacer.answers)
	}
}

// TestAsked holds the methods of requests without an answer, however they were sent
// and whatever was answered early.
func TestAsked(t *testing.T) {
	for _, r := range []struct{ steps, want string }{
		{"GET / HTTP/1.1\r\n\r\n", "GET"},
		{"GET / HT|TP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n|\r\n", "GET HEAD"},
		{"GET / HTTP/1.1\r\n\r\n|+1|HEAD / HTTP/1.1\r\n\r\n", "HEAD"},
		{"GET / HTTP/1.1\r\n|+1|\r\nHEAD / HTTP/1.1\r\n\r\n", "HEAD"},
		{"GET / HTTP/1.1\r\n|+2|\r\nHEAD / HTTP/1.1\r\n\r\nPUT / HTTP/1.1\r\n\r\n", "PUT"},
		{"+1|GET / HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n\r\n", "HEAD"},
		{"GET / HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n\r\nPUT / HTTP/1.1\r\n\r\n|+1|+1", "PUT"},
		{"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n12345|+1|67890HEAD / HTTP/1.1\r\n\r\n", "HEAD"},
		{"xyzzy\r\n", ""},
		{"", ""},
	} {
		var a asked
		for step := range strings.SplitSeq(r.steps, "|") {
			if strings.HasPrefix(step, "+") {
				a.answers(int(step[1] - '0'))
			} else {
				a.sent([]byte(step))
			}
			a.methods()
		}
		if got := strings.TrimSpace(strings.Join(a.methods(), " ")); got != r.want {
			t.Errorf("%q: got %q, want %q", r.steps, got, r.want)
		}
	}
}

// TestClocks: what we wait on purpose is no silence of the server's, and a wait
// has an end however bytes trickle.
func TestClocks(t *testing.T) {
	p := &play{pacer: &pacer{fixed: time.Second, patience: 1}, o: &Options{Pace: 1}}
	c := &conn{drip: 3 * time.Second}
	k := p.clocks(c, 0)
	if k.timeout != 4*time.Second {
		t.Errorf("got a timeout of %s beside a drip every 3 s, want 4 s", k.timeout)
	}
	hard := k.hard
	k.look(c, time.Time{}, 10, true)
	if !k.hard.After(hard) {
		t.Error("a drip that goes on does not put off the end of the wait")
	}
	hard = k.hard
	if k.look(c, time.Time{}, 10, true); k.hard != hard {
		t.Error("a drip that is stuck puts off the end of the wait")
	}
	k.since, k.hard = k.now, k.now
	if _, timeout := k.passed(false); !timeout {
		t.Error("the end of the wait is no timeout")
	}
	k.now = k.since.Add(time.Hour)
	if quiet, timeout := k.passed(true); quiet || !timeout {
		t.Errorf("while bytes leave us: got quiet %v, timeout %v", quiet, timeout)
	}
	if d := silent(judge.Seen{Quiet: true}); d.State != judge.Holds {
		t.Errorf("got %v", d.State)
	}
}
