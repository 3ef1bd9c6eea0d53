package message

import (
	"bytes"
	"testing"
)

// smallChunks is a body of 1 MiB in chunks of 16 bytes.
func smallChunks() []byte {
	b := []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
	b = append(b, bytes.Repeat([]byte("10\r\n0123456789abcdef\r\n"), 1<<16)...)
	return append(b, "0\r\n\r\n"...)
}

func BenchmarkParseResponse(b *testing.B) {
	in := []byte("HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\nHello, World!\n")
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseResponse(in, More, "GET"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSmallChunksWhole(b *testing.B) { benchGrowing(b, 1<<30) }

// BenchmarkSmallChunksGrowing gives a Reader 64 bytes more each time: it must not
// be much slower than the whole at once.
func BenchmarkSmallChunksGrowing(b *testing.B) { benchGrowing(b, 64) }

func benchGrowing(b *testing.B, step int) {
	in := smallChunks()
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		var r Reader
		err := ErrIncomplete
		for n := min(step, len(in)); err == ErrIncomplete; n = min(n+step, len(in)) {
			_, err = r.Response(in[:n:n], More, "GET")
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
