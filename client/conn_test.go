package client

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"httpkit/internal/message"
)

// Two parts of a request are two writes, and arrive as the bytes they are.
func TestTwoParts(t *testing.T) {
	first, all := make(chan string), make(chan string)
	a := tcpPeer(t, func(c *net.TCPConn) {
		buf := make([]byte, 100)
		n, _ := c.Read(buf)
		first <- string(buf[:n])
		rest, _ := io.ReadAll(c)
		all <- string(buf[:n]) + string(rest)
		io.WriteString(c, hi)
		c.Close()
	})
	c := dial(t, a, nil)
	c.Send([]byte("GE"))
	if got := <-first; got != "GE" {
		t.Errorf("got %q first, want GE", got)
	}
	c.Send([]byte("T /\x00\xff\n"))
	c.Send(nil) // no write at all
	c.CloseWrite()
	if got := <-all; got != "GET /\x00\xff\n" {
		t.Errorf("got %q", got)
	}
	s := untilEnd(t, c)
	if string(s.Unread) != hi || s.End != message.FIN || s.Sent != 8 || s.Sending || s.SendErr != nil || s.Full || s.Last.IsZero() {
		t.Errorf("got %+v", s)
	}
	c.Advance(17)
	if s := c.State(); string(s.Unread) != hi[17:] {
		t.Errorf("got %q after Advance", s.Unread)
	}
	wantStory(t, c.rec, "connect\n> GE\n> T /\x00\xff\nclose-write\n< "+hi[:40]+"\nclosed")
}

// FIN, RST and an open connection are told apart, with and without an answer
// before; the answer is never lost.
func TestEnds(t *testing.T) {
	tests := []struct {
		name, answer string
		end          func(*net.TCPConn)
		want         message.End
	}{
		{"FIN", "", func(c *net.TCPConn) { c.Close() }, message.FIN},
		{"FIN by shutdown", "", func(c *net.TCPConn) { c.CloseWrite() }, message.FIN},
		{"answer and FIN", hi, func(c *net.TCPConn) { c.Close() }, message.FIN},
		{"RST", "", reset, message.RST},
		{"answer and RST", hi, reset, message.RST},
		{"open", hi, func(*net.TCPConn) {}, message.More},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := tcpPeer(t, func(c *net.TCPConn) {
				readHead(c)
				io.WriteString(c, test.answer)
				test.end(c)
			})
			c := dial(t, a, nil)
			c.Send([]byte(get))
			s := until(t, c, "the answer and the end", func(s State) bool { return s.End == test.want && len(s.Unread) == len(test.answer) })
			if string(s.Unread) != test.answer {
				t.Errorf("got %q", s.Unread)
			}
			want := map[message.End]string{message.FIN: "closed", message.RST: "reset"}[test.want]
			if !strings.HasSuffix(story(c.rec), want) {
				t.Errorf("got\n%s", story(c.rec))
			}
		})
	}
}

func reset(c *net.TCPConn) {
	c.SetLinger(0)
	c.Close()
}

// A server that closes with bytes unread resets: that is how its mistake shows.
func TestUnreadBytesMakeReset(t *testing.T) {
	sent := make(chan bool)
	a := tcpPeer(t, func(c *net.TCPConn) {
		c.Read(make([]byte, 1))
		<-sent
		c.Close()
	})
	c := dial(t, a, nil)
	c.Send([]byte(get))
	close(sent)
	if s := untilEnd(t, c); s.End != message.RST {
		t.Errorf("got %v, want RST", s.End)
	}
}

func TestHalfClose(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		b, _ := io.ReadAll(c)
		io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n"+string(b))
		c.Close()
	})
	c := dial(t, a, nil)
	c.Send([]byte("GET"))
	c.CloseWrite()
	c.CloseWrite() // once is enough
	r, err := c.ReadResponse(within(t), "GET")
	if err != nil || string(r.Content) != "GET" || r.Framing != message.FramedClose {
		t.Fatalf("got %+v %v", r, err)
	}
	c.Send([]byte("more"))
	if s := c.State(); s.SendErr == nil || s.Sent != 3 {
		t.Errorf("sent after close-write: got %v, sent %d", s.SendErr, s.Sent)
	}
}

// The server's FIN does not stop us from sending.
func TestSendAfterFIN(t *testing.T) {
	all := make(chan string)
	a := tcpPeer(t, func(c *net.TCPConn) {
		c.CloseWrite()
		b, _ := io.ReadAll(c)
		all <- string(b)
	})
	c := dial(t, a, nil)
	untilEnd(t, c)
	c.Send([]byte("still"))
	c.Send([]byte(" here"))
	c.CloseWrite()
	if got := <-all; got != "still here" {
		t.Errorf("got %q", got)
	}
}

func TestReadResponses(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		readHead(c)
		for _, part := range []string{
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-", "Encoding: chunked\r\n\r\n", "2\r\nh", "i\r\n0\r\n\r", "\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", hi, "junk",
		} {
			io.WriteString(c, part)
		}
		c.Close()
	})
	c := dial(t, a, nil)
	c.Send([]byte(get))
	ctx := within(t)
	for _, want := range []struct {
		method  string
		status  int
		content string
	}{{"GET", 100, ""}, {"GET", 200, "hi"}, {"HEAD", 200, ""}, {"GET", 200, "hi"}} {
		r, err := c.ReadResponse(ctx, want.method)
		if err != nil || r.Status != want.status || string(r.Content) != want.content {
			t.Fatalf("got %v %v, want %+v", r, err, want)
		}
	}
	var not *message.NotHTTP
	if r, err := c.ReadResponse(ctx, "GET"); !errors.As(err, &not) {
		t.Fatalf("got %v %v, want a NotHTTP", r, err)
	}
	if s := untilEnd(t, c); string(s.Unread) != "junk" {
		t.Errorf("got %q left", s.Unread)
	}
	c.Advance(4)
	var broken *message.Broken
	if r, err := c.ReadResponse(ctx, "GET"); !errors.As(err, &broken) || !strings.Contains(err.Error(), "no answer") {
		t.Errorf("got %v %v, want a Broken", r, err)
	}
}

// What was parsed of a response is forgotten when its bytes are consumed, or
// when it is read for another method.
func TestReadResponseAnew(t *testing.T) {
	more := make(chan string)
	a := tcpPeer(t, func(c *net.TCPConn) {
		for s := range more {
			io.WriteString(c, s)
		}
	})
	defer close(more)
	c := dial(t, a, nil)
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	more <- "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh"
	until(t, c, "the head", func(s State) bool { return len(s.Unread) == 39 })
	for range 2 { // one token may be left
		if _, err := c.ReadResponse(stopped, "GET"); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if r, err := c.ReadResponse(stopped, "HEAD"); err != nil || r.Len != 38 {
		t.Fatalf("got %v %v", r, err)
	}
	c.Advance(1)
	more <- hi + strings.Repeat("x", 50)
	if r, err := c.ReadResponse(within(t), "GET"); err != nil || string(r.Content) != "hi" {
		t.Fatalf("got %v %v", r, err)
	}
}

func TestSilentServer(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) { io.Copy(io.Discard, c) })
	c := dial(t, a, nil)
	c.Send([]byte(get))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.ReadResponse(ctx, "GET"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if s := c.State(); s.End != message.More || len(s.Unread) != 0 {
		t.Errorf("got %+v", s)
	}
}

func TestAdvanceTooFar(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {})
	c := dial(t, a, nil)
	defer func() {
		if recover() == nil {
			t.Error("Advance(1) without a byte: no panic")
		}
	}()
	c.Advance(1)
}
