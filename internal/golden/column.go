package golden

import (
	"bytes"

	"httpkit/internal/wire"
)

// column is one new line: what came for it in each sample.
type column struct {
	gap   *gap
	part  Part
	at    []place
	old   int        // the line that said the same, whose masks are looked at; -1
	place int        // the line in whose place it stands; -1
	text  *wire.Text // where it was decided already
	whole bool       // a content with a mask for the rest of it: several lines
}

// items gives the lines of the column: one, or those of a whole content.
func (c *column) items() ([]item, *wire.Error) {
	base := c.at[0]
	if c.text != nil {
		return []item{{old: c.place, text: *c.text, place: base}}, nil
	}
	text, elastic, err := c.made()
	if err != nil {
		return nil, err
	}
	if !c.whole {
		return []item{{old: c.place, text: text, place: base, elastic: elastic}}, nil
	}
	var out []item
	for _, t := range splitLines(text) {
		out = append(out, item{old: c.place, text: t, place: base, elastic: elastic})
	}
	return out, nil
}

// splitLines cuts a text behind each LF of its literals.
func splitLines(t wire.Text) []wire.Text {
	out := []wire.Text{{}}
	for _, p := range t.Parts {
		last := &out[len(out)-1]
		if p.Kind != wire.Literal {
			last.Parts = append(last.Parts, p)
			continue
		}
		for line := range bytes.Lines(p.Bytes) {
			last = &out[len(out)-1]
			end := ""
			if line[len(line)-1] == '\n' {
				end = ending(line)
			}
			if n := len(line) - len(end); n > 0 {
				last.Parts = append(last.Parts, wire.Part{Kind: wire.Literal, Bytes: line[:n]})
			}
			if end != "" {
				last.End = end
				out = append(out, wire.Text{})
			}
		}
	}
	if last := &out[len(out)-1]; len(last.Parts) == 0 && t.End == "" && len(out) > 1 {
		return out[:len(out)-1]
	}
	out[len(out)-1].End = t.End
	return out
}

// anchor is the line that a refusal names.
func (c *column) anchor() int {
	if c.place >= 0 {
		return c.place
	}
	return c.gap.anchor()
}

// made makes the text: masks of the old line that fit each time, masks for what
// differs, and what is always the same as it is.
func (c *column) made() (t wire.Text, elastic bool, err *wire.Error) {
	vals := c.gap.vals(c.at)
	end := ending(vals[0])
	if c.whole {
		end = ""
	}
	for k, v := range vals {
		if !c.whole && ending(v) != end {
			return t, false, c.gap.st.refuse(c.anchor(), c.gap.st.unlike(0, k, "here came", vals[0], v), rulesHint)
		}
	}
	if masked, ok := c.byName(vals); ok {
		return masked, false, nil
	}
	for _, kept := range [][]int{c.kept(vals, end), nil} {
		t, elastic, err = c.around(kept, vals, end)
		if err == nil && c.holds(t, vals) {
			return t, elastic, nil
		}
		if kept == nil {
			break
		}
	}
	if err == nil {
		err = c.gap.st.refuse(c.anchor(), "no line could be found that holds each time for "+quote(vals[0]), rulesHint)
	}
	return t, false, err
}

// byName gives the mask that the name of a field asks for: of a new field, and of
// every Date.
func (c *column) byName(vals [][]byte) (t wire.Text, ok bool) {
	if c.part != Fields || c.old >= 0 && fieldName(vals[0]) != "date" {
		return t, false
	}
	masked := maskField(vals[0])
	if masked == "" {
		return t, false
	}
	t, err := wire.ParseText(wire.Pos{}, masked, true)
	return t, err == nil && c.holds(t, vals)
}

// holds reports whether the text holds for what came in each sample.
func (c *column) holds(t wire.Text, vals [][]byte) bool {
	for k, v := range vals {
		p, err := wire.Compile(t, c.gap.st.samples[k].known)
		if err != nil || p.Unset() || p.Whole(v).State != wire.Matched {
			return false
		}
	}
	return true
}

// keeps reports whether a mask of the old line, the last of them, still fits.
func (c *column) keeps() bool {
	kept := c.kept(c.gap.vals(c.at), "")
	parts := c.gap.st.lines[c.old].Text.Parts
	return len(kept) > 0 && kept[len(kept)-1] == len(parts)-1
}
