package golden

import (
	"strings"
	"testing"

	"httpkit/internal/fixtures"
	"httpkit/internal/wire"
)

const (
	okLine = `< HTTP/1.1 200 OK\r\n`
	noLine = `< \r\n`
)

// answer is a response with a content.
func answer(fields, content string) string { return status + fields + "\r\n" + content }

// TestKeptMasks: masks, captures and names of a line stay where they fit.
func TestKeptMasks(t *testing.T) {
	page := strings.Repeat("<p>a line of the page</p>\n", 300)
	check(t, []row{
		{"in a line that changed elsewhere", lines(okLine, `< Server: demo/\{int}.\{int} (linux)\r\n`, noLine),
			twice(answer("Server: demo/3.4 (darwin)\r\n", ""), answer("Server: demo/3.5 (darwin)\r\n", "")),
			lines(okLine, `< Server: demo/\{int}.\{int} (darwin)\r\n`, noLine), ""},
		{"one fits and one does not", lines(okLine, `< X: a=\{int}; b=\{date}\r\n`, noLine),
			twice(answer("X: a=1; b=soon\r\n", ""), answer("X: a=2; b=soon\r\n", "")), lines(okLine, `< X: a=\{int}; b=soon\r\n`, noLine), ""},
		{"none fits", lines(okLine, `< X: \{int}\r\n`, noLine), twice(answer("X: a\r\n", ""), answer("X: a\r\n", "")), lines(okLine, `< X: a\r\n`, noLine), ""},
		{"a capture", lines(okLine, `< Set-Cookie: sid=\{token as sid}; Path=/\r\n`, noLine, `* pause 1ms`, `> \{$sid}\`, `< you are \{$sid}\n`, `< a\`),
			[]came{{bytes: []string{answer("Set-Cookie: sid=abc; Path=/; HttpOnly\r\n", ""), "you are abc\nb"}},
				{bytes: []string{answer("Set-Cookie: sid=xyz; Path=/; HttpOnly\r\n", ""), "you are xyz\nb"}}},
			lines(okLine, `< Set-Cookie: sid=\{token as sid}; Path=/; HttpOnly\r\n`, noLine, `* pause 1ms`, `> \{$sid}\`, `< you are \{$sid}\n`, `< b\`), ""},
		{"a capture of the same lines", lines(okLine, `< X: \{int as n}, a\r\n`, `< Y: \{$n}, b\r\n`, noLine),
			twice(answer("X: 1, A\r\nY: 1, B\r\n", ""), answer("X: 2, A\r\nY: 2, B\r\n", "")),
			lines(okLine, `< X: \{int as n}, A\r\n`, `< Y: \{$n}, B\r\n`, noLine), ""},
		{"a new line repeats a capture", lines(okLine, `< X: \{int as n}\r\n`, noLine),
			twice(answer("X: 10\r\nY: of 10!\r\n", ""), answer("X: 20\r\nY: of 20!\r\n", "")),
			lines(okLine, `< X: \{int as n}\r\n`, `< Y: of \{$n}!\r\n`, noLine), ""},
		{"any, at the end", lines(okLine, `< X: a, \{any}\r\n`, noLine), twice(answer("X: b, 1\r\n", ""), answer("X: b, 2\r\n", "")),
			lines(okLine, `< X: b, \{any}\r\n`, noLine), ""},
		{"rest", lines(okLine, `< X: 1\r\n`, noLine, `< \{rest}\`), twice(answer("X: 2\r\n", "a\nb"), answer("X: 2\r\n", "c")),
			lines(okLine, `< X: 2\r\n`, noLine, `< \{rest}\`), ""},
		{"rest, with a literal before it", lines(okLine, noLine, `< <title>\{rest}\`), twice(answer("", "<!DOCTYPE html>\n<TITLE>a\nb"), answer("", "<!DOCTYPE html>\n<TITLE>c\n")),
			lines(okLine, noLine, `< <!DOCTYPE html>\n`, `< <TITLE>\{rest}\`), ""},
		{"bytes of another number", lines(okLine, noLine, `< \{bytes 3}\`), twice(answer("", "abcde"), answer("", "vwxyz")), lines(okLine, noLine, `< \{bytes 5}\`), ""},
		{"a file that is another file now", lines(okLine, noLine, `< \{file test.png}\`), twice(answer("", fixtureBytes(t, "test.jpg")), answer("", fixtureBytes(t, "test.jpg"))),
			lines(okLine, noLine, `< \{file test.jpg}\`), ""},
		{"a file of the case", asked + lines(okLine, noLine, `< x\`, `-- page.html --`) + page, twice(answer("", page), answer("", page)),
			asked + lines(okLine, noLine, `< \{file page.html}\`, `-- page.html --`) + page, ""},
	})
}

func fixtureBytes(t *testing.T, name string) string {
	b, err := fixtures.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestProposed: what differs between two plays gets a mask.
func TestProposed(t *testing.T) {
	line := func(before, one, other, after string) row {
		return row{one + " and " + other, lines(okLine, noLine, `< `+before+`\n`),
			twice(answer("", one+"\n"), answer("", other+"\n")), lines(okLine, noLine, `< `+after+`\n`), ""}
	}
	check(t, []row{
		line("x", "visits: 7, thanks", "visits: 8, thanks", `visits: \{int}, thanks`),
		line("x", "id 0a9f.", "id b7e2.", `id \{hex}.`),
		line("x", "key Xy9Zq0!", "key 77aBcd!", `key \{re [0-9A-Za-z]{6}}!`),
		line("x", "key Xy9Z!", "key 77aBcq!", `key \{re [0-9A-Za-z]+}!`),
		line("x", "a-b_c/d+e= end", "f.g-h~i+/j= end", `\{re [0-9A-Za-z._~+/=-]+}= end`),
		line("x", "at 2024-01-02T03:04:05.1Z", "at 2024-01-02T03:04:06.25Z", `at \{re [0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?(Z|[+-][0-9]{2}:?[0-9]{2})?}`),
		line("x", "at 2024-01-02 03:04:05+01:00", "at 2024-01-02 03:04:06+01:00", `at \{re [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\+[0-9]{2}:[0-9]{2}}`),
		line("x", "at 03:04:05", "at 03:04:06", `at \{re [0-9]{2}:[0-9]{2}:[0-9]{2}}`),
		line("x", "Tue, 02 Jan 2024 03:04:05 GMT", "Tue, 02 Jan 2024 03:04:06 GMT", `\{date}`),
		line("x", "Mon, 02 Jan 2024 03:04:05 GMT", "Mon, 02 Jan 2024 03:04:06 GMT", `\{re (Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT}`),
		line("x", "Tue Jan  2 03:04:05 2024", "Tue Jan  2 03:04:06 2024", `\{re (Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}( [A-Z]{3,4})? [0-9]{4}}`),
		line("x", "0b5e9a3c-7b1f-4c7e-9a61-0c1f2e3d4a5b", "1b5e9a3c-7b1f-4c7e-9a61-0c1f2e3d4a5b", `\{re [0-9A-Fa-f-]{36}}`),
		line("x", "took 0.25 ms", "took 1.5 ms", `took \{re [0-9]+\.[0-9]+} ms`),
		line("x", "say: hello, you", "say: what a day", `say: \{any}`),
		line("x", "say: ", "say: it", `say: \{any}`),
		line("x", "héllo 1", "héllo 2", `héllo \{int}`),
		line("x", "\x00\x01 1", "\x00\x02 1", `\0\{any} 1`),
		line("n=\\{int} of 3", "n=1 of 4, 17", "n=2 of 4, 18", `n=\{int} of 4, \{int}`),
		{"without a line end", lines(okLine, noLine, `< x\`), twice(answer("", "n 1"), answer("", "n 2")), lines(okLine, noLine, `< n \{re [0-9]{1}}\`), ""},
		{"in a field", lines(okLine, `< X: a\r\n`, noLine), twice(answer("X: 1; q=1\r\n", ""), answer("X: 2; q=1\r\n", "")), lines(okLine, `< X: \{int}; q=1\r\n`, noLine), ""},
		{"a length that will change", lines(okLine, `< Content-Length: 2\r\n`, noLine, `< x\n`),
			twice(answer("Content-Length: 2\r\n", "8\n"), answer("Content-Length: 2\r\n", "9\n")),
			lines(okLine, `< Content-Length: \{int}\r\n`, noLine, `< \{int}\n`), ""},
		{"a length that will not", lines(okLine, `< Content-Length: 3\r\n`, noLine, `< x\n`),
			twice(answer("Content-Length: 7\r\n", "a1b2c3\n"), answer("Content-Length: 7\r\n", "d4e5f6\n")),
			lines(okLine, `< Content-Length: 7\r\n`, noLine, `< \{hex}\n`), ""},
		{"the size of a chunk", lines(okLine, `< Transfer-Encoding: chunked\r\n`, noLine, `< 5\r\n`, `< hello\r\n`, `< 2\r\n`, `< x\n`, noLine, `< 0\r\n`, noLine),
			twice(answer("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n2\r\n8\n\r\n0\r\n\r\n"), answer("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n2\r\n9\n\r\n0\r\n\r\n")),
			lines(okLine, `< Transfer-Encoding: chunked\r\n`, noLine, `< 5\r\n`, `< hello\r\n`, `< \{hex}\r\n`, `< \{int}\n`, noLine, `< 0\r\n`, noLine), ""},
		{"chunks that came otherwise", lines(okLine, `< Transfer-Encoding: chunked\r\n`, noLine, `< 5\r\n`, `< hello\r\n`, `< 0\r\n`, noLine),
			twice(answer("Transfer-Encoding: chunked\r\n", "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n"), answer("Transfer-Encoding: chunked\r\n", "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n")),
			lines(okLine, `< Transfer-Encoding: chunked\r\n`, noLine, `< 1\r\n`, `< h\r\n`, `< 4\r\n`, `< ello\r\n`, `< 0\r\n`, noLine), ""},
	})
}

// TestRefused: what exact lines can't say.
func TestRefused(t *testing.T) {
	noise := string(wire.NoiseBytes(6000))
	check(t, []row{
		{"the status differs", lines(okLine, noLine), twice(status+"\r\n", "HTTP/1.1 503 No\r\n\r\n"), "", `mine.txtar:8: the status-line has "HTTP/1.1 200 OK" in one play, and "HTTP/1.1 503 No" in another`},
		{"fields in another order", lines(okLine, noLine), twice(answer("A: 1\r\nB: 1\r\n", ""), answer("B: 1\r\nA: 1\r\n", "")), "", `here came "A: 1\r\n" in one play, and "B: 1\r\n" in another`},
		{"a field that is not always there", lines(okLine, noLine), twice(answer("A: 1\r\n", ""), answer("", "")), "", `here came "A: 1\r\n" in one play, and nothing in another`},
		{"its name in other letters", lines(okLine, noLine), twice(answer("A: 1\r\n", ""), answer("a: 1\r\n", "")), "", `and "a: 1\r\n" in another`},
		{"lines of content", lines(okLine, noLine, `< x\`), twice(answer("", "a\nb"), answer("", "a")), "", `mine.txtar:10: the content has 2 lines in one play, and 1 in another`},
		{"line ends", lines(okLine, noLine, `< x\`), twice(answer("", "a\n"), answer("", "b")), "", `here came "a\n" in one play, and "b" in another`},
		{"large and binary", lines(okLine, noLine, `< x\`), twice(answer("", noise), answer("", noise)), "", "6000 bytes of content came, which are too many to write out (binary)\n\tkeep it in a file beside the case"},
		{"large", lines(okLine, noLine, `< x\`), twice(answer("", strings.Repeat("words\n", 5000)), answer("", strings.Repeat("words\n", 5000))), "", "30000 bytes of content came, which are too many to write out (large)"},
		{"a file that is none now", lines(okLine, noLine, `< \{file test.jpg}\`), twice(answer("", "hello\n"), answer("", "hello\n")), "", `mine.txtar:10: the content is no longer that of \{file test.jpg}`},
	})
}

// TestSweep: what depends on the value of a sweep is not written as it was once.
func TestSweep(t *testing.T) {
	const head = "# It is so.\n#\n# each: n: 8 | 9 | 10\n\ntalk\n\n-- talk --\n> GET /\\{$n}\\\n"
	plays := func(text func(n, play string) string) []came {
		var out []came
		for _, play := range []string{"a", "b"} {
			for _, n := range []string{"8", "9", "10"} {
				out = append(out, came{"n=" + n, []string{text(n, play)}})
			}
		}
		return out
	}
	sweep := func(name, before string, text func(n, play string) string, after, why string) row {
		r := row{name, "# It is so.", plays(text), head + after, why}
		r.before = head + before
		return r
	}
	check(t, []row{
		sweep("the name stays", lines(`< you asked for \{$n}: no\n`), func(n, _ string) string { return "you asked for " + n + ": yes\n" }, lines(`< you asked for \{$n}: yes\n`), ""),
		sweep("the name is found", lines(`< you asked\n`), func(n, _ string) string { return "1000 is not " + n + "\n" }, lines(`< 1000 is not \{$n}\n`), ""),
		sweep("beside what changes", lines(`< you asked\n`), func(n, play string) string { return n + " at " + play + "0" + play + " for " + n + "\n" },
			lines(`< \{$n} at \{hex} for \{$n}\n`), ""),
		sweep("what changes at all", lines(`< you asked\n`), func(n, play string) string { return "it is " + n + play + "\n" }, lines(`< it is \{hex}\n`), ""),
		sweep("something follows from it", lines(`< x\n`), func(n, _ string) string { return "length " + string(rune('0'+len(n))) + "\n" }, "",
			`mine.txtar:9: the line depends on the value: "length 1\n" for n=8, and "length 2\n" for n=10`),
		sweep("another line for a value", lines(`< x\n`), func(n, _ string) string { return strings.Repeat("a\n", len(n)) }, "", `the content has 1 line for n=8, and 2 for n=10`),
		sweep("a mask stands for it", lines(`< length \{int}, so\n`), func(n, _ string) string { return "length " + string(rune('0'+len(n))) + ", thus\n" }, lines(`< length \{int}, thus\n`), ""),
	})
}
