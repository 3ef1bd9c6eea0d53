package golden

import (
	"bytes"
	"testing"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// FuzzRewrite: whatever a case says and whatever comes, the new text is a case,
// what is no "<" line of a transcript stays byte for byte, and once rewritten
// nothing is left to be rewritten.
func FuzzRewrite(f *testing.F) {
	for _, text := range []string{
		asked + lines(okLine, `< X: \{int as n}\r\n`, `# c`, noLine, `< \{$n} and \{rest}\`),
		asked + lines(okLine, `< Date: \{date}\r\n`, noLine, `* closed`, `-- f.txt --`, `< x`),
		"# It is so.\r\n#\r\n# each: n: 1 | 2\r\n\r\ntalk\r\n-- talk --\r\n* connect b\r\n<b a \\{$n}\\n\r\n< \\{bytes 3}\\\r\n<b \\{any}\\n\r\n* abort",
	} {
		f.Add([]byte(text), []byte(answer("X: 1\r\nContent-Length: 5\r\n", "a\n1 b")), []byte(answer("X: 2\r\nContent-Length: 5\r\n", "a\n2 b")))
		f.Add([]byte(text), []byte("a 1\n"), []byte("b 22\nc"))
	}
	f.Add([]byte(asked+lines(okLine, noLine, `< 1\r\n`, `< a\r\n`)), []byte(answer("Transfer-Encoding: chunked\r\n", "1\r\n1\r\n0\r\n\r\n")), []byte(answer("Transfer-Encoding: chunked\r\n", "1\r\n2\r\n0\r\n\r\n")))
	f.Fuzz(func(t *testing.T, text, a, b []byte) {
		c, err := suite.Parse("mine", "mine.txtar", text, false)
		if err != nil || len(text) > 1<<12 || len(a)+len(b) > 1<<13 || c.Plays() > 4 {
			return
		}
		plays := func(c *suite.Case) []came {
			var out []came
			for _, v := range []string{"", "n=1", "n=2"} {
				for _, s := range [][]byte{a, b} {
					var all []string
					for range runs(c) {
						all = append(all, string(s))
					}
					out = append(out, came{v, all})
				}
			}
			return out
		}
		got, err := hear(t, c, plays(c)).Rewrite(c, text)
		if err != nil {
			return
		}
		again, err := suite.Parse("mine", "mine.txtar", got, false)
		if err != nil {
			t.Fatalf("%v\n%s", err, got)
		}
		if was, is := without(c, text), without(again, got); !bytes.Equal(was, is) {
			t.Fatalf("what is no < line has changed: got\n%q\nwant\n%q", is, was)
		}
		if len(runs(again)) != len(runs(c)) {
			return // the lines of one connection stood apart, and stand together now
		}
		twice, err := hear(t, again, plays(again)).Rewrite(again, got)
		if err != nil {
			t.Fatalf("%v\n%s", err, got)
		}
		if !bytes.Equal(twice, got) {
			t.Fatalf("it is rewritten again: got\n%s\nwant\n%s", twice, got)
		}
	})
}

// without is the file without the "<" lines of its transcripts.
func without(c *suite.Case, data []byte) []byte {
	drop := map[int]bool{}
	for _, s := range c.Sections {
		for _, l := range s.Lines {
			if l.Kind == wire.Expected {
				drop[l.Pos.Line] = true
			}
		}
	}
	var out []byte
	n := 0
	for line := range bytes.Lines(data) {
		if n++; !drop[n] {
			out = append(out, line...)
		}
	}
	return out
}
