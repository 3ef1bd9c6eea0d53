package wire

import (
	"strconv"
	"strings"
	"time"
)

// maxTime is the longest time that may be written.
const maxTime = 24 * time.Hour

// parseTime parses 1*DIGIT [ "." 1*DIGIT ] ( "ms" / "s" ), exactly: a part of a
// nanosecond is refused.
func parseTime(s string) (time.Duration, bool) {
	unit, places := time.Millisecond, 6
	digits, ok := strings.CutSuffix(s, "ms")
	if !ok {
		unit, places = time.Second, 9
		if digits, ok = strings.CutSuffix(s, "s"); !ok {
			return 0, false
		}
	}
	whole, frac, hasFrac := strings.Cut(digits, ".")
	if !isDigits(whole) || hasFrac && !isDigits(frac) {
		return 0, false
	}
	frac = strings.TrimRight(frac, "0")
	if len(frac) > places {
		return 0, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n > int64(maxTime/unit) {
		return 0, false
	}
	d := time.Duration(n) * unit
	if frac != "" {
		f, _ := strconv.ParseInt(frac+strings.Repeat("0", places-len(frac)), 10, 64)
		d += time.Duration(f)
	}
	return d, d <= maxTime
}

// FormatTime gives d as a time of the notation: "50ms", "1.5s". A time below
// zero is written as none.
func FormatTime(d time.Duration) string {
	unit, places, name := time.Millisecond, 6, "ms"
	if d >= time.Second {
		unit, places, name = time.Second, 9, "s"
	}
	d = max(d, 0)
	s := strconv.FormatInt(int64(d/unit), 10)
	if f := int64(d % unit); f > 0 {
		frac := strconv.FormatInt(f, 10)
		s += "." + strings.Repeat("0", places-len(frac)) + frac
		s = strings.TrimRight(s, "0")
	}
	return s + name
}
