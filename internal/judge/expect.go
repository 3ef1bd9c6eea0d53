package judge

import (
	"fmt"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// Expect judges a "<" line against the bytes that are unread. It holds as soon as
// they match, and fails at the first byte that can't; what has come when the
// connection ends, or when the timeout has passed, is all there is.
func Expect(l *wire.Line, s Seen) Decision {
	if s.Env == nil {
		s.Env = &wire.Env{}
	}
	p, err := wire.Compile(l.Text, s.Env)
	if err != nil {
		return atFault(fmt.Errorf("%s: %w", l.Pos, err))
	}
	m := p.Prefix(s.Bytes, s.certain())
	if m.Err != nil {
		return atFault(fmt.Errorf("%s: %w", l.Pos, m.Err))
	}
	switch m.State {
	case wire.Matched:
		d := Decision{State: Holds, Rule: -1, Outcome: -1, N: m.N, Captures: m.Captures, Swallow: m.Swallow}
		if m.Swallow {
			d.N = len(s.Bytes)
		}
		return d
	case wire.NeedMore:
		if !s.certain() {
			return open()
		}
	}
	d := fails(lineWords(&s, m))
	d.At = m.At
	return d
}

// lineWords says what came in place of a line.
func lineWords(s *Seen, m wire.Match) string {
	if m.At < len(s.Bytes) && m.State == wire.Mismatch {
		return fmt.Sprintf("byte %d is wrong: got %s", m.At, quote(s.Bytes[m.At:]))
	}
	n := len(s.Bytes)
	switch {
	case s.End != message.More:
		return fmt.Sprintf("the connection was %s after %s of this line", endWords(s.End), count(n))
	case s.Timeout && n == 0:
		return "nothing came within the timeout"
	case s.Timeout:
		return fmt.Sprintf("nothing more came within the timeout, after %s of this line", count(n))
	}
	return fmt.Sprintf("more came than is kept (%s)", count(n))
}
