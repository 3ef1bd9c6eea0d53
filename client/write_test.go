package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// body4M is one that no kernel takes at once.
var body4M = bytes.Repeat([]byte("0123456789abcdef"), 4<<20/16)

// A server that reads slowly gets every byte, in order, and Send does not wait.
func TestBigBody(t *testing.T) {
	begin, all := make(chan bool), make(chan []byte)
	a := tcpPeer(t, func(c *net.TCPConn) {
		<-begin
		b, _ := io.ReadAll(c)
		all <- b
	})
	c := dial(t, a, nil)
	body := append([]byte(nil), body4M...)
	c.Send(body)
	clear(body) // is ours again
	c.Send([]byte("tail"))
	if s := c.State(); !s.Sending || s.Sent > int64(len(body4M)) {
		t.Errorf("got %+v, want it to be sending", s)
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.Flush(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("Flush: got %v", err)
	}
	c.CloseWrite()
	close(begin)
	if got := <-all; !bytes.Equal(got, append(body4M[:len(body4M):len(body4M)], "tail"...)) {
		t.Errorf("got %d bytes, or others", len(got))
	}
	if err := c.Flush(within(t)); err != nil {
		t.Error(err)
	}
	if s := c.State(); s.Sending || s.Sent != int64(len(body4M)+4) || s.SendErr != nil {
		t.Errorf("got %+v", s)
	}
	wantStory(t, c.rec, "connect\n> "+string(body4M[:40])+"\n> tail\nclose-write")
	if n := len(c.rec.Transcript().Records[1].Data); n != len(body4M) {
		t.Errorf("got %d bytes in the record", n)
	}
}

// A server that answers before it has read all and closes resets the
// connection: the answer is there, the end is RST, the refused rest is noted.
func TestEarlyAnswer(t *testing.T) {
	for range 20 {
		t.Run("", func(t *testing.T) {
			sent := make(chan bool)
			a := tcpPeer(t, func(c *net.TCPConn) {
				readHead(c)
				<-sent
				io.WriteString(c, hi)
				c.Close()
			})
			c := dial(t, a, nil)
			c.Send([]byte("POST / HTTP/1.1\r\nContent-Length: 8388608\r\n\r\n"))
			c.Send(body4M)
			c.Send(body4M) // the kernels may take one
			close(sent)
			r, err := c.ReadResponse(within(t), "POST")
			if err != nil || string(r.Content) != "hi" {
				t.Fatalf("got %v %v", r, err)
			}
			s := until(t, c, "the refusal", func(s State) bool { return s.End != message.More && s.SendErr != nil })
			if s.End != message.RST || s.Sending || s.Sent >= 2*int64(len(body4M)) {
				t.Errorf("got %v, sending %v, sent %d; want RST", s.End, s.Sending, s.Sent)
			}
			if n := sentBytes(c); n != s.Sent {
				t.Errorf("%d bytes in the transcript, want %d", n, s.Sent)
			}
			if !strings.Contains(story(c.rec), "bytes were not taken: ") {
				t.Errorf("no note in\n%s", story(c.rec))
			}
			c.Send([]byte("more"))
			if s := c.State(); s.Sending {
				t.Error("sends on after a refusal")
			}
		})
	}
}

// A server that closes when nothing is unread sends FIN, and a RST only for what
// comes later: its end was in order, and the refusal is noted.
func TestRefusedAfterFIN(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		io.WriteString(c, hi)
		c.Close()
	})
	c := dial(t, a, nil)
	untilEnd(t, c)
	c.Send(body4M)
	c.Send(body4M)
	s := until(t, c, "the refusal", func(s State) bool { return s.SendErr != nil && !s.Sending })
	if s.End != message.FIN || string(s.Unread) != hi {
		t.Errorf("got %v %q", s.End, s.Unread)
	}
}

// sentBytes counts the bytes of all writes in the transcript.
func sentBytes(c *Conn) int64 {
	n := 0
	for _, r := range c.rec.Transcript().Records {
		if r.Kind == wire.DidSend {
			n += len(r.Data)
		}
	}
	return int64(n)
}

// A server that answers early and reads no more is open, and the answer is
// there while the rest still waits.
func TestAnswerWithoutReading(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		readHead(c)
		io.WriteString(c, hi)
	})
	c := dial(t, a, nil)
	c.Send([]byte(get))
	c.Send(body4M)
	c.Send(body4M)
	r, err := c.ReadResponse(within(t), "GET")
	if err != nil || string(r.Content) != "hi" {
		t.Fatalf("got %v %v", r, err)
	}
	if s := c.State(); !s.Sending || s.End != message.More || s.SendErr != nil {
		t.Errorf("got sending %v, %v, %v", s.Sending, s.End, s.SendErr)
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.Close(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("Close: got %v", err)
	}
	s := c.State()
	if s.SendErr == nil || s.Sending || sentBytes(c) != s.Sent {
		t.Errorf("after Close: got %v, sending %v, sent %d, recorded %d", s.SendErr, s.Sending, s.Sent, sentBytes(c))
	}
}

// A RST that comes while a write waits is seen as RST by read too, though the
// kernel tells only one of them.
func TestResetWhileWriting(t *testing.T) {
	for range 50 {
		t.Run("", func(t *testing.T) {
			a := tcpPeer(t, func(c *net.TCPConn) {
				c.Read(make([]byte, 10))
				reset(c)
			})
			c := dial(t, a, nil)
			c.Send(body4M)
			c.Send(body4M)
			s := until(t, c, "both ends", func(s State) bool { return s.End != message.More && s.SendErr != nil })
			if s.End != message.RST {
				t.Errorf("got %v, send error %v; want RST", s.End, s.SendErr)
			}
		})
	}
}

// With the reader out of the way it is always a write that gets the RST.
func TestResetSeenByWriteFirst(t *testing.T) {
	now := make(chan bool)
	a := tcpPeer(t, func(c *net.TCPConn) {
		io.WriteString(c, hi)
		<-now
		reset(c)
	})
	c := dial(t, a, nil)
	c.Sip(0, 0)
	c.Send(body4M)
	c.Send(body4M)
	close(now)
	until(t, c, "the refusal", func(s State) bool { return s.SendErr != nil })
	if s := c.State(); !isReset(s.SendErr) || s.End != message.More {
		t.Errorf("got %v, %v before reading, want a RST and open", s.SendErr, s.End)
	}
	c.Sip(-1, 0)
	if s := untilEnd(t, c); s.End != message.RST || string(s.Unread) != hi {
		t.Errorf("got %v %q, want RST and the answer before it", s.End, s.Unread)
	}
}

// Drip makes writes of n bytes: the peer gets multiples of n, in more than one
// piece.
func TestDrip(t *testing.T) {
	reads := make(chan []int)
	a := tcpPeer(t, func(c *net.TCPConn) {
		var sizes []int
		buf := make([]byte, 4096)
		for {
			n, err := c.Read(buf)
			if err != nil {
				reads <- sizes
				return
			}
			sizes = append(sizes, n)
		}
	})
	c := dial(t, a, nil)
	c.Drip(3, 5*time.Millisecond)
	c.Send([]byte(strings.Repeat("abc", 10)))
	c.Send([]byte("de"))
	c.Drip(0, 0)
	c.Send([]byte("fghijk!"))
	c.CloseWrite()
	sizes := <-reads
	total, before := 0, 0
	for _, n := range sizes {
		if before = total; before < 30 && before%3 != 0 {
			t.Errorf("reads of %v bytes: one begins inside a drip", sizes)
		}
		total += n
	}
	if len(sizes) < 2 || total != 39 {
		t.Errorf("the peer read %v, want several, 39 bytes in all", sizes)
	}
	var wrote []string
	for _, r := range c.rec.Transcript().Records {
		if r.Kind == wire.DidSend {
			wrote = append(wrote, string(r.Data))
		}
	}
	want := append(strings.Split(strings.Repeat("abc ", 10)+"de", " "), "fghijk!")
	if strings.Join(wrote, " ") != strings.Join(want, " ") {
		t.Errorf("got writes %q", wrote)
	}
}

// Close does not wait for a drip whose server has ended.
func TestDripIntoClosed(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		c.Read(make([]byte, 1))
		reset(c)
	})
	c := dial(t, a, nil)
	c.Drip(1, time.Hour)
	c.Send([]byte("abc"))
	if s := untilEnd(t, c); s.End != message.RST {
		t.Errorf("got %v", s.End)
	}
	if err := c.Close(within(t)); err != nil {
		t.Error(err)
	}
	if s := c.State(); s.SendErr == nil || s.Sending || s.Sent != 1 {
		t.Errorf("got %v, sending %v, sent %d", s.SendErr, s.Sending, s.Sent)
	}
}
