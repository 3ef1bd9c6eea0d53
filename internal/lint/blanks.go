package lint

import (
	"bytes"
	"strings"

	"httpkit/internal/rfc"
)

// RFC 9110 section 5.6.3: where optional white space is preferred, a sender SHOULD
// generate a single SP, and else none; required white space SHOULD be a single SP.
var fieldBlanks = Rule{
	Name:     "field-blanks",
	Sentence: "White space before a field value is one space; behind it there is none.",
	Refs:     []rfc.Ref{at(9110, "5.6.3", "2"), at(9112, "5.1", "3")},
	Level:    rfc.Should,
	Check: eachLine(func(line []byte, _ bool) string {
		_, rest, has := bytes.Cut(line, []byte(":"))
		value := bytes.Trim(rest, " \t")
		switch {
		case !has || startsBlank(line):
			return ""
		case len(value) == 0:
			if len(rest) > 1 {
				return "more than a space stands for an empty value"
			}
			return ""
		case isBlank(rest[len(rest)-1]):
			return "white space stands behind a field value"
		case startsBlank(rest) && (rest[0] != ' ' || isBlank(rest[1])):
			return "more than one space, or a tab, stands before a field value"
		}
		return ""
	}),
}

// RFC 9110 section 5.6.3, for the fields whose words are parted by required white
// space: Server (section 10.2.4) and Via (section 7.6.3).
var wordBlanks = Rule{
	Name:     "word-blanks",
	Sentence: "Between the words of Server and Via stands one space.",
	Refs:     []rfc.Ref{at(9110, "5.6.3", "3")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		for _, name := range []string{"Server", "Via"} {
			for _, value := range x.Response.Values(name) {
				value = outsideComments(strings.Trim(value, " \t"))
				if strings.Contains(value, "  ") || strings.Contains(value, "\t") {
					return found(x.line(name), "the words of %s are parted by more than one space, or a tab", name)
				}
			}
		}
		return obeyed
	},
}

// outsideComments leaves one parenthesis of each comment; a backslash takes the next
// byte along (RFC 9110 section 5.6.5).
func outsideComments(s string) string {
	var b []byte
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && depth > 0:
			i++
		case s[i] == '(':
			if depth++; depth == 1 {
				b = append(b, '(') // in the place of all of it
			}
		case s[i] == ')' && depth > 0:
			depth--
		case depth == 0:
			b = append(b, s[i])
		}
	}
	return string(b)
}

// RFC 9110 section 5.6.4: a sender SHOULD NOT generate a quoted-pair in a
// quoted-string except to quote DQUOTE and backslash.
var escapeNeedless = Rule{
	Name:     "escape-needless",
	Sentence: "In quotes a backslash stands only before a quote or a backslash.",
	Refs:     []rfc.Ref{at(9110, "5.6.4", "5")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		// Fields of tokens and quoted strings; an entity tag is not one.
		for _, name := range []string{"Cache-Control", "Content-Disposition", "Content-Type", "Proxy-Authenticate", "WWW-Authenticate"} {
			for _, value := range x.Response.Values(name) {
				if b, yes := needlessEscape(value); yes {
					return found(x.line(name), "a backslash stands before %s in a quoted string of %s", show(string(b)), name)
				}
			}
		}
		return obeyed
	},
}

// needlessEscape finds the first byte in quotes that has a backslash before it
// and needs none.
func needlessEscape(s string) (b byte, yes bool) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted && i+1 < len(s):
			i++
			if s[i] != '"' && s[i] != '\\' {
				return s[i], true
			}
		}
	}
	return 0, false
}
