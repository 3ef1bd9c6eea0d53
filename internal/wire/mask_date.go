package wire

import (
	"slices"
	"strings"
	"time"
)

// fixdate is the shape of an IMF-fixdate, RFC 9110 section 5.6.7: "d" is a
// digit, "w" a letter of the day's name, "m" one of the month's, and anything
// else itself.
const fixdate = "www, dd mmm dddd dd:dd:dd GMT"

var (
	dayNames   = []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	monthNames = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
)

// scanDate reads an IMF-fixdate that is a real date with its right day name. It
// says no at the first byte with which no date can begin.
func scanDate(b []byte) (int, scan) {
	n := min(len(b), len(fixdate))
	for i := range n {
		ok := b[i] == fixdate[i]
		switch fixdate[i] {
		case 'd':
			ok = isDigit(b[i]) && fieldFits(b, i)
		case 'w':
			ok = begins(dayNames, b[:i+1])
		case 'm':
			ok = begins(monthNames, b[8:i+1])
		}
		if !ok || !realSoFar(b[:i+1]) {
			return i, scanBad
		}
	}
	if n < len(fixdate) {
		return n, scanShort
	}
	return n, scanDone
}

func begins(names []string, b []byte) bool {
	return slices.ContainsFunc(names, func(s string) bool { return strings.HasPrefix(s, string(b)) })
}

// fieldFits bounds the number that the digit at i ends or begins: a day is 01 to
// 31, an hour 00 to 23, a minute 00 to 59, a second 00 to 60 (a leap second).
func fieldFits(b []byte, i int) bool {
	var lo, hi, start int
	switch {
	case i < 7:
		lo, hi, start = 1, 31, 5
	case i < 16:
		return true // the year
	case i < 19:
		lo, hi, start = 0, 23, 17
	case i < 22:
		lo, hi, start = 0, 59, 20
	default:
		lo, hi, start = 0, 60, 23
	}
	if i == start {
		return int(b[i]-'0') <= hi/10
	}
	v := number(b[start : i+1])
	return lo <= v && v <= hi
}

// realSoFar checks what no single field shows, as soon as it shows: that the
// month has such a day, that the day has this name, and that a leap second is the
// last of its day.
func realSoFar(b []byte) bool {
	switch len(b) {
	case 11, 16:
		year := 2024 // a leap year, while the year is not known
		if len(b) == 16 {
			year = number(b[12:16])
		}
		day := number(b[5:7])
		month := slices.Index(monthNames, string(b[8:11])) + 1
		t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		return t.Day() == day && (len(b) < 16 || dayNames[t.Weekday()] == string(b[:3]))
	case 25:
		return string(b[23:25]) != "60" || string(b[17:22]) == "23:59"
	}
	return true
}

// number reads digits that were found to be digits.
func number(b []byte) int {
	n := 0
	for _, c := range b {
		n = n*10 + int(c-'0')
	}
	return n
}
