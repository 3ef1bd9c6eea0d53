package client

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"
)

const (
	benchRequest  = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
	benchResponse = "HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\nHello, World!\n"
)

// benchServer answers each request with the same bytes, and FIN with FIN.
func benchServer(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				buf := make([]byte, 4096)
				for {
					n, err := c.Read(buf)
					if err != nil {
						return
					}
					for range bytes.Count(buf[:n], []byte("\r\n\r\n")) {
						io.WriteString(c, benchResponse)
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

// BenchmarkBareLoop is what the exchanges below are held against: one write and
// as many reads as it takes, by one goroutine.
func BenchmarkBareLoop(b *testing.B) {
	c, err := net.Dial("tcp", benchServer(b))
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	for b.Loop() {
		bareExchange(b, c)
	}
}

func bareExchange(b *testing.B, c net.Conn) {
	var buf [4096]byte
	if _, err := io.WriteString(c, benchRequest); err != nil {
		b.Fatal(err)
	}
	if _, err := io.ReadFull(c, buf[:len(benchResponse)]); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkExchange sends the same request and reads the response by its
// framing, recording both.
func BenchmarkExchange(b *testing.B) { benchExchange(b, true) }

// BenchmarkExchangeUnrecorded is BenchmarkExchange without a Recorder.
func BenchmarkExchangeUnrecorded(b *testing.B) { benchExchange(b, false) }

func benchExchange(b *testing.B, record bool) {
	o := &Options{}
	if record {
		o.Recorder = NewRecorder()
	}
	a, err := ParseAddress(benchServer(b))
	if err != nil {
		b.Fatal(err)
	}
	c := benchDial(b, a, o)
	defer c.Close(context.Background())
	b.ReportAllocs()
	for b.Loop() {
		exchange(b, c)
	}
}

func benchDial(b *testing.B, a Address, o *Options) *Conn {
	c, err := Dial(context.Background(), a, o)
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func exchange(b *testing.B, c *Conn) {
	c.Send([]byte(benchRequest))
	r, err := c.ReadResponse(context.Background(), "GET")
	if err != nil {
		b.Fatal(err)
	}
	if len(r.Content) != 14 {
		b.Fatalf("got %q", r.Content)
	}
}

// BenchmarkBareLoopFresh is BenchmarkBareLoop with a connection per exchange,
// ended like ours: FIN, then read to the server's FIN.
func BenchmarkBareLoopFresh(b *testing.B) {
	addr := benchServer(b)
	for b.Loop() {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			b.Fatal(err)
		}
		bareExchange(b, c)
		c.(*net.TCPConn).CloseWrite()
		var buf [64]byte
		if _, err := c.Read(buf[:]); err != io.EOF {
			b.Fatal(err)
		}
		c.Close()
	}
}

// BenchmarkExchangeFresh is BenchmarkExchange with a connection and a Recorder
// per exchange, as a play has them.
func BenchmarkExchangeFresh(b *testing.B) {
	a, err := ParseAddress(benchServer(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		c := benchDial(b, a, &Options{Recorder: NewRecorder()})
		exchange(b, c)
		if err := c.Close(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
