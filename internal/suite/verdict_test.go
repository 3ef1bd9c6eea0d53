package suite

import (
	"fmt"
	"testing"

	"httpkit/internal/rfc"
	"httpkit/internal/wire"
)

// The table of the design, section 5, for all levels.
func TestVerdictOf(t *testing.T) {
	table := map[Observation][2]Word{
		RulePass: {Pass, Pass}, RuleWarn: {Warn, Warn}, RuleFail: {Fail, Fail}, RuleSkip: {Skip, Skip},
		AllHeld: {Pass, Pass}, NoneHeld: {Fail, Warn}, NotOffered: {Skip, Skip},
		TargetDied: {Crash, Crash}, TargetLost: {NotRun, NotRun}, KitFault: {Error, Error},
	}
	if len(table) != len(verdicts) {
		t.Errorf("the table of the test has %d rows, want %d", len(table), len(verdicts))
	}
	for o, want := range table {
		for _, l := range append(rfc.Levels(), "") {
			w := want[0]
			if l == rfc.Should || l == rfc.May {
				w = want[1]
			}
			if got := VerdictOf(l, o); got != w {
				t.Errorf("%q, observation %d: got %s, want %s", l, o, got, w)
			}
		}
	}
	if got := VerdictOf(rfc.Must, 99); got != Error {
		t.Errorf("no observation: got %s, want error", got)
	}
	for v, want := range map[wire.Verdict]Word{wire.Pass: Pass, wire.Warn: Warn, wire.Fail: Fail, wire.Skip: Skip} {
		if got := VerdictOf(rfc.Must, RuleObserved(v)); got != want {
			t.Errorf("rule %d: got %s, want %s", v, got, want)
		}
	}
}

func TestWorst(t *testing.T) {
	for _, tt := range []struct {
		words []Word
		want  Word
	}{
		{nil, Skip},
		{[]Word{Skip, Skip}, Skip},
		{[]Word{Skip, Pass}, Pass}, // a skipped value hides no pass
		{[]Word{Pass, Warn, Skip}, Warn},
		{[]Word{Warn, Fail}, Fail},
		{[]Word{Fail, Crash}, Crash},
		{[]Word{Crash, Error}, Error},
		{[]Word{Pass, NotRun}, NotRun},
		{[]Word{Fail, NotRun}, Fail},
		{[]Word{"?", Pass}, Error},
	} {
		if got := Worst(tt.words...); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.words, got, tt.want)
		}
	}
	if got := len(Words()); got != 10 {
		t.Errorf("got %d words, want 10", got)
	}
	for _, w := range Words() {
		if got, want := w.NotPassed(), w == Warn || w == Fail || w == Crash; got != want {
			t.Errorf("%s: got %v", w, got)
		}
	}
}

func TestExitStatus(t *testing.T) {
	for _, tt := range []struct {
		words       []Word
		lost        string
		interrupted bool
		unreadable  int
		plain       int
		strict      int
	}{
		{words: []Word{Pass, Skip}, plain: 0, strict: 0},
		{words: []Word{Pass, Warn}, plain: 0, strict: 1},
		{words: []Word{Warn}, plain: 0, strict: 1},
		{words: []Word{Pass, Known, Flaky}, plain: 0, strict: 0},
		{words: []Word{Pass, Fixed}, plain: 0, strict: 1},
		{words: []Word{Pass, Fail, Skip}, plain: 1, strict: 1},
		{words: []Word{Crash}, plain: 1, strict: 1},
		{words: []Word{Fail, Error}, plain: 2, strict: 2},
		{words: []Word{Pass}, unreadable: 1, plain: 2, strict: 2},
		{words: []Word{Pass, NotRun}, lost: "refused", plain: 3, strict: 3},
		{words: []Word{Fail, Error, NotRun}, lost: "went away", plain: 3, strict: 3},
		{lost: "refused", plain: 3, strict: 3},
		{plain: 4, strict: 4},
		{words: []Word{Skip, Skip}, plain: 4, strict: 4},
		{words: []Word{Skip, NotRun}, plain: 4, strict: 4},
		{unreadable: 1, plain: 2, strict: 2},
		{words: []Word{Error}, lost: "x", interrupted: true, plain: 130, strict: 130},
	} {
		s := &Summary{Lost: tt.lost, Interrupted: tt.interrupted, Unreadable: tt.unreadable}
		for _, w := range tt.words {
			s.Results = append(s.Results, &Result{Verdict: w, Plays: 2})
		}
		if got := ExitStatus(s, false); got != tt.plain {
			t.Errorf("%+v: got %d, want %d", tt, got, tt.plain)
		}
		if got := ExitStatus(s, true); got != tt.strict {
			t.Errorf("%+v strict: got %d, want %d", tt, got, tt.strict)
		}
		if got := s.Plays(); got != 2*len(tt.words) {
			t.Errorf("%+v: got %d plays", tt, got)
		}
	}
	s := &Summary{Results: []*Result{{Verdict: Pass}, {Verdict: Pass}, {Verdict: Fail}}}
	if got, want := fmt.Sprint(s.Counts(), s.Count(Pass, Fail, Warn)), "map[fail:1 pass:2] 3"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
