package wire

import "testing"

func TestDate(t *testing.T) {
	tests := []struct {
		in string
		at int // -1: a date; else the first byte with which there can be none
	}{
		{"Sun, 06 Nov 1994 08:49:37 GMT", -1},
		{"Thu, 29 Feb 2024 00:00:00 GMT", -1},
		{"Tue, 29 Feb 2000 23:59:59 GMT", -1},
		{"Sat, 31 Dec 2016 23:59:60 GMT", -1}, // a leap second
		{"Sat, 01 Jan 0000 00:00:00 GMT", -1},
		{"Fri, 31 Dec 9999 00:00:00 GMT", -1},
		{"Sat, 31 Dec 2016 23:58:60 GMT", 24},
		{"Mon, 06 Nov 1994 08:49:37 GMT", 15}, // a Sunday
		{"Wed, 29 Feb 2023 00:00:00 GMT", 15},
		{"Fri, 30 Feb 2024 00:00:00 GMT", 10},
		{"Fri, 31 Apr 2024 00:00:00 GMT", 10},
		{"Sun, 00 Nov 1994 08:49:37 GMT", 6},
		{"Sun, 32 Nov 1994 08:49:37 GMT", 6},
		{"Sun, 06 Nov 1994 24:49:37 GMT", 18},
		{"Sun, 06 Nov 1994 08:60:37 GMT", 20},
		{"Sun, 06 Nov 1994 08:49:61 GMT", 24},
		{"Sun, 6 Nov 1994 08:49:37 GMT", 5},
		{"sun, 06 Nov 1994 08:49:37 GMT", 0},
		{"Sun, 06 nov 1994 08:49:37 GMT", 8},
		{"Sun, 06 Nov 1994 08:49:37 UTC", 26},
		{"Sunday, 06-Nov-94 08:49:37 GMT", 3},
		{"Sun Nov  6 08:49:37 1994", 3},
	}
	for _, tt := range tests {
		n, is := scanDate([]byte(tt.in))
		if tt.at < 0 && (is != scanDone || n != 29) || tt.at >= 0 && (is != scanBad || n != tt.at) {
			t.Errorf("%s: got %d, state %d; want %d", tt.in, n, is, tt.at)
		}
		for i := range min(len(tt.in), 29) {
			n, is := scanDate([]byte(tt.in[:i]))
			if bad := tt.at >= 0 && i > tt.at; bad != (is == scanBad) || is == scanDone {
				t.Errorf("%s: after %d bytes got %d, state %d", tt.in, i, n, is)
			}
		}
	}
}
