package script

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"httpkit/client"
	"httpkit/internal/judge"
	"httpkit/internal/report"
	"httpkit/internal/suite"
)

// flood writes s until the client has enough, and counts the bytes that were
// taken.
func flood(first, s string, taken *atomic.Int64) func(*net.TCPConn) {
	chunk := strings.Repeat(s, 1+8192/len(s))
	return func(c *net.TCPConn) {
		head(bufio.NewReader(c))
		io.WriteString(c, first)
		for {
			n, err := io.WriteString(c, chunk)
			taken.Add(int64(n))
			if err != nil {
				return
			}
		}
	}
}

// trickle writes a byte of s from time to time, without end.
func trickle(first, s string) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		head(bufio.NewReader(c))
		io.WriteString(c, first)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for i := 0; ; i++ {
			<-tick.C
			if _, err := io.WriteString(c, s[i%len(s):i%len(s)+1]); err != nil {
				return
			}
		}
	}
}

// nasty is what no terminal must get: escape sequences, C1 controls, an operating
// system command, letters that turn the direction of a line.
const nasty = "\x1b[31;1m\x9b2J\x1b]0;owned\x07\u009b31m\u202eetirw\u2066\u200b\ufeff\x00\r\x08"

// hostile are servers that do what no server should. Each has a verdict of its own,
// and its sentence, for a block ("= pass 200") and for a line ("< HTTP/1.1 200 OK").
func hostile(taken *atomic.Int64) []struct {
	name          string
	server        func(*net.TCPConn)
	block, onLine string // the beginning of the reason; "pass": it passes
} {
	sends := func(s string) func(*net.TCPConn) {
		return func(c *net.TCPConn) { head(bufio.NewReader(c)); io.WriteString(c, s) }
	}
	const line = `line 1 of the answer: `
	const wants = `wanted "HTTP/1.1 200 OK\r\n", `
	return []struct {
		name          string
		server        func(*net.TCPConn)
		block, onLine string
	}{
		{"garbage", sends("\x00\x01\x02 what?\n"),
			`got bytes that are no HTTP/1 response: "\0\x01\x02 what?\n", then FIN; wanted 200`, line + wants + `got "\0\x01\x02 what?\n"`},
		{"nothing at all", func(c *net.TCPConn) { deaf(c) },
			"got nothing, and the connection stayed open; wanted 200", line + wants + "but nothing came within the timeout"},
		{"closes at once", func(c *net.TCPConn) { c.CloseWrite(); deaf(c) },
			"got nothing, and the connection was closed (FIN); wanted 200", line + wants + "but the connection was closed (FIN)"},
		{"resets at once", func(c *net.TCPConn) { c.SetLinger(0) },
			"got nothing, and the connection was reset (RST); wanted 200", line + wants + "but the connection was reset (RST)"},
		{"a body without end", flood("HTTP/1.1 200 OK\r\n\r\n", "x", taken),
			"got the beginning of an answer (1048576 bytes: ", "more came after all that was expected"},
		{"a header section without end", flood("HTTP/1.1 200 OK\r\n", "X: y\r\n", taken),
			"got the beginning of an answer (1048576 bytes: ", "more came after all that was expected"},
		{"a line without end", flood("HTTP/1.1 200 OK", "x", taken),
			"got the beginning of an answer (1048576 bytes: ", line + `wanted "HTTP/1.1 200 OK\r\n", which is wrong from offset 15 on: got "xxx`},
		{"interim responses without end", flood("", "HTTP/1.1 103 Early Hints\r\n\r\n", taken),
			"got 103 Early Hints (", line + wants + `got "HTTP/1.1 103 Early Hints\r\n"`},
		{"100 Continue without end", flood("", "HTTP/1.1 100 Continue\r\n\r\n", taken),
			"got 100 Continue (20000 times), then ", line + wants + `got "HTTP/1.1 100 Continue\r\n"`},
		{"final responses without end", flood("", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", taken),
			"a further response came, which nobody asked for", "more came after all that was expected"},
		{"a chunk without end", flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffff\r\n", "x", taken),
			"got the beginning of an answer (1048576 bytes: ", "more came after all that was expected"},
		{"chunks without end", flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", taken),
			"got the beginning of an answer (1048576 bytes: ", "more came after all that was expected"},
		{"a chunk size without end", flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "f", taken),
			"got the beginning of an answer (1048576 bytes: ", "more came after all that was expected"},
		{"trailers without end", flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n", taken),
			"got the beginning of an answer (1048576 bytes: ", "more came after all that was expected"},
		{"a length that never comes", func(c *net.TCPConn) {
			sends("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx")(c)
			deaf(c)
		}, "got the beginning of an answer (", "more came after all that was expected"},
		{"a length that is none", sends("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
			"got an answer (200 OK) that can't be read: its framing can't be known", "more came after all that was expected"},
		{"a byte of a head from time to time", trickle("HTTP/1.1 200 OK\r\nX: ", "y"),
			"got the beginning of an answer (", "more came after all that was expected"},
		{"a byte of a line from time to time", trickle("HTTP/1.1 200 OK", "x"), // the next byte may be late
			"got the beginning of an answer (", line},
		{"answers before the request", func(c *net.TCPConn) { io.WriteString(c, ok("x")); head(bufio.NewReader(c)) },
			"pass", "more came after all that was expected"},
		{"answers twice", sends(ok("x") + ok("y")),
			"a further response came, which nobody asked for: \"HTTP/1.1 200 OK\"", "more came after all that was expected"},
		{"half a status-line", sends("HTTP/1.1 20"),
			"got an answer that broke off in the status-line, after 11 bytes, then FIN; wanted 200", line + "the connection was closed (FIN) after 11 of its 17 bytes: " + wants + `got "HTTP/1.1 20"`},
		{"an empty line first", sends("\r\n" + ok("x")),
			`got bytes that are no HTTP/1 response: "\r\nHTTP/1.1 200 OK`, line + wants + `got "\r\n"`},
		{"never reads", func(c *net.TCPConn) { stay(c) },
			"got nothing, and the connection stayed open; wanted 200", line + wants + "but nothing came within the timeout"},
		{"FIN, and then it reads on", func(c *net.TCPConn) { c.CloseWrite(); io.Copy(io.Discard, c); stay(c) },
			"got nothing, and the connection was closed (FIN); wanted 200", line + wants + "but the connection was closed (FIN)"},
		{"an answer, and then a reset", func(c *net.TCPConn) { // not read: the kernel resets
			io.WriteString(c, ok("x"))
			io.ReadFull(c, make([]byte, 1))
		}, "pass", "more came after all that was expected"},
		{"escape sequences in the status-line", sends("HTTP/1.1 200 " + nasty + "\r\nContent-Length: 0\r\n\r\n"), "pass", line + wants},
		{"escape sequences in place of one", sends(nasty + "\n"), `got bytes that are no HTTP/1 response: "\x1b[31;1m\x9b2J`, line + wants + `got "\x1b[31;1m`},
		{"escape sequences in fields", sends("HTTP/1.1 404 " + nasty + "\r\n" + nasty + ": " + nasty + "\r\n\r\n" + nasty), `got 404 `, line + wants},
		{"escape sequences after the answer", sends(ok("x") + nasty), `45 bytes more`, "more came"},
		{"escape sequences in a coding", sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + nasty + "\r\n"), "got an answer (200 OK) that can't be read", "more came"},
	}
}

func TestHostile(t *testing.T) {
	const kept = 1 << 20
	for _, form := range []string{"= pass 200", `< HTTP/1.1 200 OK\r\n`} {
		var taken atomic.Int64
		for _, h := range hostile(&taken) {
			t.Run(h.name+", "+form[:1], func(t *testing.T) {
				t.Parallel()
				good := serve(t, persistent(ok("x")))
				bad := serve(t, h.server)
				o := Options{Target: bad, Dial: client.Options{MaxUnread: kept}, Timeout: 300 * time.Millisecond}
				c := talk(t, "", get+form)
				if h.name == "never reads" {
					c = talk(t, "", strings.ReplaceAll(get, "GET", "POST")+"> \\{noise 30000000}\\\n"+form)
				}
				res := one(t, o, c)
				want, reason := suite.Fail, h.block
				if form[0] == '<' {
					reason = h.onLine
				}
				if reason == "pass" {
					want, reason = suite.Pass, ""
				}
				if res.Verdict != want || !strings.Contains(res.Reason, reason) {
					t.Errorf("got  %s, %q\nwant %s, %q", res.Verdict, res.Reason, want, reason)
				}
				harmless(t, res)
				// The next case is played as if nothing had been.
				o.Target = good
				if res := one(t, o, talk(t, "", get+"= pass 200")); res.Verdict != suite.Pass {
					t.Errorf("the next case: got %s (%s)", res.Verdict, res.Reason)
				}
			})
		}
	}
}

// harmless fails where a byte of the result could do something to a terminal.
func harmless(t *testing.T, res *suite.Result) {
	t.Helper()
	var b bytes.Buffer
	text := report.NewText(&b, report.Options{Verbose: true})
	text.Result(res)
	text.Finish(&suite.Summary{Results: []*suite.Result{res}})
	for _, s := range append([]string{res.Reason, b.String()}, strings.Split(exchange(res), "\n")...) {
		for i, r := range s {
			if r != '\n' && !unicode.IsPrint(r) || r == unicode.ReplacementChar {
				t.Errorf("%q reaches the terminal, in %q", r, s[max(i-20, 0):min(i+20, len(s))])
				break
			}
		}
	}
	if n := len(res.Exchange); n > 500 {
		t.Errorf("the exchange of one case has %d lines", n)
	}
	if n := b.Len(); n > 64<<10 {
		t.Errorf("the report of one case has %d bytes", n)
	}
}

// TestMemory: however much a server sends, no more is read than is kept, beside
// what the drain takes and what the kernel holds.
func TestMemory(t *testing.T) {
	const kept, drained, kernel = 256 << 10, 2 << 20, 16 << 20
	for _, transcript := range []string{get + "= pass 200", get + `< HTTP/1.1 200 OK\r\n`, get + "* closed", get, get + "= pass any\n=   size 5\n= pass raw"} {
		var taken atomic.Int64
		o := Options{Target: serve(t, flood("HTTP/1.1 200 OK\r\n\r\n", "x", &taken)), Dial: client.Options{MaxUnread: kept}, Timeout: 300 * time.Millisecond}
		res := one(t, o, talk(t, "", transcript))
		if n := taken.Load(); n > kept+drained+kernel {
			t.Errorf("%s: the server could send %d bytes", transcript, n)
		}
		if n := len(fmt.Sprint(res.Reason, exchange(res))); n > 8<<10 {
			t.Errorf("%s: %d bytes of words", transcript, n)
		}
	}
	left(t)
}

// TestCap: where reading stopped at the cap, the exchange says so, and not that the
// connection was open, which would mean that nothing more came.
func TestCap(t *testing.T) {
	var taken atomic.Int64
	const interim = "HTTP/1.1 100 Continue\r\n\r\n"
	content := flood("HTTP/1.1 200 OK\r\n\r\n", "x", &taken)
	for _, r := range []struct {
		transcript string
		server     func(*net.TCPConn)
		kept       int
		want       string
	}{
		{"= pass 404", content, 1 << 20, "+ # more came than is kept (1 MiB)"},
		{"= pass 200 open", content, 0, "+ # more came than is kept (16 MiB)"},
		{"* closed", content, 1 << 20, "+ # more came than is kept (1 MiB)"},
		{"< HTTP/1.1 404 No\\r\\n", content, 100_000, "  # more came than is kept (100000 bytes)"},
		{"< HTTP/1.1 200 OK\\r\\n", content, 1 << 20, "  # more came than is kept (1 MiB)"},
		{"< HTTP/1.1 200 OK\\r\\n\n< \\r\\n\n< \\{rep 2000000 x}\\", content, 1 << 20, "+ # more came than is kept (1 MiB)"},
		{"= pass 200", flood("", interim, &taken), 1 << 20, "+ # more came than is kept (1 MiB)"},
		{"= pass 200", func(c *net.TCPConn) {
			head(bufio.NewReader(c))
			io.WriteString(c, strings.Repeat(interim, judge.MaxItems+9))
			deaf(c)
		}, 1 << 20, "+ # more answers came than are read at once (20000)"},
	} {
		o := Options{Target: serve(t, r.server), Dial: client.Options{MaxUnread: r.kept}, Timeout: 300 * time.Millisecond}
		if got := exchange(one(t, o, talk(t, "", get+r.transcript))); !strings.HasSuffix(got, "\n"+r.want+"\n") {
			t.Errorf("%s: got\n%swant at its end\n%s", r.transcript, got, r.want)
		}
	}
}

// TestLargeBodies: sending goes on while an answer comes early, and a server that
// stops reading does not stop the run.
func TestLargeBodies(t *testing.T) {
	const post = "> POST / HTTP/1.1\\r\\n\n> Content-Length: 8000000\\r\\n\n> \\r\\n\n> \\{noise 8000000}\\\n"
	playAll(t, Options{Timeout: 2 * time.Second}, []played{
		{name: "an early answer, and the body is read", server: func(c *net.TCPConn) {
			r := bufio.NewReader(c)
			head(r)
			io.WriteString(c, "HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n")
			io.CopyN(io.Discard, r, 8000000)
			if head(r) != "" {
				io.WriteString(c, ok("x"))
			}
		}, transcript: post + "= pass 413\n" + get + "= pass 200", want: suite.Pass},
		{name: "an early answer, and it closes", server: func(c *net.TCPConn) {
			head(bufio.NewReader(c))
			io.WriteString(c, "HTTP/1.1 413 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
			c.CloseWrite()
			io.CopyN(io.Discard, c, 1000)
			stay(c)
		}, transcript: post + "= pass 413 ended", want: suite.Pass},
		{name: "it stops reading, and answers", server: func(c *net.TCPConn) {
			head(bufio.NewReader(c))
			io.WriteString(c, ok("x"))
			stay(c)
		}, transcript: post + "= pass 200", want: suite.Pass},
		{name: "it stops reading, and is silent", keys: "timeout: 200ms", server: func(c *net.TCPConn) {
			head(bufio.NewReader(c))
			stay(c)
		}, transcript: post + "= pass 200", want: suite.Fail, reason: "got nothing, and the connection stayed open; wanted 200"},
		{name: "it reads all, and echoes", server: func(c *net.TCPConn) {
			r := bufio.NewReader(c)
			head(r)
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n")
			io.CopyN(c, r, 8000000)
		}, transcript: post + "= pass 200\n=   content \\{noise 8000000}", want: suite.Pass},
	})
}
