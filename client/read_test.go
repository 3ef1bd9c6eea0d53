package client

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// endless writes until the connection fails.
func endless(c net.Conn) {
	b := bytes.Repeat([]byte("x"), 64<<10)
	for {
		if _, err := c.Write(b); err != nil {
			return
		}
	}
}

// A server without an end is read up to the cap and no further.
func TestCap(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		endless(c)
	})
	c := dial(t, a, &Options{MaxUnread: 100_000})
	s := until(t, c, "the cap", func(s State) bool { return s.Full })
	if len(s.Unread) != 100_000 || s.End != message.More {
		t.Errorf("got %d bytes, %v", len(s.Unread), s.End)
	}
	if _, err := c.ReadResponse(within(t), "GET"); err == nil || !strings.Contains(err.Error(), "100000 bytes") {
		t.Errorf("got %v", err)
	}
	c.Advance(50_000)
	if s := c.State(); !s.Full || len(s.Unread) != 50_000 {
		t.Errorf("after Advance: got full %v, %d bytes; it stays full", s.Full, len(s.Unread))
	}
	if err := c.Close(within(t)); err != ErrNoEnd {
		t.Errorf("Close: got %v, want ErrNoEnd", err)
	}
	if s := story(c.rec); !strings.Contains(s, "# 100000 bytes and no end: nothing more is read") || !strings.HasSuffix(s, "# the answer had no end: reset by us") {
		t.Errorf("got\n%s", s[max(0, len(s)-400):])
	}
}

// What State gave stays as it is, whatever is read and consumed later.
func TestUnreadIsKept(t *testing.T) {
	more := make(chan bool)
	body := bytes.Repeat([]byte("0123456789"), 5000)
	a := tcpPeer(t, func(c *net.TCPConn) {
		io.WriteString(c, hi)
		<-more
		c.Write(body)
		c.Close()
	})
	c := dial(t, a, nil)
	s := until(t, c, "hi", func(s State) bool { return len(s.Unread) == len(hi) })
	c.Advance(len(hi))
	close(more)
	if end := untilEnd(t, c); !bytes.Equal(end.Unread, body) {
		t.Errorf("got %d bytes, or others", len(end.Unread))
	}
	if string(s.Unread) != hi {
		t.Errorf("the first bytes became %q", s.Unread)
	}
	var all []byte
	for _, r := range c.rec.Transcript().Records {
		if r.Kind == wire.DidReceive {
			all = append(all, r.Data...)
		}
	}
	if string(all) != hi+string(body) {
		t.Errorf("got %d recorded bytes, or others", len(all))
	}
}

// Sip reads at most n bytes at a time, 0 none at all; free reading gets the rest.
func TestSip(t *testing.T) {
	wrote := make(chan bool)
	a := tcpPeer(t, func(c *net.TCPConn) {
		readHead(c)
		io.WriteString(c, hi)
		io.WriteString(c, hi)
		close(wrote)
		c.Close()
	})
	c := dial(t, a, nil)
	c.Sip(0, 0) // the reader waits in a read already
	c.Send([]byte(get))
	<-wrote
	if s := c.State(); len(s.Unread) != 0 || s.End != message.More {
		t.Errorf("sip 0: got %d bytes, %v", len(s.Unread), s.End)
	}
	c.Sip(4, time.Millisecond)
	until(t, c, "some sips", func(s State) bool { return len(s.Unread) >= len(hi) })
	c.Sip(-1, 0)
	if s := untilEnd(t, c); string(s.Unread) != hi+hi || s.End != message.FIN {
		t.Errorf("got %q, %v", s.Unread, s.End)
	}
	total := 0
	for _, r := range c.rec.Transcript().Records {
		if r.Kind == wire.DidReceive {
			if total < len(hi) && len(r.Data) > 4 {
				t.Errorf("a sip of %d bytes after %d, want at most 4", len(r.Data), total)
			}
			total += len(r.Data)
		}
	}
}

// A sipping client holds the server up: it can't get rid of what fills no
// buffer.
func TestSipHoldsUp(t *testing.T) {
	wrote := make(chan int)
	a := tcpPeer(t, func(c *net.TCPConn) {
		total := 0
		for {
			c.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
			n, err := c.Write(body4M)
			if total += n; err != nil || total >= 64<<20 {
				break
			}
		}
		wrote <- total
		c.SetWriteDeadline(time.Time{})
		c.Close()
	})
	c := dial(t, a, &Options{MaxUnread: 256 << 20})
	c.Sip(0, 0)
	total := <-wrote
	if total >= 64<<20 {
		t.Errorf("the server wrote %d bytes that nobody read", total)
	}
	c.Sip(-1, 0)
	if s := untilEnd(t, c); len(s.Unread) != total {
		t.Errorf("got %d bytes, the server wrote %d", len(s.Unread), total)
	}
}
