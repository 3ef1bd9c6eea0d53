package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"httpkit/internal/message"
)

// recordingServer is a server that keeps what it is sent, on one connection a call.
type recordingServer struct {
	l    net.Listener
	addr string
}

func newRecording(t *testing.T) *recordingServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return &recordingServer{l, l.Addr().String()}
}

// hear takes one connection, answers each whole request, ends its side when n bytes
// have come, and gives all that came up to the client's end.
func (r *recordingServer) hear(n int) <-chan []byte {
	out := make(chan []byte, 1)
	go func() {
		c, err := r.l.Accept()
		if err != nil {
			out <- nil
			return
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(10 * time.Second)) // a test that fails must end too
		var got []byte
		buf := make([]byte, 64<<10)
		answered, ended := 0, false
		for {
			m, err := c.Read(buf)
			got = append(got, buf[:m]...)
			if err != nil {
				out <- got
				return
			}
			if ended {
				continue
			}
			ended = len(got) >= n
			whole := 0
			for _, q := range message.ScanRequests(got) {
				if q.Whole {
					whole++
				}
			}
			for ; answered < whole && !ended; answered++ {
				io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			}
			if ended {
				io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
				c.(interface{ CloseWrite() error }).CloseWrite()
			}
		}
	}()
	return out
}

// shell runs a command with bash, far from the settings and proxies of whoever
// runs the test. That the program ends with an error is not looked at: the server
// tells what it sent.
func shell(t *testing.T, dir, command string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-c", command)
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LC_ALL=C"}
	out, err := cmd.CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited || ctx.Err() != nil {
		t.Errorf("%s: %v\n%s", command, err, out)
	}
}

func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not installed here", p)
		}
	}
}

// sendStdin is httpkit with text on standard input.
func sendStdin(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errOut bytes.Buffer
	status = run(context.Background(), append([]string{"send"}, args...), strings.NewReader(stdin), &out, &errOut)
	return status, out.String(), errOut.String()
}

// said are requests, HOST standing for host and port, and the remark with which
// --as-curl says that curl sends something else; "" where it sends the same.
var said = []struct{ name, bytes, remark string }{
	{"plain", "GET /hello.txt HTTP/1.1\r\nHost: HOST\r\n\r\n", ""},
	{"its own fields", "GET / HTTP/1.1\r\nHost: HOST\r\nUser-Agent: me\r\nACCEPT:  text/*\r\nX-Empty:\r\nX: it's \"$HOME\" `x` \\n\r\n\r\n", ""},
	{"no Host", "GET /?a=b&c=%20d HTTP/1.1\r\nConnection: close\r\n\r\n", ""},
	{"another Host", "GET / HTTP/1.0\r\nHost: example.com\r\n\r\n", ""},
	{"HEAD", "HEAD / HTTP/1.1\r\nHost: HOST\r\n\r\n", ""},
	{"content", "POST /echo HTTP/1.1\r\nHost: HOST\r\nContent-Length: 7\r\nContent-Type: a/b\r\n\r\n@a\r\nb'\n", ""},
	{"content in a GET", "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n\r\nx", ""},
	{"binary", "PUT /x HTTP/1.1\r\nHost: HOST\r\nContent-Length: 6\r\n\r\n\x00\x01%\\\xff'", ""},
	{"less than it says", "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 10\r\n\r\nhello", ""},
	{"chunked", "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", ""},
	{"chunked, without content", "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""},
	{"two Content-Lengths", "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", ""},
	{"odd targets", "OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n", ""},
	{"dots", "GET /a/../b HTTP/1.1\r\nHost: HOST\r\n\r\n", ""},
	{"braces and a fragment", "GET /{a}[1]#b HTTP/1.1\r\nHost: HOST\r\n\r\n", ""},
	{"bytes that are not ASCII", "GET /\xc3\xbc HTTP/1.1\r\nHost: HOST\r\nX: \xff\x1b[31m\r\n\r\n", ""},
	{"another method", "BREW /pot HTTP/1.1\r\nHost: HOST\r\n\r\n", ""},
	{"large", "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 65536\r\n\r\n" + strings.Repeat("x", 65536), ""},

	{"bare LF", "GET / HTTP/1.1\nHost: HOST\r\n\r\n", "bare LF"},
	{"chunks", "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1;x=y\r\ne\r\n0\r\n\r\n", "cuts the chunks by itself"},
	{"two Hosts", "GET / HTTP/1.1\r\nHost: HOST\r\nHost: b\r\n\r\n", "only one Host"},
	{"Host later", "GET / HTTP/1.1\r\nX: y\r\nHost: HOST\r\n\r\n", "Host before all other"},
	{"no colon", "GET / HTTP/1.1\r\nHost: HOST\r\nnonsense\r\n\r\n", "no field line"},
	{"a blank value", "GET / HTTP/1.1\r\nHost: HOST\r\nX: \r\n\r\n", "empty value"},
	{"no version", "GET /\r\n\r\n", "no version"},
	{"a version of its own", "GET / HTTP/1.7\r\nHost: HOST\r\n\r\n", "HTTP/1.1 or"},
	{"an empty line before", "\r\nGET / HTTP/1.1\r\nHost: HOST\r\n\r\n", "empty line before"},
	{"pipelined", "GET /1 HTTP/1.1\r\nHost: HOST\r\n\r\nPOST /2 HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n\r\nx", "answered"},
}

// TestAsCurl runs the printed commands with curl itself.
func TestAsCurl(t *testing.T) {
	needs(t, "curl", "bash")
	r := newRecording(t)
	for _, c := range said {
		t.Run(c.name, func(t *testing.T) {
			want := strings.ReplaceAll(c.bytes, "HOST", r.addr)
			ours := r.hear(len(want))
			if status, _, errOut := sendStdin(string(sentLines([]byte(want))), r.addr, "--wait", "0s"); status != 0 {
				t.Fatalf("send: exit status %d\n%s", status, errOut)
			}
			if got := <-ours; string(got) != want {
				t.Fatalf("httpkit sent %q, want %q", got, want)
			}
			status, command, remarks := sendStdin(string(sentLines([]byte(want))), r.addr, "--as-curl")
			if status != 0 {
				t.Fatalf("--as-curl: exit status %d\n%s", status, remarks)
			}
			if c.remark == "" && remarks != "" || !strings.Contains(remarks, c.remark) {
				t.Errorf("remarks: got %q, want %q", remarks, c.remark)
			}
			n := len(want)
			if c.remark != "" && c.name != "pipelined" {
				n = 1 // it sends otherwise, perhaps less
			}
			theirs := r.hear(n)
			shell(t, t.TempDir(), command)
			got := <-theirs
			if same := string(got) == want; same != (c.remark == "" || c.name == "pipelined") {
				t.Errorf("%s\ncurl sent %q\nwe sent   %q\nremarks: %s", command, got, want, remarks)
			}
		})
	}
}
