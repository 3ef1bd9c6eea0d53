package main

import (
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An answer that is still open when it is saved holds whatever comes behind it: the
// case passes, though nobody knows where the answer ends.
func TestSessionSaveOpen(t *testing.T) {
	for name, tc := range map[string]struct {
		begins, goesOn string
		want           string // the end of the case
	}{
		"lines without end":     {"a line\n", "a line\n", "< a line\\n\n< \\{rest}\\\n"},
		"no HTTP, and then not": {"hello", "", "< hello\\\n< \\{rest}\\\n"},
		"no length":             {"HTTP/1.1 200 OK\r\n\r\nab", "c", "< ab\\\n< \\{rest}\\\n"},
		"part of a content":     {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", "", "< ab\\\n< \\{rest}\\\n"},
		"a whole answer":        {okAnswer, "", "< hi\\n\n* open\n"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { l.Close() })
			more := make(chan struct{}) // closed when the session has seen the beginning
			go serveOpen(l, tc.begins, tc.goesOn, more)
			p := sit(t, nil, l.Addr().String())
			p.types(":get /", enter)
			lines := strings.Split(strings.TrimSuffix(tc.begins, "\n"), "\n")
			p.says("< " + lines[len(lines)-1])
			p.types(":save e", enter)
			p.says("# saved")
			close(more)
			p.types(":abort", enter)
			p.says("* abort")
			p.types(keyD)
			p.ends(0)
			text, _ := os.ReadFile(filepath.Join(p.dir, "e.txtar"))
			if !strings.HasSuffix(string(text), tc.want) {
				t.Errorf("want the end\n%s\ngot\n%s", tc.want, text)
			}
			out, err := exec.Command(p.cmd.Path, "test", "--target", l.Addr().String(), filepath.Join(p.dir, "e.txtar")).CombinedOutput()
			if err != nil || !strings.Contains(string(out), "1 passed") {
				t.Errorf("%v\n%s\n%s", err, out, text)
			}
		})
	}
}

// serveOpen answers each connection with begins, and behind that goes on for ever, or
// until the client has ended its side.
func serveOpen(l net.Listener, begins, goesOn string, more <-chan struct{}) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			if _, err := c.Read(make([]byte, 4096)); err != nil {
				return
			}
			io.WriteString(c, begins)
			<-more
			for goesOn != "" {
				if _, err := io.WriteString(c, goesOn); err != nil {
					return
				}
			}
			io.Copy(io.Discard, c)
		}()
	}
}
