package main

import (
	"strings"
	"testing"
)

// bashNC is what the printed command needs of nc, in bash alone, for where there
// is none: it sends its input and waits for the server's end.
const bashNC = `nc() { exec 3<>/dev/tcp/$1/$2; cat >&3; cat <&3 >/dev/null; exec 3>&-; }
`

// talks are requests for --as-nc, among them what curl can't send.
var talks = []string{
	"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET / HTTP/1.1\nno colon\n\n",
	"-n %s %% \\x41 \\n 'quoted' \"$HOME\" `x` \x00\x01\xff\x1b[31m\r\n",
	"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n",
	strings.Repeat("0123456789\r\n", 2000),
}

// TestAsNC runs the printed commands with sh's own printf, and nc or bash.
func TestAsNC(t *testing.T) {
	for _, with := range []struct{ program, prelude string }{{"nc", ""}, {"bash", bashNC}} {
		t.Run(with.program, func(t *testing.T) {
			needs(t, "bash", with.program)
			r := newRecording(t)
			for _, want := range talks {
				ours := r.hear(len(want))
				stdin := string(sentLines([]byte(want)))
				if status, _, errOut := sendStdin(stdin, r.addr, "--wait", "0s"); status != 0 {
					t.Fatalf("%q: exit status %d\n%s", want, status, errOut)
				}
				status, command, remarks := sendStdin(stdin, r.addr, "--as-nc")
				if status != 0 || remarks != "" {
					t.Fatalf("%q: exit status %d, %s", want, status, remarks)
				}
				theirs := r.hear(len(want))
				shell(t, t.TempDir(), with.prelude+command)
				if a, b := <-ours, <-theirs; string(a) != want || string(b) != want {
					t.Errorf("%s\nhttpkit sent %q\n%s sent %q\nwant %q", command, a, with.program, b, want)
				}
			}
		})
	}
}

// TestAsOther: what stands in the commands and the remarks beside the bytes.
func TestAsOther(t *testing.T) {
	get := "> GET / HTTP/1.1\\r\\n\n> \\r\\n\n"
	for _, c := range []struct {
		args   []string
		stdin  string
		stdout []string // in this order
		stderr string
	}{
		{[]string{"localhost:1", "--as-nc"}, "> a\\\n* pause 1500ms\n> b\\\n", []string{"{ printf 'a'; sleep 1.5; printf 'b'; } | nc localhost 1\n"}, ""},
		{[]string{"localhost:1", "--as-nc", "--fin"}, get, []string{"| nc localhost 1\n"}, "the FIN"},
		{[]string{"unix:/tmp/s2", "--as-nc"}, get, []string{"nc -U /tmp/s2\n"}, ""},
		{[]string{"https://localhost:1", "--as-nc"}, get, []string{"openssl s_client -quiet -connect localhost:1 -servername localhost\n"}, "no TLS"},
		{[]string{"localhost:1", "--as-nc"}, get + "* connect b\n>b x\\\n* drip 1 1ms\n", []string{"printf 'GET", "printf 'x' | nc"}, "a command of its own"},
		{[]string{"localhost:1", "--as-nc"}, get + "* drip 1 1ms\n", []string{"nc"}, "not the same: * drip 1 1ms is left out\n"},
		{[]string{"localhost:1", "--as-curl"}, "> GET / HTTP/1.1\\r\\n\n* pause 1s\n> \\r\\n\n* close-write\n", []string{"curl -i "}, "no pauses"},
		{[]string{"https://localhost:1", "--as-curl", "--insecure"}, get, []string{"curl -i -k --http1.1 ", " https://localhost:1/\n"}, ""},
		{[]string{"unix:/tmp/s", "--as-curl"}, get, []string{"curl -i --unix-socket /tmp/s ", " http://localhost/\n"}, ""},
	} {
		status, out, errOut := sendStdin(c.stdin, c.args...)
		at := 0
		for _, want := range c.stdout {
			i := strings.Index(out[at:], want)
			if i < 0 {
				t.Errorf("%q: got %q, want %q in it", c.args, out, want)
				break
			}
			at += i
		}
		if status != 0 || c.stderr == "" && errOut != "" || !strings.Contains(errOut, c.stderr) {
			t.Errorf("%q: got exit status %d and %q, want 0 and %q", c.args, status, errOut, c.stderr)
		}
	}
	status, _, errOut := sendStdin("> \\x16\\x03\\x01\\\n", "localhost:1", "--as-curl")
	if status != 2 || !strings.Contains(errOut, "curl can't send this") || !strings.Contains(errOut, "--as-nc") {
		t.Errorf("no request: got exit status %d and %q", status, errOut)
	}
}
