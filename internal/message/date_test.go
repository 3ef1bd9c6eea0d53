package message

import (
	"slices"
	"testing"
	"time"
)

func TestParseFixdate(t *testing.T) {
	want := time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC)
	const good = "Sun, 06 Nov 1994 08:49:37 GMT"
	if got, ok := ParseFixdate(good); !ok || !got.Equal(want) || FormatFixdate(got) != good {
		t.Errorf("got %v %v", got, ok)
	}
	if got, ok := ParseFixdate("Sat, 31 Dec 2016 23:59:60 GMT"); !ok || !got.Equal(time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("leap second: got %v %v", got, ok)
	}
	for _, bad := range []string{
		"", "sun, 06 Nov 1994 08:49:37 GMT", "SUN, 06 NOV 1994 08:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
		"Sun,  6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000", "Sun, 06 Nov 94 08:49:37 GMT",
		"Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:60 GMT",
		"Wed, 30 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", " Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37.5 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06-Nov-1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT\x00",
	} {
		if got, ok := ParseFixdate(bad); ok {
			t.Errorf("%q: got %v", bad, got)
		}
	}
}

func TestObsoleteDates(t *testing.T) {
	want := time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC)
	if got, ok := ParseAsctime("Sun Nov  6 08:49:37 1994"); !ok || !got.Equal(want) {
		t.Errorf("asctime: got %v %v", got, ok)
	}
	for _, bad := range []string{"Sun Nov 6 08:49:37 1994", "Sun Nov 06 08:49:37 1994", "Mon Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 GMT"} {
		if got, ok := ParseAsctime(bad); ok {
			t.Errorf("%q: got %v", bad, got)
		}
	}
	now := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		in   string
		year int // 0: not a date
	}{
		{"Sunday, 06-Nov-94 08:49:37 GMT", 1994},
		{"Tuesday, 02-Jan-24 03:04:05 GMT", 2024},
		{"Thursday, 01-Jan-70 00:00:00 GMT", 0}, // 1970 was one, but 2070 is within 50 years, and no Thursday
		{"Wednesday, 01-Jan-70 00:00:00 GMT", 2070},
		{"Friday, 01-Jan-99 00:00:00 GMT", 1999},
		{"Monday, 06-Nov-94 08:49:37 GMT", 0},
		{"Sun, 06-Nov-94 08:49:37 GMT", 0},
		{"Sunday, 06-Nov-1994 08:49:37 GMT", 0},
		{"Sunday, 06-Nov-9", 0},
		{"", 0},
	}
	for _, test := range tests {
		got, ok := ParseRFC850(test.in, now)
		if ok != (test.year != 0) || ok && got.Year() != test.year {
			t.Errorf("%q: got %v %v, want %d", test.in, got, ok, test.year)
		}
	}
}

func TestLists(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"", nil}, {" , ,\t", nil}, {"a", []string{"a"}}, {"a,b", []string{"a", "b"}}, {" a\t,, b ;c=1 ,", []string{"a", "b ;c=1"}},
		{`"a,b",c`, []string{`"a,b"`, "c"}}, {`"a\",b",c`, []string{`"a\",b"`, "c"}}, {`"open,b`, []string{`"open,b`}},
	}
	for _, test := range tests {
		if got := SplitList(test.in); !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.in, got, test.want)
		}
	}
	for in, want := range map[string]string{`""`: "", `"a b"`: "a b", `"a\"\\b"`: `a"\b`, `"\xff"`: "xff"} {
		if got, ok := Unquote(in); !ok || got != want {
			t.Errorf("%q: got %q %v, want %q", in, got, ok, want)
		}
	}
	for _, bad := range []string{"", "a", `"`, `"a`, `"a"b`, `"a\"`, "\"\x01\"", `"a" `} {
		if got, ok := Unquote(bad); ok {
			t.Errorf("%q: got %q", bad, got)
		}
	}
	for s, want := range map[string]bool{"": false, "a": true, "a b": false, "a,": false, "GET": true, "\xff": false, "a\x00": false, "~|": true} {
		if IsToken(s) != want {
			t.Errorf("%q: want %v", s, want)
		}
	}
}
