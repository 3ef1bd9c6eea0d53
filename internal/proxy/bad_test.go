package proxy

import (
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/loopback"
	"httpkit/internal/wire"
)

// TestRefused: the client gets a close, the tape says why, and the next connection
// is tried anew.
func TestRefused(t *testing.T) {
	s := &setup{t: t, tapes: make(chan *Tape, 2)}
	s.serve(loopback.Free(t))
	for range 2 {
		c, err := net.Dial("tcp", s.addr)
		if err != nil {
			t.Fatal(err)
		}
		c.SetDeadline(time.Now().Add(patience))
		if _, err := c.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("got %v, want a FIN", err)
		}
		c.Close()
		e, ok := errors.AsType[*client.DialError](s.tape().Unreached)
		if !ok || e.Kind != client.Refused {
			t.Errorf("got %v, want that it was refused", e)
		}
	}
}

// TestEndless: what a side sends without end is passed on, and only so much of it is
// kept.
func TestEndless(t *testing.T) {
	s := start(t)
	c, v := s.pair()
	const all = maxKept + 5*block
	const ask = "GET / HTTP/1.1\r\n\r\n"
	go func() {
		io.ReadFull(v, make([]byte, len(ask)))
		b := make([]byte, block)
		for n := 0; n < all; n += len(b) {
			v.Write(b)
		}
		v.Close()
	}()
	io.WriteString(c, ask)
	n, err := io.Copy(io.Discard, c)
	c.Close()
	tape := s.tape()
	kept := 0
	for _, r := range tape.Records {
		kept += len(r.Data)
	}
	if n != tape.Received || n < all || err != nil || kept > maxKept || tape.Dropped == 0 {
		t.Errorf("%d bytes arrived of %d, %v; %d kept, %d dropped", n, tape.Received, err, kept, tape.Dropped)
	}
	if why, _ := read(tape).none(tape); why == "" {
		t.Error("there is a case of it")
	}
}

// TestManyRecords: single bytes to and fro cost memory beside themselves.
func TestManyRecords(t *testing.T) {
	tape := newTape(1, "")
	for range maxKept / perItem {
		tape.data(wire.DidSend, []byte("a"))
		tape.data(wire.DidReceive, []byte("b"))
	}
	if len(tape.Records) > maxKept/perItem || tape.Dropped == 0 {
		t.Errorf("%d records, %d bytes dropped", len(tape.Records), tape.Dropped)
	}
}

// TestStop: connections that are still open are ended, and told.
func TestStop(t *testing.T) {
	s := start(t)
	c, v := s.pair()
	io.WriteString(c, "GET")
	if _, err := io.ReadFull(v, make([]byte, 3)); err != nil {
		t.Fatal(err)
	}
	s.stop()
	wantKinds(t, s.tape(), wire.DidSend, wire.DidOpen)
	for _, x := range []net.Conn{c, v} {
		if n, err := x.Read(make([]byte, 1)); err == nil {
			t.Errorf("got %d bytes, want the end", n)
		}
	}
}
