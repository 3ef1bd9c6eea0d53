package curl

import (
	"slices"
	"testing"
)

// FuzzFor: a command without a remark, but that several requests are sent one by one,
// is read back as the same bytes, and no command holds what a terminal would act upon.
func FuzzFor(f *testing.F) {
	for _, s := range []string{
		"GET / HTTP/1.1\r\nHost: localhost:8888\r\n\r\n",
		"POST /a?b HTTP/1.0\r\nX;y: z\r\nContent-Length: 3\r\n\r\na'b",
		"PUT /ü{} HTTP/1.1\r\nHost:\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
		"GET / HTTP/1.1\r\n;y:\r\nX;:\r\n\r\n",
		"\r\nGET  HTTP/1.1\n\n\x1b",
		"HEAD * HTTP/1.1\r\naccept: a\r\nACCEPT:\r\n: b\r\n\r\nGET",
		"GET /1 HTTP/1.1\r\nHost: localhost:8888\r\n\r\nPUT /2 HTTP/1.1\r\nContent-Length: 4\r\n\r\n\x00%'\\HEAD /3 HTTP/1.0\r\n\r\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		command, remarks := For([]byte(in), Target{URL: "http://localhost:8888"})
		for i := range len(command) {
			if command[i] < ' ' || command[i] > '~' {
				t.Fatalf("%q holds the byte %#x", command, command[i])
			}
		}
		if command == "" && len(remarks) == 0 {
			t.Fatalf("%q: no command and no reason", in)
		}
		if len(remarks) > 0 && !slices.Equal(remarks, []string{oneByOne}) || command == "" {
			return
		}
		c, err := Parse(command, nil)
		if err != nil {
			t.Fatalf("%q\n%s\n%v", in, command, err)
		}
		if string(c.Bytes()) != in {
			t.Fatalf("%s\nsends %q\nwant  %q", command, c.Bytes(), in)
		}
	})
}
