package report

import (
	"bytes"
	"testing"
	"time"

	"httpkit/internal/suite"
)

// TestBaselineWords: a known failure is only counted, unless all is to be told; one
// that is fixed is told always; a flaky one like a warning.
func TestBaselineWords(t *testing.T) {
	s := &suite.Summary{Results: []*suite.Result{
		other("a/fixed", suite.Fixed, "it passes, though list:2 lists it: slow\ntake that line out"),
		other("a/flaky", suite.Flaky, "failed at first, and passed on retry 1:\ngot 404"),
		other("a/known", suite.Known, "got 404\nknown, by list:1: later"),
		passed("a/passed"),
	}, Took: time.Second}
	const fixed = `

fixed  a/fixed
      A sentence.
      it passes, though list:2 lists it: slow
        take that line out
`
	const flaky = `
flaky  a/flaky
      A sentence.
      a/flaky.txtar:3
      failed at first, and passed on retry 1:
        got 404
      hint:  A hint.
      again: httpkit test a/flaky
`
	const end = "1 known, 1 flaky, 1 fixed, 1 passed in 1.00s\n"
	golden(t, Options{}, s, fixed+flaky+`
known  a                        1 known, 1 flaky, 1 fixed, 1 passed
`+end)
	golden(t, Options{Quiet: true}, s, fixed+"\n"+end)
	golden(t, Options{Verbose: true}, s, fixed+flaky+`
known  a/known
      A sentence.
      a/known.txtar:3
      got 404
        known, by list:1: later
      hint:  A hint.
      again: httpkit test a/known
pass  a/passed  MAY

      > GET /\r\n
      < Yes\
      * closed


known  a                        1 known, 1 flaky, 1 fixed, 1 passed
`+end)
}

// TestMix: topics that come in no order are counted once each, at the end.
func TestMix(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		var b bytes.Buffer
		text := NewText(&b, Options{Quiet: quiet})
		text.mixed = true
		s := &suite.Summary{Results: []*suite.Result{
			passed("b/1"), passed("a/1"), other("b/2", suite.Error, "odd"), passed("c/1"), other("a/2", suite.Skip, "no"), passed("b/3"),
		}}
		for _, r := range s.Results {
			text.Result(r)
		}
		text.Finish(s)
		want := `
error  b/2
      A sentence.
      b/2.txtar:3
      odd
      again: httpkit test b/2

`
		if !quiet {
			want += `ok    a                        1 passed, 1 skipped
error  b                        1 error, 2 passed
ok    c                        1 passed
1 skipped:
      no
`
		}
		want += "1 error, 4 passed, 1 skipped in 0.0ms\n"
		if got := b.String(); got != want {
			t.Errorf("quiet %v: got\n%s\nwant\n%s", quiet, got, want)
		}
	}
}

// TestParted: a topic some of whose cases come late is counted once, when all have
// come, or at the end of a run that was cut short.
func TestParted(t *testing.T) {
	results := []*suite.Result{passed("b/1"), passed("a/1"), passed("c/1"), passed("b/2"), passed("a/2")}
	run := &Run{}
	for _, r := range results {
		run.Cases = append(run.Cases, r.Case)
	}
	for n, want := range map[int]string{
		5: "ok    c                        1 passed\nok    b                        2 passed\nok    a                        2 passed\n5 passed in 0.0ms\n",
		4: "ok    c                        1 passed\nok    b                        2 passed\nok    a                        1 passed\n4 passed in 0.0ms\n",
	} {
		var b bytes.Buffer
		text := NewText(&b, Options{})
		text.Begin(run)
		for _, r := range results[:n] {
			text.Result(r)
		}
		text.Finish(&suite.Summary{Results: results[:n]})
		if got := b.String(); got != want {
			t.Errorf("%d of 5: got\n%s\nwant\n%s", n, got, want)
		}
	}
}

// TestRunsInWords: of several runs the values are named without a count of plays.
func TestRunsInWords(t *testing.T) {
	r := other("a/b", suite.Fail, "failed on 1 of 2 runs, passed on 1:\ngot 404")
	r.Values, r.Plays, r.Runs = []string{"n=1", "n=2"}, 6, []suite.Word{"fail", "pass"}
	golden(t, Options{Quiet: true}, &suite.Summary{Results: []*suite.Result{r}}, `

fail  a/b
      A sentence.
      a/b.txtar:3
      failed on 1 of 2 runs, passed on 1:
        got 404
      with n=1, n=2
      hint:  A hint.
      again: httpkit test a/b

1 failed in 0.0ms
`)
}
