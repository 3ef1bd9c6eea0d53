package script

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/suite"
)

// playCase runs a case as often as the run asks for (Options.Repeat, Retries) and
// gives the one result that comes of it. The error is that of runCase.
func (s *schedule) playCase(ctx context.Context, c *suite.Case) (*suite.Result, error) {
	first, err := s.playBeside(ctx, c)
	switch {
	case err != nil, first.Plays == 0 && !first.Verdict.NotPassed():
		return first, err // nothing that a second time would change
	case s.o.Repeat > 1:
		return s.repeat(ctx, first)
	case s.o.Retries > 0 && s.fails(first):
		return s.retry(ctx, first)
	}
	return first, nil
}

// playBeside runs the case beside others; playAlone waits for those that are being
// played, and begins none until it is done.
func (s *schedule) playBeside(ctx context.Context, c *suite.Case) (*suite.Result, error) {
	s.beside.RLock()
	defer s.beside.RUnlock()
	return s.runCase(ctx, c)
}

func (s *schedule) playAlone(ctx context.Context, c *suite.Case) (*suite.Result, error) {
	s.beside.Lock()
	defer s.beside.Unlock()
	return s.runCase(ctx, c)
}

// fails reports whether the result is one that fails the run, and that nobody
// knows of already.
func (s *schedule) fails(r *suite.Result) bool {
	return r.Verdict.Fails(s.o.Strict) && !s.o.Known(r.Case.ID)
}

// repeat runs the case until it was run o.Repeat times, or until the run is over:
// with FailFast that is its own first failure.
func (s *schedule) repeat(ctx context.Context, first *suite.Result) (*suite.Result, error) {
	runs := []*suite.Result{first}
	var r *suite.Result
	var err error
	for len(runs) < s.o.Repeat && !s.over() && !(s.o.FailFast && s.fails(runs[len(runs)-1])) {
		s.hasAnswered(runs[len(runs)-1])
		if r, err = s.playBeside(ctx, first.Case); err != nil {
			break
		}
		runs = append(runs, r)
	}
	words := verdicts(runs)
	out := together(runs, suite.Worst(words...))
	if err != nil && !out.Verdict.NotPassed() {
		return r, err // that it passed so far is not what was asked for
	}
	if said := tally(words, s.o.Repeat); out.Verdict != suite.Pass || strings.Contains(said, ",") {
		out.Reason = said + under(out.Reason)
	}
	return out, err
}

// retry runs a case that failed again, by itself, until it no longer fails, but
// not more often than o.Retries says. A case that gets away so is flaky, and the
// result still tells what was wrong with it.
func (s *schedule) retry(ctx context.Context, first *suite.Result) (out *suite.Result, err error) {
	runs := []*suite.Result{first}
	for len(runs) <= s.o.Retries && !s.over() {
		s.hasAnswered(runs[len(runs)-1])
		var r *suite.Result
		if r, err = s.playAlone(ctx, first.Case); err != nil {
			break
		}
		runs = append(runs, r)
		if r.Verdict.Fails(s.o.Strict) || r.Verdict == suite.Error {
			continue
		}
		out = together(runs, first.Verdict)
		out.Verdict = suite.Flaky
		out.Reason = fmt.Sprintf("%s at first, and %s on retry %d", first.Verdict.Past(), r.Verdict.Past(), len(runs)-1) + under(first.Reason)
		return out, nil
	}
	// A retry that could not be judged takes nothing back.
	worst := suite.Worst(slices.DeleteFunc(verdicts(runs), func(w suite.Word) bool { return w == suite.Error })...)
	out = together(runs, worst)
	switch n := len(runs) - 1; n {
	case 0:
	case 1:
		out.Reason += "\nit did not pass on the retry either"
	default:
		out.Reason += fmt.Sprintf("\nit did not pass on any of %d retries either", n)
	}
	return out, err
}

func verdicts(runs []*suite.Result) []suite.Word {
	words := make([]suite.Word, len(runs))
	for i, r := range runs {
		words[i] = r.Verdict
	}
	return words
}

// together is the one result of several runs of a case: that of the first which
// came to the verdict, with what all of them took.
func together(runs []*suite.Result, verdict suite.Word) *suite.Result {
	words := verdicts(runs)
	out := *runs[slices.Index(words, verdict)]
	out.Plays, out.Took, out.Values = 0, 0, nil
	if len(runs) > 1 {
		out.Runs = words
	}
	for _, r := range runs {
		out.Plays += r.Plays
		out.Took += r.Took
		for _, v := range r.Values {
			if r.Verdict == verdict && !slices.Contains(out.Values, v) {
				out.Values = append(out.Values, v)
			}
		}
	}
	return &out
}

// tally says what the runs came to, the worst first: "failed on 2 of 10 runs,
// passed on 8". want is how many were asked for.
func tally(runs []suite.Word, want int) string {
	n := map[suite.Word]int{}
	for _, w := range runs {
		n[w]++
	}
	var parts []string
	for _, w := range suite.Words() {
		switch {
		case n[w] == 0:
		case len(parts) > 0:
			parts = append(parts, fmt.Sprintf("%s on %d", w.Past(), n[w]))
		case len(runs) == 1:
			parts = append(parts, w.Past()+" on the first run")
		case n[w] == len(runs):
			parts = append(parts, fmt.Sprintf("%s on each of %d runs", w.Past(), n[w]))
		default:
			parts = append(parts, fmt.Sprintf("%s on %d of %d runs", w.Past(), n[w], len(runs)))
		}
	}
	if len(runs) < want {
		parts = append(parts, fmt.Sprintf("not run %d times", want-len(runs)))
	}
	return strings.Join(parts, ", ")
}

// under puts a reason below the line that says how often.
func under(reason string) string {
	if reason == "" {
		return ""
	}
	return ":\n" + reason
}
