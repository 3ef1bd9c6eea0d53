package lint

import (
	"time"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9110 section 8.8.2.1: an origin server with a clock MUST NOT generate a
// Last-Modified date that is later than the server's time of message origination
// (Date). A second is left, since Date may be taken at any time during message
// origination (section 6.6.1).
var lastModifiedFuture = Rule{
	Name:     "last-modified-future",
	Sentence: "Last-Modified is not later than Date.",
	Refs:     []rfc.Ref{at(9110, "8.8.2.1", "4"), at(9110, "6.6.1", "5")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		value, line, ok := x.single("Last-Modified")
		when, _, ok2 := x.single("Date")
		modified, valid := message.ParseFixdate(value)
		date, valid2 := message.ParseFixdate(when)
		if !ok || !ok2 || !valid || !valid2 {
			return obeyed
		}
		if later := modified.Sub(date); later > time.Second {
			return found(line, "Last-Modified is %s later than Date: %s", later, when)
		}
		return obeyed
	},
}

// RFC 9110 section 8.8.3: entity-tag = [ weak ] opaque-tag; weak = %s"W/";
// opaque-tag = DQUOTE *etagc DQUOTE
var etagMalformed = Rule{
	Name:     "etag-malformed",
	Sentence: "ETag is an entity tag: text in double quotes, with W/ before it where it is weak.",
	Refs:     grammar(at(9110, "8.8.3", "2")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		p := scanner{s: value}
		if p.take('W') && !p.take('/') || !p.take('"') {
			return "does not begin with a double quote, or W/ and one"
		}
		p.while(func(c byte) bool { return c > ' ' && c != '"' && c != 0x7f })
		if !p.take('"') {
			if p.end() {
				return "has no double quote at its end"
			}
			return "holds " + show(value[p.i:p.i+1]) + " in its quotes"
		}
		if !p.end() {
			return "goes on behind its second double quote"
		}
		return ""
	}, "ETag"),
}
