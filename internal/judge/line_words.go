package judge

import (
	"bytes"
	"fmt"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// lineWords says what came in place of a "<" line, beginning where a reader would
// look first: at the line that was wanted.
func (s *Seen) lineWords(l *wire.Line, m wire.Match) string {
	wanted := wantedLine(l, m)
	if m.At < len(s.Bytes) && m.State == wire.Mismatch {
		return s.wrongLine(wanted, m)
	}
	n := len(s.Bytes)
	where := count(n)
	if m.Want != nil {
		where = fmt.Sprintf("%d of its %s", n, count(len(m.Want)))
	}
	got := ""
	if n <= maxQuoted {
		got = ", got " + quote(s.Bytes)
	}
	switch {
	case s.End != message.More && n == 0:
		return fmt.Sprintf("wanted %s, but the connection was %s", wanted, endWords(s.End))
	case s.End != message.More:
		return fmt.Sprintf("the connection was %s after %s: wanted %s%s", endWords(s.End), where, wanted, got)
	case s.Timeout && n == 0:
		return fmt.Sprintf("wanted %s, but nothing came within the timeout", wanted)
	case s.Timeout:
		return fmt.Sprintf("nothing more came within the timeout, after %s: wanted %s%s", where, wanted, got)
	}
	return fmt.Sprintf("more came than is kept (%s): wanted %s", count(n), wanted)
}

// wantedLine quotes the line: its bytes where they are short and known, else as it
// stands in the case.
func wantedLine(l *wire.Line, m wire.Match) string {
	if m.Want != nil && len(m.Want) <= maxQuoted {
		return quote(m.Want)
	}
	text := l.Text.Pattern()
	if l.Text.End != "" {
		text += wire.QuoteBytes([]byte(l.Text.End))
	}
	if r := []rune(text); len(r) > 2*maxQuoted {
		return `"` + string(r[:2*maxQuoted]) + `"...`
	}
	return `"` + text + `"`
}

// wrongLine tells the line that came from the one that was wanted. Where only the
// line ends differ, which a reader's eye passes over, it says just that; where the
// lines are long, from which byte on they differ.
func (s *Seen) wrongLine(wanted string, m wire.Match) string {
	got := s.Bytes
	if i := bytes.IndexByte(got[m.At:], '\n'); i >= 0 {
		got = got[:m.At+i+1]
	}
	if m.Want != nil {
		want, wantEnd := cutEnd(m.Want)
		have, haveEnd := cutEnd(got)
		if bytes.Equal(want, have) && wantEnd != "" && haveEnd != "" {
			return fmt.Sprintf("it ends in %s, wanted %s", wire.QuoteBytes([]byte(haveEnd)), wire.QuoteBytes([]byte(wantEnd)))
		}
	}
	if len(got) <= maxQuoted && (m.Want == nil || len(m.Want) <= maxQuoted) {
		return fmt.Sprintf("wanted %s, got %s", wanted, quote(got))
	}
	words := fmt.Sprintf("wanted %s, which is wrong from offset %d on: got %s", wanted, m.At, quote(got[m.At:]))
	if m.Want != nil {
		words += ", not " + quote(m.Want[m.At:])
	}
	return words
}

// cutEnd takes the line end off.
func cutEnd(b []byte) (line []byte, end string) {
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if line, ok := bytes.CutSuffix(b, []byte(end)); ok {
			return line, end
		}
	}
	return b, ""
}
