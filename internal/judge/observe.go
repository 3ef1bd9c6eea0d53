package judge

import (
	"fmt"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// Observe judges an observing event: closed, reset, open, silent. Each holds only
// where nothing else has come: an unread byte fails it at once. With a written
// duration Quiet is to be set when that has passed.
func Observe(a *wire.Action, s Seen) Decision {
	if !a.Op.IsObservation() {
		return atFault(fmt.Errorf("event %d observes nothing", a.Op))
	}
	if n := len(s.Bytes); n > 0 {
		d := fails(extra(s.Bytes))
		t := newTape(s)
		for t.read() {
		}
		d.Responses = t.responses(len(t.items))
		return d
	}
	quiet := a.Op == wire.OpOpen || a.Op == wire.OpSilent
	switch {
	case s.End != message.More:
		if a.Op == wire.OpClosed && s.End == message.FIN || a.Op == wire.OpReset && s.End == message.RST {
			return observed()
		}
		return fails("the connection was " + endWords(s.End))
	case quiet && (s.Quiet || s.Timeout):
		return observed()
	case s.Timeout:
		return fails("the connection stayed open")
	case s.Full:
		return fails("more came than is kept")
	}
	d := open()
	d.WantQuiet = quiet
	return d
}

// observed is the decision that an event holds. It consumes nothing.
func observed() Decision { return Decision{State: Holds, Rule: -1, Outcome: -1} }
