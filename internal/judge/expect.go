package judge

import (
	"fmt"

	"httpkit/internal/wire"
)

// Expect judges a "<" line against the bytes that are unread. It holds as soon as
// they match, and fails at the first byte that can't; what has come when the
// connection ends, or when the timeout has passed, is all there is.
func Expect(l *wire.Line, s Seen) Decision {
	if s.Env == nil {
		s.Env = &wire.Env{}
	}
	p, err := s.Memory.pattern(l, s.Env)
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
	d := fails(s.lineWords(l, m))
	d.At = m.At
	return d
}

// pattern compiles the line, once for all calls of a wait.
func (m *Memory) pattern(l *wire.Line, env *wire.Env) (*wire.Pattern, error) {
	if m != nil && m.line == l {
		return m.compiled, nil
	}
	p, err := wire.Compile(l.Text, env)
	if m != nil && err == nil {
		m.line, m.compiled = l, p
	}
	return p, err
}
