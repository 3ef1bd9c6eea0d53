package main

import (
	"bufio"
	"io"
	"strings"
	"sync"
	"testing"

	"httpkit/internal/loopback"
	"httpkit/reference"
)

// visitors is a server that keeps what each of its clients sent, and answers them
// by turns; it closes its listener before the answer where there is no further one.
type visitors struct {
	addr string
	mu   sync.Mutex
	sent []string
}

// visited starts a server with these answers, one a client, the last of them for all
// who come after it where forever is set.
func visited(t *testing.T, forever bool, answers ...string) *visitors {
	t.Helper()
	l := loopback.Listen(t)
	v := &visitors{addr: l.Addr().String()}
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 0; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			text := ""
			for r := bufio.NewReader(c); !strings.HasSuffix(text, "\r\n\r\n"); {
				line, err := r.ReadString('\n')
				text += line
				if err != nil {
					break
				}
			}
			v.mu.Lock()
			v.sent = append(v.sent, text)
			v.mu.Unlock()
			last := n >= len(answers)-1
			if last && !forever {
				l.Close()
			}
			io.WriteString(c, answers[min(n, len(answers)-1)])
			c.Close()
		}
	})
	t.Cleanup(func() {
		l.Close()
		wg.Wait()
	})
	return v
}

// TestLadderFirstContact: nothing comes before stage 1, which is one whole request,
// and no connection is made that does not bring one.
func TestLadderFirstContact(t *testing.T) {
	v := visited(t, true, "HTTP/1.1 200 OK\n\nhi")
	status, out, errOut := httpkit(t, "test", "--target", v.addr)
	if status != 1 || !strings.Contains(out, "stage 6 of ") || errOut != "" {
		t.Errorf("got exit status %d and\n%s%s, want 1 and stage 6 to be open", status, out, errOut)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.sent) != 9 { // 1, 3 for the stage of three clients, 4 more stages, and a look at who this is
		t.Fatalf("got %d clients, want 9", len(v.sent))
	}
	if got, want := v.sent[0], "GET / HTTP/1.1\r\nHost: "+v.addr+"\r\n\r\n"; got != want {
		t.Errorf("the first client: got %q, want %q", got, want)
	}
	for i, s := range v.sent {
		path := " / "
		if i == 8 {
			path = " " + elsewhere + " "
		}
		if !strings.HasPrefix(s, "GET"+path+"HTTP/1.1\r\n") || !strings.HasSuffix(s, "\r\n\r\n") {
			t.Errorf("client %d: got %q, want a whole request for%s", i+1, s, path)
		}
	}
}

// TestLadderDied: a server that dies of a request is told so at the stage, and not by
// exit status 3.
func TestLadderDied(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers []string
		want    []string
		status  int
		flags   []string
	}{
		{"at once", []string{""}, []string{"stage 1 of ", "no byte came: the connection was closed (FIN)", "nobody listens any more: the server has died of it", "1 crashed, "}, 1, nil},
		{"after its first client", []string{"HTTP/1.1 200 OK\r\n\r\nhi"}, []string{"stage 2 of ", "nobody listens any more: the server has ended", "Put accept and all that follows it into a loop", "1 failed, "}, 1, nil},
		{"and nobody goes on", []string{"HTTP/1.1 200 OK\r\n\r\nhi"}, []string{"stage 2 of ", "the target went away after tutorial/01-port-answers"}, 3, []string{"--keep-going"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := visited(t, false, tt.answers...)
			status, out, _ := httpkit(t, append([]string{"test", "--target", v.addr}, tt.flags...)...)
			if status != tt.status {
				t.Errorf("got exit status %d, want %d", status, tt.status)
			}
			for _, w := range tt.want {
				if !strings.Contains(strings.Join(strings.Fields(out), " "), strings.Join(strings.Fields(w), " ")) {
					t.Errorf("got\n%s\nwant %q", out, w)
				}
			}
		})
	}
}

// TestLooksLike: the tutorials' servers are recognised, and nobody else is.
func TestLooksLike(t *testing.T) {
	for _, p := range reference.Personas() {
		_, out, _ := httpkit(t, "test", "reference:"+p.Name)
		if want := "\n        httpkit test reference:" + p.Name + " seeds/" + p.Name + "\n"; !strings.Contains(out, want) {
			t.Errorf("%s: got\n%s\nwant %q", p.Name, out, want)
		}
	}
	for _, other := range []string{"message-404", "date-missing"} {
		if _, out, _ := httpkit(t, "test", "reference:"+other); strings.Contains(out, "looks like") || !strings.Contains(out, " is open: ") {
			t.Errorf("%s: got\n%s\nwant a stage to be open, and no tutorial's server", other, out)
		}
	}
}
