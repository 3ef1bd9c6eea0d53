package message

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestStrictTarget(t *testing.T) {
	for _, test := range []struct{ method, target, want string }{
		{"GET", "/", "0 / "},
		{"GET", "/a%20b;c?d=/?&e", "0 /a%20b;c d=/?&e"},
		{"GET", "//x/y", "0 //x/y "},
		{"GET", "HTTP://A:80?q", "1 http A:80 / q"},
		{"GET", "http://[::1]:8080/x", "1 http [::1]:8080 /x "},
		{"OPTIONS", "*", "3  "},
		{"CONNECT", "a.example:443", "2 a.example:443"},
		{"CONNECT", "/", ""}, {"CONNECT", "a:", ""}, {"CONNECT", "a:99999", ""}, {"CONNECT", "http://a/", ""},
		{"GET", "", ""}, {"GET", "x", ""}, {"GET", "a:80", ""}, {"GET", "*x", ""}, {"GET", "/#", ""}, {"GET", "/%4", ""}, {"GET", "/%zz", ""},
		{"GET", "/a b", ""}, {"GET", "/\x80", ""}, {"GET", "http://", ""}, {"GET", "http://u@a/", ""}, {"GET", "1http://a/", ""}, {"GET", "http://a:b/", ""},
	} {
		target, err := StrictTarget(test.method, []byte(test.target))
		got := ""
		if err == nil {
			switch target.Form {
			case AbsoluteForm:
				got = fmt.Sprintf("1 %s %s %s %s", target.Scheme, target.Authority, target.Path, target.Query)
			case AuthorityForm:
				got = "2 " + target.Authority
			default:
				got = fmt.Sprintf("%d %s %s", target.Form, target.Path, target.Query)
			}
		}
		if got != test.want {
			t.Errorf("%s %q: got %q, %v, want %q", test.method, test.target, got, err, test.want)
		}
	}
}

func TestAcceptsType(t *testing.T) {
	for _, test := range []struct {
		list string
		want int
	}{
		{"", 1000}, {"*/*", 1000}, {"text/*;q=0.5", 500}, {"text/plain;q=0.1, */*", 100}, {"*/*;q=0.8,text/html", 800},
		{"application/json", 0}, {"TEXT/PLAIN", 1000}, {"text/plain;format=flowed", 0}, {"text/plain;q=0, */*", 0},
		{";;;", 1000}, {"text/html;q=abc", 1000}, {"text/plain;q=0.1234, image/png", 0}, {"text/plain ; Q=1.000", 1000}, {"text/plain;q=1.001, x/y", 0},
	} {
		if got := AcceptsType(test.list, "text/plain"); got != test.want {
			t.Errorf("%q: got %d, want %d", test.list, got, test.want)
		}
	}
}

func TestAcceptsTypeWithParameters(t *testing.T) {
	for list, want := range map[string]int{
		"text/plain": 1000, "text/plain;charset=UTF-8": 1000, `Text/Plain; CHARSET="utf-8";q=0.5`: 500,
		"text/plain;format=Flowed": 1000, "text/plain;format=flowed": 0, "text/plain;charset=latin1": 0,
		"text/plain;format=Flowed;q=0.2, text/plain;charset=utf-8;format=Flowed;q=0.3, text/plain": 300,
		"text/plain;charset=utf-8;level=1, text/*;q=0.1":                                           100,
		"text/*;charset=utf-8": 1000,
	} {
		if got := AcceptsType(list, "text/plain; charset=utf-8; format=Flowed"); got != want {
			t.Errorf("%q: got %d, want %d", list, got, want)
		}
	}
}

func TestSplitTags(t *testing.T) {
	for list, want := range map[string][]string{
		`"a"`: {`"a"`}, `W/"a" , "b,c","d\"`: {`W/"a"`, `"b,c"`, `"d\"`}, `, ,"a",`: {`"a"`}, `""`: {`""`},
		`a, "b"`: {`"b"`}, `"a" "b", "c"`: {`"c"`}, `w/"a"`: nil, `"a b"`: nil, `"a`: nil, ``: nil, `*`: nil,
	} {
		if got := SplitTags(list); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", list, got, want)
		}
	}
	if SameStrong(`W/"a"`, `W/"a"`) || !SameStrong(`"a"`, `"a"`) || !SameWeak(`W/"a"`, `"a"`) || SameWeak(`"a"`, `"b"`) {
		t.Error("the comparison functions of RFC 9110 section 8.8.3.2 are not kept")
	}
}

func TestSplitRanges(t *testing.T) {
	for value, want := range map[string]string{
		"bytes=0-0": "[0+1]", "Bytes= 5-9 ,, -3": "[5+5 7+3]", "bytes=5-": "[5+5]", "bytes=-99": "[0+10]", "bytes=10-": "[none]", "bytes=-0": "[none]",
		"bytes=2-99999999999999999999": "[2+8]", "bytes=99999999999999999999-": "[none]",
		"bytes=9-5": "no", "bytes=": "no", "bytes=5": "no", "bytes=-": "no", "bytes=--5": "no", "bytes=+1-4": "no", "bytes=0-1,x": "no", "items=0-1": "no", "bytes 0-1": "no", "": "no",
	} {
		ranges, ok := SplitRanges(value)
		got := "no"
		if ok {
			var spans []string
			for _, r := range ranges {
				start, length, ok := r.Span(10)
				s := "none"
				if ok {
					s = fmt.Sprintf("%d+%d", start, length)
				}
				spans = append(spans, s)
			}
			got = fmt.Sprint(spans)
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", value, got, want)
		}
	}
}

func TestParseDateForms(t *testing.T) {
	now := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	want := time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC)
	for _, s := range []string{"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"} {
		if got, ok := ParseDate(s, now); !ok || !got.Equal(want) {
			t.Errorf("%q: got %v, %v", s, got, ok)
		}
	}
	if _, ok := ParseDate("1994-11-06T08:49:37Z", now); ok {
		t.Error("a date of another form is taken")
	}
}
