package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"httpkit/internal/suite"
)

// rung is the result of a stage.
func rung(n int, w suite.Word, reason string) *suite.Result {
	return &suite.Result{
		Case:    &suite.Case{ID: fmt.Sprintf("up/%02d-step", n), Title: fmt.Sprintf("Sentence %d.", n), Hint: "The usual mistake.", Why: "Nobody sees this.", Stage: n, Level: "MUST"},
		Verdict: w, Reason: reason, Plays: 1,
	}
}

// up is the report of a ladder of six stages.
func up(o Options, chosen int, next, command string, results ...*suite.Result) string {
	var b bytes.Buffer
	text := NewText(&b, o)
	text.Climb(Ladder{
		Name: "up", Of: 6, Chosen: chosen,
		Explain: func(c *suite.Case) string { return "httpkit explain " + c.ID },
		Again:   "httpkit test --target localhost:8888 a-word-that-makes-this-command-longer-than-any-line-could-be-without-a-fold",
	})
	for _, r := range results {
		text.Result(r)
	}
	text.Climbed(next, command)
	text.Finish(&suite.Summary{Results: results, Took: took})
	return b.String()
}

func TestLadder(t *testing.T) {
	open := rung(3, suite.Fail, "line 1 of the answer: it ends in \\n, wanted \\r\\n\nand more")
	open.Exchange = diff("  > GET / HTTP/1.1\\r\\n\n- < HTTP/1.1 200 OK\\r\\n\n+ < HTTP/1.1 200 OK\\n\n- = pass 404\n- =a   field Allow\n  #   404: the answer is 200\n  # a remark\n")
	open.Values, open.Plays = []string{"n=1"}, 2
	behind := rung(4, suite.NotRun, suite.Behind+"up/03-step")
	for _, tt := range []struct{ name, got, want string }{
		{"open", up(Options{}, 6, "this looks like something", "httpkit test it", rung(1, suite.Pass, ""), rung(2, suite.Warn, "lawful, but odd"), open, behind), `
stage 2 of 6 holds, with a remark: Sentence 2.
      lawful, but odd
      hint:  The usual mistake.
      more:  httpkit explain up/02-step

stage 3 of 6 is open: Sentence 3.
      line 1 of the answer: it ends in \n, wanted \r\n
        and more
      on 1 of 2 plays: n=1

    > sent  < received   - wanted  + came instead
      > GET / HTTP/1.1\r\n
    - < HTTP/1.1 200 OK\r\n
    + < HTTP/1.1 200 OK\n
      # a remark

      hint:  The usual mistake.
      more:  httpkit explain up/03-step
      again: httpkit test --target localhost:8888 a-word-that-makes-this-command-longer-than-any-line-could-be-without-a-fold

open  up                       2 of 6 stages, 1 with a remark  ##....
      this looks like something
        httpkit test it
1 failed, 1 not run, 1 warned, 1 passed in 1.2ms
`},
		{"all", up(Options{}, 6, "", "", rung(1, suite.Pass, ""), rung(2, suite.Pass, ""), rung(3, suite.Pass, ""), rung(4, suite.Skip, "not offered: echo (--lacks)"), rung(5, suite.Pass, ""), rung(6, suite.Pass, "")), `
ok    up                       5 of 6 stages, 1 left out  #####.
1 skipped:
      not offered: echo (--lacks)
      httpkit explain echo says how to offer it
5 passed, 1 skipped in 1.2ms
`},
		{"one of them", up(Options{}, 1, "the ladder goes on:", "httpkit test up", rung(2, suite.Pass, "")), `
ok    up                       1 of 1 chosen stages
      the ladder goes on:
        httpkit test up
1 passed in 1.2ms
`},
		{"quiet", up(Options{Quiet: true}, 6, "", "", rung(1, suite.Pass, ""), rung(2, suite.Warn, "hm")), `
1 warned, 1 passed in 1.2ms
`},
		{"quiet and strict", up(Options{Quiet: true, Strict: true}, 6, "", "", rung(2, suite.Warn, "hm")), `
stage 2 of 6 holds, with a remark: Sentence 2.
      hm
      hint:  The usual mistake.
      more:  httpkit explain up/02-step

1 warned in 1.2ms
`},
		{"verbose", up(Options{Verbose: true}, 6, "", "", rung(1, suite.Skip, "not offered"), rung(2, suite.Crash, "died"), behind), `
skip  up/01-step  MUST
      not offered
stage 2 of 6 is open: Sentence 2.
      died
      hint:  The usual mistake.
      more:  httpkit explain up/02-step
      again: httpkit test --target localhost:8888 a-word-that-makes-this-command-longer-than-any-line-could-be-without-a-fold

open  up                       0 of 6 stages, 1 left out  ......
1 skipped:
      not offered
1 crashed, 1 not run, 1 skipped in 1.2ms
`},
		{"interrupted", up(Options{}, 6, "", "", rung(1, suite.Pass, ""), rung(2, suite.NotRun, "interrupted")), `
open  up                       1 of 6 stages  #.....
1 not run:
      interrupted
1 not run, 1 passed in 1.2ms
`},
	} {
		if d := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), tt.got); d != "" {
			t.Errorf("%s, - wanted, + got:\n%s", tt.name, d)
		}
	}
}

// TestLadderError: a fault of the kit is told like that of any case.
func TestLadderError(t *testing.T) {
	got := up(Options{}, 6, "", "", rung(1, suite.Error, "127.0.0.1:1: no connection within 5s"))
	if !strings.Contains(got, "error  up/01-step  MUST") || strings.Contains(got, "hint:") {
		t.Errorf("got\n%s", got)
	}
}

// TestLadderClean: what comes from the network reaches a terminal in escapes only.
func TestLadderClean(t *testing.T) {
	r := rung(1, suite.Fail, "got \x1b[31m")
	r.Exchange = diff("+ < \x1b[2J\n")
	if got := up(Options{}, 6, "like \x07", "httpkit test \x1b", r, rung(2, suite.Warn, "\x1b]0;x")); strings.ContainsAny(got, "\x1b\x07") {
		t.Errorf("a control byte came through: %q", got)
	}
	if got := up(Options{Color: true}, 6, "", "", r); !strings.Contains(got, "\x1b[31;1mstage 1 of 6 is open: ") {
		t.Errorf("no colour: %q", got)
	}
}
