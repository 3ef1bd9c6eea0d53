package judge

import (
	"errors"
	"fmt"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// maxQuoted is how many bytes of the target's are quoted in a sentence.
const maxQuoted = 48

// quote gives bytes in the notation's escapes, between quotes and shortened.
func quote(b []byte) string {
	if len(b) > maxQuoted {
		return `"` + wire.QuoteBytes(b[:maxQuoted]) + `"...`
	}
	return `"` + wire.QuoteBytes(b) + `"`
}

// count gives "1 byte", "2 bytes".
func count(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// endWords says how the connection ended.
func endWords(e message.End) string {
	if e == message.RST {
		return "reset (RST)"
	}
	return "closed (FIN)"
}

// statusWords gives "404 Not Found".
func statusWords(r *message.Response) string {
	s := fmt.Sprint(r.Status)
	if r.Reason != "" {
		reason := []byte(r.Reason)
		s += " " + wire.QuoteBytes(reason[:min(len(reason), maxQuoted)])
	}
	return s
}

// answerWords gives "the answer" or, with n before it, "answer n+1".
func answerWords(n int) string {
	if n == 0 {
		return "the answer"
	}
	return fmt.Sprintf("answer %d", n+1)
}

// extra says that bytes came where none were to come.
func extra(b []byte) string {
	if len(b) == 1 {
		return "1 more byte came: " + quote(b)
	}
	return fmt.Sprintf("%d more bytes came: %s", len(b), quote(b))
}

// valueWords quotes a value. Of a long one it says from which byte on it is wrong,
// and what stands there where want is known; wrong is -1 where no byte is.
func valueWords(b, want []byte, wrong int) string {
	if len(b) <= maxQuoted && len(want) <= maxQuoted || wrong < 0 || wrong > len(b) {
		return quote(b)
	}
	s := fmt.Sprintf("%s (%s", quote(b), count(len(b)))
	if want != nil && len(want) != len(b) {
		s += fmt.Sprintf(", not %d", len(want))
	}
	s += fmt.Sprintf("; wrong at byte %d: %s", wrong, quote(b[wrong:]))
	if want != nil && wrong <= len(want) {
		s += ", not " + quote(want[wrong:])
	}
	return s + ")"
}

// missing says what came in place of the answer that the try waits for.
func (t *tape) missing(r *try) string {
	which := "no answer"
	if n := len(r.named); n > 0 {
		which = fmt.Sprintf("no answer %d", n+1)
	}
	rest := t.Bytes[r.n:]
	switch {
	case len(rest) > 0:
		return which + ", but " + t.partWords(rest)
	case t.End != message.More:
		return which + ": the connection was " + endWords(t.End)
	case t.Full:
		return which + " in the bytes that are kept"
	}
	return which + " came"
}

// partWords says what the bytes are that are no whole response.
func (t *tape) partWords(rest []byte) string {
	var broken *message.Broken
	var not *message.NotHTTP
	switch {
	case errors.As(t.stop, &broken):
		return brokenWords(broken)
	case errors.As(t.stop, &not):
		return "bytes that are no HTTP/1 response: " + quote(rest)
	case t.tunnel:
		return "bytes that are no HTTP any more: " + quote(rest)
	case len(t.items) == MaxItems:
		return count(len(rest)) + " more"
	}
	return fmt.Sprintf("the beginning of an answer (%s: %s)", count(len(rest)), quote(rest))
}

// brokenWords says which answer it is that can't be read, and why.
func brokenWords(b *message.Broken) string {
	s := "an answer"
	if b.Response != nil {
		s += " (" + statusWords(b.Response) + ")"
	}
	if strings.HasPrefix(b.Why, "broke off") {
		return s + " that " + b.Why
	}
	return s + " that can't be read: " + b.Why
}
