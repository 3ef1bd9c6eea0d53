package suite

import (
	"httpkit/internal/rfc"
	"httpkit/internal/wire"
)

// Word is the verdict on a case.
type Word string

// The verdicts. Known and Fixed come from a baseline, Flaky from a retry.
const (
	Pass   Word = "pass"
	Warn   Word = "warn"
	Fail   Word = "fail"
	Skip   Word = "skip"
	Crash  Word = "crash"   // the target died on this case
	Error  Word = "error"   // the kit or the case is at fault, not the target
	Known  Word = "known"   // does not pass, and the baseline says so
	Fixed  Word = "fixed"   // passes, though the baseline says it does not
	Flaky  Word = "flaky"   // passed on a retry
	NotRun Word = "not run" // the target was lost before
)

// Observation is what happened when a case was played.
type Observation uint8

// The observations.
const (
	RulePass   Observation = iota // a rule decided: pass
	RuleWarn                      // a rule decided: warn
	RuleFail                      // a rule decided: fail
	RuleSkip                      // a rule, or the script, decided: skip
	AllHeld                       // every exact line and event held
	NoneHeld                      // no rule of a block held, or a line or an event did not
	NotOffered                    // what the case needs is not there: a capability, or somebody to restart the target
	TargetDied                    // on this case
	TargetLost                    // before this case
	KitFault                      // a bad case, a refused dial, a fault of the kit
)

// verdicts is the table of what gives which verdict; no other place decides one.
var verdicts = [...]struct{ hard, soft Word }{
	RulePass:   {Pass, Pass},
	RuleWarn:   {Warn, Warn},
	RuleFail:   {Fail, Fail},
	RuleSkip:   {Skip, Skip},
	AllHeld:    {Pass, Pass},
	NoneHeld:   {Fail, Warn},
	NotOffered: {Skip, Skip},
	TargetDied: {Crash, Crash},
	TargetLost: {NotRun, NotRun},
	KitFault:   {Error, Error},
}

// VerdictOf gives the verdict for what was observed on a case of that level. A
// case without a level is judged like a MUST.
func VerdictOf(level rfc.Level, o Observation) Word {
	if int(o) >= len(verdicts) {
		return Error
	}
	if level.Hard() {
		return verdicts[o].hard
	}
	return verdicts[o].soft
}

// RuleObserved gives the observation that a rule with that word decided.
func RuleObserved(v wire.Verdict) Observation {
	return map[wire.Verdict]Observation{wire.Pass: RulePass, wire.Warn: RuleWarn, wire.Fail: RuleFail, wire.Skip: RuleSkip}[v]
}

// severity ranks the verdicts, the worst first. A play that was skipped says
// nothing about the target, so it does not hide that others passed; one that was
// not run does, as nobody knows what it would have given.
var severity = []Word{Error, Crash, Fail, NotRun, Warn, Known, Flaky, Fixed, Pass, Skip}

// Words gives all verdicts, the worst first.
func Words() []Word { return append([]Word(nil), severity...) }

// Worst gives the verdict of a case from those of its plays: the worst, and Skip
// only where all were skipped. Of no plays it is Skip.
func Worst(words ...Word) Word {
	worst := len(severity) - 1
	for _, w := range words {
		worst = min(worst, rank(w))
	}
	return severity[worst]
}

// rank is the place in severity; an unknown word is as bad as an error.
func rank(w Word) int {
	for i, s := range severity {
		if s == w {
			return i
		}
	}
	return 0
}

// NotPassed reports whether the verdict says that the case does not pass: what a
// witness must show on its fault.
func (w Word) NotPassed() bool { return w == Warn || w == Fail || w == Crash }

// Fails reports whether the verdict fails the run. A case that passes although the
// baseline lists it fails a strict run: the list is to say what is true.
func (w Word) Fails(strict bool) bool {
	return w == Fail || w == Crash || strict && (w == Warn || w == Fixed)
}

// Past is the verdict as something that was done: "2 cases failed".
func (w Word) Past() string {
	switch w {
	case Pass:
		return "passed"
	case Warn:
		return "warned"
	case Fail:
		return "failed"
	case Skip:
		return "skipped"
	case Crash:
		return "crashed"
	}
	return string(w)
}
