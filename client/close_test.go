package client

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"

	"httpkit/internal/message"
)

// lastRead reads on to the end and gives its error: nil for a FIN.
func lastRead(c net.Conn) error {
	_, err := io.Copy(io.Discard, c)
	return err
}

// Close sends FIN, and what the server says then is kept; nobody sees a RST.
func TestClose(t *testing.T) {
	end := make(chan error, 1)
	a := tcpPeer(t, func(c *net.TCPConn) {
		err := lastRead(c)
		io.WriteString(c, hi)
		c.CloseWrite()
		if err == nil {
			err = lastRead(c)
		}
		end <- err
	})
	c := dial(t, a, &Options{Name: "a"})
	c.Send([]byte("GET"))
	if err := c.Close(within(t)); err != nil {
		t.Error(err)
	}
	if err := <-end; err != nil {
		t.Errorf("the server got %v, want FIN", err)
	}
	if s := c.State(); string(s.Unread) != hi || s.End != message.FIN {
		t.Errorf("got %q %v", s.Unread, s.End)
	}
	if err := c.Close(context.Background()); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if err := c.Abort(); err != nil {
		t.Errorf("Abort after Close: %v", err)
	}
	wantStory(t, c.rec, "a connect\na > GET\na close-write\na < "+hi[:40]+"\na closed")
}

// A server that does not close is left with a FIN when ctx is done, not a RST.
func TestCloseGivesUp(t *testing.T) {
	end := make(chan error, 1)
	a := tcpPeer(t, func(c *net.TCPConn) { end <- lastRead(c) })
	c := dial(t, a, nil)
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.Close(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := <-end; err != nil {
		t.Errorf("the server got %v, want FIN", err)
	}
	wantStory(t, c.rec, "connect\nclose-write\nopen\n# closed by us before the server did (context canceled)")
}

// An answer without an end is read for 1 MiB, and then reset.
func TestCloseEndless(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		lastRead(c)
		endless(c)
	})
	c := dial(t, a, nil)
	if err := c.Close(within(t)); err != ErrNoEnd {
		t.Errorf("got %v, want ErrNoEnd", err)
	}
	if n := len(c.State().Unread); n != maxDrain {
		t.Errorf("read %d bytes while closing, want %d", n, maxDrain)
	}
	if !strings.HasSuffix(story(c.rec), "# the answer had no end: reset by us") {
		t.Error("no note at the end")
	}
}

func TestCloseWhileSipping(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		io.WriteString(c, hi)
		c.Close()
	})
	c := dial(t, a, nil)
	c.Sip(0, 0)
	if err := c.Close(within(t)); err != nil {
		t.Error(err)
	}
	if s := c.State(); string(s.Unread) != hi || s.End != message.FIN {
		t.Errorf("got %q %v", s.Unread, s.End)
	}
}

// Abort is a real RST.
func TestAbort(t *testing.T) {
	end := make(chan error, 1)
	ready := make(chan bool)
	a := tcpPeer(t, func(c *net.TCPConn) {
		readHead(c)
		close(ready)
		end <- lastRead(c)
	})
	c := dial(t, a, nil)
	c.Send([]byte(get))
	<-ready
	if err := c.Abort(); err != nil {
		t.Error(err)
	}
	if err := <-end; !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the server got %v, want a RST", err)
	}
	c.Send([]byte("x"))
	if s := c.State(); s.End != message.More || s.SendErr == nil {
		t.Errorf("got %v, %v: the end is ours, not the server's", s.End, s.SendErr)
	}
	c.CloseWrite()
	if err := c.Close(within(t)); err != nil {
		t.Errorf("Close after Abort: %v", err)
	}
	if s := story(c.rec); !strings.Contains(s, "abort") || strings.Contains(s, "close-write") {
		t.Errorf("got\n%s", s)
	}
}

// Abort drops what still waits, in the writer and in the reader.
func TestAbortWhileBusy(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) { io.WriteString(c, hi) })
	c := dial(t, a, nil)
	c.Send(body4M)
	c.Send(body4M)
	c.Sip(0, 0)
	if err := c.Abort(); err != nil {
		t.Error(err)
	}
	if s := c.State(); s.Sending || s.SendErr == nil || s.Sent != sentBytes(c) {
		t.Errorf("got sending %v, %v, sent %d, recorded %d", s.Sending, s.SendErr, s.Sent, sentBytes(c))
	}
	noGoroutines(t)
}

// Several connections of one play share a transcript.
func TestSharedRecorder(t *testing.T) {
	a := tcpPeer(t, func(c *net.TCPConn) {
		readHead(c)
		io.WriteString(c, hi)
		lastRead(c)
		c.Close()
	})
	r := NewRecorder()
	one, two := dial(t, a, &Options{Recorder: r, Name: "a"}), dial(t, a, &Options{Recorder: r, Name: "b"})
	for _, c := range []*Conn{two, one} {
		c.Send([]byte(get))
		if _, err := c.ReadResponse(within(t), "GET"); err != nil {
			t.Fatal(err)
		}
		r.Pause(c.Name(), 1)
		if err := c.Close(within(t)); err != nil {
			t.Error(err)
		}
	}
	r.Note("", "over")
	line := func(name string) string {
		return name + " > GET / HTTP/1.1\r\nHost: a\n" + name + " < " + hi[:40] + "\n" + name + " pause \n" + name + " close-write\n" + name + " closed\n"
	}
	wantStory(t, r, "a connect\nb connect\n"+line("b")+line("a")+"# over")
	last := one.rec.Transcript()
	for i, rec := range last.Records[1:] {
		if rec.At < last.Records[i].At {
			t.Errorf("record %d is before the one before it", i+1)
		}
	}
}

func TestRecorderBounds(t *testing.T) {
	r := NewRecorder()
	a := tcpPeer(t, func(c *net.TCPConn) { io.Copy(io.Discard, c) })
	c := dial(t, a, &Options{Recorder: r})
	for range maxRecorded/len(body4M) + 2 {
		c.Send(body4M)
		if err := c.Flush(within(t)); err != nil {
			t.Fatal(err)
		}
	}
	if n := sentBytes(c); n > maxRecorded || n < maxRecorded-int64(len(body4M)) {
		t.Errorf("%d bytes recorded", n)
	}
	if n := strings.Count(story(r), "later bytes are not recorded"); n != 1 {
		t.Errorf("got %d notes", n)
	}
	var none *Recorder
	none.Pause("", 1)
	none.Note("", "x")
	if n := len(none.Transcript().Records); n != 0 {
		t.Errorf("got %d records of no Recorder", n)
	}
}
