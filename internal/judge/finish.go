package judge

import (
	"fmt"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// finish asks how it ends. Without a finish nothing is asked.
func (t *tape) finish(o *wire.Outcome, v wire.Verdict, r *try) {
	if o.Finish == wire.NoFinish {
		return
	}
	if o.Finish == wire.FinishSilent || o.Finish == wire.FinishOpen {
		t.stays(o, v, r)
		return
	}
	if o.Finish == wire.FinishEnded && saidClose(r) {
		// What the server sends although it said close is not asked here: it
		// would depend on whether it came before or after this call. It is
		// left unread, and the end of the section finds it.
		r.last = true
		return
	}
	if len(o.Statuses) == 0 {
		// Interim responses that nobody named count as little before the end
		// of the connection as before a final response.
		for it := t.at(r.items); it != nil && it.r.Interim(); it = t.at(r.items) {
			r.take(it)
		}
	}
	if rest := len(t.Bytes) - r.n; rest > 0 {
		if len(o.Statuses) == 0 && t.unfinished(r) {
			r.wait(t, t.missing(r)) // may yet be an interim response
			return
		}
		r.fail(t.more(r))
		return
	}
	switch {
	case t.End == message.More:
		miss := "the connection stayed open"
		if o.Finish == wire.FinishEnded && len(r.named) > 0 && !r.raw {
			miss += `, and the answer does not say "Connection: close"`
		}
		r.wait(t, miss)
	case o.Finish == wire.FinishClosed && t.End != message.FIN:
		r.fail("the connection was reset (RST), not closed (FIN)")
	case o.Finish == wire.FinishReset && t.End != message.RST:
		r.fail("the connection was closed (FIN), not reset (RST)")
	default:
		r.last = true
	}
}

// stays is the finish "open" or "silent": nothing more came, or nothing at all.
// In a pass rule a quiet window is enough; in the others an answer may still come
// until the timeout.
func (t *tape) stays(o *wire.Outcome, v wire.Verdict, r *try) {
	switch {
	case len(t.Bytes) > r.n:
		r.fail(t.more(r))
	case t.End != message.More:
		r.fail("the connection was " + endWords(t.End))
	case t.Timeout || v == wire.Pass && t.Quiet && !t.Full:
	case t.Full:
		r.fail("more came than is kept")
	default:
		r.wait(t, "")
		r.quiet = v == wire.Pass
	}
}

// saidClose reports whether the last response said that it is the last one.
// RFC 9112 section 9.6.
func saidClose(r *try) bool {
	if r.raw || len(r.named) == 0 {
		return false
	}
	last := r.named[len(r.named)-1]
	return !last.Interim() && last.SaysClose()
}

// unfinished reports whether what follows the try's items is a response that has
// begun and may still become whole.
func (t *tape) unfinished(r *try) bool {
	return t.at(r.items) == nil && !t.tunnel && t.stop == nil
}

// more says which bytes came where nothing was to come.
func (t *tape) more(r *try) string {
	if it := t.at(r.items); it != nil {
		return statusWords(it.r) + " came" + after(r)
	}
	return extra(t.Bytes[r.n:]) + after(r)
}

// after says that the try had its responses already.
func after(r *try) string {
	switch len(r.named) {
	case 0:
		return ""
	case 1:
		return " after the answer"
	}
	return fmt.Sprintf(" after %d answers", len(r.named))
}
