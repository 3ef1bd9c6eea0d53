package wire

import "encoding/binary"

// noiseSeed begins the stream of \{noise N}. It is fixed for ever: a case may
// compare what a server sent back a year ago.
const noiseSeed = 0x6874_7470_6b69_7421 // "httpkit!"

// NoiseBytes gives the first n bytes of the stream that \{noise N} stands for:
// the numbers of splitmix64 from a fixed seed, lowest byte first. The shorter of
// two results is the beginning of the longer one. n <= 0 gives nothing.
func NoiseBytes(n int) []byte {
	if n <= 0 {
		return nil
	}
	return appendNoise(make([]byte, 0, n), n)
}

// appendNoise appends the first n bytes of the stream to dst.
func appendNoise(dst []byte, n int) []byte {
	state := uint64(noiseSeed)
	var word [8]byte
	for n > 0 {
		// splitmix64, after Steele, Lea and Flood: a counter with a good mixer
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		z ^= z >> 31
		binary.LittleEndian.PutUint64(word[:], z)
		k := min(n, len(word))
		dst = append(dst, word[:k]...)
		n -= k
	}
	return dst
}
