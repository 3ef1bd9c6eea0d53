package message

import (
	"strings"
	"time"
)

// The three forms of an HTTP-date, RFC 9110 section 5.6.7.
const (
	fixdate = "Mon, 02 Jan 2006 15:04:05 GMT"
	rfc850  = "Monday, 02-Jan-2006 15:04:05 GMT" // with its year filled up
	asctime = "Mon Jan _2 15:04:05 2006"
)

// ParseFixdate reads an IMF-fixdate, the only form a sender may generate: exact
// case, no blanks too many, a day that exists and its right name.
//
// RFC 9110 section 5.6.7: Sun, 06 Nov 1994 08:49:37 GMT
func ParseFixdate(s string) (time.Time, bool) { return parseExact(fixdate, s) }

// FormatFixdate writes t as an IMF-fixdate, in UTC and whole seconds.
func FormatFixdate(t time.Time) string { return t.UTC().Format(fixdate) }

// ParseAsctime reads the obsolete format of C's asctime.
//
// RFC 9110 section 5.6.7: Sun Nov  6 08:49:37 1994
func ParseAsctime(s string) (time.Time, bool) { return parseExact(asctime, s) }

// ParseRFC850 reads the obsolete format of RFC 850. Its year has two digits:
// now is when it is read, and a date more than 50 years after it is taken to
// be in the past.
//
// RFC 9110 section 5.6.7: Sunday, 06-Nov-94 08:49:37 GMT
func ParseRFC850(s string, now time.Time) (time.Time, bool) {
	// The name of the day can only be checked when the century is known, so
	// the century is put in before the date is read.
	i := strings.LastIndexByte(s, '-')
	if i < 0 || len(s) < i+3 {
		return time.Time{}, false
	}
	now = now.UTC()
	for c := now.Year()/100 + 1; c >= now.Year()/100-1; c-- {
		full := s[:i+1] + twoDigits(c) + s[i+1:]
		t, err := time.Parse(rfc850, full)
		if err != nil || t.After(now.AddDate(50, 0, 0)) {
			continue // 29 February may exist in one century only
		}
		return parseExact(rfc850, full)
	}
	return time.Time{}, false
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }

// parseExact reads s and asks that writing the result gives s again: time.Parse
// alone ignores case, forgives fractions and does not check the day's name.
func parseExact(layout, s string) (time.Time, bool) {
	t, err := time.Parse(layout, s)
	if err == nil {
		return t, t.Format(layout) == s
	}
	// A leap second is a real one (RFC 5322 section 3.3) that package time
	// does not have: it is read as the second before, and one more.
	before := strings.Replace(s, "23:59:60", "23:59:59", 1)
	if before == s {
		return time.Time{}, false
	}
	t, ok := parseExact(layout, before)
	return t.Add(time.Second), ok
}
