package main

import (
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestServeEnds: a request that has begun is answered after the first signal, and
// left after the second.
func TestServeEnds(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals there")
	}
	for _, c := range []struct {
		name, rest, answer, said string
	}{
		{"answered", "hello", "HTTP/1.1 200 OK\r\n", ""},
		{"left", "", "", "stopped; not all requests that had begun were answered\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := startServe(t.TempDir(), "-q")
			if err != nil {
				t.Fatal(err)
			}
			defer s.cmd.Process.Kill()
			conn, err := net.Dial("tcp", s.addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(time.Minute))
			io.WriteString(conn, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
			const interim = "HTTP/1.1 100 Continue\r\n\r\n"
			if _, err := io.ReadFull(conn, make([]byte, len(interim))); err != nil {
				t.Fatal(err)
			}
			s.cmd.Process.Signal(os.Interrupt)
			for { // it has heard of it when it takes no more connections
				other, err := net.Dial("tcp", s.addr)
				if err != nil {
					break
				}
				other.Close()
			}
			if c.rest == "" {
				s.cmd.Process.Signal(os.Interrupt)
			}
			io.WriteString(conn, c.rest)
			if c.rest != "" {
				conn.(*net.TCPConn).CloseWrite()
			}
			got, _ := io.ReadAll(conn)
			<-s.done
			if err := s.cmd.Wait(); err != nil || !strings.HasPrefix(string(got), c.answer) || len(got) > 0 != (c.answer != "") ||
				c.answer != "" && !strings.Contains(string(got), "\r\nConnection: close\r\n") {
				t.Errorf("got %q, %v; want %q", got, err, c.answer)
			}
			if out := s.out.String(); !strings.HasSuffix(out, c.said) || strings.Count(out, "\n") != 1+strings.Count(c.said, "\n") {
				t.Errorf("got %q, want %q in the end", out, c.said)
			}
		})
	}
}
