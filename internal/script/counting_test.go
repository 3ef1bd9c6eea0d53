package script

import (
	"strings"
	"testing"

	"httpkit/internal/judge"
	"httpkit/internal/lint"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

const interim = "HTTP/1.1 100 Continue\r\n\r\n"

// TestCounting: what is asked of bytes that grow is the same as of all of them at once.
func TestCounting(t *testing.T) {
	for _, r := range []struct {
		name, bytes     string
		methods         []string
		whole, answered bool
	}{
		{"nothing, and nothing is owed", "", nil, false, true},
		{"nothing", "", []string{"GET"}, false, false},
		{"an answer", ok("x"), []string{"GET"}, true, true},
		{"an answer that nobody asked for", ok("x"), nil, true, true},
		{"the beginning of one more", ok("x") + "HTTP", []string{"GET"}, false, true},
		{"one of two", ok("x"), []string{"GET", "GET"}, false, false},
		{"two", ok("x") + ok("y"), []string{"GET", "GET"}, true, true},
		{"an interim one", interim, []string{"GET"}, false, false},
		{"an interim one and an answer", interim + ok("x"), []string{"GET"}, true, true},
		{"an answer to HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", []string{"HEAD"}, true, true},
		{"half an answer", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", []string{"GET"}, false, false},
		{"no HTTP", "Yes", []string{"GET"}, false, true},
		{"a framing that can't be known", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", []string{"GET"}, false, false},
		{"interim ones without end", strings.Repeat(interim, judge.MaxItems+9) + ok("x"), []string{"GET"}, false, false},
	} {
		var grown counting
		step := max(1, len(r.bytes)/50)
		for n := 0; n < len(r.bytes); n += step {
			grown.read([]byte(r.bytes)[:n], r.methods)
		}
		var once counting
		for _, c := range []*counting{&grown, &once} {
			b := []byte(r.bytes)
			if whole, answered := c.whole(b, r.methods), c.answered(b, r.methods); whole != r.whole || answered != r.answered {
				t.Errorf("%s: got %v, %v, want %v, %v", r.name, whole, answered, r.whole, r.answered)
			}
		}
	}
}

// TestCountingOnce: what was read is not read again.
func TestCountingOnce(t *testing.T) {
	b := []byte(strings.Repeat(interim, 3) + ok("x"))
	var c counting
	c.read(b[:2*len(interim)], nil)
	copy(b, strings.Repeat("?", 2*len(interim)))
	if !c.whole(b, nil) || c.all != 4 {
		t.Errorf("got %d responses, %v", c.all, c.err)
	}
}

// TestInspected: of interim responses without end the universal rules look at as many
// as the judge does; answers to requests of ours are all looked at.
func TestInspected(t *testing.T) {
	const many = judge.MaxItems + 9
	for _, r := range []struct {
		name, sent, came string
		want             int
	}{
		{"interim", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", strings.Repeat(interim, many), judge.MaxItems + 1},
		{"final", strings.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", many), strings.Repeat(ok("x"), many), many},
	} {
		s := stream{sent: []byte(r.sent), came: []byte(r.came), end: message.FIN, start: &wire.Transcript{}}
		n := 0
		s.each(func(*lint.Exchange) { n++ })
		if n != r.want {
			t.Errorf("%s: got %d exchanges, want %d", r.name, n, r.want)
		}
	}
}
