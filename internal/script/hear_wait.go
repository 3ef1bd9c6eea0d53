package script

import (
	"errors"
	"fmt"
	"strings"

	"httpkit/internal/judge"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// ask decides whether what came is all that a run of "<" lines can be about: the
// connection has ended, or all is answered and a quiet window has passed.
func (h *hearing) ask(seen judge.Seen) judge.Decision {
	d := judge.Decision{Rule: -1, Outcome: -1}
	switch {
	case seen.End != message.More:
		d.Why = h.ended(seen)
	case seen.Full && !h.swallows():
		d.Why = fmt.Sprintf("more than %d bytes came, and the answer has no end", len(seen.Bytes))
	case !seen.Quiet && !seen.Timeout && !seen.Full:
		d.WantQuiet = true
		return d
	case h.enough(seen.Bytes):
	case !seen.Timeout:
		return d
	case len(seen.Bytes) == 0:
		d.Why = fmt.Sprintf("nothing came within %s, and the connection stayed open", h.timeout())
	default:
		d.Why = h.unfinished(seen)
	}
	d.State = judge.Holds
	if d.Why != "" {
		d.State = judge.Fails
	}
	return d
}

// enough reports whether b, behind which nothing comes, is all there is to hear.
func (h *hearing) enough(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	if h.partial() {
		return true
	}
	answered, methods := 0, h.conn.methods()
	for len(b) > 0 {
		method := ""
		if answered < len(methods) {
			method = methods[answered]
		}
		r, err := message.ParseResponse(b, message.More, method)
		if err != nil {
			return !errors.Is(err, message.ErrIncomplete) // nobody can say where such bytes end
		}
		b = b[r.Len:]
		if !r.Interim() {
			answered++
		}
	}
	// A request that is not all sent yet may have an interim response.
	return answered >= len(methods) || h.next != nil && h.next.Send != nil && !h.conn.asked.allWhole()
}

// partial reports whether the case itself goes on, or leaves, in the middle of an
// answer.
func (h *hearing) partial() bool {
	return h.swallows() || h.next != nil && h.next.Want != nil ||
		h.then(wire.OpAbort, wire.OpOpen, wire.OpSilent)
}

// ended says what is wrong with what came on a connection that has ended, or "".
func (h *hearing) ended(seen judge.Seen) string {
	resets := h.then(wire.OpReset) || h.next != nil && h.next.Block != nil
	switch {
	case len(seen.Bytes) == 0 && seen.End == message.RST:
		return "nothing came, and the connection was reset (RST)"
	case len(seen.Bytes) == 0:
		return "nothing came, and the connection was closed (FIN)"
	case seen.End == message.RST && !resets:
		return "the connection was reset (RST) behind " + countBytes(len(seen.Bytes))
	case h.swallows():
		return ""
	}
	n := 0
	for b := seen.Bytes; len(b) > 0; n++ {
		method := ""
		if n < len(seen.Methods) {
			method = seen.Methods[n]
		}
		r, err := message.ParseResponse(b, message.FIN, method)
		if err != nil {
			return h.broken(err)
		}
		b = b[r.Len:]
		if r.Interim() {
			n--
		}
	}
	return ""
}

// broken says that an answer broke off, unless the lines want such a one: with a
// head that has no end.
func (h *hearing) broken(err error) string {
	b, ok := errors.AsType[*message.Broken](err)
	if !ok || !strings.HasPrefix(b.Why, "broke off") || b.Response == nil && h.headless() {
		return ""
	}
	return "the answer " + b.Why
}

// headless reports whether the lines have no empty line, nor one that could hold it.
func (h *hearing) headless() bool {
	for _, l := range h.lines() {
		if len(l.Text.Parts) == 0 && l.Text.End != "" {
			return false
		}
		for _, p := range l.Text.Parts {
			switch p.Kind {
			case wire.File, wire.Rep, wire.MaskRest, wire.MaskBytes:
				return false
			}
		}
	}
	return true
}

// unfinished says that half an answer came, and what keeps it from being whole.
func (h *hearing) unfinished(seen judge.Seen) string {
	s := fmt.Sprintf("the answer is not whole: %s came, then nothing for %s", countBytes(len(seen.Bytes)), h.timeout())
	method := ""
	if len(seen.Methods) > 0 {
		method = seen.Methods[0]
	}
	if r, err := message.ParseResponse(seen.Bytes, message.FIN, method); err == nil && r.Framing == message.FramedClose {
		s += "; it has neither Content-Length nor chunks, so it ends where the server closes"
	}
	return s
}
