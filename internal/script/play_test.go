package script

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"httpkit/internal/suite"
)

// played is a row of the tables of this file: a server, a transcript, and what
// must come of it.
type played struct {
	name       string
	server     func(*net.TCPConn)
	keys       string
	transcript string
	want       suite.Word
	reason     string // the beginning of it
	shown      string // a part of the exchange
}

func playAll(t *testing.T, o Options, rows []played) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			o := o
			o.Target = serve(t, r.server)
			res := one(t, o, talk(t, r.keys, r.transcript))
			if res.Verdict != r.want || !strings.HasPrefix(res.Reason, r.reason) {
				t.Errorf("got  %s, %q\nwant %s, %q\n%s", res.Verdict, res.Reason, r.want, r.reason, exchange(res))
			}
			if !strings.Contains(exchange(res), r.shown) {
				t.Errorf("got the exchange\n%s\nwant in it\n%s", exchange(res), r.shown)
			}
			if res.Verdict == suite.Pass && (res.Reason != "" || len(res.Values) > 0 || res.Transcript == nil) {
				t.Errorf("a pass with %q, %v, transcript %v", res.Reason, res.Values, res.Transcript)
			}
		})
	}
}

// bytewise sends s in single bytes, each in a packet of its own.
func bytewise(s string) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		if head(bufio.NewReader(c)) == "" {
			return
		}
		c.SetNoDelay(true)
		for i := range len(s) {
			if _, err := io.WriteString(c, s[i:i+1]); err != nil {
				return
			}
		}
	}
}

const dated = "HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nETag: \"a-1\"\r\nContent-Length: 14\r\n\r\nHello, World!\n"

func TestLines(t *testing.T) {
	playAll(t, Options{}, []played{
		{name: "bytes across many reads", server: bytewise(dated), transcript: get + `< HTTP/1.1 200 OK\r\n
< Date: \{date}\r\n
< ETag: \{etag}\r\n
< Content-Length: \{int as n}\r\n
< \r\n
< \{bytes $n}\
* closed
`, want: suite.Pass},
		{name: "a line that is wrong", server: answers(dated), transcript: get + `< HTTP/1.1 200 OK\r\n
< Date: \{date}\r\n
< ETag: \{int}\r\n
< Content-Length: 14\r\n
`, want: suite.Fail, reason: `line 3 of the answer: wanted "ETag: \{int}\r\n", got "ETag: "a-1"\r\n"`,
			shown: "  < HTTP/1.1 200 OK\\r\\n\n  < Date: Tue, 02 Jan 2024 03:04:05 GMT\\r\\n\n- < ETag: \\{int}\\r\\n\n+ < ETag: \"a-1\"\\r\\n\n  < Content-Length: 14\\r\\n\n"},
		{name: "a date that is none", server: answers(strings.Replace(dated, "Tue", "Wed", 1)), transcript: get + `< HTTP/1.1 200 OK\r\n
< Date: \{date}\r\n
`, want: suite.Fail, reason: `line 2 of the answer: wanted "Date: \{date}\r\n", got "Date: Wed, 02`},
		{name: "at a soft level", keys: "level: SHOULD", server: answers(ok("")), transcript: get + `< HTTP/1.0 200 OK\r\n`,
			want: suite.Warn, reason: `line 1 of the answer: wanted "HTTP/1.0 200 OK\r\n", got "HTTP/1.1 200 OK\r\n"`},
		{name: "what follows is swallowed", server: answers(ok(strings.Repeat("x", 100_000))), transcript: get + `< HTTP/1.1 200 OK\r\n
< \{rest}\
* closed
`, want: suite.Pass},
		{name: "content that is cut off", server: answers("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("ab", 3000)), transcript: get + `< HTTP/1.1 200 OK\r\n
< \r\n
< \{rep 4000 ab}\
`, want: suite.Fail, reason: `line 3 of the answer: the connection was closed (FIN) after 6000 of its 8000 bytes: wanted "\{rep 4000 ab}"`,
			shown: "- < \\{rep 4000 ab}\\\n  # first difference at offset 6000, where what came ends\n- # 00001768"},
		{name: "content that is another", server: answers("HTTP/1.1 200 OK\r\nX: y\r\n\r\n" + strings.Repeat("\xff", 3000)), transcript: get + `< HTTP/1.1 200 OK\r\n
< \r\n
< \{rep 3000 \xfe}\
`, want: suite.Fail, reason: `line 2 of the answer: wanted "\r\n", got "X: y\r\n"`,
			shown: "+ < X: y\\r\\n\n  < \\r\\n\n- < \\{rep 3000 \\xfe}\\\n  # first difference at offset 0\n- # 00000000  fe fe"},
		{name: "nothing comes", keys: "timeout: 200ms", server: deaf, transcript: get + `< HTTP/1.1 200 OK\r\n`,
			want: suite.Fail, reason: `line 1 of the answer: wanted "HTTP/1.1 200 OK\r\n", but nothing came within the timeout`, shown: "+ * open"},
		{name: "a line is held to the whole timeout, not to one read", keys: "timeout: 30s", server: func(c *net.TCPConn) {
			head(bufio.NewReader(c))
			for i := range len(dated) { // each wait begins anew with each byte
				io.WriteString(c, dated[i:i+1])
				time.Sleep(time.Millisecond)
			}
		}, transcript: get + "= pass 200\n=   content \\{any}\\n\n", want: suite.Pass},
	})
}

func TestEndOfSection(t *testing.T) {
	more := ok("one") + ok("two")
	closing := "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
	playAll(t, Options{}, []played{
		{name: "after a line", server: answers("ab\ncd\n"), transcript: get + `< ab\n`, want: suite.Fail,
			reason: `3 bytes more came after all that was expected: "cd\n"`, shown: "  < ab\\n\n+ < cd\\n\n  * closed"},
		{name: "after a block", server: answers(more), transcript: get + "= pass 200", want: suite.Fail,
			reason: `a further response came, which nobody asked for: "HTTP/1.1 200 OK"`, shown: "+ < two\\\n"},
		{name: "after ended, said by a field", server: answers(closing + "x"), transcript: get + "= pass 200 ended", want: suite.Fail,
			reason: `1 byte more came after all that was expected: "x"`},
		{name: "after ended, nothing", server: answers(closing), transcript: get + "= pass 200 ended", want: suite.Pass},
		{name: "at a soft level", keys: "level: MAY", server: answers(more), transcript: get + "= pass 200", want: suite.Warn},
		{name: "after silent, an answer when we go", server: func(c *net.TCPConn) {
			deaf(c)
			io.WriteString(c, "HTTP/1.1 408 Request Timeout\r\n\r\n")
		}, transcript: "> GET /\\\n= pass silent", want: suite.Pass},
		{name: "after * silent", server: func(c *net.TCPConn) {
			deaf(c)
			io.WriteString(c, "HTTP/1.1 408 Request Timeout\r\n\r\n")
		}, transcript: "> GET /\\\n* silent", want: suite.Pass},
		{name: "after a line, an answer when we go", server: func(c *net.TCPConn) {
			head(bufio.NewReader(c))
			io.WriteString(c, "ab\n")
			deaf(c)
			io.WriteString(c, "late")
		}, transcript: get + `< ab\n`, want: suite.Fail, reason: `4 bytes more came`},
		{name: "after a write, nobody asks", server: answers(more), transcript: get, want: suite.Pass},
		{name: "on a connection before the last", server: answers(more), transcript: get + "= pass 200\n* connect\n" + get + "= pass 200 200", want: suite.Fail,
			reason: "a further response came"},
		{name: "on one of two, which is not the last that was played", server: answers("ab\ncd\n"), transcript: "* connect a\n* connect b\n>a x\\r\\n\\r\\n\n<a ab\\n\n>b y\\r\\n\\r\\n\n<b ab\\n\n<b cd\\n", want: suite.Fail,
			reason: "3 bytes more came", shown: "  <b cd\\n\n+ <a cd\\n\n"},
	})
}

// TestIdiom: "either it closes, or it stays in step".
func TestIdiom(t *testing.T) {
	idiom := get + "= pass any ended\n= pass any\n" + get + "= pass 2xx | ended\n"
	playAll(t, Options{}, []played{
		{name: "it says so and closes", server: answers("HTTP/1.1 400 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), transcript: idiom, want: suite.Pass},
		{name: "it stays in step", server: persistent(ok("x")), transcript: idiom, want: suite.Pass},
		{name: "it closes without having said so", server: answers(ok("x")), transcript: idiom, want: suite.Pass},
		{name: "it answers, then with another answer too many", server: persistent(ok("x") + ok("y")), transcript: idiom, want: suite.Fail},
		{name: "the second is refused", server: answers(ok("x"), "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"), transcript: idiom, want: suite.Fail,
			reason: "got 500 No, then FIN; wanted 2xx | ended"},
	})
}

func TestResponses(t *testing.T) {
	interim := "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
	playAll(t, Options{}, []played{
		{name: "HEAD has no content", server: answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", ok("hello")),
			transcript: "> HEAD / HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200\n" + get + "= pass 200\n=   content hello", want: suite.Pass},
		{name: "HEAD with content", server: answers(ok("hello")), transcript: "> HEAD / HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200", want: suite.Fail,
			reason: `5 bytes more came after all that was expected: "hello"`},
		{name: "two at once, the second a HEAD", server: answers("", ok("a")+"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
			transcript: get + "> HEAD / HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200 200\n=   1 content a\n=   2 size 0", want: suite.Pass},
		{name: "interim responses are passed over", server: answers(interim + interim + ok("x")), transcript: get + "= pass 200 closed", want: suite.Pass},
		{name: "unless they are named", server: answers(interim + ok("x")), transcript: get + "= pass 103 200", want: suite.Pass},
		{name: "a named one that does not come", server: answers(ok("x")), transcript: get + "= pass 100 200\n= warn 200 -- no interim response", want: suite.Warn,
			reason: "no interim response (got 200 OK)"},
		{name: "a property", server: answers(ok("x")), transcript: get + "= pass 200\n=   field Allow has GET", want: suite.Fail,
			reason: "got 200 OK; wanted 200 with field Allow has GET, but there is none"},
		{name: "several rules", server: answers("HTTP/1.1 404 No\r\n\r\n"), transcript: get + "= pass 200\n= pass 3xx\n=   field Location", want: suite.Fail,
			shown: "- = pass 200\n  #   200: the answer is 404 No\n- = pass 3xx\n- =   field Location\n  #   3xx: the answer is 404 No\n+ < HTTP/1.1 404 No\\r\\n\n+ < \\r\\n\n+ * closed"},
		{name: "an answer that breaks off", server: answers("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"), transcript: get + "= pass 200", want: suite.Fail,
			reason: "got an answer (200 OK) that broke off after 5 of 10 bytes, then FIN; wanted 200"},
		{name: "a fail of the rule", server: answers(ok("x")), keys: "level: MAY", transcript: get + "= fail 200 -- it must not", want: suite.Fail, reason: "it must not (got 200 OK"},
		{name: "a fail without words", server: answers(ok("x")), transcript: get + "= pass 400\n= fail 200", want: suite.Fail, reason: "got 200 OK; wanted 400"},
		{name: "a skip", server: answers(ok("x")), transcript: get + "= skip 200 -- not here\n", want: suite.Skip, reason: "not here"},
		{name: "warn, then fail", server: answers(ok("x"), ok("y")), transcript: get + "= warn 200 -- hm\n" + get + "= pass 404", want: suite.Fail, reason: "got 200 OK; wanted 404"},
		{name: "warn, then warn: the first is told", server: answers(ok("x"), ok("y")), transcript: get + "= warn 200 -- one\n" + get + "= warn 200 -- two", want: suite.Warn, reason: "one ("},
		{name: "warn, then a soft mismatch", keys: "level: SHOULD", server: answers(ok("x"), ok("y")), transcript: get + "= warn 200 -- one\n" + get + "= pass 404", want: suite.Warn, reason: "one ("},
		{name: "warn, then skip", server: answers(ok("x"), ok("y")), transcript: get + "= warn 200 -- one\n" + get + "= skip 200 -- not here", want: suite.Skip, reason: "not here"},
		{name: "101 ends HTTP", server: answers("HTTP/1.1 101 Switching Protocols\r\n\r\n\x00\x01"), transcript: get + "= pass 101", want: suite.Pass},
	})
}
