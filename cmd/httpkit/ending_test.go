package main

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// TestSendEnding: send says how the connection ended, also where the end comes
// behind an answer that is later than --wait: that counts from the last byte.
func TestSendEnding(t *testing.T) {
	const empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	for _, c := range []struct {
		name, answer, want string
		stays              bool
	}{
		{"closes", empty, "* closed", false},
		{"stays open", empty, "* open", true},
		{"no HTTP, stays open", "Yes", "* open", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go answerLate(l, c.answer, c.stays)
			status, out, errOut := httpkit(t, "send", l.Addr().String(), `GET / HTTP/1.1\r\n`, `\r\n`, "--wait", "1s")
			if status != 0 || !strings.Contains("\n"+out, "\n"+c.want) || errOut != "" {
				t.Errorf("got exit status %d and\n%s%s, want 0 and %s", status, out, errOut, c.want)
			}
		})
	}
}

// answerLate is a slow server: one connection, an answer after more than a
// second, and then FIN, or waiting for the client's.
func answerLate(l net.Listener, answer string, stays bool) {
	conn, err := l.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	b := make([]byte, 100)
	conn.Read(b)
	time.Sleep(1200 * time.Millisecond)
	io.WriteString(conn, answer)
	if stays {
		conn.Read(b)
		return
	}
	time.Sleep(10 * time.Millisecond)
}
