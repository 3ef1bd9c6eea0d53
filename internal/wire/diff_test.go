package wire

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestBinaryDiff(t *testing.T) {
	want := []byte("0123456789abcdefGHIJ\x00\x1b[1m")
	got := []byte("0123456789abcdefGhIJ\x00\x1b[1mxyz")
	tests := []struct {
		name      string
		want, got []byte
		lines     []string
	}{
		{"a byte differs", want, got, []string{
			"  first difference at offset 17",
			"- 00000009  39 61 62 63 64 65 66 47 48 49 4a 00 1b 5b 31 6d  |9abcdefGHIJ..[1m|",
			"+ 00000009  39 61 62 63 64 65 66 47 68 49 4a 00 1b 5b 31 6d  |9abcdefGhIJ..[1m|",
			"- " + sumLine(want), "+ " + sumLine(got)}},
		{"it ends early", []byte("abcdef"), []byte("abc"), []string{
			"  first difference at offset 3, where what came ends",
			"- 00000000  61 62 63 64 65 66                                |abcdef|",
			"+ 00000000  61 62 63                                         |abc|",
			"- 6 bytes, sha256 bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721",
			"+ 3 bytes, sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}},
		{"it goes on", []byte("abc"), []byte("abcdef"), []string{
			"  first difference at offset 3, where what was wanted ends",
			"- 00000000  61 62 63                                         |abc|",
			"+ 00000000  61 62 63 64 65 66                                |abcdef|",
			"- 3 bytes, sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
			"+ 6 bytes, sha256 bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721"}},
		{"the same", []byte("abc"), []byte("abc"), []string{
			"  no difference",
			"  3 bytes, sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}},
		{"nothing came", []byte("a"), nil, []string{
			"  first difference at offset 0, where what came ends",
			"- 00000000  61                                               |a|",
			"+ 00000000                                                   ||",
			"- 1 bytes, sha256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
			"+ 0 bytes, sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
	}
	for _, tt := range tests {
		if lines := BinaryDiff(tt.want, tt.got); !slices.Equal(lines, tt.lines) {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, strings.Join(lines, "\n"), strings.Join(tt.lines, "\n"))
		}
	}
}

func TestSamePrefix(t *testing.T) {
	a := NoiseBytes(5000)
	for _, at := range []int{0, 1, 1023, 1024, 1025, 2047, 2048, 4999} {
		b := bytes.Clone(a)
		b[at]++
		if n := samePrefix(a, b); n != at {
			t.Errorf("got %d, want %d", n, at)
		}
		if n := samePrefix(a, a[:at]); n != at {
			t.Errorf("got %d, want %d", n, at)
		}
	}
}

func TestLargeOrBinary(t *testing.T) {
	for in, want := range map[string]bool{
		"":                                       false,
		"\x00\x01\x02":                           false, // short
		string(NoiseBytes(64)):                   false,
		string(NoiseBytes(65)):                   true,
		strings.Repeat("a line\n", 200):          false,
		strings.Repeat("Zeile mit ä\r\n", 200):   false,
		strings.Repeat("x", 512):                 false,
		strings.Repeat("x", 513):                 true,
		strings.Repeat("x", 512) + "\n":          false,
		"a\n" + strings.Repeat("x", 600):         true,
		strings.Repeat("a line\n", 3000):         true, // large
		strings.Repeat("a", 95) + "\x00\x00\x00": false,
		strings.Repeat("a", 95) + "\x00\x01\x02\x03\x04\x05\x06": true,
	} {
		if got := LargeOrBinary([]byte(in)); got != want {
			t.Errorf("%.20q, %d bytes: got %v, want %v", in, len(in), got, want)
		}
	}
}
