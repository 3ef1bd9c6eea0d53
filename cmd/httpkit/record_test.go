package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestRecordBrowser: a real browser gets the page of the page persona through the
// recorder; what was recorded passes against the same persona.
func TestRecordBrowser(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here; .ci/run installs it")
	}
	for _, name := range []string{"page", ""} {
		t.Run("as "+name, func(t *testing.T) {
			r := startRecord(t, embedded(t, name))
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, chromium,
				"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--user-data-dir="+t.TempDir(), "--screenshot="+filepath.Join(t.TempDir(), "page.png"), "http://"+r.addr+"/")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("chromium: %v\n%s", err, out)
			}
			printed := r.stop()
			cases := strings.Join(r.cases(), "")
			for _, want := range []string{"\n> GET / HTTP/1.1\\r\\n\n> Host: \\{$host}\\r\\n\n", "\n> GET /test.jpg HTTP/1.1\\r\\n\n", "\n< \\{file test.jpg}\\\n"} {
				if !strings.Contains(cases, want) {
					t.Errorf("no case has %q; recorded was\n%s\n%s", want, printed, cases)
				}
			}
			r.replay()
		})
	}
}

// TestRecordCurl: what curl says to the strict server through the recorder, with
// several requests on a connection, chunks, Expect and HEAD, passes when it is
// played; and curl gets what it gets without the recorder.
func TestRecordCurl(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("no curl here")
	}
	target := embedded(t, "")
	r := startRecord(t, target)
	up := filepath.Join(t.TempDir(), "up.bin")
	body := make([]byte, 30_000)
	for i := range body {
		body[i] = byte(i * i >> 3)
	}
	if err := os.WriteFile(up, body, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"@/", "@/test.jpg", "@/hello.txt"},
		{"-H", "Transfer-Encoding: chunked", "--data-binary", "@" + up, "@/echo"},
		{"-H", "Expect: 100-continue", "--data-binary", "@" + up, "@/echo"},
		{"-H", "Expect: 100-continue", "-d", "small", "@/echo", "@/hello.txt"},
		{"-I", "@/hello.txt", "@/large.bin"},
		{"@/large.bin"},
		{"-r", "2-9", "@/hello.txt"},
		{"-d", "small", "@/fields"},
		{"-H", "Referer: http://" + target + "/", "-X", "DELETE", "@/hello.txt"},
		{"-H", "Connection: close", "@/nothing/here"},
		{"-0", "@/hello.txt"},
		{"-H", "Host: other.example", "@/hello.txt"},
	} {
		got := [2][]byte{}
		for i, addr := range []string{r.addr, target} {
			line := []string{"-sS", "--max-time", "60"}
			for _, a := range args {
				if strings.HasPrefix(a, "@/") && a != "@"+up {
					a = "http://" + addr + a[1:]
				}
				line = append(line, a)
			}
			out, err := exec.Command("curl", line...).Output()
			if err != nil {
				t.Fatalf("curl %q: %v", line, err)
			}
			got[i] = out
		}
		if len(got[0]) != len(got[1]) {
			t.Errorf("curl %q: got %d bytes, want %d as without the recorder", args, len(got[0]), len(got[1]))
		}
	}
	printed := r.stop()
	cases := r.cases()
	if len(cases) != 12 {
		t.Fatalf("%d cases, want 12\n%s", len(cases), printed)
	}
	for i, want := range map[int]string{
		0: "> GET /hello.txt HTTP/1.1\\r\\n\n", // the third on its connection
		1: `> \{file 002-post-echo-1.body}\` + "\n",
		3: "\n< HTTP/1.1 100 Continue\\r\\n\n< \\r\\n\n> small\\\n< HTTP/1.1 200 OK",
		4: "> HEAD /large.bin HTTP/1.1\\r\\n\n",
		5: `< \{file large.bin}\` + "\n",
		7: `< Host: \{$host}\n` + "\n",
		9: "\n< Connection: close\\r\\n\n", // who of the two closes first is chance
	} {
		if !strings.Contains(cases[i], want) {
			t.Errorf("case %d lacks %q:\n%s", i+1, want, cases[i])
		}
	}
	if !strings.Contains(printed, "\n12 connections, 12 cases in "+r.dir+"\nto play them: httpkit test --target "+target+" "+r.dir+"\n") {
		t.Errorf("the summary: got\n%s", printed)
	}
	r.replay()
}

// TestRecordHead: a server that sends the content after HEAD is recorded with it, so
// that the case passes on the same server.
func TestRecordHead(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("no curl here")
	}
	r := startRecord(t, embedded(t, "head-has-content"), "--count", "1")
	exec.Command("curl", "-sSI", "--max-time", "60", "http://"+r.addr+"/hello.txt").Run() // that it complains is no news
	r.wait()
	if c := r.cases()[0]; !strings.Contains(c, "\n< Hello, World!\\n\n") {
		t.Errorf("the content is not there:\n%s", c)
	}
	r.replay()
}

// TestRecordEnds: connections that are no exchange make no case and stop nothing;
// --count does not count one without a byte.
func TestRecordEnds(t *testing.T) {
	r := startRecord(t, embedded(t, ""), "--count", "4", "-v")
	for _, say := range []string{
		"", // a spare one
		"GET /hello.txt HTTP/1.1\r\n",
		"\x16\x03\x01\x02\x00\x01",
		"\x1b]0;gone\x07 / HTTP/1.1\r\nHost: a\r\n\r\n",
		"GET /hello.txt HTTP/1.1\r\nHost: " + r.addr + "\r\n\r\nGET / HTTP",
	} {
		c, err := net.Dial("tcp", r.addr)
		if err != nil {
			t.Fatal(err)
		}
		c.SetDeadline(time.Now().Add(time.Minute))
		c.Write([]byte(say))
		c.(*net.TCPConn).CloseWrite()
		for b := make([]byte, 4096); err == nil; {
			_, err = c.Read(b)
		}
		c.Close()
	}
	printed := r.wait()
	for _, want := range []string{
		"connection 1: 0 bytes sent, 0 received; close-write; closed, after ", "no case: nothing was said\n",
		"no case: no HTTP: a TLS handshake; write http://", "> GET /hello.txt HTTP/1.1\\r\\n\n", "5 connections, ",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("want %q in\n%s", want, printed)
		}
	}
	if strings.ContainsAny(printed, "\x1b\x07") {
		t.Errorf("an escape sequence got through: %q", printed)
	}
	r.replay()
}
