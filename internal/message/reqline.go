package message

import (
	"bytes"
	"slices"
)

// StrictWords splits a request-line at its two spaces.
//
// RFC 9112 section 3: request-line = method SP request-target SP HTTP-version.
// We don't use the leave to split at any white space.
func StrictWords(line []byte) (method, target, version []byte, err error) {
	i := bytes.IndexByte(line, ' ')
	j := bytes.LastIndexByte(line, ' ')
	if i <= 0 || j == i || j == i+1 || bytes.IndexByte(line[i+1:j], ' ') >= 0 || j == len(line)-1 {
		return nil, nil, nil, refuse(400, "The request-line is not a method, a request-target and a version with one space between them.")
	}
	return line[:i], line[i+1 : j], line[j+1:], nil
}

// StrictMethod takes any token.
//
// RFC 9112 section 3.1: method = token; it is case-sensitive.
func StrictMethod(b []byte) (string, error) {
	if m := knownMethod(b); m != "" {
		return m, nil
	}
	m := string(b)
	if !IsToken(m) {
		return "", refuse(400, "The method is no token.")
	}
	return m, nil
}

// methods are those of RFC 9110 section 9.3 and PATCH.
var methods = []string{"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"}

// KnownMethod tells whether a method is one of RFC 9110 section 9.3 or PATCH.
func KnownMethod(m string) bool { return slices.Contains(methods, m) }

// knownMethod spares the usual methods a copy.
func knownMethod(b []byte) string {
	for _, m := range methods {
		if string(b) == m {
			return m
		}
	}
	return ""
}

// StrictVersion takes HTTP/1 with any minor version.
//
// RFC 9112 section 2.3: HTTP-version = HTTP-name "/" DIGIT "." DIGIT, and it is
// case-sensitive. RFC 9110 section 15.6.6: 505 for a major version that the
// server does not support.
func StrictVersion(b []byte) (major, minor int, err error) {
	if len(b) != len("HTTP/1.1") || string(b[:5]) != "HTTP/" || !isDigit(b[5]) || b[6] != '.' || !isDigit(b[7]) {
		return 0, 0, refuse(400, "The request-line does not end in HTTP/ and a version of two digits, such as HTTP/1.1.")
	}
	if b[5] != '1' {
		return 0, 0, refuse(505, "This server speaks HTTP/1.1 and HTTP/1.0.")
	}
	return 1, int(b[7] - '0'), nil
}
