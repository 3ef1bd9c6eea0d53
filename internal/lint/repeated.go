package lint

import (
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// singletons are the fields of RFC 9110 and 9111 that a response may have and
// whose grammar has no list. Content-Length has a rule of its own, Set-Cookie is
// excepted by RFC 9110 section 5.3.
var singletons = []string{
	"Age", "Content-Location", "Content-Range", "Content-Type", "Date", "ETag",
	"Expires", "Last-Modified", "Location", "Retry-After", "Server",
}

// RFC 9110 section 5.3: a sender MUST NOT generate multiple field lines with the
// same name in a message (whether in the headers or trailers) unless that field's
// definition allows them to be recombined as a comma-separated list.
var fieldRepeated = Rule{
	Name:     "field-repeated",
	Sentence: "A field that is no list, such as Date, Content-Type or Location, comes once.",
	Refs:     []rfc.Ref{at(9110, "5.3", "3"), at(9110, "5.5", "6")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		for _, name := range singletons {
			n := 0
			for _, section := range x.fields() {
				for i := range section {
					if !strings.EqualFold(section[i].Name, name) {
						continue
					}
					if n++; n == 2 {
						return found(section[i].Line, "%s comes more than once", name)
					}
				}
			}
		}
		return obeyed
	},
}

// lists are the fields whose grammar is a list. Not here are those of challenges
// and of Via, in which commas have other meanings too.
var lists = []string{
	"Accept-Encoding", "Accept-Ranges", "Allow", "Cache-Control", "Connection", "Content-Encoding",
	"Content-Language", "Trailer", "Transfer-Encoding", "Upgrade", "Vary",
}

// RFC 9110 section 5.6.1.1: a sender MUST NOT generate empty list elements.
var listEmptyElement = Rule{
	Name:     "list-empty-element",
	Sentence: "No element of a comma list is empty.",
	Refs:     []rfc.Ref{at(9110, "5.6.1.1", "1")},
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		if value == "" { // #element => [ 1#element ]
			return ""
		}
		if elements(value) > len(message.SplitList(value)) {
			return "has an empty element in its list"
		}
		return ""
	}, lists...),
}

// elements counts what the commas of a list part, empty elements too.
func elements(value string) int {
	n, quoted := 1, false
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			n++
		}
	}
	return n
}
