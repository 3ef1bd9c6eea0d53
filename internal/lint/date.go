package lint

import (
	"time"

	"httpkit/internal/message"
	"httpkit/internal/rfc"
)

// RFC 9110 section 6.6.1: an origin server with a clock MUST generate a Date
// header field in all 2xx, 3xx, and 4xx responses.
var dateMissing = Rule{
	Name:     "date-missing",
	Sentence: "Each 2xx, 3xx and 4xx response of a server that has a clock has a Date.",
	Refs:     []rfc.Ref{at(9110, "6.6.1", "6")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if s := x.Response.Status / 100; s >= 2 && s <= 4 && !x.Clockless && !x.has("Date") {
			return found(x.Response.StatusLine, "a %d response has no Date", x.Response.Status)
		}
		return obeyed
	},
}

// RFC 9110 section 6.6.1: an origin server without a clock MUST NOT generate a
// Date header field.
var dateClockless = Rule{
	Name:     "date-without-clock",
	Sentence: "A server without a clock sends no Date.",
	Refs:     []rfc.Ref{at(9110, "6.6.1", "7")},
	Level:    rfc.Must,
	Check: func(x *Exchange) Finding {
		if line := x.line("Date"); line != nil && x.Clockless {
			return found(line, "a Date comes from a server that is said to have no clock")
		}
		return obeyed
	},
}

// dateSlack is how far a Date may be from our clock. It leaves room for clocks
// nobody sets and finds a local time that is called GMT.
const dateSlack = 10 * time.Minute

// RFC 9110 section 6.6.1: a sender SHOULD generate the best available
// approximation of the date and time of message generation. A response with an
// Age was generated before (RFC 9111 section 5.1).
var dateOff = Rule{
	Name:     "date-off",
	Sentence: "Date is the time at which the response was made.",
	Refs:     []rfc.Ref{at(9110, "6.6.1", "5")},
	Level:    rfc.Should,
	Check: func(x *Exchange) Finding {
		value, line, ok := x.single("Date")
		date, valid := message.ParseFixdate(value)
		if !ok || !valid || x.Now.IsZero() || x.has("Age") {
			return obeyed
		}
		if off := date.Sub(x.Now).Round(time.Second); off > dateSlack || off < -dateSlack {
			where := "after"
			if off < 0 {
				off, where = -off, "before"
			}
			return found(line, "Date is %s %s the time at which the response came", off, where)
		}
		return obeyed
	},
}

// notFixdate says what a value is that is no IMF-fixdate, "" if it is one.
//
// RFC 9110 section 5.6.7: the sender MUST generate those timestamps in the
// IMF-fixdate format.
func notFixdate(value string) string {
	if _, ok := message.ParseFixdate(value); ok {
		return ""
	}
	if _, ok := message.ParseAsctime(value); ok {
		return "has the obsolete format of asctime, not that of an IMF-fixdate"
	}
	if _, ok := message.ParseRFC850(value, time.Now()); ok {
		return "has the obsolete format of RFC 850, not that of an IMF-fixdate"
	}
	return "is no IMF-fixdate, such as Sun, 06 Nov 1994 08:49:37 GMT"
}

// malformedDate makes the rule on the format of a field that is an HTTP-date.
func malformedDate(name, field string, abnf rfc.Ref) Rule {
	return Rule{
		Name:     name,
		Sentence: field + " is an IMF-fixdate: a day that exists, its right name, GMT.",
		Refs:     []rfc.Ref{at(9110, "5.6.7", "7"), abnf, at(9110, "5.6.7", "17")},
		Level:    rfc.Must,
		Check:    inLines(notFixdate, field),
	}
}

var (
	dateMalformed         = malformedDate("date-malformed", "Date", at(9110, "6.6.1", "2"))
	lastModifiedMalformed = malformedDate("last-modified-malformed", "Last-Modified", at(9110, "8.8.2", "2"))
	expiresMalformed      = malformedDate("expires-malformed", "Expires", at(9111, "5.3", "4"))
)

// RFC 9110 section 10.2.3: Retry-After = HTTP-date / delay-seconds
var retryAfterMalformed = Rule{
	Name:     "retry-after-malformed",
	Sentence: "Retry-After is an IMF-fixdate or a number of seconds.",
	Refs:     grammar(at(9110, "10.2.3", "3"), at(9110, "10.2.3", "5"), at(9110, "5.6.7", "7")),
	Level:    rfc.Must,
	Check: inLines(func(value string) string {
		if isDigits(value) || notFixdate(value) == "" {
			return ""
		}
		return "is neither an IMF-fixdate nor a number of seconds"
	}, "Retry-After"),
}
