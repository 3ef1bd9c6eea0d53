package report

import "httpkit/internal/suite"

// meaning is what a verdict comes to for those who only know right, wrong and not
// there: most formats have no more words than that.
type meaning uint8

const (
	good   meaning = iota // it passes
	noted                 // it passes, and there is something to say
	known                 // it does not pass, as was expected
	bad                   // it does not pass
	broken                // the target died of it, or it could not be judged
	idle                  // it was not played
)

// meanings is the table of the verdicts; no format has one of its own.
var meanings = map[suite.Word]meaning{
	suite.Pass:   good,
	suite.Fixed:  noted,
	suite.Flaky:  noted,
	suite.Warn:   noted,
	suite.Known:  known,
	suite.Fail:   bad,
	suite.Crash:  broken,
	suite.Error:  broken,
	suite.Skip:   idle,
	suite.NotRun: idle,
}

// meaningOf gives what a verdict comes to. A word nobody knows is no pass.
func meaningOf(w suite.Word, strict bool) meaning {
	if (w == suite.Warn || w == suite.Fixed) && strict {
		return bad
	}
	if m, ok := meanings[w]; ok {
		return m
	}
	return broken
}

// score counts the cases that pass among those that were judged.
type score struct {
	Count  map[suite.Word]int
	Passed int // pass, fixed, flaky
	Of     int // all but those that were not played, or not judged
}

// Sum is the score of what a score is part of.
func (s *score) Sum() *score { return s }

func (s *score) add(w suite.Word) {
	if s.Count == nil {
		s.Count = map[suite.Word]int{}
	}
	s.Count[w]++
	switch w {
	case suite.Skip, suite.NotRun, suite.Error:
		return
	case suite.Pass, suite.Fixed, suite.Flaky:
		s.Passed++
	}
	s.Of++
}

// Cases is how many there are, played or not.
func (s *score) Cases() int {
	n := 0
	for _, c := range s.Count {
		n += c
	}
	return n
}
