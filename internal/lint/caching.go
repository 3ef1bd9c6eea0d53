package lint

import (
	"strings"

	"httpkit/internal/rfc"
)

// RFC 9111 section 5.1: Age = delta-seconds
var ageMalformed = Rule{
	Name:     "age-malformed",
	Sentence: "Age is a number of seconds.",
	Refs:     grammar(at(9111, "5.1", "2"), at(9111, "1.2.2", "2")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		if !isDigits(value) {
			return "is no row of digits"
		}
		return ""
	}, "Age"),
}

// directive reads token [ "=" ( token / quoted-string ) ].
//
// RFC 9111 section 5.2.
func directive(member string) (name, argument string, has, ok bool) {
	p := scanner{s: member}
	name = strings.ToLower(p.token())
	if has = p.take('='); has {
		argument = member[p.i:]
		ok = p.value()
	} else {
		ok = true
	}
	return name, argument, has, ok && name != "" && p.end()
}

var cacheControlMalformed = Rule{
	Name:     "cache-control-malformed",
	Sentence: "Cache-Control is a list of directives: a name, or a name, an equals sign and a value.",
	Refs:     grammar(at(9111, "5.2", "5")),
	Level:    rfc.Must,
	Check: inMembers(func(m string) string {
		if _, _, _, ok := directive(m); !ok {
			return "has the member " + show(m) + ", which is no directive"
		}
		return ""
	}, "Cache-Control"),
}

// RFC 9111 section 5.2: no argument is defined (nor allowed) unless stated
// otherwise; 5.2.2.1 and 5.2.2.10: delta-seconds, and a sender MUST NOT generate
// the quoted-string form.
var cacheControlArgument = Rule{
	Name:     "cache-control-argument",
	Sentence: "max-age and s-maxage have a number of seconds without quotes; no-store, public and the like have no argument.",
	Refs:     []rfc.Ref{at(9111, "5.2.2.1", "4"), at(9111, "5.2.2.10", "5"), at(9111, "5.2.2.1", "2.1"), at(9111, "5.2", "6")},
	Level:    rfc.Must,
	Check: inMembers(func(m string) string {
		name, argument, has, ok := directive(m)
		if !ok {
			return ""
		}
		switch name {
		case "max-age", "s-maxage":
			if !isDigits(argument) {
				return "gives " + name + " no plain number of seconds"
			}
		case "must-revalidate", "must-understand", "no-store", "no-transform", "proxy-revalidate", "public":
			if has {
				return "gives " + name + " an argument"
			}
		}
		return ""
	}, "Cache-Control"),
}

// RFC 9111 sections 5.2.2.4 and 5.2.2.7: this directive uses the quoted-string
// form of the argument syntax. A sender SHOULD NOT generate the token form.
var cacheControlFields = Rule{
	Name:     "cache-control-fields-unquoted",
	Sentence: "The field names of no-cache and private stand in quotes.",
	Refs:     []rfc.Ref{at(9111, "5.2.2.4", "7"), at(9111, "5.2.2.7", "6")},
	Level:    rfc.Should,
	Check: inMembers(func(m string) string {
		name, argument, has, ok := directive(m)
		if ok && has && (name == "no-cache" || name == "private") && argument[0] != '"' {
			return "gives " + name + " an argument without quotes"
		}
		return ""
	}, "Cache-Control"),
}
