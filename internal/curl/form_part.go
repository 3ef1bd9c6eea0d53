package curl

import (
	"regexp"
	"strings"
)

// formPart is what the value of a -F says about one part.
type formPart struct {
	data           string // the value, or the name of a file
	kind, filename string
	headers        []string
}

// formReader reads the value of a -F: words, quoted or not, between semicolons.
type formReader struct {
	p    *parsed
	s    string
	at   int
	ends byte // what ends a part beside the end of the value: ',' between files, or 0
}

// mediaType is what curl takes for a type.
var mediaType = regexp.MustCompile(`^[^/ ]+/[^;, \n]`)

// part takes the next part off. more reports whether another one follows.
func (r *formReader) part() (f formPart, more bool, err error) {
	r.blanks()
	f.data = r.word()
	typed := -1 // where the type begins, which may go on: "text/plain;charset=utf-8"
	for r.at < len(r.s) && r.s[r.at] == ';' {
		r.at++
		r.blanks()
		switch {
		case typed < 0 && r.key("type="):
			if typed = r.at; !mediaType.MatchString(r.s[typed:]) {
				return f, false, &Error{"-F: the type " + clip(r.s[typed:]) + " is none to curl", "write one: type=text/plain"}
			}
			f.kind = r.plain()
		case r.key("filename="):
			f.filename, typed = r.word(), -1
		case r.key("headers="):
			if typed = -1; strings.HasPrefix(r.s[r.at:], "@") || strings.HasPrefix(r.s[r.at:], "<") {
				return f, false, &Error{"-F: headers=" + clip(r.s[r.at:]) + ": fields are not read from a file here", `write them: headers="Name: value"`}
			}
			h := r.word()
			if strings.EqualFold(nameOf(h), "Content-Type") || strings.EqualFold(nameOf(h), "Content-Disposition") {
				return f, false, &Error{"-F: headers=" + clip(h) + " takes the place of one of curl's own", "type=TYPE says the type"}
			}
			f.headers = append(f.headers, h)
		case r.key("encoder="):
			return f, false, &Error{"-F: encoder=" + clip(r.s[r.at:]) + " is not read here", "give content that is encoded already"}
		case typed >= 0:
			r.plain()
			f.kind = strings.TrimRight(r.s[typed:r.at], whiteSpace)
		default:
			if w := r.word(); w != "" {
				r.p.remark("-F: " + clip(w) + " is nothing that curl knows there: it is left out")
			}
		}
	}
	more = r.at < len(r.s)
	r.at++
	return f, more, nil
}

func (r *formReader) blanks() {
	for r.at < len(r.s) && strings.IndexByte(whiteSpace, r.s[r.at]) >= 0 {
		r.at++
	}
}

// key takes a key off, in any letter case, and the blanks behind it.
func (r *formReader) key(name string) bool {
	if rest := r.s[r.at:]; len(rest) < len(name) || !strings.EqualFold(rest[:len(name)], name) {
		return false
	}
	r.at += len(name)
	r.blanks()
	return true
}

// plain takes off what stands up to the end of a word.
func (r *formReader) plain() string {
	from := r.at
	for r.at < len(r.s) && r.s[r.at] != ';' && (r.ends == 0 || r.s[r.at] != r.ends) {
		r.at++
	}
	return strings.TrimRight(r.s[from:r.at], whiteSpace)
}

// word takes a word off. In quotes a backslash stands before a quote and before
// itself; what has no second quote is not in quotes.
func (r *formReader) word() string {
	if !strings.HasPrefix(r.s[r.at:], `"`) {
		return r.plain()
	}
	var b strings.Builder
	for i := r.at + 1; i < len(r.s); i++ {
		switch c := r.s[i]; {
		case c == '\\' && i+1 < len(r.s) && strings.IndexByte(`\"`, r.s[i+1]) >= 0:
			i++
			b.WriteByte(r.s[i])
		case c == '"':
			r.at = i + 1
			if after := r.plain(); after != "" {
				r.p.remark("-F: " + clip(after) + " behind a quote is left out, as curl does")
			}
			return b.String()
		default:
			b.WriteByte(c)
		}
	}
	return r.plain()
}
