package wire

import (
	"bytes"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// text parses wire text for a test.
func text(t testing.TB, s string, ended bool) Text {
	t.Helper()
	x, err := ParseText(Pos{File: "test", Line: 1}, s, ended)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func testEnv() *Env {
	return &Env{
		Vars:  map[string][]byte{"host": []byte("h:80"), "n": []byte("3"), "bad": []byte("-1"), "empty": {}},
		Unset: map[string]bool{"later": true},
		File: func(name string) ([]byte, error) {
			if name == "a.bin" {
				return []byte("A\x00B"), nil
			}
			return nil, errors.New("no such file")
		},
	}
}

func TestTextBytes(t *testing.T) {
	tests := []struct{ in, want, err string }{
		{in: `a\r\n`, want: "a\r\n"},
		{in: `a\`, want: "a"},
		{in: `\`, want: ""},
		{in: `Host: \{$host}\r\n`, want: "Host: h:80\r\n"},
		{in: `\{file a.bin}\n`, want: "A\x00B\n"},
		{in: `\{rep 3 ab}\`, want: "ababab"},
		{in: `\{rep 5 x}\r`, want: "xxxxx\r"},
		{in: `\{rep 0 ab}c\`, want: "c"},
		{in: `\{rep $n \{rep 2 \{$host};}|}\`, want: "h:80;h:80;|h:80;h:80;|h:80;h:80;|"},
		{in: `\{rep 1000000000 \{$empty}}\`, want: ""},
		{in: `\{noise $n}\`, want: string(NoiseBytes(3))},
		{in: `\{$nobody}\`, err: "$nobody is not set: nothing in the case gives it a value"},
		{in: `\{$later}\`, err: "$later is not set: the line that captures it has not held"},
		{in: `\{rep $bad x}\`, err: `$bad: got "-1", want a whole number`},
		{in: `\{rep $host x}\`, err: `$host: got "h:80", want a whole number`},
		{in: `\{rep $empty x}\`, err: `$empty: got "", want a whole number`},
		{in: `\{file b.bin}\`, err: "file b.bin: no such file"},
		{in: `\{int}\`, err: "got a mask, want bytes that can be sent"},
		{in: `\{rep 2 \{int}}\`, err: "got a mask, want bytes that can be sent"},
		{in: `\{rep 1000000000 x}\`, err: errTooLarge.Error()},
		{in: `\{rep 1000000 \{rep 1000000 \{rep 1000000 x}}}\`, err: errTooLarge.Error()},
		{in: `\{rep 67108864 x}y\`, err: errTooLarge.Error()},
		{in: `\{noise 1000000000}\`, err: errTooLarge.Error()},
	}
	for _, tt := range tests {
		got, err := text(t, tt.in, true).Bytes(testEnv())
		if msg := errString(err); msg != tt.err || string(got) != tt.want {
			t.Errorf("%s: got %q, error %q; want %q, error %q", tt.in, got, msg, tt.want, tt.err)
		}
	}
}

func errString(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestTextBytesWithoutEnv(t *testing.T) {
	if _, err := text(t, `\{$a}\`, true).Bytes(nil); err == nil {
		t.Error("got no error for an unset name")
	}
	if _, err := text(t, `\{file a.txt}\`, true).Bytes(nil); err == nil {
		t.Error("got no error for a file")
	}
}

// A count beyond the limit is refused before memory is asked for.
func TestTextBytesAllocatesNothingTooLarge(t *testing.T) {
	for _, in := range []string{`\{rep 1000000000 x}\`, `\{noise 1000000000}\`, `\{rep 60000000 xx}\`,
		`\{rep 1000000000 a\{int}}\`, `\{rep 1000000000 a\{rep 0 \{int}}}\`} {
		x := text(t, in, true)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err1 := x.Bytes(nil)
		_, err2 := Compile(x, nil)
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
			t.Errorf("%s: %d bytes were allocated", in, got)
		}
		if err1 == nil || err2 == nil {
			t.Errorf("%s: got errors %v, %v", in, err1, err2)
		}
	}
}

func TestNamesAndCaptures(t *testing.T) {
	x := text(t, `\{$a}\{rep $n \{$b}\{$a}\{int as i}}\{noise $m}\{bytes $k as j}\{any as i}`, false)
	if got, want := x.Names(), []string{"a", "n", "b", "m", "k"}; !slices.Equal(got, want) {
		t.Errorf("Names: got %q, want %q", got, want)
	}
	if got, want := x.Captures(), []string{"i", "j"}; !slices.Equal(got, want) {
		t.Errorf("Captures: got %q, want %q", got, want)
	}
}

func TestNoiseBytes(t *testing.T) {
	// Worked out apart from this code; a change would break recorded cases.
	const want = "\x29\x4e\xb9\x3b\x84\x27\x00\x70\x1c\x3f\x03\x22\x37\x56\x12\x77\x24\xfa\xb6\x5c"
	if got := NoiseBytes(len(want)); string(got) != want {
		t.Errorf("got %x, want %x", got, want)
	}
	long := NoiseBytes(100_003)
	for _, n := range []int{0, 1, 7, 8, 9, 4096, 100_000} {
		if got := NoiseBytes(n); !bytes.HasPrefix(long, got) || len(got) != n {
			t.Errorf("NoiseBytes(%d) is not the beginning of a longer one", n)
		}
	}
	if NoiseBytes(-1) != nil {
		t.Error("NoiseBytes(-1) gives bytes")
	}
	var seen [256]int
	for _, c := range long {
		seen[c]++
	}
	if lo, hi := slices.Min(seen[:]), slices.Max(seen[:]); lo < 300 || hi > 480 {
		t.Errorf("a byte comes %d to %d times, want about 390", lo, hi)
	}
	if i := strings.Index(string(long[8:]), string(long[:8])); i >= 0 {
		t.Errorf("the beginning comes again at %d", i+8)
	}
}
