package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"httpkit/internal/loopback"
	"httpkit/internal/wire"
)

// TestSpread: the row of the table.
func TestSpread(t *testing.T) {
	for _, c := range []struct{ in, want []time.Duration }{
		{[]time.Duration{3}, []time.Duration{3, 3, 3}},
		{[]time.Duration{9, 1, 2}, []time.Duration{1, 2, 9}},
		{[]time.Duration{9, 1, 2, 4}, []time.Duration{1, 3, 9}},
	} {
		a, b, d := spread(c.in)
		if a != c.want[0] || b != c.want[1] || d != c.want[2] {
			t.Errorf("%v: got %d %d %d, want %v", c.in, a, b, d, c.want)
		}
	}
}

// TestTimeLines: from what each time is counted.
func TestTimeLines(t *testing.T) {
	ms := time.Millisecond
	got := timeLines(&wire.Transcript{Records: []wire.Record{
		{At: 5 * ms, Nth: 1, Kind: wire.DidConnect, Took: 2 * ms, TLS: 3 * ms},
		{At: 7 * ms, Nth: 1, Kind: wire.DidSend, Data: []byte("a")},
		{At: 9 * ms, Nth: 1, Kind: wire.DidSend, Data: []byte("b")},
		{At: 10 * ms, Nth: 2, Conn: "b", Kind: wire.DidConnect, Took: ms},
		{At: 12 * ms, Nth: 2, Conn: "b", Kind: wire.DidReceive, Data: []byte("hello")},
		{At: 13 * ms, Nth: 1, Kind: wire.DidReceive, Data: []byte("x")},
		{At: 14 * ms, Nth: 2, Conn: "b", Kind: wire.DidSend, Data: []byte("c")},
		{At: 15 * ms, Nth: 3, Conn: "c", Kind: wire.DidConnect, Took: ms / 4},
		{At: 27 * ms, Nth: 1, Kind: wire.DidReceive, Data: []byte("y")},
	}})
	want := []string{
		"# connect 2.00 ms, TLS 3.00 ms, first byte 6.00 ms, last byte 20.00 ms",
		"# b: connect 1.00 ms, first byte 2.00 ms, last byte 2.00 ms",
		"# c: connect 0.25 ms, no byte came",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestTimes: the line below an exchange, and the table, with TLS.
func TestTimes(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hi") }))
	defer srv.Close()
	status, out, errOut := httpkit(t, "send", srv.URL, "--insecure", "--get", "/", "--time")
	line := regexp.MustCompile(`(?m)^# connect \d+\.\d\d ms, TLS \d+\.\d\d ms, first byte \d+\.\d\d ms, last byte \d+\.\d\d ms\n\z`)
	if status != 0 || !line.MatchString(out) {
		t.Errorf("got exit status %d and\n%s%s", status, out, errOut)
	}
	status, out, errOut = httpkit(t, "send", srv.URL, "--insecure", "--get", "/", "--time", "--repeat", "4")
	num := ` +\d+\.\d\d ms +\d+\.\d\d ms +\d+\.\d\d ms\n`
	table := regexp.MustCompile(`\A4 of 4 times\n +min +median +max\nconnect` + num + `TLS` + num + `first byte` + num + `last byte` + num + `200: 4\n\z`)
	if status != 0 || !table.MatchString(out) || errOut != "" {
		t.Errorf("got exit status %d and\n%s%s", status, out, errOut)
	}
}

// TestRepeat: each round is on a connection of its own; Ctrl-C ends it with what
// was measured, and so does a server that goes away.
func TestRepeat(t *testing.T) {
	for _, c := range []struct {
		name   string
		flags  []string
		third  func(stop func(), l net.Listener)
		status int
		stdout string // a pattern
		stderr string
	}{
		{"five", []string{"--repeat", "5"}, nil, 0, `(?s)\A# 1 of 5\n.*< 1\\\n.*\n\n# 5 of 5\n.*< 5\\\n\* closed\n\z`, ""},
		{"five raw", []string{"--repeat", "5", "--raw"}, nil, 0, `\A(HTTP/1.0 200 OK\r\n\r\n[1-5]){5}\z`, ""},
		{"a line that does not hold", []string{"--repeat", "5", "--time", "= pass 204"}, nil, 1, `(?s)\A# 1 of 5\n.*\n1 of 5 times\n.*\n200: 1\n\z`, "arguments:3"},
		{"Ctrl-C", []string{"--repeat", "1000000", "--time"}, func(stop func(), _ net.Listener) { stop() }, 130, `(?s)\A2 of 1000000 times\n +min.*\nconnect .*\n200: 2\n\z`, "interrupted"},
		{"Ctrl-C, as JSON", []string{"--repeat", "1000000", "--json"}, func(stop func(), _ net.Listener) { stop() }, 130, `(?s)"round": 2,.*"error": "interrupted",\n  "exit_status": 130\n}\n\z`, "interrupted"},
		{"gone", []string{"--repeat", "5", "--time"}, func(_ func(), l net.Listener) { l.Close() }, 3, `(?s)\A3 of 5 times\n.*\n200: 3\n\z`, "connection refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := loopback.Listen(t)
			defer l.Close()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			var n atomic.Int32
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					i := n.Add(1)
					conn.Read(make([]byte, 1024))
					if i == 3 && c.third != nil {
						c.third(stop, l)
						if ctx.Err() != nil {
							defer conn.Close() // it hangs until the test is over
							continue
						}
					}
					io.WriteString(conn, "HTTP/1.0 200 OK\r\n\r\n"+string(rune('0'+i%10)))
					conn.Close()
				}
			}()
			var out, errOut bytes.Buffer
			args := append([]string{"send", l.Addr().String(), `> GET / HTTP/1.0\r\n`, `> \r\n`}, c.flags...)
			status := run(ctx, args, strings.NewReader(""), &out, &errOut)
			timeless := regexp.MustCompile(`(?m)^# after .*\n`).ReplaceAllString(out.String(), "")
			if status != c.status || !regexp.MustCompile(c.stdout).MatchString(timeless) || !strings.Contains(errOut.String(), c.stderr) {
				t.Errorf("got exit status %d and\n%s%s\nwant %d, %s, %s", status, out.String(), errOut.String(), c.status, c.stdout, c.stderr)
			}
		})
	}
}

// TestSendSentences: what goes wrong is told in a sentence, and what has come by
// then is shown.
func TestSendSentences(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	plain := scripted(t, "HTTP/1.1 400 Bad Request\r\n\r\n", false)
	get := []string{`GET / HTTP/1.1\r\n`, `\r\n`}
	for _, c := range []struct {
		name, addr     string
		args           []string
		status         int
		stdout, stderr string
	}{
		{"no such name", "no-such-name.invalid:1", get, 3, "", "no-such-name.invalid:1: "},
		{"no TLS there", "https://" + plain, get, 3, "", "TLS: the server answered with something that is no TLS"},
		{"no handshake", "https://" + silent.Addr().String(), append(get, "--timeout", "50ms"), 3, "", "connected, but no TLS handshake within 50ms"},
		{"no answer in time", silent.Addr().String(), append(get, "--timeout", "50ms"), 0, `> GET / HTTP/1.1\r\n`, "no whole answer came within 50ms\n"},
		{"FIN in the content", scripted(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", false), get, 0, `< abc\`,
			": the answer broke off after 3 of 9 bytes: the server closed the connection (FIN)\n"},
		{"FIN in the head", scripted(t, "HTTP/1.1 200 OK\r\nConte", false), get, 0, `< Conte\`, ": the answer broke off in the header section, after 22 bytes: the server closed"},
		{"FIN without an answer", scripted(t, "", false), get, 0, "* closed", ": no answer: the server closed the connection (FIN)\n"},
		{"RST", scripted(t, "", true), get, 0, "* reset", ": no answer: the server reset the connection (RST)\n"},
		{"on a named connection", scripted(t, "", false), []string{"* connect b", `>b GET / HTTP/1.1\r\n`, `>b \r\n`}, 0, "*b closed", ", connection b: no answer: "},
		{"second answer missing", scripted(t, "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 2", false), append(get, get...), 0, "< HTTP/1.1 2\\", ": the answer broke off in the status-line"},
	} {
		status, out, errOut := httpkit(t, append([]string{"send", c.addr}, c.args...)...)
		if status != c.status || !strings.Contains(out, c.stdout) || !strings.Contains(errOut, c.stderr) || strings.Count(errOut, "\n") > 3 {
			t.Errorf("%s: got exit status %d and\n%s%s\nwant %d, %q, %q", c.name, status, out, errOut, c.status, c.stdout, c.stderr)
		}
	}
	// Who judges what comes has said it, and a server that writes what a terminal obeys is shown in escapes.
	if _, _, errOut := httpkit(t, "send", scripted(t, "", false), `> GET / HTTP/1.1\r\n`, `> \r\n`, "* closed"); errOut != "" {
		t.Errorf("judged: got %q, want nothing", errOut)
	}
	for _, flag := range []string{"--time", "--json", "--hex"} {
		if _, out, errOut := httpkit(t, "send", scripted(t, "HTTP/1.1 \x1b]0;x\a\x1b[2J\r\n", false), `x\`, flag); strings.ContainsAny(out+errOut, "\x1b\a") {
			t.Errorf("%s: an escape sequence gets through: %q", flag, out+errOut)
		}
	}
}

// TestExclusive: flags that don't go together.
func TestExclusive(t *testing.T) {
	save := filepath.Join(t.TempDir(), "x.txtar")
	for _, e := range exclusive {
		for i, a := range e.flags {
			for _, b := range e.flags[i+1:] {
				args := []string{"send", "localhost:1"}
				for _, f := range []string{a, b} {
					v := map[string]string{"save": save, "repeat": "2", "from-curl": "curl x", "file": "x", "get": "/"}[f]
					if args = append(args, "--"+f); v != "" {
						args = append(args, v)
					}
				}
				status, out, errOut := httpkit(t, args...)
				if want := "--" + a + " and --" + b + " don't go together: "; status != 2 || out != "" || !strings.Contains(errOut, want) {
					t.Errorf("%q: got exit status %d and %q, want 2 and %q", args, status, errOut, want)
				}
			}
		}
	}
}

// TestPasteStopped: Ctrl-C ends the wait for a paste.
func TestPasteStopped(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		io.WriteString(w, "curl http://") // it is read: now it waits for more
		stop()
	}()
	var out, errOut bytes.Buffer
	status := run(ctx, []string{"send", "--from-curl", "-"}, r, &out, &errOut)
	if status != 130 || out.Len() > 0 || !strings.Contains(errOut.String(), "interrupted") {
		t.Errorf("got exit status %d and %q%q, want 130 and interrupted", status, out.String(), errOut.String())
	}
}
