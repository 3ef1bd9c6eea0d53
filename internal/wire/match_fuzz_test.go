package wire

import (
	"testing"
)

// FuzzMatch: no pattern and no bytes may panic or hang, and what Prefix once
// said of the beginning of a stream it says of every longer beginning.
func FuzzMatch(f *testing.F) {
	f.Add(`Date: \{date}\r\n`, []byte("Date: Tue, 02 Jan 2024 03:04:05 GMT\r\n\r\n"))
	f.Add(`\{int}0\`, []byte("100\r\n"))
	f.Add(`\{any as a}: \{any}\{$a}\r\n`, []byte("a: b: a\r\nb"))
	f.Add(`\{re (a|ab)*\b}\{re [^x]*}\r`, []byte("abaab\rx\r"))
	f.Add(`\{rest}\{quoted}\{etag}\`, []byte(`x"a\"b"W/"c"`))
	f.Add(`\{rest as r}\`, []byte("x\r\ny"))
	f.Add(`\{int as n}:\{bytes $n}\{hex}\{token}\n`, []byte("3:abcffzz\n"))
	f.Add(`\{rep 3 \{int},\{rest}}\{noise 2}\{rep 2 ab}\r\n`, []byte("1,2,3,"))
	for _, c := range matchCases()[:4] {
		f.Add(c.line, []byte(c.in))
	}
	f.Fuzz(func(t *testing.T, line string, b []byte) {
		if len(b) > 200 || len(line) > 200 {
			return
		}
		x, err := ParseText(Pos{}, line, true)
		if err != nil {
			return
		}
		p, err := Compile(x, testEnv())
		if err != nil || p.Unset() {
			return
		}
		var said *Match
		for i := range len(b) + 1 {
			m := p.Prefix(b[:i], false)
			checkBounds(t, m, i)
			switch {
			case m.Err != nil:
				return
			case said != nil && (m.State != said.State || m.N != said.N && !m.Swallow):
				t.Fatalf("%s: first %+v, with %d bytes of %q %+v", line, *said, i, b, m)
			case said != nil:
				checkSame(t, line, m, *said)
			case m.State != NeedMore:
				said = &m
			}
			last := p.Prefix(b[:i], true)
			checkBounds(t, last, i)
			if last.Err != nil {
				return
			}
			if last.State == NeedMore || m.State != NeedMore && (last.State != m.State || last.N != m.N) {
				t.Fatalf("%s on %q: %+v, and when it is final %+v", line, b[:i], m, last)
			}
			if last.State != Matched {
				continue
			}
			// What Prefix took is a match as a whole, and with the same captures where
			// there is but one reading.
			if w := p.Whole(b[:last.N]); w.State != Matched && w.Err == nil {
				t.Fatalf("%s took %q, but does not match it", line, b[:last.N])
			}
		}
	})
}

func checkBounds(t *testing.T, m Match, n int) {
	t.Helper()
	if m.N < 0 || m.N > n || m.At < 0 || m.At > n || m.State != Matched && m.N != 0 {
		t.Fatalf("%+v is out of %d bytes", m, n)
	}
}

func checkSame(t *testing.T, line string, m, said Match) {
	t.Helper()
	for name, v := range said.Captures {
		if string(m.Captures[name]) != string(v) && !m.Swallow {
			t.Fatalf("%s: $%s was %q and is %q", line, name, v, m.Captures[name])
		}
	}
}
