package reference

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	http1 "httpkit/internal/message"
)

// requestLineFaults are ways to misread where a line ends, and what a request-line is.
var requestLineFaults = []*Fault{
	{Name: "begin-not-checked", Sentence: "Waits for the end of a first line, whatever it begins with.",
		Behaviour: reading(http1.Dialect{Begin: anything})},
	{Name: "bom-skipped", Sentence: "Leaves out a byte order mark in front of the request-line.",
		Behaviour: reading(http1.Dialect{Begin: anything, Words: func(line []byte) (method, target, version []byte, err error) {
			return http1.StrictWords(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
		}})},
	{Name: "cr-any-ends-head", Sentence: "Takes a CR at the beginning of a line, and any byte behind it, for an empty line.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if len(b) > 1 && b[0] == '\r' {
				return b[:0], 2, nil
			}
			return http1.StrictLineEnd(b, seen)
		}})},
	{Name: "cr-kept-in-value", Sentence: "Keeps a CR in a field value.",
		Behaviour: reading(http1.Dialect{
			LineEnd: func(b []byte, _ int) ([]byte, int, error) {
				i := bytes.Index(b, []byte("\r\n"))
				switch j := bytes.IndexByte(b, '\n'); {
				case j >= 0 && j < i, i < 0 && j >= 0:
					return nil, 0, no(400, "A line ends in LF; it has to end in CRLF.")
				case i < 0:
					return nil, 0, nil
				}
				return b[:i], i + 2, nil
			},
			FieldValue: func(b []byte) (string, error) {
				_, err := http1.StrictFieldValue(bytes.ReplaceAll(b, []byte("\r"), []byte(" ")))
				return string(bytes.Trim(b, " \t")), err
			}})},
	{Name: "head-end-crlf-sought", Sentence: "Waits for CRLF CRLF before it reads a head, and then takes LF alone for the end of a line.",
		Behaviour: reading(http1.Dialect{Begin: anything, LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if !bytes.HasPrefix(b, []byte("\r\n")) && !bytes.Contains(b, []byte("\r\n\r\n")) {
				return nil, 0, nil
			}
			return bareLF(b, 0)
		}})},
	{Name: "lf-500", Sentence: "Fails on a line that ends in LF alone.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			if i := bytes.IndexByte(b[seen:], '\n') + seen; i >= seen && (i == 0 || b[i-1] != '\r') {
				return nil, 0, no(500, "The server has met an error.")
			}
			return http1.StrictLineEnd(b, seen)
		}})},
	{Name: "lf-line-loses-byte", Sentence: "Takes LF for the end of a line, and the byte before it for a CR whatever it is.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			i := bytes.IndexByte(b[seen:], '\n')
			if i < 0 {
				return nil, 0, nil
			}
			return b[:max(0, seen+i-1)], seen + i + 1, nil
		}})},
	{Name: "lf-splits-words", Sentence: "Looks for CRLF only, and splits a request-line at any white space, LF too.",
		Behaviour: reading(http1.Dialect{Begin: anything, LineEnd: endsInCRLF, Words: func(line []byte) (method, target, version []byte, err error) {
			return http1.StrictWords(bytes.Join(bytes.Fields(line), []byte(" ")))
		}})},
	{Name: "line-ends-of-unicode", Sentence: "Ends a line wherever a text library does: VT, FF, FS, GS, RS and NEL too.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, _ int) ([]byte, int, error) {
			i := bytes.IndexFunc(b, func(r rune) bool { return r == '\n' })
			for j, c := range b[:max(0, i)] {
				if strings.IndexByte("\v\f\x1c\x1d\x1e\x85", c) >= 0 {
					return b[:j], j + 1, nil
				}
			}
			return http1.StrictLineEnd(b, 0)
		}})},
	{Name: "line-is-letters", Sentence: "Takes a head for letters in UTF-8, and looks for the end of a line between them only.",
		Behaviour: reading(http1.Dialect{LineEnd: func(b []byte, _ int) ([]byte, int, error) {
			for i := 0; i < len(b); i++ {
				switch c := b[i]; {
				case c >= 0xf0:
					i += 3
				case c >= 0xe0:
					i += 2
				case c >= 0xc0:
					i++
				case c == '\n':
					return http1.StrictLineEnd(b, i)
				}
			}
			return nil, 0, nil
		}})},
	{Name: "method-letters-only", Sentence: "Refuses a method that is not all capital letters.",
		Behaviour: reading(http1.Dialect{Method: func(b []byte) (string, error) {
			for _, c := range b {
				if c < 'A' || 'Z' < c {
					return "", no(400, "A method is made of capital letters.")
				}
			}
			return http1.StrictMethod(b)
		}})},
	{Name: "method-not-checked", Sentence: "Takes any bytes up to the first space for a method.",
		Behaviour: reading(http1.Dialect{Begin: anything, Method: func(b []byte) (string, error) { return string(b), nil }})},
	{Name: "nul-left-out", Sentence: "Leaves NUL bytes out of the lines of a head.",
		Behaviour: reading(http1.Dialect{Begin: anything, LineEnd: func(b []byte, seen int) ([]byte, int, error) {
			line, n, err := http1.StrictLineEnd(b, seen)
			return bytes.ReplaceAll(line, []byte{0}, nil), n, err
		}})},
	{Name: "protocol-name-not-checked", Sentence: "Looks at the numbers of a version, and not at the name before them.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) {
			i := bytes.LastIndexByte(b, '/')
			return http1.StrictVersion(append([]byte("HTTP"), b[max(0, i):]...))
		}})},
	{Name: "request-line-any", Sentence: "Takes a first line that is not three words for GET / HTTP/1.0.",
		Behaviour: reading(http1.Dialect{Begin: anything, Words: func(line []byte) (method, target, version []byte, err error) {
			if method, target, version, err = http1.StrictWords(line); err != nil {
				return []byte("GET"), []byte("/"), []byte("HTTP/1.0"), nil
			}
			return method, target, version, nil
		}})},
	{Name: "value-cut-to-bytes", Sentence: "Keeps the low byte of each letter in a field value.",
		Behaviour: reading(http1.Dialect{FieldValue: func(b []byte) (string, error) {
			v, err := http1.StrictFieldValue(b)
			var out []byte
			for i, r := range v {
				if r == utf8.RuneError {
					r = rune(v[i])
				}
				out = append(out, byte(r))
			}
			return string(out), err
		}})},
	{Name: "value-skips-line-feeds", Sentence: "Looks for CRLF only, and takes LF for white space before a field value.",
		Behaviour: reading(http1.Dialect{LineEnd: endsInCRLF, FieldValue: func(b []byte) (string, error) {
			return http1.StrictFieldValue(bytes.TrimLeft(b, " \t\n"))
		}})},
	{Name: "version-by-number", Sentence: "Reads a version as a decimal fraction.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) {
			n, err := strconv.ParseFloat(strings.TrimPrefix(string(b), "HTTP/"), 64)
			switch {
			case err != nil, n < 1, n >= 2:
				return http1.StrictVersion(b)
			case n < 1.1:
				return 1, 0, nil
			}
			return 1, 1, nil
		}})},
	{Name: "version-major-not-checked", Sentence: "Answers any major version as HTTP/1.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) {
			if c := bytes.Clone(b); len(c) > 5 && '0' <= c[5] && c[5] <= '9' {
				c[5] = '1'
				return http1.StrictVersion(c)
			}
			return http1.StrictVersion(b)
		}})},
	{Name: "version-number-wraps", Sentence: "Keeps the numbers of a version in a byte each.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) {
			major, minor, _ := strings.Cut(strings.TrimPrefix(string(b), "HTTP/"), ".")
			m, err := strconv.ParseUint(major, 10, 64)
			n, err2 := strconv.ParseUint(minor, 10, 64)
			if err == nil && err2 == nil && byte(m) == 1 {
				return 1, int(byte(n)), nil
			}
			return http1.StrictVersion(b)
		}})},
	{Name: "version-unknown-500", Sentence: "Fails on a version that it does not speak.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) {
			major, minor, err := http1.StrictVersion(b)
			if err != nil {
				err = no(500, "The server has met an error.")
			}
			return major, minor, err
		}})},
	{Name: "version-zero-refused", Sentence: "Refuses HTTP/1.0.",
		Behaviour: reading(http1.Dialect{Version: func(b []byte) (int, int, error) {
			major, minor, err := http1.StrictVersion(b)
			if err == nil && minor == 0 {
				err = no(505, "This server speaks HTTP/1.1.")
			}
			return major, minor, err
		}})},
	{Name: "words-end-at-nul", Sentence: "Takes each word of a request-line to end at its first NUL.",
		Behaviour: reading(http1.Dialect{Begin: anything, Words: func(line []byte) (method, target, version []byte, err error) {
			method, target, version, err = http1.StrictWords(line)
			method, _, _ = bytes.Cut(method, []byte{0})
			target, _, _ = bytes.Cut(target, []byte{0})
			version, _, _ = bytes.Cut(version, []byte{0})
			return method, target, version, err
		}})},
}

// endsInCRLF ends lines at CRLF only, and lets an LF stand in them.
func endsInCRLF(b []byte, _ int) ([]byte, int, error) {
	i := bytes.Index(b, []byte("\r\n"))
	if i < 0 {
		return nil, 0, nil
	}
	if bytes.IndexByte(b[:i], '\r') >= 0 {
		return nil, 0, no(400, "A line holds a CR that is not followed by LF.")
	}
	return b[:i], i + 2, nil
}
