package session

import (
	"errors"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// request is the last one that was typed, whole or not: what :again, :split and
// :edit work on.
type request struct {
	lines []string // in the notation, with the gutter
	data  []byte   // as it was sent
	whole bool     // the next line begins another
	raw   bool     // data are the bytes of a file; there are no lines
	scan  int      // the length at which to look again whether it is whole
}

// add takes one more line, and starts anew where the last request was whole.
func (r *request) add(line string, b []byte) {
	if r.whole {
		*r = request{}
	}
	r.lines = append(r.lines, line)
	r.data = append(r.data, b...)
	if len(r.data) < r.scan {
		return
	}
	if len(r.data) > 64<<10 {
		r.scan = len(r.data) + len(r.data)/16 // a paste of megabytes is not read once a line
	}
	reqs := message.ScanRequests(r.data)
	r.whole = len(reqs) > 0 && reqs[len(reqs)-1].Whole
}

// errOver says why a line can't be sent, and that it is kept.
func errOver(c *conn) error {
	why := "there is no connection"
	switch {
	case c == nil:
	case c.done && !c.aborted: // for another one that could not be made
	case c.fin:
		why = "you have ended your side with :fin"
	case c.aborted:
		why = "you have reset the connection"
	case c.over:
		why = "the server has ended the connection"
	}
	return errors.New("not sent: " + why + "\n:connect opens a new one; :again connects and sends the whole request, this line too")
}

// unsent is a mistake in what was to be sent, found before any of it was.
type unsent struct{ error }

// Unwrap returns the mistake.
func (e unsent) Unwrap() error { return e.error }

// typed sends a line as it was typed.
func (s *Session) typed(text string) error {
	l, err := parseTyped(text, s.eol)
	if err != nil {
		return unsent{err}
	}
	b, err := l.Text.Bytes(s.Env)
	if err != nil {
		return unsent{err}
	}
	line := written(l)
	s.last.add(line, b)
	c := s.conn(s.now)
	if !s.Screen.Edited() {
		s.showSent(b)
	}
	if !s.alive(c) {
		return errOver(c)
	}
	return s.send(c, b)
}

// written gives a typed line for :edit; a very long one is kept as it is.
func written(l *wire.Line) string { return "> " + l.Text.String() }

// parseTyped reads a line as it was typed: with the gutter or without, with an
// ending of its own or else with eol.
func parseTyped(text, eol string) (*wire.Line, error) {
	body, ok := strings.CutPrefix(text, "> ")
	if !ok && text != ">" {
		body = text
	}
	if body != "" {
		if l, err := wire.ParseLine(wire.Pos{}, "> "+body); err == nil {
			return l, nil
		}
	}
	return wire.ParseLine(wire.Pos{}, "> "+body+eol)
}

// ended gives a line with the ending it is sent with, for the editor to show; a
// command, and a line with a mistake in it, stays as it is.
func (s *Session) ended(text string) string {
	if strings.HasPrefix(text, ":") {
		return text
	}
	if text != "" {
		if _, err := wire.ParseLine(wire.Pos{}, "> "+strings.TrimPrefix(text, "> ")); err == nil {
			return text
		}
	}
	if _, err := parseTyped(text, s.eol); err != nil {
		return text
	}
	return text + s.eol
}

// Ended is ended for the editor, see [NewEditor].
func (s *Session) Ended(text string) string { return s.ended(text) }

// repeat gives the bytes of the last request anew: its fields are filled again.
func (s *Session) repeat() ([]byte, error) {
	if s.last.raw {
		return s.last.data, nil
	}
	if len(s.last.lines) == 0 {
		return nil, errors.New("no request was sent yet\ntype one, or :get /")
	}
	return s.expand(s.last.lines)
}

// expand gives the bytes of lines in the notation.
func (s *Session) expand(lines []string) ([]byte, error) {
	var b []byte
	for i, text := range lines {
		l, err := wire.ParseLine(wire.Pos{File: "line", Line: i + 1}, text)
		if err != nil {
			return nil, unsent{err}
		}
		if l.Kind != wire.Sent {
			continue
		}
		if b, err = l.Text.AppendBytes(b, s.Env); err != nil {
			return nil, unsent{err}
		}
	}
	return b, nil
}
