package reference

import (
	"bytes"
	"strings"

	http1 "httpkit/internal/message"
)

var lineFaults = []*Fault{
	{Name: "blank-line-ends-head", Sentence: "Takes a line of nothing but white space for the empty line that ends the header section.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			line, n, err := http1.StrictLineEnd(b, seen)
			if len(bytes.Trim(line, " \t")) == 0 {
				line = line[:0]
			}
			return line, n, err
		}})},
	{Name: "cr-ends-line", Sentence: "Takes a CR alone for the end of a line.",
		Behaviour: reading(http1.Dialect{LineEnd: crEndsLine})},
	{Name: "leading-crlf-refused", Sentence: "Refuses an empty line before the request-line.",
		Behaviour: reading(http1.Dialect{Leading: func(int) error { return no(400, "The request-line is empty.") }})},
	{Name: "method-case-ignored", Sentence: "Takes methods in lower case.",
		Behaviour: reading(http1.Dialect{Method: func(b []byte) (string, error) { return http1.StrictMethod(bytes.ToUpper(b)) }})},
	{Name: "method-prefix-taken", Sentence: "Takes the letters that a method begins with, and leaves out what follows them.",
		Behaviour: reading(http1.Dialect{Begin: anything, Method: func(b []byte) (string, error) {
			n := 0
			for n < len(b) && 'A' <= b[n] && b[n] <= 'Z' {
				n++
			}
			return http1.StrictMethod(b[:n])
		}})},
	{Name: "version-minor-refused", Sentence: "Refuses the minor versions of HTTP/1 that it does not know.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) {
			major, minor, err := http1.StrictVersion(b)
			if err == nil && minor > 1 {
				err = no(505, "This server speaks HTTP/1.1 and HTTP/1.0.")
			}
			return major, minor, err
		}})},
	{Name: "version-not-checked", Sentence: "Takes any third word for HTTP/1.1.",
		Behaviour: reading(http1.Dialect{Version: func([]byte) (int, int, error) { return 1, 1, nil }})},
	{Name: "version-prefix-taken", Sentence: "Reads a version as far as it understands it: HTTP/1.10 is HTTP/1.1.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) {
			return http1.StrictVersion(b[:min(len(b), len("HTTP/1.1"))])
		}})},
	{Name: "version-case-ignored", Sentence: "Takes http/1.1 for HTTP/1.1.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) { return http1.StrictVersion(bytes.ToUpper(b)) }})},
	{Name: "words-after-third-ignored", Sentence: "Takes the first three words of a request-line and leaves out the others.",
		Behaviour: reading(http1.Dialect{Words: func(line []byte) (method, target, version []byte, err error) {
			if w := bytes.SplitN(line, []byte(" "), 4); len(w) == 4 {
				line = line[:len(line)-len(w[3])-1]
			}
			return http1.StrictWords(line)
		}})},
	{Name: "version-missing-taken", Sentence: "Takes a request-line of two words for one of HTTP/1.1.",
		Behaviour: reading(http1.Dialect{Words: func(line []byte) (method, target, version []byte, err error) {
			if strings.Count(string(line), " ") == 1 {
				line = append(bytes.Clone(line), " HTTP/1.1"...)
			}
			return http1.StrictWords(line)
		}})},
}

// reading is a behaviour that differs in how bytes are read.
func reading(d http1.Dialect) Behaviour { return Behaviour{Dialect: d} }

// no is a refusal.
func no(status int, why string) error { return &http1.Refused{Status: status, Why: why} }

// anything may begin a request-line.
func anything([]byte) error { return nil }

// crEndsLine ends a line at CR, and takes an LF behind it along.
func crEndsLine(b []byte, _ int) ([]byte, int, error) {
	i := bytes.IndexAny(b, "\r\n")
	switch {
	case i < 0, i == len(b)-1 && b[i] == '\r': // an LF may follow
		return nil, 0, nil
	case b[i] == '\n':
		return nil, 0, no(400, "A line ends in LF; it has to end in CRLF.")
	case b[i+1] == '\n':
		return b[:i], i + 2, nil
	}
	return b[:i], i + 1, nil
}
