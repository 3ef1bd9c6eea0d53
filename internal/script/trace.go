package script

import (
	"fmt"
	"strings"

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

// failed is the step on which a play ended, and why.
type failed struct {
	conn     *conn
	step     *wire.Step
	decision judge.Decision
}

// shown is how many bytes of one write or answer are shown before they are summed up.
const shown = 2048

// render gives the exchange in the notation: what was played, as it was on the
// wire, and at its end, if f is given, what was wanted ("-") and what came ("+").
func (p *play) render(f *failed) []suite.DiffLine {
	var out []suite.DiffLine
	plain := func(lines ...string) {
		for _, l := range lines {
			out = append(out, suite.DiffLine{Mark: ' ', Text: l})
		}
	}
	for _, t := range p.trace {
		switch {
		case t.sent != nil:
			plain(lines(">"+t.step.Conn, t.sent)...)
		case t.step.Do != nil:
			plain((&wire.Line{Kind: wire.Event, Conn: t.step.Conn, Do: t.step.Do}).String())
		default:
			plain(lines("<"+t.step.Conn, t.got)...)
		}
	}
	if f == nil {
		return out
	}
	st := f.conn.State()
	ended := endLine(f.conn.name, st.End)
	switch {
	case f.step.Want != nil && f.decision.Why != "" && len(p.trace) > 0 && p.trace[len(p.trace)-1].step == f.step:
		// Everything matched, and then more came.
		out = append(out, marked('+', lines("<"+f.conn.name, st.Unread)...)...)
	case f.step.Want != nil:
		out = append(out, p.diffLines(f, st.Unread)...)
	case f.step.Block != nil:
		out = append(out, marked('+', lines("<"+f.conn.name, st.Unread)...)...)
		if len(p.trace) == 0 || p.trace[len(p.trace)-1].step != f.step {
			out = append(out, marked('-', blockLines(f.step.Block)...)...)
		}
	case f.step.Do != nil:
		out = append(out, marked('-', (&wire.Line{Kind: wire.Event, Conn: f.step.Conn, Do: f.step.Do}).String())...)
		out = append(out, marked('+', lines("<"+f.conn.name, st.Unread)...)...)
	default:
		out = append(out, marked('+', lines("<"+f.conn.name, st.Unread)...)...)
	}
	return append(out, marked('+', ended)...)
}

func marked(mark byte, lines ...string) []suite.DiffLine {
	var out []suite.DiffLine
	for _, l := range lines {
		out = append(out, suite.DiffLine{Mark: mark, Text: l})
	}
	return out
}

// lines are bytes in the notation; a large or binary run is summed up.
func lines(gutter string, b []byte) []string {
	if len(b) <= shown && !wire.LargeOrBinary(b) {
		return wire.ByteLines(gutter, b)
	}
	t := wire.Transcript{}
	kind := wire.DidReceive
	if strings.HasPrefix(gutter, ">") {
		kind = wire.DidSend
	}
	t.Records = []wire.Record{{Conn: gutter[1:], Kind: kind, Data: b}}
	return t.Lines(wire.FormatOptions{Limit: 256})
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

// blockLines are the rules of a block as they stand in the case.
func blockLines(b *wire.Block) []string {
	var out []string
	for _, r := range b.Rules {
		out = append(out, r.Line.String())
		for _, pr := range r.Props {
			out = append(out, pr.String())
		}
	}
	return out
}
