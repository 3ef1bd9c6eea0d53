package script

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"httpkit/client"
	"httpkit/internal/loopback"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// hung is when a test gives up: far more than anything here needs.
const hung = 60 * time.Second

// serve answers each connection of a server of its own by handle, in a goroutine,
// and closes it after that. All of it ends with the test.
func serve(t testing.TB, handle func(*net.TCPConn)) client.Address {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	conns := map[net.Conn]bool{}
	over := make(chan struct{})
	overs.Store(l.Addr().String(), over)
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns[c] = true
			mu.Unlock()
			wg.Go(func() {
				handle(c.(*net.TCPConn))
				c.Close()
				mu.Lock()
				delete(conns, c)
				mu.Unlock()
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		close(over)
		mu.Lock()
		for c := range conns {
			c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return address(t, l.Addr().String())
}

// overs holds, for each server's address, a channel that is closed when it ends.
var overs sync.Map

// stay keeps a connection open until the server ends.
func stay(c *net.TCPConn) {
	over, _ := overs.Load(c.LocalAddr().String())
	<-over.(chan struct{})
}

func address(t testing.TB, s string) client.Address {
	t.Helper()
	a, err := client.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// refusing is an address where nobody listens.
func refusing(t testing.TB) client.Address {
	t.Helper()
	return address(t, loopback.Free(t))
}

// head reads a request up to its empty line, and gives its first line; "" at the
// end of the connection.
func head(r *bufio.Reader) string {
	first := ""
	for {
		l, err := r.ReadString('\n')
		if err != nil {
			return ""
		}
		if l = strings.TrimRight(l, "\r\n"); l == "" && first != "" {
			return first
		}
		if first == "" {
			first = l
		}
	}
}

// answers sends the answers, one to each request, and then closes.
func answers(all ...string) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		r := bufio.NewReader(c)
		for _, a := range all {
			if head(r) == "" {
				return
			}
			io.WriteString(c, a)
		}
	}
}

// departing answers n clients and is gone. Its port closes before the last answer:
// who has that finds nobody. over is closed when all is done.
func departing(t testing.TB, n int, answer string) (target client.Address, over <-chan struct{}) {
	t.Helper()
	l := loopback.Listen(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer l.Close()
		for i := range n {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if i == n-1 {
				l.Close()
			}
			head(bufio.NewReader(c))
			io.WriteString(c, answer)
			c.Close()
		}
	}()
	return address(t, l.Addr().String()), done
}

// persistent answers every request the same, until the client ends.
func persistent(a string) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		for r := bufio.NewReader(c); head(r) != ""; {
			io.WriteString(c, a)
		}
	}
}

// deaf reads whatever comes, and closes when the client does.
func deaf(c *net.TCPConn) { io.Copy(io.Discard, c) }

// ok is a whole answer with content.
func ok(content string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(content), content)
}

// get is a request, and talk a case that begins with it.
const get = `> GET / HTTP/1.1\r\n
> Host: \{$host}\r\n
> \r\n
`

// caseOf reads a user's case.
func caseOf(t testing.TB, id, text string) *suite.Case {
	t.Helper()
	c, err := suite.Parse(id, id+".txtar", []byte(text), false)
	if err != nil {
		t.Fatalf("%s:\n%v", text, err)
	}
	return c
}

// talk is a case with the keys ("level: MUST") and one transcript.
func talk(t testing.TB, keys, transcript string) *suite.Case {
	t.Helper()
	text := "# A case.\n#\n"
	for l := range strings.Lines(keys) {
		text += "# " + l
	}
	return caseOf(t, "case", text+"\n\ntalk\n\n-- talk --\n"+transcript)
}

// run plays cases, and fails where that is an error.
func run(t testing.TB, o Options, cases ...*suite.Case) *suite.Summary {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hung)
	defer cancel()
	o.KeepPassed = true
	sum, err := Run(ctx, cases, o)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// one plays one case.
func one(t testing.TB, o Options, c *suite.Case) *suite.Result {
	t.Helper()
	return run(t, o, c).Results[0]
}

// exchange is that of a result, a line a line, each with its mark.
func exchange(r *suite.Result) string {
	var b strings.Builder
	for _, l := range r.Exchange {
		fmt.Fprintf(&b, "%c %s\n", l.Mark, l.Text)
	}
	return b.String()
}

// left waits until no goroutine of ours but the test's own is left.
func left(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(hung)
	for {
		var b strings.Builder
		pprof.Lookup("goroutine").WriteTo(&b, 1)
		all := b.String()
		if !strings.Contains(all, "httpkit/client.") && !strings.Contains(all, "script.(*schedule)") && !strings.Contains(all, "script.(*caseRun)") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("goroutines are left:\n%s", all)
		}
	}
}

var fmtAll = wire.FormatOptions{}
