package reference

import "slices"

// Slip is a persona with one deliberate deviation, the kind a learner makes.
// It is what "catches:" in the cases of seeds/ names: the case must fail on it.
// A slip never looks for what a case sends.
type Slip struct {
	Name     string // begins with the persona's name
	Persona  string
	Sentence string // what it does instead, a sentence about the server

	change func(answer) answer // makes the slip's answer of the persona's; nil: the same
	atOnce bool                // takes its clients at the same time
}

// slips is the table, sorted by name.
var slips = slices.Concat(filesSlips, helloSlips, markupSlips, messageSlips, pageSlips, tcpSlips)

// Slips lists the slips, sorted by name.
func Slips() []*Slip { return slices.Clone(slips) }
