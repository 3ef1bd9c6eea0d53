package suite

import (
	"time"

	"httpkit/internal/wire"
)

// Result is what came of a case.
type Result struct {
	Case       *Case
	Verdict    Word
	Reason     string           // in words, for every verdict but a plain pass
	Pos        wire.Pos         // of the line that decided
	Exchange   []DiffLine       // the play that gave the verdict, in the notation
	Values     []string         // sweep values and cuts that gave it: "n=1024", "cut after 5 bytes"
	Plays      int              // how often it was on the wire
	Runs       []Word           // what each run came to, where the case was run again
	Unreached  bool             // no connection could be made, though the target was there
	Took       time.Duration    // all plays together
	Transcript *wire.Transcript // of the play that gave the verdict
	Told       []string         // the same in words, where the run was asked for them; it stays where Transcript goes
	Output     []string         // of a crash: the last lines that the server wrote, fit for a terminal
}

// Behind begins the reason of a stage that was not run, as one before it, which the
// reason goes on to name, is open.
const Behind = "a stage before it is open: "

// DiffLine is a line of an exchange: Mark is ' ' for what happened as wanted, '-'
// for what was wanted and did not come, '+' for what came instead.
type DiffLine struct {
	Mark byte
	Text string
}

// Offer is a capability as it was found or forced.
type Offer struct {
	Name    string
	Offered bool
	Why     string // how it is known: "probed", "--offers", or what was amiss
}

// Noticed is a universal rule that responses of the run broke and that no selected
// case owns: it is shown and decides nothing.
type Noticed struct {
	Rule, Why string
	Case      string // the id of the first case in which it was seen
	Count     int    // how many exchanges broke it
	Exchange  []DiffLine
}

// Summary is a run: its results, and what is true of all of them.
type Summary struct {
	Results     []*Result // in the order of Select
	Target      string    // the address
	Offers      []Offer   // the capabilities that were asked for
	Jobs        int       // cases at a time
	Waits       int       // how often silence was waited for: quiet windows
	Noticed     []Noticed // breaches of universal rules that no selected case owns
	Took        time.Duration
	Lost        string // why the target could not be reached, was never ready, or went away; "" where it stayed
	Busy        bool   // it was lost since it took no connection in time, though it may still be there
	LostAfter   string // the id of the last case it answered, "" where there was none
	Started     string // the command that the target was started with, "" where it ran already
	Restarts    int    // how often it was started again
	Interrupted bool   // by a signal
	Unreadable  int    // cases that could not be read
	Refused     string // why nothing was played, where it is neither the target's fault nor a signal; "" where it was
}

// Counts gives the number of results for each verdict that came up.
func (s *Summary) Counts() map[Word]int {
	counts := map[Word]int{}
	for _, r := range s.Results {
		counts[r.Verdict]++
	}
	return counts
}

// Count gives the number of results with one of these verdicts.
func (s *Summary) Count(words ...Word) int {
	n, counts := 0, s.Counts()
	for _, w := range words {
		n += counts[w]
	}
	return n
}

// Plays gives the number of plays of all cases.
func (s *Summary) Plays() int {
	n := 0
	for _, r := range s.Results {
		n += r.Plays
	}
	return n
}

// The exit statuses of a run.
const (
	ExitPassed      = 0   // passed, warned or skipped
	ExitFailed      = 1   // a case failed or crashed; with strict also: warned, fixed
	ExitBad         = 2   // bad usage, a case that can't be read, an error
	ExitLost        = 3   // the target could not be reached, was never ready, or went away
	ExitNothing     = 4   // nothing ran, or everything was skipped
	ExitInterrupted = 130 // a signal ended the run
)

// ExitStatus gives the exit status of a run: of 1, 2 and 3 the highest that applies.
func ExitStatus(s *Summary, strict bool) int {
	failed := s.Count(Fail, Crash)
	if strict {
		failed += s.Count(Warn, Fixed)
	}
	switch {
	case s.Interrupted:
		return ExitInterrupted
	case s.Lost != "":
		return ExitLost
	case s.Unreadable > 0 || s.Count(Error) > 0:
		return ExitBad
	case failed > 0:
		return ExitFailed
	case s.Count(Skip, NotRun) == len(s.Results):
		return ExitNothing
	}
	return ExitPassed
}
