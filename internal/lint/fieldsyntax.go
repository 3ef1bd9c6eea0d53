package lint

import (
	"bytes"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// eachLine makes the check of a rule on lines of the header and the trailer
// section: why gets a line, and whether it is before the first proper one.
func eachLine(why func(line []byte, first bool) string) func(*Exchange) Finding {
	return func(x *Exchange) Finding {
		for s, section := range x.fields() {
			first := s == 0
			for i := range section {
				line := section[i].Line
				if w := why(line, first); w != "" {
					return found(line, "%s", w)
				}
				first = first && startsBlank(line)
			}
		}
		return obeyed
	}
}

func startsBlank(line []byte) bool { return len(line) > 0 && isBlank(line[0]) }

// RFC 9112 section 2.2: a sender MUST NOT send whitespace between the start-line
// and the first header field.
var fieldBlankFirst = Rule{
	Name:     "field-blank-first",
	Sentence: "The first field line does not begin with white space.",
	Refs:     []rfc.Ref{at(9112, "2.2", "7")},
	Level:    rfc.Must,
	Check: eachLine(func(line []byte, first bool) string {
		if first && startsBlank(line) {
			return "white space stands between the status-line and the first field"
		}
		return ""
	}),
}

// RFC 9112 section 5.2: a sender MUST NOT generate a message that includes line
// folding.
var fieldFolded = Rule{
	Name:     "field-folded",
	Sentence: "No field line is folded: none goes on in a line that begins with white space.",
	Refs:     []rfc.Ref{at(9112, "5.2", "3")},
	Level:    rfc.Must,
	Check: eachLine(func(line []byte, first bool) string {
		if !first && startsBlank(line) {
			return "a line that begins with white space goes on with the field above it (obs-fold)"
		}
		return ""
	}),
}

// RFC 9112 section 5: field-line = field-name ":" OWS field-value OWS
var fieldColonMissing = Rule{
	Name:     "field-colon-missing",
	Sentence: "Each field line has a colon.",
	Refs:     grammar(at(9112, "5", "2")),
	Level:    rfc.Must,
	Check: eachLine(func(line []byte, _ bool) string {
		if !startsBlank(line) && bytes.IndexByte(line, ':') < 0 {
			return "a field line has no colon"
		}
		return ""
	}),
}

// nameOf is what stands before the colon of a line that is not folded.
func nameOf(line []byte) (string, bool) {
	if startsBlank(line) {
		return "", false
	}
	name, _, ok := bytes.Cut(line, []byte(":"))
	return string(name), ok
}

// RFC 9112 section 5.1: no whitespace is allowed between the field name and colon.
var fieldNameSpace = Rule{
	Name:     "field-name-space",
	Sentence: "No white space stands between a field name and its colon.",
	Refs:     grammar(at(9112, "5.1", "2"), at(9112, "5", "2")),
	Level:    rfc.Must,
	Check: eachLine(func(line []byte, _ bool) string {
		name, ok := nameOf(line)
		if ok && name != "" && name != strings.TrimRight(name, " \t") {
			return "white space stands between the field name and the colon"
		}
		return ""
	}),
}

// RFC 9110 section 5.1: field-name = token
var fieldNameToken = Rule{
	Name:     "field-name-token",
	Sentence: "Each field name is a token.",
	Refs:     grammar(at(9110, "5.1", "2"), at(9110, "5.6.2", "2")),
	Level:    rfc.Must,
	Check: eachLine(func(line []byte, _ bool) string {
		name, ok := nameOf(line)
		switch name = strings.TrimRight(name, " \t"); {
		case !ok || message.IsToken(name):
			return ""
		case name == "":
			return "a field line has no name before the colon"
		}
		return "the field name " + show(name) + " is no token"
	}),
}

// RFC 9110 section 5.5: field values containing CR, LF, or NUL are invalid and
// dangerous; those containing other CTL characters are also invalid.
var fieldValueControl = Rule{
	Name:     "field-value-control",
	Sentence: "A field value holds no control characters but tabs.",
	Refs:     grammar(at(9110, "5.5", "2"), at(9110, "5.5", "5")),
	Level:    rfc.Must,
	Check: eachLine(func(line []byte, _ bool) string {
		value := string(line)
		if !startsBlank(line) {
			_, value, _ = strings.Cut(value, ":")
		}
		if i := control(value); i >= 0 {
			return "the value holds the control character " + show(value[i:i+1])
		}
		return ""
	}),
}
