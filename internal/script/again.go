package script

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"httpkit/internal/suite"
)

// runs are those of one case, as long as its result is not known.
type runs struct {
	done []*suite.Result // that were played
	told int             // those, and those that were not played
	seen map[suite.Word]bool
}

// repeated names each case as often as it is to be run.
func (s *schedule) repeated(order []int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, i := range order {
			for range max(s.o.Repeat, 1) {
				if !yield(i) {
					return
				}
			}
		}
	}
}

// tryAgain runs the cases that failed once more, with nothing beside them.
func (s *schedule) tryAgain(ctx context.Context, others interface{ Wait() }) {
	for i, ok := s.takeAgain(); ok; i, ok = s.takeAgain() {
		others.Wait()
		if ctx.Err() != nil || s.over() {
			s.done(i, nil, nil)
			continue
		}
		if s.mend(ctx, s.cases[i], others); s.over() {
			s.done(i, nil, nil)
			continue
		}
		s.play(ctx, i)
		s.lookAgain(ctx, others)
		s.settle(ctx)
	}
}

func (s *schedule) takeAgain() (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.again) == 0 {
		return 0, false
	}
	i := s.again[0]
	s.again = s.again[1:]
	return i, true
}

// gather takes what came of one run of case i, nil where it was not played. When no
// other run of it is to follow it gives the result of all of them.
func (s *schedule) gather(i int, res *suite.Result) (*suite.Result, bool) {
	if s.sum.Results[i] != nil {
		return nil, false // it is decided, and this run was begun before
	}
	if s.runs == nil {
		s.runs = map[int]*runs{}
	}
	r := s.runs[i]
	if r == nil {
		r = &runs{seen: map[suite.Word]bool{}}
		s.runs[i] = r
	}
	if r.told++; res != nil {
		if r.seen[res.Verdict] {
			res.Transcript, res.Exchange = nil, nil // the first of each verdict is shown; of a thousand one is enough
		}
		r.seen[res.Verdict] = true
		r.done = append(r.done, res)
	}
	played := res != nil && (res.Plays > 0 || res.Verdict.NotPassed()) // else another time changes nothing
	switch {
	case s.o.Repeat > 1:
		if (res == nil || played) && r.told < s.o.Repeat && !(res != nil && s.o.FailFast && s.fails(res)) {
			return nil, false
		}
		res = repeated(r.done, s.o.Repeat)
	case s.o.Retries > 0:
		if played && (s.fails(res) || len(r.done) > 1 && res.Verdict == suite.Error) && len(r.done) <= s.o.Retries && s.ended == "" {
			s.again = append(s.again, i)
			return nil, false
		}
		res = s.retried(r.done)
	}
	delete(s.runs, i)
	return res, true
}

// fails reports whether the result is one that fails the run, and that nobody
// knows of already.
func (s *schedule) fails(r *suite.Result) bool {
	return r.Verdict.Fails(s.o.Strict) && !s.o.Known(r.Case.ID)
}

// repeated is the result of a case that was to be run want times: the worst, and how
// often it came to that. That it passed on some of them, and was not played on the
// others, is no result.
func repeated(done []*suite.Result, want int) *suite.Result {
	if len(done) == 0 {
		return nil
	}
	words := verdicts(done)
	out := together(done, suite.Worst(words...))
	if out.Plays == 0 && !out.Verdict.NotPassed() {
		return done[0]
	}
	if len(done) < want && !out.Verdict.NotPassed() {
		return nil
	}
	if said := tally(words, want); out.Verdict != suite.Pass || strings.Contains(said, ",") {
		out.Reason = said + under(out.Reason)
	}
	return out
}

// retried is the result of a case that was run again as long as it failed. One that
// got away so is flaky, and the result still tells what was wrong with it.
func (s *schedule) retried(done []*suite.Result) *suite.Result {
	if len(done) == 0 {
		return nil
	}
	first, last, n := done[0], done[len(done)-1], len(done)-1
	if n == 0 {
		return first
	}
	if !last.Verdict.Fails(s.o.Strict) && last.Verdict != suite.Error {
		out := together(done, first.Verdict)
		out.Verdict = suite.Flaky
		out.Reason = fmt.Sprintf("%s at first, and %s on retry %d", first.Verdict.Past(), last.Verdict.Past(), n) + under(first.Reason)
		return out
	}
	// A retry that could not be judged takes nothing back.
	worst := suite.Worst(slices.DeleteFunc(verdicts(done), func(w suite.Word) bool { return w == suite.Error })...)
	out := together(done, worst)
	if n == 1 {
		out.Reason += "\nit did not pass on the retry either"
	} else {
		out.Reason += fmt.Sprintf("\nit did not pass on any of %d retries either", n)
	}
	return out
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
