package reference

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"httpkit/internal/fixtures"
)

// BenchmarkSmallGet asks both servers for the same answer, on persistent
// connections, with and without pipelining.
func BenchmarkSmallGet(b *testing.B) {
	s, err := StartStrict("127.0.0.1:0", Limits{}, Behaviour{}, Config{Docroot: fixtures.FS()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	modified := fixtures.ModTime.UTC().Format(http.TimeFormat)
	second := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/plain; charset=utf-8")
		h.Set("Last-Modified", modified)
		h.Set("ETag", helloTag)
		h.Set("Accept-Ranges", "bytes")
		h.Set("Content-Length", "14")
		_, _ = io.WriteString(w, "Hello, World!\n")
	}))
	defer second.Close()
	for name, addr := range map[string]string{"strict": s.Addr().String(), "net/http": second.Listener.Addr().String()} {
		for depth, label := range map[int]string{1: "/one", 16: "/pipelined"} {
			b.Run(name+label, func(b *testing.B) { benchmarkGet(b, addr, depth) })
		}
	}
}

func benchmarkGet(b *testing.B, addr string, depth int) {
	b.ReportAllocs()
	start := time.Now()
	b.RunParallel(func(pb *testing.PB) {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		r := bufio.NewReader(conn)
		batch := make([]byte, 0, depth*len(next))
		for more := true; more; {
			batch = batch[:0]
			n := 0
			for ; n < depth && pb.Next(); n++ {
				batch = append(batch, next...)
			}
			more = n == depth
			if _, err := conn.Write(batch); err != nil {
				b.Error(err)
				return
			}
			for range n {
				if err := skipAnswer(r); err != nil {
					b.Error(err)
					return
				}
			}
		}
	})
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "req/s")
}

// skipAnswer reads an answer with 14 bytes of content.
func skipAnswer(r *bufio.Reader) error {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) == 2 {
			_, err := r.Discard(14)
			return err
		}
	}
}
