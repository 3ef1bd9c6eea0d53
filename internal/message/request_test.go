package message

import (
	"fmt"
	"strings"
	"testing"
)

// requestTests: each request that is wanted as method, target, version, "whole"
// or "part", and its first bytes.
var requestTests = []struct {
	name, in string
	want     []string
}{
	{"one", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", []string{"GET / HTTP/1.1 whole 0-27"}},
	{"pipelined", "GET /a HTTP/1.1\r\n\r\nHEAD /b HTTP/1.0\r\n\r\n", []string{"GET /a HTTP/1.1 whole 0-19", "HEAD /b HTTP/1.0 whole 19-39"}},
	{"length", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nGETGET / HTTP/1.1\r\n\r\n", []string{"POST / HTTP/1.1 whole 0-41", "GET / HTTP/1.1 whole 41-59"}},
	{"chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nGET\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.1\r\n\r\n", []string{"POST / HTTP/1.1 whole 0-68", "GET / HTTP/1.1 whole 68-86"}},
	{"TE and CL", "POST / HTTP/1.1\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n", []string{"POST / HTTP/1.1 whole 0-72", "GET / HTTP/1.1 whole 72-90"}},
	{"TE not chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nGET / HTTP/1.1\r\n\r\n", []string{"POST / HTTP/1.1 part 0-62"}},
	{"CL invalid", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nGET / HTTP/1.1\r\n\r\n", []string{"POST / HTTP/1.1 part 0-57"}},
	{"CL not all sent", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", []string{"POST / HTTP/1.1 part 0-41"}},
	{"chunks can't be read", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", []string{"POST / HTTP/1.1 part 0-51"}},
	{"empty lines before", "\r\n\n\r\nGET / HTTP/1.1\r\n\r\n\r\n\r", []string{"GET / HTTP/1.1 whole 5-23"}},
	{"bare LF", "GET / HTTP/1.1\nHost: a\n\nGET /b HTTP/1.1\n\n", []string{"GET / HTTP/1.1 whole 0-24", "GET /b HTTP/1.1 whole 24-41"}},
	{"head not ended", "GET / HTTP/1.1\r\nHost: a\r\n", []string{"GET / HTTP/1.1 part 0-25"}},
	{"line not ended", "HEAD /x", []string{"HEAD /x  part 0-7"}},
	{"no word ended", "HEAD", []string{"   part 0-4"}},
	{"no version", "GET /\r\n\r\n", []string{"GET /  whole 0-9"}},
	{"blank in the target", "GET /a b HTTP/1.1\r\n\r\n", []string{"GET /a b HTTP/1.1 whole 0-21"}},
	{"garbage", "\x16\x03\x01 hello\r\n\r\nGET / HTTP/1.1\r\n\r\n", []string{"   whole 0-13", "GET / HTTP/1.1 whole 13-31"}},
	{"method is no token", "G@T / HTTP/1.1\r\n\r\n", []string{"   whole 0-18"}},
	{"nothing", "", nil},
	{"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []string{"PRI * HTTP/2.0 whole 0-18", "   whole 18-24"}},
}

func TestScanRequests(t *testing.T) {
	for _, test := range requestTests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, q := range ScanRequests([]byte(test.in)) {
				whole := "part"
				if q.Whole {
					whole = "whole"
				}
				got = append(got, fmt.Sprintf("%s %s %s %s %d-%d", q.Method, q.Target, q.Version, whole, q.Start, q.End))
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}
