package message

import (
	"bytes"
	"fmt"
	"strings"
)

// Field is one line of a header or trailer section.
type Field struct {
	// Name as it was written; empty where the line can't be understood as a
	// field at all.
	Name string
	// Value without the white space around it, folded lines joined by one
	// space, and each CR and NUL replaced by one (RFC 9110 section 5.5).
	Value string
	// Line is the whole line without its ending.
	Line []byte
	// Bad says why the line does not fit RFC 9112 section 5, or is empty.
	Bad string
}

// ParseField reads one field line without its ending. A line that begins with
// white space is no field line of its own and comes back with Bad set.
//
// RFC 9112 section 5: field-line = field-name ":" OWS field-value OWS
func ParseField(line []byte) Field { return parseField(line, string(line)) }

// parseField is ParseField with the text of the line given, so that a whole
// section needs only one string.
func parseField(line []byte, text string) Field {
	f := Field{Line: line}
	if text != "" && isBlank(text[0]) {
		f.Bad = "it begins with white space"
		return f
	}
	name, value, ok := strings.Cut(text, ":")
	if !ok {
		f.Bad = "it has no colon"
		return f
	}
	// RFC 9112 section 5.1: no whitespace is allowed between name and colon; a
	// proxy removes it from a response, so that is how it is understood here.
	trimmed := trimBlanks(name)
	switch {
	case trimmed == "":
		f.Bad = "it has no name before the colon"
	case !IsToken(trimmed):
		f.Bad = fmt.Sprintf("its name %q is no token", clip([]byte(trimmed)))
	default:
		f.Name = trimmed
		f.Value, f.Bad = cleanValue(trimBlanks(value))
		if trimmed != name {
			f.Bad = "it has white space between the name and the colon"
		}
	}
	return f
}

// cleanValue returns the value as a recipient has to see it, and what is wrong
// with it.
//
// RFC 9110 section 5.5: a recipient of CR, LF, or NUL within a field value MUST
// either reject the message or replace each of those characters with SP; other
// CTL characters are also invalid, but MAY be retained.
func cleanValue(v string) (clean, bad string) {
	for i := range len(v) {
		if c := v[i]; c < ' ' && c != '\t' || c == 0x7f {
			bad = fmt.Sprintf("its value holds the control character %#02x", c)
			return blankCRNUL(v), bad
		}
	}
	return v, ""
}

// blankCRNUL works on bytes: a value need not be UTF-8 (RFC 9112 section 2.2).
func blankCRNUL(v string) string {
	b := []byte(v)
	for i, c := range b {
		if c == '\r' || c == 0 {
			b[i] = ' '
		}
	}
	return string(b)
}

// parseFields reads the field lines of a section without its empty line.
func parseFields(b []byte) []Field {
	return parseFieldsText(b, string(b), bytes.Count(b, []byte("\n")))
}

// parseFieldsText is parseFields where the text of the section and the number of
// its lines are known.
func parseFieldsText(b []byte, text string, lines int) []Field {
	if len(b) == 0 {
		return nil
	}
	fields := make([]Field, 0, lines)
	last := -1 // the field a folded line continues
	for at := 0; at < len(b); {
		line, n, _ := cutLine(b[at:])
		if n == 0 {
			break
		}
		f := parseField(line, text[at:at+len(line)])
		if len(line) > 0 && isBlank(line[0]) {
			f.Bad = foldInto(fields, last, text[at:at+len(line)])
		} else if f.Name != "" {
			last = len(fields)
		} else {
			last = -1
		}
		fields = append(fields, f)
		at += n
	}
	return fields
}

// foldInto joins a line that begins with white space to the field it continues
// and says what is wrong with it.
func foldInto(fields []Field, last int, text string) string {
	if last < 0 {
		// RFC 9112 section 2.2: consume each whitespace-preceded line without
		// further processing of it.
		return "it begins with white space and continues no field line"
	}
	// RFC 9112 section 5.2: a user agent MUST replace each received obs-fold
	// with one or more SP octets.
	value, _ := cleanValue(trimBlanks(text))
	fields[last].Value = trimBlanks(fields[last].Value + " " + value)
	return "it is folded (obs-fold): white space at its begin continues the line above"
}

// sameName compares names of fields; most differ in their length already.
func sameName(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }

// Get returns the values of all lines of a field, joined with ", ", and whether
// there is any. Names are compared without regard to case (RFC 9110 section 5.2).
func Get(fields []Field, name string) (string, bool) {
	value, found := "", false
	for i := range fields {
		if !sameName(fields[i].Name, name) {
			continue
		}
		if found {
			value += ", " + fields[i].Value
		} else {
			value, found = fields[i].Value, true
		}
	}
	return value, found
}

// Values returns the value of each line of a field, in order.
func Values(fields []Field, name string) []string {
	var values []string
	for i := range fields {
		if sameName(fields[i].Name, name) {
			values = append(values, fields[i].Value)
		}
	}
	return values
}

// Has tells whether the comma list that the lines of a field make together has
// the member, without regard to case.
func Has(fields []Field, name, member string) bool {
	for i := range fields {
		if sameName(fields[i].Name, name) && ListHas(fields[i].Value, member) {
			return true
		}
	}
	return false
}
