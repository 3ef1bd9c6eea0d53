package script

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"httpkit/client"
	"httpkit/internal/judge"
	"httpkit/internal/message"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// traced is a step that was played, with the bytes it sent or consumed. The
// exchange is put into words only where it is shown.
type traced struct {
	step *wire.Step
	sent []byte
	got  []byte
}

func (p *play) note(s *wire.Step, sent, got []byte) {
	p.trace = append(p.trace, traced{s, sent, got})
}

// failed is what is wrong, and on which connection.
type failed struct {
	conn *conn
	wrong
}

const (
	// shown is how many bytes of one write or answer are shown before they are
	// summed up.
	shown = 2048
	// Of a long play the first and the last steps are shown.
	firstSteps, lastSteps = 16, 64
	// Of many lines, likewise.
	firstLines, lastLines = 48, 12
)

// render gives the exchange in the notation: what was played, as it was on the
// wire, and at its end, if f is given, what was wanted ("-") and what came ("+").
func (p *play) render(f *failed) []suite.DiffLine {
	var out []suite.DiffLine
	left := len(p.trace) - firstSteps - lastSteps
	for i, t := range p.trace {
		switch {
		case left > 0 && i == firstSteps:
			out = append(out, marked(' ', fmt.Sprintf("# ... %d steps like these ...", left))...)
		case left > 0 && i > firstSteps && i < firstSteps+left:
		default:
			out = append(out, marked(' ', t.lines()...)...)
		}
	}
	if f == nil {
		return out
	}
	st := f.seen
	came := answerLines("<"+f.conn.name, st.Bytes)
	ended := byte('+')
	switch {
	case f.extra:
		out = append(out, marked('+', came...)...)
		ended = ' '
	case f.step.Want != nil:
		out = append(out, p.diffLines(f, st.Bytes)...)
		if f.At < len(st.Bytes) { // a byte is wrong, not the end
			ended = ' '
		}
	case f.step.Block != nil:
		out = append(out, f.blockLines()...)
		out = append(out, marked('+', came...)...)
	default:
		out = append(out, marked('-', event(f.step))...)
		out = append(out, marked('+', came...)...)
	}
	if more := p.moreCame(f); more != "" {
		if out = append(out, marked(ended, more)...); st.End == message.More {
			return out
		}
	}
	if f.whole || st.End == message.More && ended == ' ' { // it may still end
		return out
	}
	return append(out, marked(ended, endLine(f.conn.name, st.End))...)
}

// moreCame says that reading stopped before the answer did, or is "": that it is open
// would say that nothing more came.
func (p *play) moreCame(f *failed) string {
	switch kept := cmp.Or(p.o.Dial.MaxUnread, client.MaxUnread); {
	case f.seen.Full && kept%(1<<20) == 0:
		return fmt.Sprintf("# more came than is kept (%d MiB)", kept>>20)
	case f.seen.Full:
		return "# more came than is kept (" + countBytes(kept) + ")"
	case len(f.Responses) == judge.MaxItems:
		return fmt.Sprintf("# more answers came than are read at once (%d)", judge.MaxItems)
	}
	return ""
}

// lines are those of one step.
func (t *traced) lines() []string {
	switch {
	case t.sent != nil:
		return lines(">"+t.step.Conn, t.sent)
	case t.step.Do != nil:
		return []string{event(t.step)}
	}
	return answerLines("<"+t.step.Conn, t.got)
}

func event(s *wire.Step) string {
	return (&wire.Line{Kind: wire.Event, Conn: s.Conn, Do: s.Do}).String()
}

func marked(mark byte, lines ...string) []suite.DiffLine {
	var out []suite.DiffLine
	for _, l := range lines {
		out = append(out, suite.DiffLine{Mark: mark, Text: l})
	}
	return out
}

// answerLines are bytes that came, in the notation: an answer behind another one begins
// a line, also where the one before has no line end at its end. Of a great many answers
// the first are shown: there may be hundreds of thousands.
func answerLines(gutter string, b []byte) []string {
	var out []string
	for n := 0; ; n++ {
		if n == firstLines+lastLines {
			return append(out, "# ... "+countBytes(len(b))+" like these ...")
		}
		r, err := message.ParseResponse(b, message.More, "")
		if err != nil || !bytes.HasPrefix(b[r.Len:], []byte("HTTP/1.")) {
			return append(out, lines(gutter, b)...)
		}
		out = append(out, lines(gutter, b[:r.Len])...)
		b = b[r.Len:]
	}
}

// lines are bytes in the notation; a large or binary run is summed up, and so is
// one of a great many lines.
func lines(gutter string, b []byte) []string {
	if len(b) <= shown && !wire.LargeOrBinary(b) {
		return few(wire.ByteLines(gutter, b))
	}
	kind := wire.DidReceive
	if strings.HasPrefix(gutter, ">") {
		kind = wire.DidSend
	}
	t := wire.Transcript{Records: []wire.Record{{Conn: gutter[1:], Kind: kind, Data: b}}}
	out := t.Lines(wire.FormatOptions{Limit: 256})
	if gutter[1:] != "" {
		out = out[1:] // the transcript opens a named connection first
	}
	return few(out)
}

// few leaves out the middle of many lines.
func few(all []string) []string {
	left := len(all) - firstLines - lastLines
	if left <= 1 {
		return all
	}
	out := append(all[:firstLines:firstLines], fmt.Sprintf("# ... %d lines ...", left))
	return append(out, all[len(all)-lastLines:]...)
}

func endLine(name string, end message.End) string {
	switch end {
	case message.FIN:
		return fmt.Sprintf("*%s closed", name)
	case message.RST:
		return fmt.Sprintf("*%s reset", name)
	}
	return fmt.Sprintf("*%s open", name)
}

// blockLines are the rules of a block as they stand in the case. Where there are
// several, a comment says of each why it did not hold.
func (f *failed) blockLines() []suite.DiffLine {
	var out []suite.DiffLine
	rules := f.step.Block.Rules
	for i, r := range rules {
		out = append(out, marked('-', r.Line.String())...)
		for _, pr := range r.Props {
			out = append(out, marked('-', pr.String())...)
		}
		if len(rules) > 1 && i < len(f.Misses) && f.Misses[i] != "" {
			out = append(out, marked(' ', "#   "+f.Misses[i])...)
		}
	}
	return out
}
