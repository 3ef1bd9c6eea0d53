package wire

import (
	"reflect"
	"testing"
	"time"
)

func TestQuoteBytes(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"a b{}$":                   "a b{}$",
		"\r\n\t\x00\\":             `\r\n\t\0\\`,
		"\x01\x1b\x7f":             `\x01\x1b\x7f`,
		"\u00e9\u20ac\U0001f600":   "\u00e9\u20ac\U0001f600",
		"\xff\xc3":                 `\xff\xc3`,
		"\u0085\u009b":             `\xc2\x85\xc2\x9b`,
		"\u202e\u2066\u200d":       `\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8d`,
		"\u2028\u2029\u00a0\ufeff": `\xe2\x80\xa8\xe2\x80\xa9\xc2\xa0\xef\xbb\xbf`,
		"\xed\xa0\x80":             `\xed\xa0\x80`,
		"\ufffd":                   "\ufffd",
	} {
		if got := QuoteBytes([]byte(in)); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestTextString(t *testing.T) {
	lit := func(s string) []Part { return []Part{{Kind: Literal, Bytes: []byte(s)}} }
	rep := func(body ...Part) []Part { return []Part{{Kind: Rep, Count: Count{N: 2}, Body: body}} }
	for _, c := range []struct {
		text          Text
		line, pattern string // pattern "" where the text has an End
	}{
		{Text{}, `\`, `\`},
		{Text{End: "\r\n"}, `\r\n`, ""},
		{Text{Parts: lit("a\r"), End: "\n"}, `a\x0d\n`, ""},
		{Text{Parts: lit("a\n"), End: "\r"}, `a\n\r`, ""},
		{Text{Parts: lit("a\r\n")}, `a\r\n\`, `a\r\n`},
		{Text{Parts: lit(`\`)}, `\\\`, `\\`},
		{Text{Parts: lit(" ")}, ` \`, `\x20`},
		{Text{Parts: lit("  a  ")}, `  a  \`, `\x20 a \x20`},
		{Text{Parts: rep(lit("{}")...)}, `\{rep 2 {}}\`, `\{rep 2 {}}`},
		{Text{Parts: rep(lit("}{")...)}, `\{rep 2 \x7d\x7b}\`, `\{rep 2 \x7d\x7b}`},
		{Text{Parts: rep(append(lit("{"), append(rep(lit("}")...), lit("}")...)...)...)},
			`\{rep 2 {\{rep 2 \x7d}}}\`, `\{rep 2 {\{rep 2 \x7d}}}`},
		{Text{Parts: rep(lit(" a ")...)}, `\{rep 2  a }\`, `\{rep 2  a }`},
	} {
		if got := c.text.String(); got != c.line {
			t.Errorf("got %s, want %s", got, c.line)
		}
		back, err := ParseText(Pos{}, c.line, true)
		if err != nil || !reflect.DeepEqual(back, c.text) {
			t.Errorf("%s: parsed again: got %+v, %v, want %+v", c.line, back, err, c.text)
		}
		if c.pattern == "" {
			continue
		}
		if got := c.text.Pattern(); got != c.pattern {
			t.Errorf("got pattern %s, want %s", got, c.pattern)
		}
		back, err = ParseText(Pos{}, c.pattern, false)
		if err != nil || !reflect.DeepEqual(back, c.text) {
			t.Errorf("%s: parsed again: got %+v, %v, want %+v", c.pattern, back, err, c.text)
		}
	}
}

func TestFormatTime(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0ms":        0,
		"0.000001ms": 1,
		"0.5ms":      500 * time.Microsecond,
		"50ms":       50 * time.Millisecond,
		"999.999ms":  999999 * time.Microsecond,
		"1s":         time.Second,
		"1.5s":       1500 * time.Millisecond,
		"120s":       2 * time.Minute,
		"86400s":     24 * time.Hour,
	} {
		if got := FormatTime(d); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
		if got, ok := parseTime(want); !ok || got != d {
			t.Errorf("%s: got %v %v, want %v", want, got, ok, d)
		}
	}
	if got := FormatTime(-time.Second); got != "0ms" {
		t.Errorf("got %s, want 0ms", got)
	}
}

func TestCounts(t *testing.T) {
	env := &Env{Vars: map[string][]byte{"n": []byte("12"), "zero": []byte("0"), "x": []byte("x")}}
	for _, c := range []struct {
		s    Status
		want int // 0: an error
	}{
		{Status{}, 1}, {Status{Times: 3}, 3}, {Status{Times: 1, TimesName: "n"}, 12},
		{Status{TimesName: "zero"}, 0}, {Status{TimesName: "x"}, 0}, {Status{TimesName: "gone"}, 0},
	} {
		if got, err := c.s.Count(env); got != c.want && err == nil || (err != nil) != (c.want == 0) {
			t.Errorf("%+v: got %d, %v, want %d", c.s, got, err, c.want)
		}
	}
}

func TestAddCRLF(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		"> GET / HTTP/1.1":          `> GET / HTTP/1.1\r\n`,
		"> GET / HTTP/1.1  \n> \n>": "> GET / HTTP/1.1\\r\\n\n> \\r\\n\n> \\r\\n",
		"> a\r\n<b c\r\n":           "> a\\r\\n\r\n<b c\\r\\n\r\n",
		"> a\\\\\n":                 "> a\\\\\\r\\n\n",
		"> \\{$n}\n":                "> \\{$n}\\r\\n\n",
		"> a\\n \n> b\\r\n> c \\\n": "> a\\n \n> b\\r\n> c \\\n",
		"<html>\ntext\n# > a\n\n":   "<html>\ntext\n# > a\n\n",
		"* closed\n= pass 2xx\n":    "* closed\n= pass 2xx\n",
		">a\n>GET / HTTP/1.1\n":     ">a \\r\\n\n>GET / HTTP/1.1\n",
	} {
		got := string(AddCRLF([]byte(in)))
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if again := string(AddCRLF([]byte(got))); again != got {
			t.Errorf("%q: twice: got %q, want %q", in, again, got)
		}
	}
}
