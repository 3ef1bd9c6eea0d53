package script

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// through plays a case to its end and gives what was sent in each play, with the
// number of answers that came: "2 of 3".
func through(t *testing.T, o Options, c *suite.Case) (plays []string, res *suite.Result) {
	t.Helper()
	var mu sync.Mutex
	o.Through = true
	o.OnPlay = func(p suite.Play) {
		sent, came := 0, 0
		for _, rec := range p.Transcript.Records {
			switch rec.Kind {
			case wire.DidSend:
				sent += strings.Count(string(rec.Data), "GET ")
			case wire.DidReceive:
				came += strings.Count(string(rec.Data), "HTTP/1.1 ")
			}
		}
		mu.Lock()
		defer mu.Unlock()
		plays = append(plays, strings.Join(strings.Fields(fmt.Sprint(p.Section, " ", p.Values, " ", came, " of ", sent, " ", p.Verdict)), " "))
	}
	return plays, one(t, o, c)
}

// TestThrough: behind a line that does not hold the play goes on, the verdict stays
// that of the first, and nothing is waited for that was not asked for.
func TestThrough(t *testing.T) {
	for _, r := range []struct {
		name   string
		server func(*net.TCPConn)
		text   string
		want   string // plays
		reason string // begins so
	}{
		{"all holds", persistent(ok("x")), get + "= pass 200\n" + get + "= pass 200", "talk 2 of 2 pass", ""},
		{"a block that does not", persistent(ok("x")), get + "= pass 404\n" + get + "= pass 200", "talk 2 of 2 fail", "got 200 OK"},
		{"a rule that fails", persistent(ok("x")), get + "= fail 200 -- no\n" + get + "= pass 200", "talk 2 of 2 fail", "no ("},
		{"the first is told", persistent(ok("x")), get + "= pass 404\n" + get + "= pass 405", "talk 2 of 2 fail", "got 200 OK"},
		{"a line, then another answer", persistent(ok("x")), get + "< HTTP/1.1 404 No\\r\\n\n< X: 1\\r\\n\n" + get + "= pass 200", "talk 2 of 2 fail", "line 1 of the answer"},
		{"two in one write", persistent(ok("x")), get + get + "= pass 404\n< HTTP/1.1 200 OK\\r\\n", "talk 2 of 2 fail", "got 200 OK"},
		{"an event", persistent(ok("x")), get + "* closed\n" + get + "= pass 200", "talk 2 of 2 fail", ""},
		{"it has closed", answers("HTTP/1.1 200 OK\r\n\r\nx"), get + "= pass 404\n" + get + "= pass 200", "", "got 200 OK"},
		{"what was to be captured", persistent(ok("x")), get + "= pass 404\n=   field ETag \\{etag as tag}\n> GET / HTTP/1.1\\r\\n\n> If-None-Match: \\{$tag}\\r\\n\n> \\r\\n\n= pass 304", "talk 1 of 1 fail", "got 200 OK"},
	} {
		t.Run(r.name, func(t *testing.T) {
			plays, res := through(t, Options{Target: serve(t, r.server), Timeout: time.Minute}, talk(t, "level: MUST", r.text))
			if got := strings.Join(plays, "; "); r.want != "" && got != r.want {
				t.Errorf("got %s, want %s", got, r.want)
			}
			if !strings.HasPrefix(res.Reason, r.reason) || res.Reason == "" != (res.Verdict == suite.Pass) {
				t.Errorf("got %s %q, want %q", res.Verdict, res.Reason, r.reason)
			}
			without := one(t, Options{Target: serve(t, r.server), Timeout: time.Minute}, talk(t, "level: MUST", r.text))
			if without.Verdict != res.Verdict || without.Reason != res.Reason {
				t.Errorf("got %s %q, without it %s %q", res.Verdict, res.Reason, without.Verdict, without.Reason)
			}
		})
	}
}

// TestThroughSilence: a connection on which nothing came is given up after one
// timeout; other connections are played.
func TestThroughSilence(t *testing.T) {
	c := talk(t, "level: MUST", get+"= pass 200\n"+get+"= pass 200\n"+get+"= pass 200\n* connect b\n>b GET / HTTP/1.1\\r\\n\n>b \\r\\n\n=b pass 200")
	plays, _ := through(t, Options{Target: serve(t, func(c *net.TCPConn) {
		head(bufio.NewReader(c))
		deaf(c)
	}), Timeout: 50 * time.Millisecond}, c)
	if got := strings.Join(plays, "; "); got != "talk 0 of 2 fail" {
		t.Errorf("got %s, want the first request of each connection and no more", got)
	}
}

// TestThroughSections: every section and every value is played.
func TestThroughSections(t *testing.T) {
	c := caseOf(t, "case", "# A case.\n#\n# level: MUST\n# each: n: 1 | 2\n\ntalk\n\n-- a --\n"+get+"= pass 404\n-- b --\n"+get+"= pass 200\n")
	plays, res := through(t, Options{Target: serve(t, persistent(ok("x"))), Jobs: 1}, c)
	count := map[string]int{}
	for _, p := range plays {
		count[p]++
	}
	for _, want := range []string{"a n=1 1 of 1 fail", "b n=1 1 of 1 pass", "a n=2 1 of 1 fail", "b n=2 1 of 1 pass"} {
		if count[want] != 1 {
			t.Errorf("%s: %d times; got %q", want, count[want], plays)
		}
	}
	if res.Verdict != suite.Fail || res.Plays != 4 {
		t.Errorf("got %s with %d plays", res.Verdict, res.Plays)
	}
}
