package script

import (
	"context"
	"io"
	"net"
	"testing"

	"httpkit/client"
	"httpkit/internal/suite"
	"httpkit/reference"
)

const helloTalk = `> GET / HTTP/1.1\r\n
> Host: \{$host}\r\n
> \r\n
< HTTP/1.1 200 OK\n
< \n
< Hello, World!\n
* closed
`

// bareHello answers like the persona hello, with nothing around it.
func bareHello(c *net.TCPConn) {
	buf := make([]byte, 1024)
	c.Read(buf)
	c.Write([]byte("HTTP/1.1 200 OK\n\nHello, World!\n"))
}

// BenchmarkCases tells how many cases a second the engine plays, one at a time and
// one play each: a testscript, a connection, an exchange, and the end of both sides.
// The persona is the server of the tutorial; bare is the same without the reference
// server around it. floor is what a bare loop does that says the same bytes on the
// same number of connections, without engine, client and judge.
func BenchmarkCases(b *testing.B) {
	s, err := reference.Start("127.0.0.1:0", "hello", reference.Config{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	persona := address(b, s.Addr().String())
	bare := serve(b, bareHello)
	b.Run("persona", func(b *testing.B) { benchCases(b, persona, 1, talk(b, "", helloTalk)) })
	b.Run("bare", func(b *testing.B) { benchCases(b, bare, 1, talk(b, "", helloTalk)) })
	b.Run("bare/jobs=4", func(b *testing.B) { benchCases(b, bare, 4, talk(b, "", helloTalk)) })
	b.Run("bare/rules", func(b *testing.B) {
		benchCases(b, serve(b, answers(ok("hello"))), 1, talk(b, "", get+"= pass 200 closed\n=   field Content-Length \\{int}\n= warn 2xx -- hm"))
	})
	b.Run("floor", func(b *testing.B) { benchFloor(b, bare) })
}

func benchCases(b *testing.B, target client.Address, jobs int, c *suite.Case) {
	cases := make([]*suite.Case, b.N)
	for i := range cases {
		cases[i] = c
	}
	b.ReportAllocs()
	b.ResetTimer()
	sum, err := Run(context.Background(), cases, Options{Target: target, Jobs: jobs})
	b.StopTimer()
	if err != nil || sum.Count(suite.Pass) != b.N {
		b.Fatalf("got %v, %v", err, sum.Counts())
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}

// benchFloor is a client without anything around it.
func benchFloor(b *testing.B, target client.Address) {
	request := []byte("GET / HTTP/1.1\r\nHost: " + target.Host + "\r\n\r\n")
	b.ReportAllocs()
	for b.Loop() {
		c, err := net.Dial("tcp", target.Addr)
		if err != nil {
			b.Fatal(err)
		}
		c.Write(request)
		if got, err := io.ReadAll(c); err != nil || len(got) == 0 {
			b.Fatalf("got %q, %v", got, err)
		}
		c.Close()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}

// BenchmarkPlays is a sweep: many plays of one case, under one testscript.
func BenchmarkPlays(b *testing.B) {
	c := talk(b, "each: n: 1..500", helloTalk)
	target := serve(b, bareHello)
	b.ReportAllocs()
	for b.Loop() {
		if res := one(b, Options{Target: target}, c); res.Verdict != suite.Pass {
			b.Fatal(res.Reason)
		}
	}
	b.ReportMetric(float64(500*b.N)/b.Elapsed().Seconds(), "plays/s")
}

// BenchmarkFailures are cases that do not pass, on a server that keeps connections
// open: what a beginner's first run is like.
func BenchmarkFailures(b *testing.B) {
	target := serve(b, persistent(ok("hello")))
	c := talk(b, "", helloTalk)
	cases := make([]*suite.Case, b.N)
	for i := range cases {
		cases[i] = c
	}
	b.ReportAllocs()
	b.ResetTimer()
	sum, err := Run(context.Background(), cases, Options{Target: target})
	if err != nil || sum.Count(suite.Fail) != b.N {
		b.Fatalf("got %v, %v", err, sum.Counts())
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}
