package script

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// echoPath answers with the target of the request as content; a status in it is
// that of the answer.
func echoPath(c *net.TCPConn) {
	r := bufio.NewReader(c)
	for l := head(r); l != ""; l = head(r) {
		path := strings.Fields(l)[1][1:]
		status := 200
		if n, err := strconv.Atoi(path); err == nil && n < 1000 {
			status = n
		}
		fmt.Fprintf(c, "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s", status, len(path), path)
	}
}

// TestCaptures: what one section captures the next may use, and a sweep's value
// that uses a capture is filled in when it is sent.
func TestCaptures(t *testing.T) {
	target := serve(t, echoPath)
	c := caseOf(t, "c", `# A case.
#
# each: n: a | \{$id}b

talk first
talk second

-- first --
> GET /x7 HTTP/1.1\r\n
> \r\n
= pass 200
=   content x\{int as id}
-- second --
> GET /\{$n} HTTP/1.1\r\n
> \r\n
= pass 200
=   content a
= warn 200 -- not a
=   content \{$id}b
`)
	for _, jobs := range []int{1, 4} {
		res := one(t, Options{Target: target, Jobs: jobs}, c)
		if res.Verdict != suite.Warn || !slices.Equal(res.Values, []string{`n=\{$id}b`}) || res.Plays != 4 {
			t.Errorf("got %s, %q, %d plays (%s); want a warning with n=\\{$id}b, 4 plays", res.Verdict, res.Values, res.Plays, res.Reason)
		}
	}
}

// TestSweeps: several keys multiply, the worst verdict is that of the case, and
// the values that gave it are named in their order, whatever ran beside what.
func TestSweeps(t *testing.T) {
	const all = "a=200 b=0, a=200 b=1, a=300 b=0, a=300 b=1, a=400 b=0, a=400 b=1"
	for _, r := range []struct {
		rules  string
		want   suite.Word
		values string
	}{
		{"= pass 200-400", suite.Pass, ""},
		{"= pass 200\n= warn 300 -- hm\n", suite.Fail, "a=400 b=0"},
		{"= pass 200\n= fail any -- no", suite.Fail, "a=300 b=0, a=400 b=0"},
		{"= pass 200,400\n= warn 300 -- hm\n= fail 500", suite.Warn, "a=300 b=0"},
		{"= skip 300 -- not here\n= pass any\n", suite.Pass, ""},
		{"= skip any -- not here", suite.Skip, all},
	} {
		for _, jobs := range []int{1, 8} {
			// The path has the status where b is 0: /200 and /2001.
			c := talk(t, "each: a: 200 | 300 | 400\neach: b: 0..1", "> GET /\\{$a}\\{rep $b 1} HTTP/1.1\\r\\n\n> \\r\\n\n"+r.rules)
			res := one(t, Options{Target: serve(t, echoPath), Jobs: jobs}, c)
			if got := strings.Join(res.Values, ", "); res.Verdict != r.want || got != r.values || res.Plays != 6 {
				t.Errorf("%s, %d jobs: got %s on %s, %d plays (%s); want %s on %s", r.rules, jobs, res.Verdict, got, res.Plays, res.Reason, r.want, r.values)
			}
			if first := strings.TrimPrefix(r.values, "a="); first != "" && !strings.Contains(exchange(res), "> GET /"+first[:3]+" ") {
				t.Errorf("%s, %d jobs: the exchange is not that of the first value:\n%s", r.rules, jobs, exchange(res))
			}
		}
	}
}

// whole answers when it has the last byte of a request, in however many pieces.
func whole(c *net.TCPConn) {
	for r := bufio.NewReader(c); head(r) != ""; {
		io.WriteString(c, ok("x"))
	}
}

// TestSplits: which cuts are played. Each play comes to a warning, so that the
// result names it.
func TestSplits(t *testing.T) {
	const request = "> GET / HTTP/1.1\\r\\n\n> \\r\\n\n= warn 200 -- hm\n" // 18 bytes
	for _, r := range []struct {
		name, transcript string
		all              bool
		want             []string
		writes           int // of the first of its plays
	}{
		{"whole", request, false, nil, 1},
		{"split all", "* split all\n" + request, false, cuts("", 18), 2},
		{"split 5", "* split 5\n" + request, false, []string{"cut after 5 of 18 bytes"}, 2},
		{"split 5 silent", "* split 5 silent\n" + request, false, []string{"cut after 5 of 18 bytes"}, 2},
		{"split all of a later write", "* connect\n" + request + "* connect\n* split all\n> ab\\r\\n\\r\\n\n= warn 200 -- hm", false, cuts("", 6), 3},
		{"--split all", request, true, cuts("", 18), 2},
		{"--split all, two writes", request + "* connect\n> ab\\r\\n\\r\\n\n= pass 200", true, append(cuts("", 18), cuts("write 2 ", 6)...), 3},
		{"--split all, no write", "* close-write\n= warn closed -- hm", true, nil, 0},
		{"--split all, one byte", "> x\\\n* close-write\n= warn closed -- hm", true, []string{"in one write of 1 byte"}, 1},
		{"--split all, a split of its own", "* split 5\n" + request, true, []string{"cut after 5 of 18 bytes"}, 2},
	} {
		t.Run(r.name, func(t *testing.T) {
			res := one(t, Options{Target: serve(t, whole), SplitAll: r.all, Jobs: 4}, talk(t, "", r.transcript))
			if res.Verdict != suite.Warn || !slices.Equal(res.Values, r.want) || res.Plays != max(len(r.want), 1) {
				t.Fatalf("got %s (%s), %d plays: %q\nwant %q", res.Verdict, res.Reason, res.Plays, res.Values, r.want)
			}
			writes := 0
			for _, rec := range res.Transcript.Records {
				if rec.Kind == wire.DidSend {
					writes++
				}
			}
			if writes != r.writes {
				t.Errorf("got %d writes, want %d", writes, r.writes)
			}
		})
	}
}

// cuts are the labels of all cuts of a write.
func cuts(which string, size int) []string {
	var out []string
	for n := 1; n < size; n++ {
		out = append(out, fmt.Sprintf("%scut after %d of %d bytes", which, n, size))
	}
	return out
}

// TestSplitVerdicts: the cuts that gave the verdict are named.
func TestSplitVerdicts(t *testing.T) {
	greedy := func(c *net.TCPConn) { // answers when it has 5 bytes
		io.ReadFull(c, make([]byte, 5))
		io.WriteString(c, ok("x"))
		deaf(c)
	}
	res := one(t, Options{Target: serve(t, greedy), Jobs: 4}, talk(t, "", "* split all silent\n> 1234567\\\n= pass 200"))
	want := []string{"cut after 5 of 7 bytes", "cut after 6 of 7 bytes"}
	if res.Verdict != suite.Fail || !slices.Equal(res.Values, want) || res.Reason != "the server answered when it had 5 of 7 bytes, without waiting for the rest" {
		t.Errorf("got %s on %q: %s; want fail on %q", res.Verdict, res.Values, res.Reason, want)
	}
	if res := one(t, Options{Target: serve(t, greedy)}, talk(t, "", "* split all\n> 1234567\\\n= pass 200")); res.Verdict != suite.Pass {
		t.Errorf("without silent: got %s (%s), want pass", res.Verdict, res.Reason)
	}
	res = one(t, Options{Target: serve(t, greedy)}, talk(t, "", "* split 7\n> 1234567\\\n= pass 200"))
	if res.Verdict != suite.Error || res.Reason != "split 7: this write has 7 bytes\n\tcut it after its first byte at the earliest, and before its last" || res.Pos.Line != 9 {
		t.Errorf("got %s, %s: %s; want an error", res.Verdict, res.Pos, res.Reason)
	}
	var n atomic.Int32
	closes := func(c *net.TCPConn) { // closes after the first part
		if n.Add(1) > 0 {
			c.Read(make([]byte, 100))
		}
	}
	res = one(t, Options{Target: serve(t, closes)}, talk(t, "", "* split 3 silent\n> 1234567\\\n= pass 200"))
	if res.Verdict != suite.Fail || !strings.HasPrefix(res.Reason, "the server closed the connection (FIN) when it had 3 of 7 bytes") {
		t.Errorf("got %s: %s", res.Verdict, res.Reason)
	}
}
