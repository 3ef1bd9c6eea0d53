package judge

import (
	"strings"
	"testing"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// line parses one "<" or "*" line.
func line(t testing.TB, text string) *wire.Line {
	t.Helper()
	sec, err := wire.ParseSection("test.txtar", "talk", 1, []byte(text+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	return &sec.Lines[0]
}

func TestExpect(t *testing.T) {
	for _, r := range []struct {
		line, bytes, state string
		want               string
		at                 int
		why                string
	}{
		{`< HTTP/1.1 200 OK\r\n`, "", "", "open", 0, ""},
		{`< HTTP/1.1 200 OK\r\n`, "HTTP/1.1 2", "", "open", 0, ""},
		{`< HTTP/1.1 200 OK\r\n`, "HTTP/1.1 200 OK\r\nDate", "", "holds left 4", 0, ""},
		{`< HTTP/1.1 200 OK\r\n`, "HTTP/1.1 404", "", "fails", 9, `wanted "HTTP/1.1 200 OK\r\n", got "HTTP/1.1 404"`},
		{`< HTTP/1.1 200 OK\n`, "HTTP/1.1 200 OK\r\nDate", "", "fails", 15, `it ends in \r\n, wanted \n`},
		{`< HTTP/1.1 200 OK\r\n`, "HTTP/1.1 200 OK\nDate", "", "fails", 15, `it ends in \n, wanted \r\n`},
		{`< Date: \{date}\r\n`, "Date: now\r\nServer", "", "fails", 6, `wanted "Date: \{date}\r\n", got "Date: now\r\n"`},
		{`< \{rep 60 a}\n`, strings.Repeat("a", 55) + "b\n", "", "fails", 55, `wanted "\{rep 60 a}\n", which is wrong from offset 55 on: got "b\n", not "aaaaa\n"`},
		{`< \{rep 60 a}\n`, strings.Repeat("a", 55), "FIN", "fails", 55, `the connection was closed (FIN) after 55 of its 61 bytes: wanted "\{rep 60 a}\n"`},
		{`< \{rep 60 a}\{rep 60 a}\{rep 60 a}\{rep 60 a}\{rep 60 a}\{rep 60 a}\{rep 60 a}\{rep 60 a}\{rep 60 a}\n`, "", "FIN", "fails", 0, `wanted "` + strings.Repeat(`\{rep 60 a}`, 8) + `\{rep 60"..., but the connection was closed (FIN)`},
		{`< HTTP/1.1 200 OK\r\n`, "HTTP/1.1 2", "FIN", "fails", 10, `the connection was closed (FIN) after 10 of its 17 bytes: wanted "HTTP/1.1 200 OK\r\n", got "HTTP/1.1 2"`},
		{`< HTTP/1.1 200 OK\r\n`, "H", "RST", "fails", 1, `the connection was reset (RST) after 1 of its 17 bytes: wanted "HTTP/1.1 200 OK\r\n", got "H"`},
		{`< HTTP/1.1 200 OK\r\n`, "", "timeout", "fails", 0, `wanted "HTTP/1.1 200 OK\r\n", but nothing came within the timeout`},
		{`< HTTP/1.1 200 OK\r\n`, "HT", "timeout", "fails", 2, `nothing more came within the timeout, after 2 of its 17 bytes: wanted "HTTP/1.1 200 OK\r\n", got "HT"`},
		{`< HTTP/1.1 200 OK\r\n`, "HT", "quiet", "open", 0, ""},
		{`< HTTP/1.1 200 OK\r\n`, "HT", "full", "fails", 2, `more came than is kept (2 bytes): wanted "HTTP/1.1 200 OK\r\n"`},
		{`< Length: \{int as n}\r\n`, "Length: 14\r\n", "", "holds n=14", 0, ""},
		{`< Host: \{$host}\r\n`, "Host: h\r\n", "", "holds", 0, ""},
		{`< a\{rest}\`, "abcd", "", "holds swallow", 0, ""},
		{`< hello\`, "hello", "", "holds", 0, ""},
		{`< \{int as n}\`, "14", "", "open", 0, ""},
		{`< \{int as n}\`, "14", "FIN", "holds n=14", 0, ""},
		{`< \{int as n}\`, "14", "timeout", "holds n=14", 0, ""},
		{`< \{$nobody}\`, "14", "", "fails error", 0, ""},
	} {
		s := seen(t, r.state)
		s.Bytes = []byte(r.bytes)
		d := Expect(line(t, r.line), s)
		if got := short(d, s); got != r.want || d.At != r.at || r.why != "" && d.Why != r.why {
			t.Errorf("%s on %q %s:\n\tgot  %s, at %d, %q (%v)\n\twant %s, at %d, %q",
				r.line, r.bytes, r.state, got, d.At, d.Why, d.Err, r.want, r.at, r.why)
		}
	}
}

func TestObserve(t *testing.T) {
	stayed := "the connection stayed open"
	for _, r := range []struct{ line, seen, want, why string }{
		{"* closed", "", "open", ""},
		{"* closed", "quiet", "open", ""},
		{"* closed", "FIN", "holds", ""},
		{"* closed", "RST", "fails", "the connection was reset (RST)"},
		{"* closed", "timeout", "fails", stayed},
		{"* closed", "full", "fails", ""},
		{"* closed", "yes", "fails", `3 more bytes came: "Yes"`},
		{"* closed", "yes FIN", "fails", `3 more bytes came: "Yes"`},
		{"* reset", "RST", "holds", ""},
		{"* reset", "FIN", "fails", "the connection was closed (FIN)"},
		{"* reset", "timeout", "fails", stayed},
		{"* open", "", "open quiet", ""},
		{"* open", "quiet", "holds", ""},
		{"* open", "timeout", "holds", ""},
		{"* open", "FIN", "fails", "the connection was closed (FIN)"},
		{"* open", "yes quiet", "fails", ""},
		{"* silent", "", "open quiet", ""},
		{"* silent 2s", "quiet", "holds", ""},
		{"* silent", "RST quiet", "fails", "the connection was reset (RST)"},
		{"* pause 1s", "", "fails error", ""},
	} {
		s := seen(t, r.seen)
		d := Observe(line(t, r.line).Do, s)
		if got := short(d, s); got != r.want || r.why != "" && d.Why != r.why {
			t.Errorf("%s, seen %q: got %s, %q; want %s, %q", r.line, r.seen, got, d.Why, r.want, r.why)
		}
	}
	// Responses that came where none were to come can still be linted.
	s := seen(t, "200 404")
	if d := Observe(line(t, "* silent").Do, s); len(d.Responses) != 2 {
		t.Errorf("got %d responses, want 2", len(d.Responses))
	}
}

// TestWords holds the sentences: what came, and what each rule missed.
func TestWords(t *testing.T) {
	for _, r := range []struct {
		rules, seen, why string
		misses           []string
	}{
		{"pass 400", "404 FIN", "got 404 Not Found, then FIN; wanted 400",
			[]string{"400: the answer is 404 Not Found"}},
		{"pass 200", "FIN", "got nothing, and the connection was closed (FIN); wanted 200",
			[]string{"200: no answer: the connection was closed (FIN)"}},
		{"pass 200", "RST", "got nothing, and the connection was reset (RST); wanted 200",
			[]string{"200: no answer: the connection was reset (RST)"}},
		{"pass 200 | 204; pass 301", "timeout", "got nothing, and the connection stayed open; wanted 200 | 204 | 301",
			[]string{"200: no answer came", "301: no answer came"}},
		{"pass 200", "yes", `got bytes that are no HTTP/1 response: "Yes"; wanted 200`,
			[]string{`200: no answer, but bytes that are no HTTP/1 response: "Yes"`}},
		{"pass 200", "cut FIN", "got an answer (200 OK) that broke off after 12 of 40 bytes, then FIN; wanted 200",
			[]string{"200: no answer, but an answer (200 OK) that broke off after 12 of 40 bytes"}},
		{"pass 200", "HT timeout", `got the beginning of an answer (2 bytes: "HT"), and the connection stayed open; wanted 200`,
			[]string{`200: no answer, but the beginning of an answer (2 bytes: "HT")`}},
		{"pass 2xx*3", "200 200 404 RST", "got 200 OK (2 times), then 404 Not Found, then a reset (RST); wanted 2xx*3",
			[]string{"2xx*3: answer 3 is 404 Not Found"}},
		{"pass 400 ended", "400 timeout", "got 400 Bad Request, and the connection stayed open; wanted 400 ended",
			[]string{`400 ended: the connection stayed open, and the answer does not say "Connection: close"`}},
		{"pass 400 closed | ended", "400 200 FIN", "got 400 Bad Request, then 200 OK, then FIN; wanted 400 closed | ended",
			[]string{"400 closed: 200 OK came after the answer"}},
		{"pass 2xx closed", "200 RST", "got 200 OK, then a reset (RST); wanted 2xx closed",
			[]string{"2xx closed: the connection was reset (RST), not closed (FIN)"}},
		{"pass 2xx open", "200 yes", `got 200 OK, then bytes that are no HTTP/1 response: "Yes"; wanted 2xx open`,
			[]string{`2xx open: 3 more bytes came: "Yes" after the answer`}},
		{"pass 2xx; . field Allow has GET", "200", "got 200 OK; wanted 2xx",
			[]string{"2xx: field Allow has GET: there is none"}},
		{"pass 2xx; . content hallo", "200", "got 200 OK; wanted 2xx",
			[]string{`2xx: content hallo: the content is "hello"`}},
		{`pass 2xx; . content \{rep 60 a}`, "200", "got 200 OK; wanted 2xx",
			[]string{`2xx: content \{rep 60 a}: the content is "hello" (5 bytes, not 60; wrong at byte 0: "hello", not "` + strings.Repeat("a", 48) + `"...)`}},
		{"pass 2xx; . framing chunked", "200", "got 200 OK; wanted 2xx",
			[]string{"2xx: framing chunked: the framing is length"}},
		{"pass 2xx; . ! field Content-Length", "200", "got 200 OK; wanted 2xx",
			[]string{"2xx: ! field Content-Length: it is there, and must not be"}},
		// A rule that decides against the target says why the better ones did not hold.
		{"pass 400; fail 2xx; pass 404", "200", "got 200 OK; wanted 400 | 404",
			[]string{"400: the answer is 200 OK", ""}},
		{"pass 200", "200", "", nil},
	} {
		s := seen(t, r.seen)
		d := Block(block(t, r.rules), s)
		if d.Why != r.why || len(d.Misses) != len(r.misses) {
			t.Errorf("%s, seen %s:\n\tgot  %s\n\twant %s\n\tmisses %q", r.rules, r.seen, d.Why, r.why, d.Misses)
			continue
		}
		for i := range d.Misses {
			if d.Misses[i] != r.misses[i] {
				t.Errorf("%s, seen %s:\n\tgot  %s\n\twant %s", r.rules, r.seen, d.Misses[i], r.misses[i])
			}
		}
	}
}

// TestEndless: responses without end are read up to a bound.
func TestEndless(t *testing.T) {
	for _, r := range []struct{ response, why string }{
		{"HTTP/1.1 103 Early Hints\r\n\r\n", "got 103 Early Hints (20000 times), then 252 bytes more, "},
		{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "got 200 OK (20000 times), then 342 bytes more, "},
	} {
		s := Seen{Bytes: []byte(strings.Repeat(r.response, MaxItems+9)), Memory: &Memory{}}
		d := Block(block(t, "pass 200*1000000"), s)
		if d.State != Fails || !strings.HasPrefix(d.Why, r.why) || len(s.Memory.items) != MaxItems {
			t.Errorf("got %v, %q, with %d responses", d.State, d.Why, len(s.Memory.items))
		}
	}
}

// TestResponses: those consumed where a rule holds, all that came where none does.
func TestResponses(t *testing.T) {
	for _, r := range []struct {
		rules, seen string
		want        int
	}{
		{"pass 200", "103 200 404", 2},
		{"pass 200", "404 200 part", 2},
		{"pass 200", "part", 0},
		{"pass raw", "yes", 0},
	} {
		d := Block(block(t, r.rules), seen(t, r.seen))
		if len(d.Responses) != r.want {
			t.Errorf("%s, seen %s: got %d responses, want %d", r.rules, r.seen, len(d.Responses), r.want)
		}
	}
	if d := Block(block(t, "pass ended"), Seen{End: message.FIN}); d.State != Holds {
		t.Errorf("without an Env: got %+v", d)
	}
}
