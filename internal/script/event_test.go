package script

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

func TestEvents(t *testing.T) {
	reset := func(c *net.TCPConn) { // RST to whoever has sent a request
		head(bufio.NewReader(c))
		c.SetLinger(0)
	}
	ends := make(chan string, 10)
	tells := func(c *net.TCPConn) { // says how the client ended
		_, err := io.Copy(io.Discard, c)
		if err == nil {
			ends <- "FIN"
		} else {
			ends <- "RST"
		}
	}
	playAll(t, Options{Pace: 1e-4, Jobs: 2}, []played{
		{name: "closed", server: answers(""), transcript: get + "* closed", want: suite.Pass},
		{name: "closed, but reset", server: reset, transcript: get + "* closed", want: suite.Fail, reason: "the connection was reset (RST)", shown: "- * closed\n+ * reset\n"},
		{name: "closed, but open", keys: "timeout: 3600s", server: staysOpen, transcript: get + "= pass 200\n* closed", want: suite.Fail, reason: "the connection stayed open", shown: "- * closed\n+ * open\n"},
		{name: "closed, but more came", server: answers(ok("x") + "yz"), transcript: get + "= pass 200\n* closed", want: suite.Fail, reason: `2 more bytes came: "yz"`, shown: "- * closed\n+ < yz\\\n+ * closed\n"},
		{name: "reset", server: reset, transcript: get + "* reset", want: suite.Pass},
		{name: "reset, but closed", server: answers(""), transcript: get + "* reset", want: suite.Fail, reason: "the connection was closed (FIN)"},
		{name: "reset in a rule", server: reset, transcript: get + "= pass 400 | reset", want: suite.Pass},
		{name: "open for an hour", server: persistent(ok("x")), transcript: get + "= pass 200\n* open 300s", want: suite.Pass},
		{name: "silent for an hour, but it speaks", server: answers("x"), transcript: get + "* silent 300s", want: suite.Fail, reason: `1 more byte came: "x"`},
		{name: "pause for an hour", server: persistent(ok("x")), transcript: "> GET / HTTP/1.1\\r\\n\n* pause 300s\n> \\r\\n\n= pass 200", want: suite.Pass},
		{name: "close-write", server: func(c *net.TCPConn) { io.Copy(io.Discard, c); io.WriteString(c, ok("x")) }, transcript: "* close-write\n= pass 200 closed", want: suite.Pass},
		{name: "abort", server: tells, transcript: "> x\\\n* abort\n", want: suite.Pass},
		{name: "what follows an abort is not played", server: tells, transcript: "* connect a\n* connect b\n>a x\\\n*a abort\n*b close-write\n*b closed", want: suite.Pass},
		{name: "drip", server: bytewise(ok("x")), transcript: "* drip 3 300s\n" + get + "= pass 200", want: suite.Pass},
		{name: "sip", server: answers(ok(strings.Repeat("x", 50))), transcript: "* sip 7 300s\n" + get + "= pass 200\n=   size 50", want: suite.Pass},
		{name: "sip nothing, and what lies there is read in the end", server: answers(ok(strings.Repeat("x", 5000))), transcript: "* sip 0\n" + get + "* silent 300s", want: suite.Pass},
		{name: "repeat", server: persistent(ok("x")), transcript: "* repeat 200\n" + get + "= pass 200\n* end\n* repeat 50\n" + get + "* end\n= pass 200*50", want: suite.Pass},
		{name: "too many turns by name", keys: "each: n: 100001", server: persistent(ok("x")), transcript: "* repeat $n\n" + get + "* end", want: suite.Error, reason: "repeat: got 100001 turns, want at most 100,000 in all"},
		{name: "too many turns, multiplied", keys: "each: n: 317", server: persistent(ok("x")), transcript: get + "* repeat $n\n* repeat $n\n" + get + "* end\n* end", want: suite.Error, reason: "repeat: got 317 times 317 turns, want at most 100,000 in all"},
		{name: "as many turns, one after the other", keys: "each: n: 300", server: persistent(ok("x")), transcript: "* repeat 2\n* repeat $n\n> \\\n* end\n* repeat $n\n> \\\n* end\n* end\n" + get + "= pass 200", want: suite.Pass},
		{name: "a long play that fails is shown by its ends", server: persistent(ok("x")), transcript: "* repeat 200\n" + get + "= pass 200\n* end\n= pass 200", keys: "timeout: 3600s", want: suite.Fail,
			reason: "got nothing, and the connection stayed open; wanted 200", shown: "  # ... 320 steps like these ...\n"},
		{name: "several connections", server: persistent(ok("x")), transcript: "* connect a\n* connect b\n>a GET / HTTP/1.1\\r\\n\n>b GET / HTTP/1.1\\r\\n\n>b \\r\\n\n=b pass 200\n>a \\r\\n\n=a pass 200\n", want: suite.Pass},
		{name: "a new one for the bare gutters, the old one stays", server: persistent(ok("x")), transcript: get + "= pass 200\n* connect\n" + get + "= pass 200", want: suite.Pass},
	})
	got := []string{<-ends, <-ends, <-ends}
	if n := strings.Count(strings.Join(got, " "), "RST"); n != 2 {
		t.Errorf("the server saw %v; want two resets, and a FIN", got)
	}
}

// TestNeverReset: no RST of ours meets a server, unless a case says so or an answer
// has no end: a reset ends many a beginner's server.
func TestNeverReset(t *testing.T) {
	for _, r := range []struct{ name, transcript, answer string }{
		{"a pass", get + "= pass 200", ok("x")},
		{"more than was expected", get + "= pass 200", ok("x") + strings.Repeat("y", 300_000)},
		{"a wrong line", get + `< HTTP/1.0 200 OK\r\n`, ok(strings.Repeat("y", 300_000))},
		{"nobody reads the answer", get, ok(strings.Repeat("y", 300_000))},
		{"read slowly", "* sip 1 3600s\n" + get, ok(strings.Repeat("y", 300_000))},
		{"a skip", get + "= skip 200 -- no", ok("x") + strings.Repeat("y", 300_000)},
		{"a name that is not set when it is sent", "> GET /\\{$n} HTTP/1.1\\r\\n\n> \\r\\n\n= pass 200\n=   content x\\{any as m}\n= pass 200\n> \\{$m}\\", ok("y")},
		{"a refused request", get + get + "= pass 200 closed", ok("x")},
	} {
		t.Run(r.name, func(t *testing.T) {
			ended := make(chan error, 1)
			target := serve(t, func(c *net.TCPConn) {
				rd := bufio.NewReader(c)
				head(rd)
				if _, err := io.WriteString(c, r.answer); err != nil {
					ended <- err
					return
				}
				c.CloseWrite()
				_, err := io.Copy(io.Discard, rd)
				ended <- err
			})
			one(t, Options{Target: target}, talk(t, "each: n: x", r.transcript))
			if err := <-ended; err != nil {
				t.Errorf("the server met %v, want FIN", err)
			}
		})
	}
}

// TestUnix: a unix socket knows no RST.
func TestUnix(t *testing.T) {
	a, err := client.ParseAddress("unix:" + t.TempDir() + "/s")
	if err != nil {
		t.Fatal(err)
	}
	res := one(t, Options{Target: a}, talk(t, "", "> x\\\n* abort"))
	if res.Verdict != suite.Skip || res.Reason != "it resets a connection, and a unix socket knows no RST" {
		t.Errorf("got %s: %s", res.Verdict, res.Reason)
	}
}

// TestStillborn: a connection that was reset as it was made is one that was reset.
func TestStillborn(t *testing.T) {
	for _, r := range []struct {
		transcript string
		want       suite.Word
		reason     string
	}{
		{get + "* reset", suite.Pass, ""},
		{"* sip 3 50ms\n* drip 1 50ms\n" + get + "* close-write\n= pass 400 | reset", suite.Pass, ""},
		{get + "= pass 200", suite.Fail, "got nothing, and the connection was reset (RST); wanted 200"},
		{get + "< x\\n", suite.Fail, `line 1 of the answer: wanted "x\n", but the connection was reset (RST)`},
		{"> x\\\n* abort", suite.Pass, ""},
	} {
		p := &play{o: &Options{Pace: 1}, pacer: &pacer{patience: 1}, rec: client.NewRecorder(), level: suite.Fail, env: &wire.Env{Vars: map[string][]byte{"host": nil}}}
		p.begin()
		c := &conn{link: stillborn{}}
		p.conns[""], p.all = c, []*conn{c}
		steps, err := section(t, r.transcript).Program()
		if err != nil {
			t.Fatal(err)
		}
		if _, err = p.steps(t.Context(), steps); err == nil {
			err = p.leave(t.Context())
		}
		if err != nil || p.verdict != r.want || p.reason != r.reason {
			t.Errorf("%s: got %s, %q, %v; want %s, %q", r.transcript, p.verdict, p.reason, err, r.want, r.reason)
		}
		p.abandon()
	}
}

// TestNothingCame: what was wanted is shown though there is nothing to hold it against.
func TestNothingCame(t *testing.T) {
	want := get + `< HTTP/1.1 200 OK\n` + "\n" + `< \n` + "\n" + `< Hello\n`
	wanted := `- < HTTP/1.1 200 OK\n` + "\n" + `- < \n` + "\n" + `- < Hello\n` + "\n"
	playAll(t, Options{Pace: 1e-4, Jobs: 2}, []played{
		{name: "FIN", server: answers(""), transcript: want, want: suite.Fail, shown: wanted + "+ * closed\n"},
		{name: "RST", server: func(c *net.TCPConn) { head(bufio.NewReader(c)); c.SetLinger(0) }, transcript: want, want: suite.Fail, shown: wanted + "+ * reset\n"},
		{name: "silence", keys: "timeout: 3600s", server: deaf, transcript: want, want: suite.Fail, shown: wanted + "+ * open\n"},
	})
}
