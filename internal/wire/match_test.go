package wire

import (
	"maps"
	"strings"
	"testing"
)

// compile makes a pattern of a "<" line (ended) or of a property.
func compile(t testing.TB, s string, ended bool, env *Env) *Pattern {
	t.Helper()
	p, err := Compile(text(t, s, ended), env)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return p
}

const aDate = "Tue, 02 Jan 2024 03:04:05 GMT"

func TestWhole(t *testing.T) {
	tests := []struct {
		pattern, in string
		at          int // -1: it matches
	}{
		{`hello`, "hello", -1},
		{`hello`, "hellO", 4},
		{`hello`, "hell", 4},
		{`hello`, "hello!", 5},
		{`\`, "", -1},
		{`\`, "x", 0},
		{`\{$host}/`, "h:80/", -1},
		{`\{file a.bin}`, "A\x00B", -1},
		{`\{rep $n ab}`, "ababab", -1},
		{`\{rep 2 \{int},}`, "1,22,", -1},
		{`\{rep 2 \{int},}`, "1,22", 4},
		{`\{noise 20}`, string(NoiseBytes(20)), -1},
		{`\{date}`, aDate, -1},
		{`\{int}0`, "100", -1},
		{`\{int}0`, "0", 1},
		{`\{int}\{int}\{int}`, "123", -1},
		{`\{int}\{int}\{int}`, "12", 2},
		{`\{int}`, "-1", 0},
		{`\{int}`, "", 0},
		{`\{hex}`, "0fA9", -1},
		{`\{hex}`, "0x", 1},
		{`\{token}`, "a-b!#$%&'*+.^_`|~Z0", -1},
		{`\{token}`, "a b", 1},
		{`\{token}`, "a/b", 1},
		{`\{quoted}`, `""`, -1},
		{`\{quoted}`, `"a \" \\ b"`, -1},
		{`\{quoted}`, "\"\t\x80\"", -1},
		{`\{quoted}`, `"a`, 2},
		{`\{quoted}`, `"a\`, 3},
		{`\{quoted}`, "\"a\x01\"", 2},
		{`\{quoted}`, "\"a\\\x01\"", 3},
		{`\{quoted}`, `"a"b"`, 3},
		{`\{etag}`, `"abc"`, -1},
		{`\{etag}`, `W/""`, -1},
		{`\{etag}`, `w/"a"`, 0},
		{`\{etag}`, `W"a"`, 1},
		{`\{etag}`, `W/a`, 2},
		{`\{etag}`, `"a b"`, 2},
		{`\{etag}`, `"a\"`, -1}, // etagc has no escapes
		{`\{etag}`, `"a`, 2},
		{`\{any}`, "", -1},
		{`\{any}/pa%20th`, "http://x/pa%20th", -1},
		{`\{any}//e\{any}`, "//e", -1},
		{`\{any}`, "a\rb", 1},
		{`\{any}`, "a\nb", 1},
		{`\{rest}`, "a\r\nb", -1},
		{`\{rest}`, "", -1},
		{`\{rest}root:\{rest}`, "x\nroot:y\n", -1},
		{`\{rest}root:\{rest}`, "x\nrootroot:y\n", -1},
		{`\{rest}b`, "abab", -1},
		{`\{rest}\{int}`, "ab1", -1},
		{`\{bytes 3}\x04\{rest}`, "\x00\x00\x00\x04\x00", -1},
		{`\{bytes 3}`, "ab", 2},
		{`\{bytes 0}`, "", -1},
		{`\{bytes $n}`, "a\r\n", -1},
		{`\{re a+}`, "aaa", -1},
		{`\{re a+}`, "aaab", 3},
		{`\{re a+}ab`, "aaab", -1},
		{`\{re (a|ab)}\{re (c|bcd)}d`, "abcd", -1},
		{`\{re \xff+}`, "\xff\xff", -1},
		{`\{re é}`, "é", -1}, // its bytes, as everywhere in the notation
		{`\{re .{2}}`, "é", -1},
		{`\{re [^\x00-\x7f]+}`, "\x80\xff", -1},
		{`\{re ^a$}`, "a", -1},
		{`\{re a$}b`, "ab", -1}, // the text of the mask is "a" alone
		{`\{re (?m)^a$\n^b$}`, "a\nb", -1},
		{`\{re \bfoo\b}bar`, "foobar", -1},
		{`\{re .*\bb\b.*}`, "a b c", -1},
		{`\{re .*\bb\b.*}`, "abc", 3},
		{`\{re (?i)ABC}`, "aBc", -1},
		{`\{re (?s).*}`, "a\nb", -1},
		{`\{re .*}`, "a\nb", 1},
		{`\{re timeout=[2-5](,.*)?}`, "timeout=3, max=100", -1},
		{`\{re a??b*?}c`, "abbc", -1},
		{`\{re a*}x`, "x", -1},
		{`\{re [Mm]ultipart/byteranges; *boundary="?}\{token as b}\{re "?}`, `multipart/byteranges; boundary="xYz"`, -1},
	}
	for _, tt := range tests {
		m := compile(t, tt.pattern, false, testEnv()).Whole([]byte(tt.in))
		switch {
		case m.Err != nil:
			t.Errorf("%s: %v", tt.pattern, m.Err)
		case tt.at < 0 && (m.State != Matched || m.N != len(tt.in)):
			t.Errorf("%s on %q: got %v, %d bytes, wrong at %d; want a match", tt.pattern, tt.in, m.State, m.N, m.At)
		case tt.at >= 0 && (m.State != Mismatch || m.At != tt.at):
			t.Errorf("%s on %q: got %v at %d, want a mismatch at %d", tt.pattern, tt.in, m.State, m.At, tt.at)
		}
	}
}

func TestCaptures(t *testing.T) {
	tests := []struct{ pattern, in, want string }{
		{`\{int as n}`, "12", "n=12"},
		{`\{any as a}: \{any as b}`, "x: y: z", "a=x: y b=z"}, // greedy
		{`\{rest as a}: \{rest as b}`, "x: y: z", "a=x b=y: z"},
		{`\{token as b}=\{$b}`, "q=q", "b=q"},
		{`\{token as b}=\{$b}`, "q=r", ""},
		{`\{any as b}\{$b}`, "abab", "b=ab"},
		{`\{re .*}\{any as b}-\{$b}`, "abab-ab", "b=ab"}, // re gives back until what follows holds
		{`\{int as n}\{$n}`, "77", "n=7"},                // not the value of before
		{`\{int as n}:\{bytes $n}`, "3:abc", "n=3"},
		{`\{int as n}:\{bytes $n}`, "3:ab", ""},
		{`\{any as n}:\{bytes $n}`, "x:ab", ""},
		{`\{rep 2 \{int as n},}`, "1,2,", "n=2"},
		{`\{rep 2 \{int as n}=\{$n};}`, "1=1;2=2;", "n=2"},
		{`\{any as a}`, "", "a="},
	}
	for _, tt := range tests {
		m := compile(t, tt.pattern, false, testEnv()).Whole([]byte(tt.in))
		var got []string
		for _, name := range text(t, tt.pattern, false).Captures() {
			if v, ok := m.Captures[name]; ok {
				got = append(got, name+"="+string(v))
			}
		}
		if s := strings.Join(got, " "); s != tt.want || (m.State == Matched) != (tt.want != "") {
			t.Errorf("%s on %q: got %v, %q, want %q", tt.pattern, tt.in, m.State, s, tt.want)
		}
	}
	in := []byte("abc")
	m := compile(t, `\{any as a}`, false, nil).Whole(in)
	in[0] = 'X'
	if want := map[string][]byte{"a": []byte("abc")}; !maps.EqualFunc(m.Captures, want, func(a, b []byte) bool { return string(a) == string(b) }) {
		t.Errorf("a capture changes with the bytes it was taken from: %q", m.Captures)
	}
}

func TestUnset(t *testing.T) {
	for s, want := range map[string]bool{
		`\{$later}`:                     true,
		`a\{rep 2 \{$later}}`:           true,
		`\{noise $later}`:               true,
		`\{bytes $later}`:               true,
		`\{int as later}\{$later}`:      false,
		`\{$host}`:                      false,
		`\{rep $later \{int}}`:          true,
		`\{$later}\{int as later}`:      true,
		`\{rep 2 \{$later}\{int as x}}`: true,
	} {
		p := compile(t, s, false, testEnv())
		if got := p.Unset(); got != want {
			t.Errorf("%s: got Unset %v, want %v", s, got, want)
		}
		if want && p.Whole([]byte("whatever")).State != Matched {
			t.Errorf("%s: a property with it does not hold", s)
		}
		if m := p.Prefix([]byte("x"), true); want && m.Err == nil {
			t.Errorf("%s: a < line with it has no error", s)
		}
	}
}

func TestCompileErrors(t *testing.T) {
	for s, want := range map[string]string{
		`\{$nobody}`:                   "$nobody is not set: nothing in the case gives it a value",
		`\{file x.bin}`:                "file x.bin: no such file",
		`\{rep $bad x}`:                `$bad: got "-1", want a whole number`,
		`\{bytes $host}`:               `$host: got "h:80", want a whole number`,
		`\{rep 1000000000 x}`:          errTooLarge.Error(),
		`\{rep 1000000 \{int}x}`:       "the pattern has more than 131072 masks and literals",
		`\{noise 99999999}`:            errTooLarge.Error(),
		`\{int as k}\{noise $k}`:       `$k is captured in this line: only \{bytes} can count with it`,
		`\{int as k}\{rep $k \{date}}`: `$k is captured in this line: only \{bytes} can count with it`,
	} {
		if _, err := Compile(text(t, s, false), testEnv()); errString(err) != want {
			t.Errorf("%s: got error %q, want %q", s, errString(err), want)
		}
	}
	for _, re := range []string{"(", "a{2000}", "(((a{30}){30}){30}){30}", `\xz`} {
		if _, err := Compile(Text{Parts: []Part{{Kind: MaskRe, Re: re}}}, nil); err == nil {
			t.Errorf("re %s: got no error", re)
		}
	}
	// a rep that repeats nothing ends at once
	if _, err := Compile(text(t, `\{rep 1000000000 \{rep 0 \{int}}}`, false), nil); err != nil {
		t.Error(err)
	}
}

// What could take for ever is given up, and says so.
func TestBudget(t *testing.T) {
	b := []byte(strings.Repeat("a", 1000))
	p := compile(t, `\{any as x}\{any}\{any}\{$x}\{$x}b`, false, nil)
	p.budget = maxSteps / 50
	m := p.Whole(b)
	if m.Err == nil || m.State != Mismatch {
		t.Errorf("got %v, error %v, want a mismatch with an error", m.State, m.Err)
	}
	// without names the same is found out quickly
	if m = compile(t, strings.Repeat(`\{any}a`, 12)+"b", false, nil).Whole(b[:300]); m.Err != nil || m.State != Mismatch {
		t.Errorf("got %v, error %v, want a mismatch", m.State, m.Err)
	}
	if m = compile(t, `\{re (a|aa|aaa)*(a*)*c}`, false, nil).Whole(b); m.Err != nil || m.State != Mismatch {
		t.Errorf("got %v, error %v, want a mismatch", m.State, m.Err)
	}
	// more states than are kept
	p = compile(t, `\{re [ab]*a[ab]{12}}x`, false, nil)
	for i := range b {
		b[i] = "ab"[NoiseBytes(len(b))[i]&1]
	}
	b[len(b)-13] = 'a'
	if m = p.Whole(append(b, 'x')); m.Err != nil || m.State != Matched {
		t.Errorf("got %v, error %v, want a match", m.State, m.Err)
	}
}

func TestWant(t *testing.T) {
	for s, want := range map[string]string{`a\r\n`: "a\r\n", `\{rep 3 ab}\`: "ababab", `\{$host}x\`: "h:80x"} {
		if m := compile(t, s, true, testEnv()).Prefix(nil, true); string(m.Want) != want {
			t.Errorf("%s: got Want %q, want %q", s, m.Want, want)
		}
	}
	big := `\{noise 5000}--\{file a.bin}\{noise 5000}\r\n`
	want := string(NoiseBytes(5000)) + "--A\x00B" + string(NoiseBytes(5000)) + "\r\n"
	m := compile(t, big, true, testEnv()).Prefix([]byte(want+"x"), false)
	if m.State != Matched || m.N != len(want) || string(m.Want) != want {
		t.Errorf("%s: got %v, %d bytes, Want of %d bytes", big, m.State, m.N, len(m.Want))
	}
	m = compile(t, `\{any}\{noise 5000}--\{file a.bin}\{noise 5000}\r\n`, true, testEnv()).Prefix([]byte(want), false)
	if m.State != Matched || m.Want != nil {
		t.Errorf("with a mask: got %v, Want of %d bytes", m.State, len(m.Want))
	}
}
