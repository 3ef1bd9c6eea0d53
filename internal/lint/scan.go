package lint

import "httpkit/internal/message"

// scanner walks along a field value by the common rules of RFC 9110 section 5.6.
type scanner struct {
	s string
	i int
}

func (p *scanner) end() bool { return p.i == len(p.s) }

// take steps over c if it comes next.
func (p *scanner) take(c byte) bool {
	if p.i < len(p.s) && p.s[p.i] == c {
		p.i++
		return true
	}
	return false
}

// while steps over the bytes for which f holds and returns them.
func (p *scanner) while(f func(byte) bool) string {
	start := p.i
	for p.i < len(p.s) && f(p.s[p.i]) {
		p.i++
	}
	return p.s[start:p.i]
}

// token steps over a token; "" if none comes next.
func (p *scanner) token() string { return p.while(isTchar) }

// blanks steps over OWS and tells whether there was any.
func (p *scanner) blanks() bool { return p.while(isBlank) != "" }

// quoted steps over a quoted-string (section 5.6.4).
func (p *scanner) quoted() bool {
	if !p.take('"') {
		return false
	}
	for p.i < len(p.s) {
		c := p.s[p.i]
		p.i++
		switch {
		case c == '"':
			return true
		case c == '\\':
			if p.end() || !isText(p.s[p.i]) {
				return false
			}
			p.i++
		case !isText(c):
			return false
		}
	}
	return false
}

// comment steps over a comment with those in it (section 5.6.5).
func (p *scanner) comment() bool {
	if !p.take('(') {
		return false
	}
	for depth := 1; p.i < len(p.s); {
		c := p.s[p.i]
		p.i++
		switch {
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return true
			}
		case c == '\\':
			if p.end() || !isText(p.s[p.i]) {
				return false
			}
			p.i++
		case !isText(c):
			return false
		}
	}
	return false
}

// value steps over a token or a quoted-string.
func (p *scanner) value() bool {
	if p.i < len(p.s) && p.s[p.i] == '"' {
		return p.quoted()
	}
	return p.token() != ""
}

// parameters steps over *( OWS ";" OWS [ token "=" value ] ) (section 5.6.6).
func (p *scanner) parameters() bool {
	for {
		back := p.i
		p.blanks()
		if !p.take(';') {
			p.i = back
			return true
		}
		p.blanks()
		if p.end() || p.s[p.i] == ';' {
			continue
		}
		if p.token() == "" || !p.take('=') || !p.value() {
			return false
		}
	}
}

func isTchar(c byte) bool { return c < 0x80 && message.IsToken(string(rune(c))) }
func isBlank(c byte) bool { return c == ' ' || c == '\t' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isHex(c byte) bool   { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// isText tells whether c is HTAB, SP, VCHAR or obs-text.
func isText(c byte) bool { return c == '\t' || c >= ' ' && c != 0x7f }

// isDigits tells whether s is 1*DIGIT.
func isDigits(s string) bool {
	p := scanner{s: s}
	return p.while(isDigit) != "" && p.end()
}
