package wire

import (
	"strconv"
	"strings"
)

// Format gives the section in canonical form, one LF after each line. Parsed
// again it is the same but for Pos, and formatted again it is the same bytes.
func (s *Section) Format() []byte {
	var b []byte
	for i := range s.Lines {
		b = append(b, s.Lines[i].String()...)
		b = append(b, '\n')
	}
	return b
}

// gutter gives the character a line begins with.
func (l *Line) gutter() string {
	return [...]string{Blank: "", Comment: "#", Sent: ">", Expected: "<", Event: "*", RuleLine: "=", PropLine: "="}[l.Kind]
}

// String gives the line in canonical form, without a line end.
func (l *Line) String() string {
	g := l.gutter() + l.Conn + " "
	switch l.Kind {
	case Comment:
		return "#" + l.Note
	case Sent, Expected:
		return g + l.Text.String()
	case Event:
		return g + l.Do.String()
	case RuleLine:
		return g + l.Rule.String()
	case PropLine:
		return g + "  " + l.Prop.String()
	}
	return ""
}

// String gives the word of an event: "connect", "closed".
func (op Op) String() string {
	for _, k := range events {
		if k.op == op {
			return k.word
		}
	}
	return "op " + strconv.Itoa(int(op))
}

// String gives the event as it is written after its gutter.
func (a *Action) String() string {
	s := a.Op.String()
	switch a.Op {
	case OpConnect:
		if a.Name != "" {
			s += " " + a.Name
		}
	case OpDrip, OpSip, OpRepeat:
		s += " " + a.Count.String()
	case OpSplit:
		if a.All {
			s += " all"
		} else {
			s += " " + a.Count.String()
		}
		if a.Silent {
			s += " silent"
		}
	}
	if a.HasD {
		s += " " + FormatTime(a.D)
	}
	return s
}

// String gives the word of a verdict: "pass".
func (v Verdict) String() string { return word(verdictWords, int(v)) }

// String gives the word of an ending, "" for NoFinish.
func (f Finish) String() string {
	if f == NoFinish {
		return ""
	}
	return word(finishWords, int(f-FinishClosed))
}

// String gives the noun of a property: "field".
func (n Noun) String() string {
	if int(n) < len(nouns) {
		return nouns[n].word
	}
	return word(nil, int(n))
}

func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return "word " + strconv.Itoa(i)
}

// String gives the rule as it is written after its gutter.
func (r *Rule) String() string {
	outcomes := make([]string, len(r.Outcomes))
	for i, o := range r.Outcomes {
		outcomes[i] = o.String()
	}
	s := r.Verdict.String() + " " + strings.Join(outcomes, " | ")
	if r.Reason != "" {
		s += " -- " + r.Reason
	}
	return s
}

// String gives the outcome as it is written: "2xx 404,410 ended".
func (o Outcome) String() string {
	var words []string
	for _, st := range o.Statuses {
		words = append(words, st.String())
	}
	if o.Finish != NoFinish {
		words = append(words, o.Finish.String())
	}
	return strings.Join(words, " ")
}

// String gives the set as it is written: "400,413*2".
func (s Status) String() string {
	codes := make([]string, len(s.Codes))
	for i, c := range s.Codes {
		codes[i] = c.String()
	}
	set := strings.Join(codes, ",")
	switch {
	case s.TimesName != "":
		set += "*$" + s.TimesName
	case s.Times > 1:
		set += "*" + strconv.Itoa(s.Times)
	}
	return set
}

// String gives the code as it is written: "404", "4xx", "411-417", "any", "raw".
func (c Code) String() string {
	switch {
	case c.Any:
		return "any"
	case c.Raw:
		return "raw"
	case c.Lo == c.Hi:
		return strconv.Itoa(c.Lo)
	case c.Lo%100 == 0 && c.Hi == c.Lo+99:
		return strconv.Itoa(c.Lo/100) + "xx"
	}
	return strconv.Itoa(c.Lo) + "-" + strconv.Itoa(c.Hi)
}

// String gives the property as it is written after its gutter and blanks.
func (p *Property) String() string {
	var words []string
	if p.Nth > 0 {
		words = append(words, strconv.Itoa(p.Nth))
	}
	if p.Not {
		words = append(words, "!")
	}
	noun := p.Noun.String()
	if p.IfThere {
		noun += "?"
	}
	words = append(words, noun)
	if p.Name != "" {
		words = append(words, p.Name)
	}
	switch {
	case p.Has != "":
		words = append(words, "has", p.Has)
	case p.Framing != "":
		words = append(words, p.Framing)
	case p.Pattern != nil:
		pattern := p.Pattern.Pattern()
		// After a name the word "has" would be read as one of ours.
		if p.Name != "" && (pattern == "has" || strings.HasPrefix(pattern, "has ")) {
			pattern = `\x68` + pattern[1:]
		}
		words = append(words, pattern)
	}
	return strings.Join(words, " ")
}
