package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"httpkit/internal/loopback"
)

// answers is a server of the standard library: its answers name the host, and one
// has many chunks.
func answers(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/moved":
		w.Header().Set("Location", "http://"+r.Host+"/hello")
		w.WriteHeader(http.StatusFound)
		fmt.Fprintf(w, "see %s\n", r.Host)
	case "/chunks":
		for range 9 {
			io.WriteString(w, strings.Repeat("a line of text\n", 99))
			w.(http.Flusher).Flush()
		}
	default:
		io.WriteString(w, "hello\n")
	}
}

// TestRecordTLS: clients speak plain HTTP, the target TLS; and what was recorded
// passes against it.
func TestRecordTLS(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(answers))
	defer srv.Close()
	recordOf(t, startRecord(t, srv.URL, "--insecure"), "--insecure")
}

// TestRecordUnix: a target on a unix socket.
func TestRecordUnix(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Skipf("no unix sockets: %v", err)
	}
	srv := &http.Server{Handler: http.HandlerFunc(answers)}
	go srv.Serve(l)
	defer srv.Close()
	recordOf(t, startRecord(t, "unix:"+path))
}

func recordOf(t *testing.T, r *recordRun, flags ...string) {
	t.Helper()
	transport := &http.Transport{}
	hc := &http.Client{Transport: transport, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for path, want := range map[string]int{"/hello": 6, "/moved": 5 + len(r.addr), "/chunks": 9 * 99 * 15} {
		resp, err := hc.Get("http://" + r.addr + path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || len(b) != want {
			t.Errorf("%s: got %d bytes, %v, want %d", path, len(b), err, want)
		}
	}
	transport.CloseIdleConnections()
	printed := r.stop()
	cases := strings.Join(r.cases(), "")
	for _, want := range []string{`< Location: http://\{$host}/hello\r\n`, `< see \{$host}\n`, `< Content-Length: \{int}\r\n`, "=   framing chunked\n", "=   size 13365\n"} {
		if !strings.Contains(cases, want) {
			t.Errorf("no case has %q; recorded was\n%s\n%s", want, printed, cases)
		}
	}
	r.replay(flags...)
}

// TestRecordUnreached: the client gets a close, a line says why, and the recorder
// goes on until it is stopped.
func TestRecordUnreached(t *testing.T) {
	nobody := loopback.Free(t)
	plain := httptest.NewServer(http.HandlerFunc(answers))
	defer plain.Close()
	for target, want := range map[string]string{
		nobody: "connection refused: nobody listens there",
		"https://" + plain.Listener.Addr().String(): "no case: https://",
	} {
		r := startRecord(t, target)
		for range 2 {
			c, err := net.Dial("tcp", r.addr)
			if err != nil {
				t.Fatal(err)
			}
			c.SetDeadline(time.Now().Add(time.Minute))
			if n, err := c.Read(make([]byte, 1)); err != io.EOF {
				t.Errorf("got %d bytes, %v, want a close", n, err)
			}
			c.Close()
		}
		printed := r.stop()
		if strings.Count(printed, want) != 2 || !strings.HasSuffix(printed, "2 connections, 0 cases in "+r.dir+"\n") {
			t.Errorf("want %q twice in\n%s", want, printed)
		}
	}
}
