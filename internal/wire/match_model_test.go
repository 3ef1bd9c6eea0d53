package wire

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// latin1 gives b as package regexp must see it: a rune for each byte.
func latin1(b []byte) string {
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}

// TestMachine holds our automaton against package regexp: on every short string
// it must find the same ends.
func TestMachine(t *testing.T) {
	for _, src := range []string{
		`a*`, `a|ab`, `(ab?)*`, `.*b`, `^a*$`, `(?m)^a*$`, `(?m)(^a*$\n?)+`, `\ba+\b`, `\Ba*`, `a{2,3}`, `[^a]*`,
		`(?s).*a.`, `a+?b??`, `(a|b)*\n`, `\A\z`, `(?i)A+\xE9?`, `\xe9+`, `[\x80-\xff]`, `(|a)+b`, `a$|b`, `\w+\W`, `()*`,
	} {
		m, err := newMachine(src)
		if err != nil {
			t.Fatal(err)
		}
		re := regexp.MustCompile(`\A(?:` + src + `)\z`)
		eachString("ab\n \xe9", 4, func(b []byte) {
			var want []int
			for i := range len(b) + 1 {
				if re.MatchString(latin1(b[:i])) {
					want = append(want, i)
				}
			}
			got, far, grow := m.ends(b, func(int) bool { return true }, func(int) bool { return true })
			if !slices.Equal(got, want) {
				t.Errorf("%s on %q: got ends %v, want %v", src, b, got, want)
			}
			if far > len(b) || grow && far < len(b) || len(got) > 0 && got[len(got)-1] > far {
				t.Errorf("%s on %q: got far %d, grow %v", src, b, far, grow)
			}
		})
	}
}

// eachString gives all strings of up to n letters.
func eachString(letters string, n int, f func([]byte)) {
	var b []byte
	var add func()
	add = func() {
		f(b)
		if len(b) == n {
			return
		}
		for i := range len(letters) {
			b = append(b, letters[i])
			add()
			b = b[:len(b)-1]
		}
	}
	add()
}

// TestModel holds the matcher against package regexp: the masks written as
// expressions must match the same bytes, capture the same, and end at the same
// place.
func TestModel(t *testing.T) {
	pieces := []struct{ mask, re string }{
		{`\{int as x}`, `(?P<x>[0-9]+)`},
		{`\{hex as x}`, `(?P<x>[0-9A-Fa-f]+)`},
		{`\{token as x}`, `(?P<x>[0-9A-Za-z!-]+)`}, // of the letters below
		{`\{any as x}`, `(?P<x>[^\r\n]*)`},
		{`\{rest as x}`, `(?P<x>(?s:.*?))`},
		{`\{quoted as x}`, `(?P<x>"(?:[^"\\\r\n]|\\[^\r\n])*")`},
		{`\{etag as x}`, `(?P<x>(?:W/)?"[^" \r\n]*")`},
		{`\{bytes 2 as x}`, `(?P<x>(?s:..))`},
		{`\{re (?s).*a as x}`, `(?P<x>(?s:.*)a)`},
		{`1`, `1`}, {`a\n`, `a\n`}, {`"`, `"`}, {`\r\n`, `\r\n`}, {`1a`, `1a`},
	}
	const letters = "11aa2W/\"\"\\ \r\n\n"
	r := rand.New(rand.NewPCG(1, 2))
	matched := 0
	for range 10_000 {
		var mask, expr strings.Builder
		var names []string
		for i := range 1 + r.IntN(4) {
			p := pieces[r.IntN(len(pieces))]
			name := string(rune('p' + i))
			if strings.Contains(p.mask, " as x") {
				names = append(names, name)
			}
			mask.WriteString(strings.Replace(p.mask, "as x", "as "+name, 1))
			expr.WriteString(strings.Replace(p.re, "<x>", "<"+name+">", 1))
		}
		b := make([]byte, r.IntN(9))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		p := compile(t, mask.String(), false, nil)
		re := regexp.MustCompile(`\A` + expr.String() + `\z`)
		if compareModel(t, mask.String(), p.Whole(b), re, names, b, false) {
			matched++
		}
		if strings.Contains(mask.String(), `\{re`) {
			continue // in a line it ends before an LF
		}
		// A line: the shortest beginning that matches, if any.
		p = compile(t, mask.String()+`\n`, true, nil)
		re = regexp.MustCompile(`\A` + expr.String() + `\n\z`)
		n := 0
		for n < len(b) && !re.Match(b[:n]) {
			n++
		}
		if compareModel(t, mask.String()+`\n`, p.Prefix(b, true), re, names, b[:n], true) {
			matched++
		}
	}
	if matched < 500 {
		t.Errorf("only %d of the pairs matched: the test sees too little", matched)
	}
}

func compareModel(t *testing.T, mask string, m Match, re *regexp.Regexp, names []string, b []byte, line bool) bool {
	t.Helper()
	want := re.FindSubmatch(b)
	if (want != nil) != (m.State == Matched) || m.State == Matched && m.N != len(b) {
		t.Fatalf("%s on %q (line: %v): got %v, %d bytes; %s finds %q", mask, b, line, m.State, m.N, re, want)
	}
	if want == nil {
		return false
	}
	for _, name := range names {
		if got := m.Captures[name]; string(got) != string(want[re.SubexpIndex(name)]) {
			t.Fatalf("%s on %q (line: %v): $%s is %q; %s finds %q", mask, b, line, name, got, re, want)
		}
	}
	return true
}
