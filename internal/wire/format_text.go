package wire

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// QuoteBytes gives b as literal text in canonical form: printable UTF-8 as it
// is, `\r \n \t \0 \\` in short form, every other byte as `\xhh`. What it gives
// never holds a character that a terminal would act upon.
func QuoteBytes(b []byte) string { return string(appendQuoted(nil, b, false)) }

// appendQuoted appends the written form of b; with braces, "{" and "}" are
// escaped too.
func appendQuoted(dst, b []byte, braces bool) []byte {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			dst = appendASCII(dst, b[i], braces)
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) {
			for _, c := range b[i : i+n] {
				dst = appendHex(dst, c)
			}
		} else {
			dst = append(dst, b[i:i+n]...)
		}
		i += n
	}
	return dst
}

func appendASCII(dst []byte, c byte, braces bool) []byte {
	switch {
	case c == '\r':
		return append(dst, `\r`...)
	case c == '\n':
		return append(dst, `\n`...)
	case c == '\t':
		return append(dst, `\t`...)
	case c == 0:
		return append(dst, `\0`...)
	case c == '\\':
		return append(dst, `\\`...)
	case c < ' ' || c == 0x7f || braces && (c == '{' || c == '}'):
		return appendHex(dst, c)
	}
	return append(dst, c)
}

func appendHex(dst []byte, c byte) []byte {
	const digits = "0123456789abcdef"
	return append(dst, '\\', 'x', digits[c>>4], digits[c&15])
}

// String gives the text as it stands in a ">" or "<" line, with its ending in
// written form: a lone "\" where End is empty. For what has no ending, such as a
// property's pattern or a value of a sweep, see Pattern.
func (t Text) String() string {
	b := appendParts(nil, t.Parts, false)
	// A CR that is not part of the ending must not look as if it were.
	if n := len(t.Parts); t.End == "\n" && n > 0 && t.Parts[n-1].Kind == Literal {
		if l := t.Parts[n-1].Bytes; len(l) > 0 && l[len(l)-1] == '\r' {
			b = append(b[:len(b)-2], `\x0d`...)
		}
	}
	if t.End == "" {
		return string(append(b, '\\'))
	}
	return string(appendQuoted(b, []byte(t.End), false))
}

// Pattern gives the text as it stands in a property or a sweep, without an
// ending: a blank at either end is escaped, since the line would lose it, and
// the empty text is a lone "\".
func (t Text) Pattern() string {
	s := string(appendParts(nil, t.Parts, false))
	if s == "" {
		return `\`
	}
	if strings.HasPrefix(s, " ") {
		s = `\x20` + s[1:]
	}
	if strings.HasSuffix(s, " ") {
		s = s[:len(s)-1] + `\x20`
	}
	return s
}

// appendParts appends the written form of parts. Inside of a field braces are
// counted, so there they are escaped unless they match.
func appendParts(dst []byte, parts []Part, inField bool) []byte {
	braces := inField && !balanced(parts)
	for i := range parts {
		if parts[i].Kind == Literal {
			dst = appendQuoted(dst, parts[i].Bytes, braces)
		} else {
			dst = append(dst, parts[i].String()...)
		}
	}
	return dst
}

// balanced reports whether every brace in the literals of parts has its partner.
func balanced(parts []Part) bool {
	depth := 0
	for i := range parts {
		if parts[i].Kind != Literal {
			continue // a field's own braces always match
		}
		for _, c := range parts[i].Bytes {
			switch c {
			case '{':
				depth++
			case '}':
				if depth--; depth < 0 {
					return false
				}
			}
		}
	}
	return depth == 0
}

// String gives the part as it is written in a line.
func (p Part) String() string {
	switch p.Kind {
	case Literal:
		return QuoteBytes(p.Bytes)
	case Var:
		return `\{$` + p.Name + "}"
	}
	b := []byte(`\{` + p.Kind.String())
	switch p.Kind {
	case File:
		b = append(b, " "+p.Name...)
	case Noise, MaskBytes:
		b = append(b, " "+p.Count.String()...)
	case MaskRe:
		b = append(b, " "+p.Re...)
	case Rep:
		b = append(b, " "+p.Count.String()+" "...)
		b = appendParts(b, p.Body, true)
	}
	if p.As != "" {
		b = append(b, " as "+p.As...)
	}
	return string(append(b, '}'))
}

// String gives the word of a field: "date", "rep".
func (k PartKind) String() string {
	for _, f := range fieldKinds {
		if f.kind == k {
			return f.word
		}
	}
	if k == Var {
		return "$"
	}
	return "literal"
}

// String gives the count as it is written: digits, or "$name".
func (c Count) String() string {
	if c.Name != "" {
		return "$" + c.Name
	}
	return strconv.Itoa(c.N)
}
