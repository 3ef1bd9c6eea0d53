package wire

import (
	"slices"
	"strings"
)

// connHint says how a connection is named.
const connHint = `names of connections are lower case, letters and digits: a, b2`

// ParseSection parses a transcript: data is the section called name of file, and
// first the number of its first line there, from 1. It reports all mistakes, not
// only the first, as Errors; then there is no Section.
func ParseSection(file, name string, first int, data []byte) (*Section, error) {
	s := &Section{File: file, Name: name}
	var errs Errors
	connectBroken := false
	for i, text := range physical(data) {
		l, bad := parseLine(Pos{file, first + i}, text)
		if len(bad) > 0 {
			errs = append(errs, bad...)
			connectBroken = connectBroken || strings.HasPrefix(text, "*") && strings.Contains(text, "connect")
			continue
		}
		s.Lines = append(s.Lines, *l)
	}
	if !connectBroken { // else the names it would have opened are not known
		errs = append(errs, unopened(s.Lines)...)
	}
	if len(errs) > 0 {
		sortErrors(errs)
		return nil, errs
	}
	return s, nil
}

// ParseLine parses one line without its physical end. Whether its connection
// was opened is not asked. The error is Errors.
func ParseLine(pos Pos, s string) (*Line, error) {
	l, errs := parseLine(pos, s)
	if len(errs) > 0 {
		return nil, errs
	}
	return l, nil
}

func sortErrors(errs Errors) {
	slices.SortStableFunc(errs, func(a, b *Error) int { return a.Pos.Line - b.Pos.Line })
}

// parseLine parses one line.
func parseLine(pos Pos, s string) (*Line, Errors) {
	s = strings.TrimRight(s, wsp)
	l := &Line{Pos: pos}
	if s == "" {
		return l, nil
	}
	if s[0] == '#' {
		l.Kind, l.Note = Comment, s[1:]
		if e := rawError(pos, strings.ReplaceAll(l.Note, "\t", " "), false); e != nil {
			e.Hint = "a comment is text in UTF-8: of the control characters only a TAB may stand in it"
			return nil, Errors{e}
		}
		return l, nil
	}
	if e := rawError(pos, s, false); e != nil {
		return nil, Errors{e}
	}
	conn, rest, e := cutGutter(pos, s)
	if e != nil {
		return nil, Errors{e}
	}
	l.Conn = conn
	var errs Errors
	switch s[0] {
	case '>', '<':
		errs = parseBytes(l, s[0], rest)
	case '*':
		l.Kind = Event
		l.Do, errs = parseEvent(pos, conn, rest)
	case '=':
		word, outcomes := cutWord(rest)
		if v := slices.Index(verdictWords, word); v >= 0 {
			l.Kind = RuleLine
			l.Rule, errs = parseRule(pos, Pass+Verdict(v), outcomes)
		} else {
			l.Kind = PropLine
			l.Prop, errs = parseProp(pos, rest)
		}
	}
	if len(errs) > 0 && isKeyword(s[0], conn) {
		errs = Errors{{pos, show(s) + " has no blank after its gutter", "write " + s[:1] + " " + show(s[1:])}}
	}
	return l, errs
}

// isKeyword reports whether a line with that gutter can begin with the word.
func isKeyword(gutter byte, word string) bool {
	switch gutter {
	case '*':
		return slices.ContainsFunc(events, func(k eventKind) bool { return k.word == word })
	case '=':
		return slices.Contains(verdictWords, word) || slices.ContainsFunc(nouns, func(k nounKind) bool { return k.word == word })
	}
	return false
}

// cutGutter splits s after its gutter, the connection and one blank.
func cutGutter(pos Pos, s string) (conn, rest string, e *Error) {
	if !strings.ContainsRune("><*=", rune(s[0])) {
		hint := "write > and a blank before what is sent, < before what must come, * before an event, = before a rule, # before a comment"
		if t := strings.TrimLeft(s, " "); t != s && strings.ContainsRune("><*=#", rune(t[0])) {
			hint = "the gutter is the first character of a line: no blank before it"
		}
		return "", "", &Error{pos, show(s) + " has no gutter", hint}
	}
	conn, rest, _ = strings.Cut(s[1:], " ")
	if conn == "" || isConn(conn) {
		return conn, rest, nil
	}
	return "", "", &Error{pos, show(conn) + " is no name of a connection",
		"a blank goes after the gutter: " + s[:1] + " " + show(s[1:]) + "; " + connHint}
}

// parseBytes parses the text of a ">" or "<" line.
func parseBytes(l *Line, gutter byte, s string) Errors {
	t, err := ParseText(l.Pos, s, true)
	if err != nil {
		return err.(Errors)
	}
	l.Text = t
	var errs Errors
	if l.Kind = Sent; gutter == '<' {
		l.Kind = Expected
		eachPart(t.Parts, func(p *Part, depth int) {
			if p.Kind == MaskRest && (depth > 0 || p != &t.Parts[len(t.Parts)-1]) {
				errs = append(errs, &Error{l.Pos, `\{rest} is not the last part of the line`,
					`in a < line \{rest} stands last, right before the ending; \{any} is any bytes of one line`})
			}
		})
		return errs
	}
	eachPart(t.Parts, func(p *Part, _ int) {
		if p.Kind.IsMask() {
			errs = append(errs, &Error{l.Pos, show(p.String()) + " is a mask in a > line",
				`masks stand in expected bytes only; what was captured before is sent with \{$name}`})
		}
	})
	return errs
}

// eachPart calls visit for each part, also for those in the body of a rep.
func eachPart(parts []Part, visit func(p *Part, depth int)) {
	var walk func(parts []Part, depth int)
	walk = func(parts []Part, depth int) {
		for i := range parts {
			visit(&parts[i], depth)
			walk(parts[i].Body, depth+1)
		}
	}
	walk(parts, 0)
}

// unopened finds the first line of each connection that is used before
// "* connect" has opened it.
func unopened(lines []Line) Errors {
	var errs Errors
	open := map[string]bool{"": true}
	for i := range lines {
		l := &lines[i]
		if l.Kind == Event && l.Do.Op == OpConnect {
			open[l.Do.Name] = true
		}
		if open[l.Conn] {
			continue
		}
		open[l.Conn] = true
		errs = append(errs, &Error{l.Pos, "connection " + l.Conn + " was never opened",
			"write * connect " + l.Conn + " before it; if no connection is meant, a blank goes after the gutter: " + l.gutter() + " " + show(l.Conn)})
	}
	return errs
}
