package wire

import (
	"strings"
	"sync"
	"testing"
)

// TestPrefix feeds a "<" line byte by byte: until when is more needed, and what
// is then said?
func TestPrefix(t *testing.T) {
	const never = -1
	tests := []struct {
		line, in string
		state    MatchState
		n        int // Matched: bytes taken. Mismatch: At
		after    int // decided after so many bytes; never: only when no more will come
	}{
		{`\`, "", Matched, 0, 0},
		{`HTTP/1.1 200 OK\r\n`, "HTTP/1.1 200 OK\r\nDate", Matched, 17, 17},
		{`HTTP/1.1 200 OK\r\n`, "HTTP/1.1 404 Not Found\r\n", Mismatch, 9, 10},
		{`HTTP/1.1 200 OK\r\n`, "HTTP/1.1 200 OK", Mismatch, 15, never},
		{`Content-Length: \{int}\r\n`, "Content-Length: 14\r\n\r\n", Matched, 20, 20},
		{`Content-Length: \{int}\r\n`, "Content-Length: 14x", Mismatch, 18, 19},
		{`Content-Length: \{int}\r\n`, "Content-Length: x", Mismatch, 16, 17},
		{`\{int}\`, "123x", Matched, 3, 4},
		{`\{int}\`, "123", Matched, 3, never},
		{`\{int}0\`, "100x", Matched, 3, 4},
		{`\{int}0\`, "100", Matched, 3, never},
		{`\{int}0\`, "11x", Mismatch, 2, 3},
		{`\{any}\r\n`, "abc\r\n", Matched, 5, 5},
		{`\{any}\r\n`, "abc\n", Mismatch, 3, 4},
		{`\{any}\r\n`, "\r\n", Matched, 2, 2},
		{`\{any}\`, "abc\r", Matched, 3, 4},
		{`\{any}: \{any as v}\r\n`, "a: b: c\r\n", Matched, 9, 9},
		{`Date: \{date}\r\n`, "Date: " + aDate + "\r\n", Matched, 37, 37},
		{`Date: \{date}\r\n`, "Date: Tuesday", Mismatch, 9, 10},
		{`Date: \{date}\r\n`, "Date: Wed, 02 Jan 2024 03:04:05 GMT\r\n", Mismatch, 21, 22},
		{`\{quoted}\r\n`, `"a\"b"` + "\r\n", Matched, 8, 8},
		{`\{quoted}\`, `"a"x`, Matched, 3, 3},
		{`\{etag}\`, `W/"a"`, Matched, 5, 5},
		{`\{etag}\`, `W:`, Mismatch, 1, 2},
		{`\{bytes 4}\`, "a\r\nbc", Matched, 4, 4},
		{`\{bytes 4}\`, "abc", Mismatch, 3, never},
		{`\{re a+}\r\n`, "aaa\r\n", Matched, 5, 5},
		{`\{re a+}\r\n`, "aab", Mismatch, 2, 3},
		{`\{re a+}\`, "aab", Matched, 2, 3},
		{`\{re ab?}\`, "abb", Matched, 2, 2}, // cannot get longer
		{`\{re (?s).*}\`, "abc\ndef", Matched, 3, 4},
		{`\{re (?s).*}\n`, "abc\ndef\n", Matched, 4, 4},
		{`\{re (?s).*c.d}\r\n`, "abc\nd\r\n", Mismatch, 3, 4},
		{`\{re .*}\r`, "abc\rdef\r", Matched, 4, 4}, // the written ending decides
		{`\{re x}\r\n`, "y", Mismatch, 0, 1},
		{`\{rest}\r\n`, "ab\rc\r\nd\r\n", Matched, 6, 6},
		{`\{rest}\n`, "\n", Matched, 1, 1},
		{`\{rest}\r\n`, "abc", Mismatch, 0, never},
		{`\{rep 2 \{int}\r\n}\`, "1\r\n22\r\n", Matched, 7, 7},
		{`\{int as n}\r\n\{bytes $n}\r\n`, "5\r\nhello\r\n", Matched, 10, 10},
		{`\{token as b} \{$b}\r\n`, "ab ac", Mismatch, 4, 5},
	}
	for _, tt := range tests {
		p := compile(t, tt.line, true, nil)
		after := never
		for i := 0; i <= len(tt.in) && after == never; i++ {
			m := p.Prefix([]byte(tt.in[:i]), false)
			if m.State != NeedMore {
				after = i
				checkMatch(t, tt.line, tt.in[:i], m, tt.state, tt.n)
			}
		}
		if after != tt.after {
			t.Errorf("%s on %q: decided after %d bytes, want %d", tt.line, tt.in, after, tt.after)
		}
		checkMatch(t, tt.line, tt.in, p.Prefix([]byte(tt.in), true), tt.state, tt.n)
	}
}

func checkMatch(t *testing.T, line, in string, m Match, state MatchState, n int) {
	t.Helper()
	got := m.At
	if m.State == Matched {
		got = m.N
	}
	if m.State != state || got != n || m.Err != nil {
		t.Errorf("%s on %q: got %v at %d (error %v), want %v at %d", line, in, m.State, got, m.Err, state, n)
	}
}

// A \{rest} before a lone "\" holds at once, and all that comes belongs to it.
func TestPrefixSwallow(t *testing.T) {
	p := compile(t, `ab\{rest as r}\`, true, nil)
	for in, n := range map[string]int{"ab": 2, "abc\r\n": 5} {
		m := p.Prefix([]byte(in), false)
		if m.State != Matched || m.N != n || !m.Swallow || string(m.Captures["r"]) != in[2:] {
			t.Errorf("%q: got %+v, want a match of %d bytes that swallows", in, m, n)
		}
	}
	if m := p.Prefix([]byte("a"), false); m.State != NeedMore || m.Swallow {
		t.Errorf("got %+v, want need more", m)
	}
	if m := p.Prefix([]byte("ax"), false); m.State != Mismatch || m.Swallow {
		t.Errorf("got %+v, want a mismatch", m)
	}
	if m := compile(t, `\{rest}\n`, true, nil).Prefix([]byte("a\n"), false); m.Swallow {
		t.Error("a \\{rest} with a written ending swallows")
	}
}

// A pattern may be used by several goroutines: its automaton grows under a lock.
func TestPatternIsShared(t *testing.T) {
	p := compile(t, `\{re ([a-z]+ ?)*}\{any as v}\r\n`, true, nil)
	in := []byte("some words 12\r\n")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range in {
				if m := p.Prefix(in[:i], false); m.State != NeedMore {
					t.Errorf("%q: got %v, want need more", in[:i], m.State)
				}
			}
			if m := p.Prefix(in, false); m.State != Matched || string(m.Captures["v"]) != "12" {
				t.Errorf("got %+v, want a match", m)
			}
		})
	}
	all.Wait()
}

// matchCases are the lines of BenchmarkMatch.
func matchCases() []struct{ name, line, in string } {
	return []struct{ name, line, in string }{
		{"literal", `Content-Type: text/plain\r\n`, "Content-Type: text/plain\r\n"},
		{"date", `Date: \{date}\r\n`, "Date: " + aDate + "\r\n"},
		{"any", `Server: \{any}\r\n`, "Server: " + strings.Repeat("x", 200) + "\r\n"},
		{"re", `\{re [A-Z][a-z]+: .*}\r\n`, "Server: " + strings.Repeat("x", 200) + "\r\n"},
		{"1MiB", `\{noise 1048576}\`, string(NoiseBytes(1 << 20))},
		{"1MiB-masks", `\{int}\r\n\{noise 1048576}\r\n`, "1\r\n" + string(NoiseBytes(1<<20)) + "\r\n"},
		{"1MiB-rest", `\{rest}--end--\r\n`, string(NoiseBytes(1<<20)) + "--end--\r\n"},
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, c := range matchCases() {
		b.Run(c.name, func(b *testing.B) {
			p := compile(b, c.line, true, nil)
			in := []byte(c.in)
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				if m := p.Prefix(in, false); m.State != Matched {
					b.Fatal(m)
				}
			}
		})
	}
}
