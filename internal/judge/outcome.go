package judge

import (
	"fmt"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// try is what became of one outcome, or of one rule.
type try struct {
	state    State
	outcome  int
	items    int // items of the tape that it takes
	n        int // bytes that it takes
	answered int
	captures map[string][]byte
	last     bool
	swallow  bool
	quiet    bool // open, and a quiet window would decide it
	reached  int  // how much of it held: the nearest miss is the one shown
	miss     string
	err      error

	named []*message.Response // those that a status took: what properties look at
	raw   bool                // the last of them is bytes that are no response
}

// fail ends the try: it can't hold any more.
func (r *try) fail(miss string) { r.state, r.miss = Fails, miss }

// wait keeps the try open, or ends it where nothing more is awaited.
func (r *try) wait(t *tape, miss string) {
	r.state, r.miss = Open, miss
	if t.certain() {
		r.state = Fails
	}
}

// outcome tries one outcome of a rule: its statuses, the rule's properties, its
// finish.
func (t *tape) outcome(o *wire.Outcome, rule *wire.BlockRule) try {
	r := try{state: Holds}
	t.statuses(o, rule, &r)
	if r.state == Holds {
		t.properties(rule.Props, &r)
	}
	if r.state == Holds {
		t.finish(o, rule.Line.Rule.Verdict, &r)
	}
	if r.state != Holds && r.miss != "" {
		r.miss = o.String() + ": " + r.miss
	}
	return r
}

// statuses walks the words of the outcome along the tape.
func (t *tape) statuses(o *wire.Outcome, rule *wire.BlockRule, r *try) {
	for i := range o.Statuses {
		times, err := o.Statuses[i].Count(t.Env)
		if err != nil {
			r.state, r.err = Fails, fmt.Errorf("%s: %w", rule.Line.Pos, err)
			return
		}
		for range times {
			t.status(&o.Statuses[i], r)
			if r.state != Holds {
				return
			}
			r.reached++
		}
	}
}

// status takes the next response, if it is one of those that the word names.
// Interim responses that it does not name are passed over.
// RFC 9110 section 15.2: a client reads on until the final response.
func (t *tape) status(word *wire.Status, r *try) {
	if r.raw {
		r.fail("nothing can follow bytes that are no HTTP/1 response")
		return
	}
	for it := t.at(r.items); it != nil; it = t.at(r.items) {
		if takes(word, it.r) {
			r.take(it)
			r.named = append(r.named, it.r)
			r.swallow = endsHTTP(it.r)
			return
		}
		if !it.r.Interim() {
			r.fail(answerWords(len(r.named)) + " is " + statusWords(it.r))
			return
		}
		r.take(it)
	}
	raw := takesRaw(word)
	switch {
	case raw && t.raw():
		r.named = append(r.named, &message.Response{Content: t.Bytes[r.n:]})
		r.n = len(t.Bytes)
		r.raw, r.swallow = true, true
	case t.tunnel && raw:
		r.wait(t, t.missing(r))
	case t.tunnel || t.stop != nil:
		r.fail(t.missing(r))
	default:
		r.wait(t, t.missing(r))
	}
}

// take moves the try over an item.
func (r *try) take(it *item) {
	r.items++
	r.n, r.answered = it.end, it.finals
}

// takes reports whether the word names the status of r. "any" is a final one.
func takes(word *wire.Status, r *message.Response) bool {
	for _, c := range word.Codes {
		switch {
		case c.Raw:
		case c.Any:
			if !r.Interim() {
				return true
			}
		case c.Lo <= r.Status && r.Status <= c.Hi:
			return true
		}
	}
	return false
}

// takesRaw reports whether "raw" is among the codes of the word.
func takesRaw(word *wire.Status) bool {
	for _, c := range word.Codes {
		if c.Raw {
			return true
		}
	}
	return false
}
