package script

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"httpkit/internal/suite"
)

// hearRow is a server, a transcript, and what is heard of it.
type hearRow struct {
	name   string
	server func(*net.TCPConn)
	text   string
	want   string // what was heard, run by run
	reason string // why it fails; "" where it passes
	waits  bool   // until the timeout
}

// TestHear: what is taken for the answer where "<" lines are not judged.
func TestHear(t *testing.T) {
	const (
		lines    = "< no\\\n"
		interim  = "HTTP/1.1 100 Continue\r\n\r\n"
		streamed = "HTTP/1.1 200 OK\r\n\r\none\n"
	)
	both := strings.Repeat(get, 2)
	const head200 = "< HTTP/1.1 200 OK\\r\\n\n"
	rows := []hearRow{
		{"an answer", persistent(ok("x")), get + lines, ok("x"), "", false},
		{"one that ends with the connection", answers("HTTP/1.1 200 OK\r\n\r\nx"), get + lines + "* closed", "HTTP/1.1 200 OK\r\n\r\nx", "", false},
		{"no HTTP", answers("Yes"), get + lines, "Yes", "", false},
		{"two answers for one run", persistent(ok("x")), both + lines, ok("x") + ok("x"), "", false},
		{"two answers for two", persistent(ok("x")), both + head200 + "* pause 1ms\n" + get + head200, ok("x") + "|" + ok("x") + ok("x"), "", false},
		{"a block takes the second", persistent(ok("x")), both + head200 + "= pass 200", ok("x"), "", false},
		{"100 before the content", func(c *net.TCPConn) {
			r := bufio.NewReader(c)
			head(r)
			io.WriteString(c, interim)
			io.CopyN(io.Discard, r, 1)
			io.WriteString(c, ok("x"))
			stay(c)
		}, `> POST / HTTP/1.1\r\n` + "\n" + `> Host: a\r\n` + "\n" + `> Content-Length: 1\r\n` + "\n" + `> Expect: 100-continue\r\n` + "\n" + `> \r\n` + "\n" + lines + "> x\\\n" + lines, interim + "|" + ok("x"), "", false},
		{"interim, then the answer", persistent(interim + ok("x")), get + lines, interim + ok("x"), "", false},
		{"a stream that stays open", func(c *net.TCPConn) { head(bufio.NewReader(c)); io.WriteString(c, streamed); deaf(c) }, get + lines + "* open", streamed, "", false},
		{"one that is left", func(c *net.TCPConn) { head(bufio.NewReader(c)); io.WriteString(c, streamed); deaf(c) }, get + lines + "* abort", streamed, "", false},
		{"a stream with a rest", func(c *net.TCPConn) { head(bufio.NewReader(c)); io.WriteString(c, streamed); deaf(c) }, get + "< \\{rest}\\", streamed, "", false},
		{"a repeat", persistent(ok("x")), "* repeat 2\n" + get + lines + "* end", ok("x") + "|" + ok("x"), "", false},
		{"a head without end, as wanted", answers("HTTP/1.1 404 No\n"), get + lines + "* closed", "HTTP/1.1 404 No\n", "", false},
		{"two connections", answers("x"), "* connect a\n" + onA(get) + get + "<a no\\\n< no\\\n<a no\\\n", "x|x", "", false},
		{"a reset that is wanted", func(c *net.TCPConn) { head(bufio.NewReader(c)); io.WriteString(c, ok("x")); c.SetLinger(0) }, get + lines + "* reset", ok("x"), "", false},

		{"not answered", deaf, get + lines, "", "nothing came within", true},
		{"closed", answers(""), get + lines, "", "nothing came, and the connection was closed (FIN)", false},
		{"reset", func(c *net.TCPConn) { head(bufio.NewReader(c)); c.SetLinger(0) }, get + lines, "", "nothing came, and the connection was reset (RST)", false},
		{"half an answer", func(c *net.TCPConn) {
			head(bufio.NewReader(c))
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
			deaf(c)
		}, get + lines, "", "the answer is not whole: 44 bytes came, then nothing for", true},
		{"broken off", answers("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"), get + lines, "", "the answer broke off after 5 of 10 bytes", false},
		{"a head without end", answers("HTTP/1.1 404 No\n"), get + head200 + "< \\r\\n\n", "", "the answer broke off in the header section", false},
		{"without end", func(c *net.TCPConn) { head(bufio.NewReader(c)); io.WriteString(c, streamed); deaf(c) }, get + lines, "", "so it ends where the server closes", true},
		{"an event that does not hold", persistent(ok("x")), get + lines + "* closed", ok("x"), "the connection stayed open", true},
		{"more than that", persistent(ok("x") + ok("y")), get + head200 + "= pass 200", ok("x"), "", false},
	}
	t.Run("rows", func(t *testing.T) {
		for _, r := range rows {
			t.Run(r.name, func(t *testing.T) {
				t.Parallel()
				r.check(t)
			})
		}
	})
	left(t)
}

func (r *hearRow) check(t *testing.T) {
	timeout := time.Minute
	if r.waits {
		timeout = 2 * time.Second
	}
	var mu sync.Mutex
	var heard []string
	o := Options{Target: serve(t, r.server), Timeout: timeout, Hear: func(h Heard) (map[string][]byte, error) {
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard, string(h.Bytes))
		return nil, nil
	}}
	res := one(t, o, talk(t, "", r.text))
	if got := strings.Join(heard, "|"); got != r.want {
		t.Errorf("heard\n%q\nwant\n%q", got, r.want)
	}
	if want := map[bool]suite.Word{true: suite.Pass, false: suite.Fail}[r.reason == ""]; res.Verdict != want || !strings.Contains(res.Reason, r.reason) {
		t.Errorf("got %s, %q; want %s, %q", res.Verdict, res.Reason, want, r.reason)
	}
}

// onA puts lines on the connection a.
func onA(text string) string { return strings.ReplaceAll(text, "> ", ">a ") }

// TestHearCaptures: what Hear gives can be sent, and each value of a sweep is told.
func TestHearCaptures(t *testing.T) {
	var mu sync.Mutex
	var heard []string
	o := Options{Target: serve(t, func(c *net.TCPConn) {
		r := bufio.NewReader(c)
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			fmt.Fprintf(c, "got %s", line)
		}
	}), Hear: func(h Heard) (map[string][]byte, error) {
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard, fmt.Sprintf("%s: %q after %q", h.Values, h.Bytes, h.Env.Vars["a"]))
		return map[string][]byte{"a": []byte("kept")}, nil
	}}
	res := one(t, o, talk(t, "each: n: 1 | 2", "> \\{$n}\\n\n< got \\{any as a}\\n\n> \\{$a}\\n\n< \\{any}\\n\n"))
	if res.Verdict != suite.Pass || len(heard) != 4 {
		t.Fatalf("got %s: %s\n%s", res.Verdict, res.Reason, strings.Join(heard, "\n"))
	}
	for _, want := range []string{`n=1: "got 1\n" after ""`, `n=2: "got kept\n" after "kept"`} {
		if !strings.Contains(strings.Join(heard, "\n"), want) {
			t.Errorf("got %q, want %s among them", heard, want)
		}
	}
	left(t)
}
