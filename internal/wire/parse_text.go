package wire

import (
	"strconv"
)

// maxNesting is how deep fields may stand in fields. It bounds the work a line
// can ask for.
const maxNesting = 16

// ParseText parses wire text alone. With ended, s is the text of a ">" or "<"
// line and must spell its ending; else it is a pattern or a value of a sweep:
// no ending is taken, and a lone "\" is the empty text. Masks are taken in both,
// ">" lines refuse them in ParseSection. The error is Errors.
func ParseText(pos Pos, s string, ended bool) (Text, error) {
	if e := rawError(pos, s, true); e != nil {
		return Text{}, Errors{e}
	}
	var t Text
	if ended {
		text, end, ok := cutEnding(s)
		if !ok {
			return Text{}, Errors{noEnding(pos, s)}
		}
		s, t.End = text, end
	} else if s == `\` {
		return t, nil
	}
	p := textParser{pos: pos}
	t.Parts = p.parts(s, 0)
	if len(p.errs) > 0 {
		return Text{}, p.errs
	}
	return t, nil
}

// noEnding is the mistake of a line that does not spell its ending.
func noEnding(pos Pos, s string) *Error {
	e := &Error{Pos: pos}
	if s == "" {
		e.Msg = "an empty line spells no ending"
		e.Hint = `write \r\n for an empty line, or a lone \ for no bytes at all`
		return e
	}
	e.Msg = show(s) + " spells no ending"
	e.Hint = `end the line with \r\n, \n or \r, or with a lone \ where no line end is meant`
	if trailing(s) > 0 {
		e.Hint = `\\ is the byte of a backslash; a further \ after it says that no line end is meant`
	}
	return e
}

// textParser parses the parts of one text; it goes on after a mistake where what
// follows can still be read.
type textParser struct {
	pos  Pos
	errs Errors
}

// fail notes a mistake.
func (p *textParser) fail(msg, hint string) {
	p.errs = append(p.errs, &Error{Pos: p.pos, Msg: msg, Hint: hint})
}

// parts parses s, which holds no ending. depth counts the fields around it.
func (p *textParser) parts(s string, depth int) []Part {
	var parts []Part
	var lit []byte
	flush := func() {
		if len(lit) > 0 {
			parts = append(parts, Part{Kind: Literal, Bytes: lit})
			lit = nil
		}
	}
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			lit = append(lit, s[i])
			i++
			continue
		}
		if i+1 == len(s) {
			p.fail(`a lone \ stands at the end of the text`, `write \\ for the byte of a backslash`)
			break
		}
		if s[i+1] != '{' {
			c, n := p.escape(s[i:])
			lit = append(lit, c)
			i += n
			continue
		}
		end := closing(s, i+1)
		if end < 0 {
			p.fail(show(s[i:])+" has no closing }", `a field ends at the } that matches its \{; a lone brace inside is \x7b or \x7d, a literal \{ is \\{`)
			break
		}
		flush()
		if depth == maxNesting {
			p.fail(show(s[i:end+1])+" stands in too many fields", "at most "+strconv.Itoa(maxNesting)+" fields can stand in each other")
			break
		}
		if f, ok := p.field(s[i+2:end], depth); ok {
			parts = append(parts, f)
		}
		i = end + 1
	}
	flush()
	return parts
}

// escape reads the escape s begins with: its byte and its length as written.
func (p *textParser) escape(s string) (byte, int) {
	switch s[1] {
	case 'r':
		return '\r', 2
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case '0':
		return 0, 2
	case '\\':
		return '\\', 2
	case 'x':
		if len(s) >= 4 {
			if v, err := strconv.ParseUint(s[2:4], 16, 8); err == nil {
				return byte(v), 4
			}
		}
		got := []rune(s)
		p.fail(show(string(got[:min(4, len(got))]))+" is no escape", `\x takes two hexadecimal digits: \x0a`)
		return 0, 2
	}
	r := []rune(s[1:min(len(s), 5)])[0]
	hint := `the escapes are \r \n \t \0 \\ \xHH and \{`
	if r == ' ' {
		hint += `; a lone \ ends a line only where nothing but blanks follows it`
	} else {
		hint += `; write \\ for the byte of a backslash`
	}
	p.fail(`\`+string(r)+" is no escape", hint)
	return 0, 1 + len(string(r))
}
