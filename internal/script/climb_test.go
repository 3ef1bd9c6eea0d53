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
	"sync/atomic"
	"testing"

	"httpkit/internal/loopback"
	"httpkit/internal/suite"
)

// rung is a stage: its id is its number.
func rung(t testing.TB, n int, keys, transcript string) *suite.Case {
	t.Helper()
	c := talk(t, strings.TrimSpace(fmt.Sprintf("stage: %d\n%s", n, keys)), transcript)
	c.ID = fmt.Sprintf("up/%02d", n)
	return c
}

// toFirstOpen goes on up to the first stage that fails.
func toFirstOpen(r *suite.Result) bool { return r.Verdict != suite.Fail }

// words are the results, and what is said of them.
func words(sum *suite.Summary) []string {
	var out []string
	for _, r := range sum.Results {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Case.ID, r.Verdict, r.Reason)))
	}
	return out
}

// TestClimb: stages are played in their order up to the first that is open, and
// handed on as they come.
func TestClimb(t *testing.T) {
	var most, now atomic.Int32
	target := serve(t, func(c *net.TCPConn) {
		most.Store(max(most.Load(), now.Add(1)))
		persistent(ok("x"))(c)
		now.Add(-1)
	})
	stages := []*suite.Case{
		rung(t, 1, "", get+"= pass 200"),
		rung(t, 2, "level: SHOULD", get+"= pass 404"), // warns, and that is not open
		rung(t, 3, "needs: echo", get+"= pass 200"),
		rung(t, 4, "each: n: 1..9", get+"= pass 404"),
		rung(t, 5, "", get+"= pass 200"),
	}
	o := Options{Target: target, Jobs: 8, Lacks: func(need string) string { return "no " + need }}
	handed := told(&o)
	var judged []string
	sum, err := Climb(t.Context(), stages, o, func(r *suite.Result) bool {
		judged = append(judged, r.Case.ID)
		return toFirstOpen(r)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"up/01 pass", "up/02 warn got 200 OK; wanted 404", "up/03 skip not offered: echo (no echo)",
		"up/04 fail got 200 OK; wanted 404", "up/05 not run a stage before it is open: up/04"}
	if got := words(sum); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := strings.Join(*handed, ", "); got != "up/01 pass, up/02 warn, up/03 skip, up/04 fail, up/05 not run" {
		t.Errorf("handed on: %s", got)
	}
	if got := strings.Join(judged, " "); got != "up/01 up/02 up/03 up/04" {
		t.Errorf("judged: %s", got)
	}
	if most.Load() != 1 || sum.Jobs != 1 || sum.Lost != "" {
		t.Errorf("got %d connections at a time, %d jobs, lost %q; want 1, 1, none", most.Load(), sum.Jobs, sum.Lost)
	}
	if sum.Results[0].Transcript == nil {
		t.Error("no transcript of a stage that holds")
	}
	left(t)
}

// TestClimbOwns: a stage answers for the rules that it owns in its own responses, and
// in nobody else's.
func TestClimbOwns(t *testing.T) {
	var n atomic.Int32
	target := serve(t, func(c *net.TCPConn) {
		head(bufio.NewReader(c))
		a := ok("x")
		if n.Add(1) != 2 {
			a = strings.ReplaceAll(a, "\r\n", "\n")
		}
		io.WriteString(c, a)
	})
	any := get + "= pass any"
	stages := []*suite.Case{rung(t, 1, "", any), rung(t, 2, "level: MUST\nowns: line-bare-lf", any), rung(t, 3, "level: MUST\nowns: date-missing line-bare-lf", any)}
	sum, err := Climb(t.Context(), stages, Options{Target: target}, toFirstOpen)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"up/01 pass", "up/02 pass", "up/03 fail a 200 response has no Date\na line of the head ends with LF alone"}
	if got := words(sum); !slices.Equal(got, want) || len(sum.Noticed) > 0 {
		t.Errorf("got  %q %v\nwant %q", got, sum.Noticed, want)
	}
}

// TestClimbGone: a server that ends after its first client is the next stage's
// failure; one that was never there is lost, and so is one that is gone where the
// climb would go on.
func TestClimbGone(t *testing.T) {
	once := func() Options {
		l := loopback.Listen(t)
		go func() {
			c, err := l.Accept()
			l.Close() // before the answer: who has it finds nobody
			if err == nil {
				answers(ok("x"))(c.(*net.TCPConn))
				c.Close()
			}
		}()
		return Options{Target: address(t, l.Addr().String())}
	}
	always := func(*suite.Result) bool { return true }
	stages := []*suite.Case{rung(t, 1, "", get+"= pass 200"), rung(t, 2, "level: SHOULD", get+"= pass 200"), rung(t, 3, "", get+"= pass 200")}
	for _, tt := range []struct {
		name        string
		o           Options
		judge       func(*suite.Result) bool
		want        []string
		lost, after string
	}{
		{"once", once(), func(r *suite.Result) bool { return r.Verdict == suite.Pass }, []string{"up/01 pass", "up/02 warn nobody listens any more", "up/03 not run a stage before it is open: up/02"}, "", ""},
		{"once, on", once(), always, []string{"up/01 pass", "up/02 warn nobody listens any more", "up/03 not run the target went away"}, "connection refused", "up/01"},
		{"nobody", Options{Target: refusing(t)}, always, []string{"up/01 not run the target could not be reached", "up/02 not run the target could not be reached", "up/03 not run the target could not be reached"}, "connection refused", ""},
	} {
		sum, err := Climb(t.Context(), stages, tt.o, tt.judge)
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range words(sum) {
			if !strings.HasPrefix(w, tt.want[i]) {
				t.Errorf("%s: got %q, want %q", tt.name, w, tt.want[i])
			}
		}
		if (sum.Lost == "") != (tt.lost == "") || !strings.Contains(sum.Lost, tt.lost) || sum.LostAfter != tt.after {
			t.Errorf("%s: got lost %q after %q, want %q after %q", tt.name, sum.Lost, sum.LostAfter, tt.lost, tt.after)
		}
	}
}

// TestClimbNothingCame: where no byte came, that is said, and not which line was
// wanted; what a rule says of it stays.
func TestClimbNothingCame(t *testing.T) {
	exact := get + "< \\{bytes 1}\\"
	for _, tt := range []struct {
		name       string
		handle     func(*net.TCPConn)
		transcript string
		want       string
		silent     bool
	}{
		{"closed", answers(""), exact, "no byte came: the connection was closed (FIN)", true},
		{"reset", func(c *net.TCPConn) { head(bufio.NewReader(c)); c.SetLinger(0) }, exact, "no byte came: the connection was reset (RST)", true},
		{"silent", deaf, exact, "no byte came: the connection stayed open, and nothing was said", true},
		{"a rule", answers(""), get + "= pass 2xx\n= fail ended -- so it is", "so it is (got nothing, and the connection was closed (FIN))", true},
		{"bytes", answers("x"), get + "< yes\\", `line 1 of the answer: wanted "yes", got "x"`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := rung(t, 1, "timeout: 200ms", tt.transcript)
			sum, err := Climb(t.Context(), []*suite.Case{c}, Options{Target: serve(t, tt.handle)}, toFirstOpen)
			if err != nil {
				t.Fatal(err)
			}
			r := sum.Results[0]
			if r.Verdict != suite.Fail || r.Reason != tt.want || Unanswered(r) != tt.silent {
				t.Errorf("got %s %q, unanswered %v; want %q, %v", r.Verdict, r.Reason, Unanswered(r), tt.want, tt.silent)
			}
		})
	}
}

// TestAnswerLines: an answer behind another one begins a line, and what only looks
// like one does not.
func TestAnswerLines(t *testing.T) {
	one := "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
	for _, tt := range []struct{ in, want string }{
		{one + one, "< HTTP/1.1 200 OK\\r\\n|< Content-Length: 2\\r\\n|< \\r\\n|< hi\\|< HTTP/1.1 200 OK\\r\\n|< Content-Length: 2\\r\\n|< \\r\\n|< hi\\"},
		{one + "x", "< HTTP/1.1 200 OK\\r\\n|< Content-Length: 2\\r\\n|< \\r\\n|< hix\\"},
		{"no\n" + one, "< no\\n|< HTTP/1.1 200 OK\\r\\n|< Content-Length: 2\\r\\n|< \\r\\n|< hi\\"},
		{"", ""},
	} {
		if got := strings.Join(answerLines("<", []byte(tt.in)), "|"); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// TestClimbInterrupted: the end of the context ends the climb, and what was measured
// stays.
func TestClimbInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stop")
	stages := []*suite.Case{rung(t, 1, "", get+"= pass 200"), rung(t, 2, "", get+"= pass 200"), rung(t, 3, "", get+"= pass 200")}
	var n atomic.Int32
	target := serve(t, func(c *net.TCPConn) {
		if n.Add(1) == 2 {
			cancel(stop)
			stay(c)
		}
		persistent(ok("x"))(c)
	})
	sum, err := Climb(ctx, stages, Options{Target: target}, toFirstOpen)
	if !errors.Is(err, stop) {
		t.Errorf("got the error %v, want %v", err, stop)
	}
	want := []string{"up/01 pass", "up/02 not run interrupted", "up/03 not run interrupted"}
	if got := words(sum); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestClimbRefused: a script that may not be run is told before it is begun.
func TestClimbRefused(t *testing.T) {
	c := caseOf(t, "02", "# A.\n#\n# stage: 2\n\nexec true\ntalk\n\n-- talk --\n"+get+"= pass 200")
	sum, err := Climb(t.Context(), []*suite.Case{rung(t, 1, "", get+"= pass 200"), c}, Options{Target: refusing(t)}, toFirstOpen)
	if sum != nil || err == nil || !strings.Contains(err.Error(), "--allow-exec") {
		t.Errorf("got %v, %v, want no summary and a word on --allow-exec", sum, err)
	}
}
