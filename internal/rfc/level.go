package rfc

import "fmt"

// Level says how strongly a requirement binds.
type Level string

// The levels. The first three are the words of RFC 2119.
const (
	Must     Level = "MUST"
	Should   Level = "SHOULD"
	May      Level = "MAY"
	Security Level = "security" // no sentence forbids it, but an attack needs it
	Robust   Level = "robust"   // no RFC says it, and every user needs it
)

// Levels gives all levels, in the order of the constants.
func Levels() []Level { return []Level{Must, Should, May, Security, Robust} }

// ParseLevel reads the word of a level, exactly as it is written in a case.
func ParseLevel(s string) (Level, error) {
	for _, l := range Levels() {
		if s == string(l) {
			return l, nil
		}
	}
	return "", fmt.Errorf("got level %q, want MUST, SHOULD, MAY, security or robust", s)
}

// Hard reports whether a breach is a failure: MUST, security and robust. A breach
// of the others is a warning. No level at all, as in a user's own case, is hard.
func (l Level) Hard() bool { return l != Should && l != May }
