package message

import (
	"bytes"
	"fmt"
	"strings"
)

// statusShape is the part of a status-line that has a fixed shape: 9 stands for
// any digit.
//
// RFC 9112 section 4: status-line = HTTP-version SP status-code SP [ reason-phrase ]
const statusShape = "HTTP/1.9 999"

// checkStatusLine looks at the fixed part of a status-line as far as b goes. It
// returns why b can't be the beginning of an HTTP/1 response, or "".
func checkStatusLine(b []byte) string {
	for i := 0; i < len(statusShape) && i < len(b); i++ {
		want, c := statusShape[i], b[i]
		// RFC 9112 section 2.3: HTTP-version is case-sensitive.
		if want == '9' && isDigit(c) || want != '9' && want == c {
			continue
		}
		if i < len("HTTP/1.") {
			return fmt.Sprintf("it begins with %q, not with HTTP/1.", clip(b[:i+1]))
		}
		if i < len("HTTP/1.9") {
			return fmt.Sprintf("its version is %q, not HTTP/1 and a digit", clip(b[:i+1]))
		}
		return fmt.Sprintf("after the version comes %q, not a space and three digits", clip(b[len("HTTP/1.9"):i+1]))
	}
	rest := b[min(len(b), len(statusShape)):]
	switch {
	case len(rest) == 0, rest[0] == ' ', rest[0] == '\n', rest[0] == '\r' && len(rest) == 1:
	case rest[0] == '\r' && rest[1] == '\n':
	default:
		return fmt.Sprintf("after the status code comes %q, not a space", clip(rest[:1]))
	}
	return ""
}

// splitStatusLine takes a checked status-line without its ending apart.
func splitStatusLine(line string) (version string, status int, reason string) {
	version = line[:len("HTTP/1.1")]
	for _, c := range line[len("HTTP/1.1 "):len(statusShape)] {
		status = status*10 + int(c-'0')
	}
	// RFC 9112 section 4: the second space may be missing only because we forgive it.
	if len(line) > len(statusShape) {
		reason = line[len(statusShape)+1:]
	}
	return version, status, reason
}

// splitRequestLine takes a request-line without its ending apart, as well as it
// goes: the method is empty unless it is a token and a space follows; target
// and version are empty where they are missing.
//
// RFC 9112 section 3: request-line = method SP request-target SP HTTP-version
func splitRequestLine(line string) (method, target, version string) {
	method, rest, ok := strings.Cut(line, " ")
	if !ok || !IsToken(method) {
		return "", "", ""
	}
	if i := strings.LastIndexByte(rest, ' '); i >= 0 {
		return method, rest[:i], rest[i+1:]
	}
	return method, rest, ""
}

// cutLine takes the first line off b: the line without its ending, the bytes it
// takes with it, and whether the ending was a bare LF. n is 0 if no line ends in b.
//
// RFC 9112 section 2.2: a recipient MAY recognize a single LF as a line
// terminator and ignore any preceding CR.
func cutLine(b []byte) (line []byte, n int, bare bool) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return nil, 0, false
	}
	if i > 0 && b[i-1] == '\r' {
		return b[: i-1 : i-1], i + 1, false
	}
	return b[:i:i], i + 1, true
}

// clip keeps the first bytes of something that is shown in an error.
func clip(b []byte) []byte {
	if len(b) > 40 {
		return b[:40]
	}
	return b
}
