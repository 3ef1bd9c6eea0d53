package script

import (
	"fmt"
	"strings"

	"httpkit/internal/judge"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// words say what is wrong, as the first thing a reader sees of it.
func (p *play) words(c *conn, w *wrong) string {
	switch {
	case w.extra:
		return w.Why
	case w.step.Want != nil:
		where := fmt.Sprintf("line %d of the answer", c.lines+1)
		if c.name != "" {
			where += " on " + c.name
		}
		return where + ": " + w.Why
	case w.step.Block != nil:
		return blockWords(w.step.Block, w.Decision)
	}
	return w.Why
}

// blockWords are judge's, "got 405 Method Not Allowed; wanted 405". Where it is a
// property that a rule missed, that is named too.
func blockWords(b *wire.Block, d judge.Decision) string {
	for i, miss := range d.Misses {
		if b.Rules[i].Line.Rule.Verdict != wire.Pass {
			continue
		}
		for _, o := range b.Rules[i].Line.Rule.Outcomes {
			for _, prop := range b.Rules[i].Props {
				what := o.String() + ": " + prop.Prop.String()
				if rest, ok := strings.CutPrefix(miss, what+": "); ok {
					got, _, _ := strings.Cut(d.Why, "; wanted ")
					return fmt.Sprintf("%s; wanted %s with %s, but %s", got, o.String(), prop.Prop, rest)
				}
			}
		}
	}
	return d.Why
}

// ruleWords are those of a rule that decided: the author's, and what came where
// that is not as it should be.
func ruleWords(d judge.Decision) string {
	switch {
	case d.Reason == "":
		return d.Why
	case d.Why == "" || d.Verdict == wire.Skip:
		return d.Reason
	}
	// What was wanted stands in the exchange, and is often not about the status.
	why, _, _ := strings.Cut(d.Why, "; wanted ")
	return d.Reason + " (" + why + ")"
}

// surplus is the decision on bytes that came after all that was expected.
func surplus(s judge.Seen) judge.Decision {
	d := judge.Decision{State: judge.Fails, Rule: -1, Outcome: -1}
	method := ""
	if len(s.Methods) > 0 {
		method = s.Methods[0]
	}
	r, err := message.ParseResponse(s.Bytes, s.End, method)
	if err == nil {
		d.Why = fmt.Sprintf("a further response came, which nobody asked for: %s", clipped(r.StatusLine))
		d.Responses = []*message.Response{r}
		return d
	}
	d.Why = fmt.Sprintf("%s more came after all that was expected: %s", countBytes(len(s.Bytes)), clipped(s.Bytes))
	return d
}

// silent holds where nothing came in a quiet window, not even an end.
func silent(s judge.Seen) judge.Decision {
	d := judge.Decision{Rule: -1, Outcome: -1}
	switch {
	case len(s.Bytes) > 0 || s.End != message.More:
		d.State = judge.Fails
	case s.Quiet || s.Timeout:
		d.State = judge.Holds
	default:
		d.WantQuiet = true
	}
	return d
}

// tooEarly is the decision on a server that did not wait for the second part of a
// write.
func tooEarly(s judge.Seen, at, size int) judge.Decision {
	d := judge.Decision{State: judge.Fails, Rule: -1, Outcome: -1}
	did := "answered"
	switch {
	case len(s.Bytes) > 0:
	case s.End == message.FIN:
		did = "closed the connection (FIN)"
	case s.End == message.RST:
		did = "reset the connection (RST)"
	}
	d.Why = fmt.Sprintf("the server %s when it had %d of %d bytes, without waiting for the rest", did, at, size)
	return d
}

func countBytes(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// quoted is how many bytes are quoted in a sentence.
const quoted = 48

func clipped(b []byte) string {
	if len(b) > quoted {
		return `"` + wire.QuoteBytes(b[:quoted]) + `"...`
	}
	return `"` + wire.QuoteBytes(b) + `"`
}
