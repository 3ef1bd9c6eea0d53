package main

import (
	"bytes"
	"context"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// httpkit runs a command line in this process, with nothing on standard input.
func httpkit(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errOut bytes.Buffer
	status = run(context.Background(), args, strings.NewReader(""), &out, &errOut)
	return status, out.String(), errOut.String()
}

// TestTLS: https addresses, and the flags that decide whether the server is trusted.
func TestTLS(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "for "+r.TLS.ServerName)
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}
	if err := os.WriteFile(ca, pem.EncodeToMemory(block), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		flags  []string
		status int
		text   string // in either stream
	}{
		{"unknown authority", nil, 3, "--insecure accepts any certificate"},
		{"insecure", []string{"--insecure"}, 0, `< for \`},
		{"trusted", []string{"--cacert", ca}, 0, `< for \`},
		{"name asked for", []string{"--cacert", ca, "--sni", "example.com"}, 0, `< for example.com\`},
		{"wrong name", []string{"--cacert", ca, "--sni", "example.org"}, 3, "not for example.org"},
	} {
		status, out, errOut := httpkit(t, append([]string{"send", srv.URL, "--get", "/"}, c.flags...)...)
		if status != c.status || !strings.Contains(out+errOut, c.text) {
			t.Errorf("%s: got exit status %d and\n%s%s, want %d and %q", c.name, status, out, errOut, c.status, c.text)
		}
	}
	status, out, errOut := httpkit(t, "send", "http://"+strings.TrimPrefix(srv.URL, "https://"), "--get", "/")
	if status != 0 || !strings.Contains(out, "< HTTP/1.0 400 Bad Request") {
		t.Errorf("plain HTTP to a TLS port: got exit status %d and\n%s%s, want 0 and the 400 of net/http", status, out, errOut)
	}
}

// TestUnixSocket: an address that is a path.
func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Skipf("no unix sockets here: %v", err)
	}
	defer l.Close()
	go answerOnce(l, "Yes")
	status, out, errOut := httpkit(t, "send", "unix:"+path, `hi\`, `< Yes\`, "* closed")
	if status != 0 || !strings.Contains(out, `< Yes\`) {
		t.Errorf("got exit status %d and\n%s%s, want 0 and Yes", status, out, errOut)
	}
	status, _, errOut = httpkit(t, "send", "unix:"+path+"-not", `hi\`)
	if status != 3 || !strings.Contains(errOut, "no such socket") {
		t.Errorf("got exit status %d and %q, want 3 and no such socket", status, errOut)
	}
}

// answerOnce reads once on one connection, answers and closes.
func answerOnce(l net.Listener, answer string) {
	c, err := l.Accept()
	if err != nil {
		return
	}
	defer c.Close()
	c.Read(make([]byte, 100))
	io.WriteString(c, answer)
}

// TestInterrupt: Ctrl-C ends a run at once, what was measured is told, and the
// exit status is 130.
func TestInterrupt(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a": "# The first is answered.\n\ntalk\n\n-- talk --\n> a\\\n< Yes\\\n",
		"b": "# The second never is.\n\ntalk\n\n-- talk --\n> b\\\n< Yes\\\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name+".txtar"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "test", "--target", l.Addr().String(), dir, "-v", "--timeout", "1m")
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	answerOnce(l, "Yes")
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Read(make([]byte, 100)) // the second case is being played
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	status, err := exitStatus(cmd.Wait())
	if err != nil || status != 130 {
		t.Errorf("got exit status %d, %v, want 130", status, err)
	}
	for _, want := range []string{"pass", "< Yes", "1 passed", "1 not run"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("stdout: got\n%swant %q in it", out.String(), want)
		}
	}
	if !strings.Contains(errOut.String(), "interrupted") {
		t.Errorf("stderr: got %q, want interrupted", errOut.String())
	}
}
