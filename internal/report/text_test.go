package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"httpkit/internal/rfc"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

func ref(t *testing.T, s string) rfc.Ref {
	t.Helper()
	r, err := rfc.ParseRef(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// diff reads an exchange as the report shows it, a line a line.
func diff(text string) []suite.DiffLine {
	var out []suite.DiffLine
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, "\n")
		out = append(out, suite.DiffLine{Mark: l[0], Text: l[2:]})
	}
	return out
}

// failed is a case that failed.
func failed(t *testing.T) *suite.Result {
	return &suite.Result{
		Case: &suite.Case{
			ID: "seeds/hello/get-bare", Title: "A GET is answered with a greeting.", Level: "MUST",
			Why:  "A browser shows the greeting, because it lets a lone LF end a line; a stricter client sees no line end at all.",
			Hint: `Write \r\n behind the status-line.`,
			Refs: []rfc.Ref{ref(t, "9112#section-2.2-3"), ref(t, "7230#section-3-1")},
		},
		Verdict: suite.Fail,
		Reason:  `line 1 of the answer: it ends in \r\n, wanted \n`,
		Pos:     wire.Pos{File: "testscripts/seeds/hello/get-bare.txtar", Line: 17},
		Exchange: diff("  > GET / HTTP/1.1\\r\\n\n  > \\r\\n\n- < HTTP/1.1 200 OK\\n\n+ < HTTP/1.1 200 OK\\r\\n\n" +
			"  # first difference at offset 0\n  < Hello\\\n  * closed\n"),
		Plays: 1,
	}
}

func passed(id string) *suite.Result {
	return &suite.Result{
		Case: &suite.Case{ID: id, Title: "It passes.", Level: "MAY"}, Verdict: suite.Pass, Plays: 1,
		Transcript: &wire.Transcript{Records: []wire.Record{
			{Kind: wire.DidConnect}, {Kind: wire.DidSend, Data: []byte("GET /\r\n")},
			{Kind: wire.DidReceive, Data: []byte("Yes")}, {Kind: wire.DidClosed},
		}},
	}
}

func other(id string, w suite.Word, reason string) *suite.Result {
	return &suite.Result{Case: &suite.Case{ID: id, Title: "A sentence.", Hint: "A hint."}, Verdict: w, Reason: reason, Pos: wire.Pos{File: id + ".txtar", Line: 3}}
}

// report is the whole report of a run.
func report(o Options, s *suite.Summary) string {
	var b bytes.Buffer
	text := NewText(&b, o)
	for _, r := range s.Results {
		text.Result(r)
	}
	text.Finish(s)
	return b.String()
}

func golden(t *testing.T, o Options, s *suite.Summary, want string) {
	t.Helper()
	want = strings.TrimPrefix(want, "\n")
	if d := cmp.Diff(want, report(o, s)); d != "" {
		t.Errorf("- wanted, + got:\n%s", d)
	}
}

const took = 1234 * time.Microsecond

func TestFailure(t *testing.T) {
	golden(t, Options{Again: func(id string) string { return "httpkit test --target :8888 " + id }},
		&suite.Summary{Results: []*suite.Result{passed("seeds/hello/a"), failed(t), failed(t), passed("seeds/tcp/a")}, Took: took}, `

fail  seeds/hello/get-bare  MUST
      A GET is answered with a greeting.
      testscripts/seeds/hello/get-bare.txtar:17
      line 1 of the answer: it ends in \r\n, wanted \n

    > sent  < received   - wanted  + came instead
      > GET / HTTP/1.1\r\n
      > \r\n
    - < HTTP/1.1 200 OK\n
    + < HTTP/1.1 200 OK\r\n
      # first difference at offset 0
      < Hello\
      * closed

      why:   A browser shows the greeting, because it lets a lone LF end a line; a stricter client
             sees no line end at all.
      hint:  Write \r\n behind the status-line.
      rfc:   RFC 9112, 2.2 Message Parsing https://www.rfc-editor.org/rfc/rfc9112#section-2.2-3
      rfc:   RFC 7230 section 3 https://www.rfc-editor.org/rfc/rfc7230#section-3-1
      again: httpkit test --target :8888 seeds/hello/get-bare

fail  seeds/hello/get-bare  MUST
      A GET is answered with a greeting.
      testscripts/seeds/hello/get-bare.txtar:17
      line 1 of the answer: it ends in \r\n, wanted \n

      > GET / HTTP/1.1\r\n
      > \r\n
    - < HTTP/1.1 200 OK\n
    + < HTTP/1.1 200 OK\r\n
      # first difference at offset 0
      < Hello\
      * closed

      why:   A browser shows the greeting, because it lets a lone LF end a line; a stricter client
             sees no line end at all.
      hint:  Write \r\n behind the status-line.
      rfc:   RFC 9112, 2.2 Message Parsing https://www.rfc-editor.org/rfc/rfc9112#section-2.2-3
      rfc:   RFC 7230 section 3 https://www.rfc-editor.org/rfc/rfc7230#section-3-1
      again: httpkit test --target :8888 seeds/hello/get-bare

fail  seeds/hello              2 failed, 1 passed
ok    seeds/tcp                1 passed
2 failed, 2 passed in 1.2ms
`)
}

func TestVerboseAndQuiet(t *testing.T) {
	s := &suite.Summary{Results: []*suite.Result{
		passed("a/b"), other("a/skipped", suite.Skip, "not offered: echo (POST /echo was answered 404)"),
		other("a/warned", suite.Warn, "hm"), passed("mine"),
	}, Took: 2 * time.Second}
	golden(t, Options{Verbose: true}, s, `
pass  a/b  MAY

      > GET /\r\n
      < Yes\
      * closed

skip  a/skipped
      not offered: echo (POST /echo was answered 404)

warn  a/warned
      A sentence.
      a/warned.txtar:3
      hm
      hint:  A hint.
      again: httpkit test a/warned

warn  a                        1 warned, 1 passed, 1 skipped
pass  mine  MAY

      > GET /\r\n
      < Yes\
      * closed

ok    .                        1 passed
1 skipped:
      not offered: echo (POST /echo was answered 404)
      httpkit explain echo says how to offer it
1 warned, 2 passed, 1 skipped in 2.00s
`)
	golden(t, Options{Quiet: true}, s, `
1 warned, 2 passed, 1 skipped in 2.00s
`)
	golden(t, Options{Quiet: true, Strict: true}, s, `

warn  a/warned
      A sentence.
      a/warned.txtar:3
      hm
      hint:  A hint.
      again: httpkit test a/warned

1 warned, 2 passed, 1 skipped in 2.00s
`)
}

// TestError: what is no fault of the target's brings no advice for its author.
func TestError(t *testing.T) {
	r := other("a/b", suite.Error, "127.0.0.1:1: no connection within 5s\nhint: is it there?\n\tsay so")
	r.Values, r.Plays = []string{"n=1", "n=2", "n=3", "n=4", "n=5", "n=6", "n=7", "n=8"}, 9
	golden(t, Options{}, &suite.Summary{Results: []*suite.Result{r}, Took: 61 * time.Second}, `

error  a/b
      A sentence.
      a/b.txtar:3
      127.0.0.1:1: no connection within 5s
        hint: is it there?
        say so
      on 8 of 9 plays: n=1, n=2, n=3, n=4, n=5, n=6 and 2 more
      again: httpkit test a/b

error  a                        1 error
1 error in 1m1s
`)
}

func TestNotPlayed(t *testing.T) {
	const gone = "the target went away"
	for _, r := range []struct {
		s    *suite.Summary
		want string
	}{
		{&suite.Summary{}, `
nothing ran in 0.0ms
`},
		{&suite.Summary{Results: []*suite.Result{other("a/b", suite.Skip, "not offered: files"), other("a/c", suite.Skip, "not offered: files"), other("a/d", suite.Skip, "no talk was played")}}, `
skip  a                        3 skipped
2 skipped:
      not offered: files
      httpkit explain files says how to offer it
1 skipped:
      no talk was played
3 skipped in 0.0ms
`},
		{&suite.Summary{Results: []*suite.Result{passed("a/b"), other("a/c", suite.NotRun, gone)}, Lost: "localhost:1: connection refused\nhint: is it running?", LostAfter: "a/b"}, `
not run  a                        1 not run, 1 passed
the target went away after a/b:
      localhost:1: connection refused
        hint: is it running?
1 not run, 1 passed in 0.0ms
`},
		{&suite.Summary{Results: []*suite.Result{other("a/c", suite.NotRun, "x")}, Lost: "localhost:1: connection refused"}, `
not run  a                        1 not run
the target could not be reached:
      localhost:1: connection refused
1 not run in 0.0ms
`},
		{&suite.Summary{Results: []*suite.Result{passed("a/b"), other("a/c", suite.NotRun, "interrupted")}, Interrupted: true}, `
not run  a                        1 not run, 1 passed
1 not run:
      interrupted
1 not run, 1 passed, interrupted in 0.0ms
`},
	} {
		golden(t, Options{}, r.s, r.want)
	}
	// What makes the exit status 4 is told however quiet the run is.
	golden(t, Options{Quiet: true}, &suite.Summary{Results: []*suite.Result{other("a/b", suite.Skip, "not offered: files")}}, `
1 skipped:
      not offered: files
      httpkit explain files says how to offer it
1 skipped in 0.0ms
`)
}
