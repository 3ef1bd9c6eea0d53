package target

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/loopback"
)

// serve answers one client by handle, and gives the address; what the server read
// comes out of the channel when the client has gone.
func serve(t *testing.T, handle func(*net.TCPConn, *bufio.Reader)) (client.Address, <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	read, over := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(over)
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		var b strings.Builder
		r := bufio.NewReader(io.TeeReader(c, &b))
		for line := "x"; strings.TrimSpace(line) != ""; { // the head of the request
			if line, err = r.ReadString('\n'); err != nil {
				break
			}
		}
		handle(c.(*net.TCPConn), r)
		_, err = io.Copy(io.Discard, r)
		read <- fmt.Sprintf("%s%v", b.String(), err)
	}()
	t.Cleanup(func() { l.Close(); <-over })
	a, err := client.ParseAddress(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return a, read
}

func says(s string) func(*net.TCPConn, *bufio.Reader) {
	return func(c *net.TCPConn, _ *bufio.Reader) {
		io.WriteString(c, s)
		c.CloseWrite()
	}
}

func TestContact(t *testing.T) {
	for _, r := range []struct {
		name   string
		server func(*net.TCPConn, *bufio.Reader)
		why    string // "": it is ready
	}{
		{"200", says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"), ""},
		{"204 after interim responses", says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"), ""},
		{"the server does not close", func(c *net.TCPConn, _ *bufio.Reader) { io.WriteString(c, "HTTP/1.1 204 No\r\n\r\n") }, ""},
		{"302", says("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"), `GET /p was answered HTTP/1.1 302 Found`},
		{"404 with an escape sequence", says("HTTP/1.1 404 \x1b[31m\r\n\r\n"), `GET /p was answered HTTP/1.1 404 \x1b[31m`},
		{"no HTTP", says("Yes\x1b[31m" + strings.Repeat("x", 100)), `the answer is no HTTP/1 response: it begins Yes\x1b[31m` + strings.Repeat("x", 52)},
		{"nothing, and FIN", says(""), "the connection was closed (FIN) without an answer"},
		{"half an answer, and FIN", says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), "the answer broke off after 3 of 10 bytes"},
		{"RST", func(c *net.TCPConn, _ *bufio.Reader) { c.SetLinger(0); c.Close() }, "the connection was reset (RST) before the answer was whole"},
		{"nothing", func(*net.TCPConn, *bufio.Reader) {}, "nothing came within 200ms"},
		{"half an answer", func(c *net.TCPConn, _ *bufio.Reader) { io.WriteString(c, "HTTP/1.1 200 OK\r\n") }, "the answer was not whole within 200ms"},
		{"a length that is none", func(c *net.TCPConn, _ *bufio.Reader) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")
		}, `the answer can't be read: its framing can't be known: Content-Length: "x" is no decimal number`},
		{"no end", says("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", 200_000)), "the answer has no end: 65536 bytes of it came"},
	} {
		t.Run(r.name, func(t *testing.T) {
			a, read := serve(t, r.server)
			timeout := 200 * time.Millisecond
			if !strings.Contains(r.why, "within") {
				timeout = time.Minute
			}
			err := Contact(t.Context(), a, client.Options{MaxUnread: 64 << 10}, "h:1", "/p", timeout)
			var u *Unready
			switch {
			case r.why == "" && err != nil:
				t.Errorf("got %v, want it ready", err)
			case r.why != "" && (!errors.As(err, &u) || u.Why != r.why || u.Hint == "" || u.Target != a.String()):
				t.Errorf("got  %v\nwant %s", err, r.why)
			}
			if r.name == "RST" {
				return
			}
			// One whole request at once, and in the end FIN: what beginners' servers can bear.
			if got, want := <-read, "GET /p HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\n\r\n<nil>"; got != want && r.name != "no end" {
				t.Errorf("the server read %q, want %q", got, want)
			}
		})
	}
}

func TestContactRefused(t *testing.T) {
	a, err := client.ParseAddress(loopback.Free(t))
	if err != nil {
		t.Fatal(err)
	}
	err = Contact(t.Context(), a, client.Options{}, "h", "/", time.Second)
	var u *Unready
	var de *client.DialError
	if !errors.As(err, &u) || !errors.As(err, &de) || !strings.Contains(err.Error(), "is not ready to be tested: ") || strings.Count(err.Error(), a.String()) != 1 {
		t.Errorf("got %v, want an Unready that names the address once", err)
	}
}

// TestContactStopped: the end of ctx is no verdict on the target.
func TestContactStopped(t *testing.T) {
	stop := errors.New("stopped by the test")
	ctx, cancel := context.WithCancelCause(t.Context())
	a, _ := serve(t, func(*net.TCPConn, *bufio.Reader) { cancel(stop) })
	if err := Contact(ctx, a, client.Options{}, "h", "/", time.Hour); !errors.Is(err, stop) {
		t.Errorf("got %v, want the cause", err)
	}
	if err := Contact(ctx, a, client.Options{}, "h", "/", time.Hour); !errors.Is(err, stop) {
		t.Errorf("before dialling: got %v, want the cause", err)
	}
}
