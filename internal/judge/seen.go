// Package judge decides: rules and outcomes on one side, what was seen of a
// connection so far on the other. It has no socket and no clock; that a quiet
// window or the timeout has passed is part of what was seen. So every rule of
// waiting is a line in a table test, and a recorded exchange can be judged again
// without a server.
//
// Use Block for a run of "=" lines and Expect for one "<" line, each time
// something new was seen; Observe is the same for "* closed" and its like. A
// decision that is Open wants more: bytes, the end, a quiet window, the timeout.
package judge

import (
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// Seen is what is known of one connection at a moment.
type Seen struct {
	Bytes   []byte      // received and not yet consumed; not modified
	End     message.End // More while the connection is open
	Quiet   bool        // a quiet window has passed since the last byte
	Timeout bool        // the whole timeout has passed since the last byte
	Full    bool        // the memory cap was hit: nothing more will be read
	Methods []string    // of the requests not yet answered, oldest first; missing means ""
	Env     *wire.Env   // fills the fields of patterns; nil is an empty one
	Memory  *Memory     // spares Block reading the same bytes again; may be nil
}

// certain reports that nothing more is awaited: what is open now fails.
func (s *Seen) certain() bool { return s.Timeout || s.Full || s.End != message.More }

// State tells how far a decision has come.
type State uint8

// The states.
const (
	Open  State = iota // more has to be seen
	Holds              // a rule, a line or an observation holds
	Fails              // none can hold any more
)

// String gives the state in lower case.
func (s State) String() string {
	return [...]string{"open", "holds", "fails"}[s]
}

// Decision is the answer to one Seen.
type Decision struct {
	State   State
	Verdict wire.Verdict // Block, Holds: the word of the rule
	Reason  string       // Block, Holds: what stands after " -- "
	Rule    int          // Block, Holds: index of the rule that decided, else -1
	Outcome int          // Block, Holds: index of its outcome, else -1

	N         int               // bytes consumed; 0 unless it Holds
	Answered  int               // final responses among them
	Captures  map[string][]byte // of the rule or line that holds; of no other
	Last      bool              // an outcome with closed, reset or ended decided
	Swallow   bool              // bytes that come later belong to it: raw, 101, \{rest}
	WantQuiet bool              // Open: a quiet window could decide it

	// Responses are those read: where it Holds those consumed, skipped
	// interim ones too; where it Fails all that came whole.
	Responses []*message.Response

	At     int      // Expect, Fails: offset of the first wrong byte
	Why    string   // what came, in words, where it Fails or the verdict is not pass
	Misses []string // Block, with Why: for each rule why it did not hold, "" for the one that did
	Err    error    // the case is at fault, not the target; the State is Fails
}

// open is the decision that wants more.
func open() Decision { return Decision{State: Open, Rule: -1, Outcome: -1} }

// fails is the decision that nothing can hold any more, with what came.
func fails(why string) Decision {
	return Decision{State: Fails, Rule: -1, Outcome: -1, Why: why}
}

// atFault is the decision that the case can't be judged.
func atFault(err error) Decision {
	d := fails("")
	d.Err = err
	return d
}
