package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"httpkit/internal/loopback"
)

// compared is a comparison as JSON tells it.
type compared struct {
	Targets []struct{ Name, Lost string }
	Cases   []struct {
		ID, Result, Why string
		Cells           []struct{ Target, Outcome, Verdict string }
		Differences     []struct{ What []string }
	}
	Summary struct {
		Sentence, Ended string
		Differ          int
		Same, Folded    int
		Left            int `json:"not_played"`
	}
}

func readCompared(t *testing.T, text string) (c compared) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return c
}

// byWord is a server that answers "a" with Yes, and does with "b" what it is told;
// who sends nothing is let go.
func byWord(t *testing.T, b func(net.Listener, net.Conn)) string {
	l := listen(t)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				word := make([]byte, 1)
				switch n, _ := c.Read(word); {
				case n == 0:
				case word[0] == 'a':
					c.Write([]byte("Yes"))
				default:
					b(l, c)
				}
			}()
		}
	}()
	return l.Addr().String()
}

// TestCompareInterrupted: Ctrl-C shows what is there.
func TestCompareInterrupted(t *testing.T) {
	dir, waits, over := t.TempDir(), make(chan bool, 2), make(chan bool)
	t.Cleanup(func() { close(over) })
	twoCases(t, dir)
	hold := func(net.Listener, net.Conn) { waits <- true; <-over }
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	cmd := exec.Command(path, "compare", "-t", "one="+byWord(t, hold), "-t", "two="+byWord(t, hold), "mine",
		"-j", "1", "--timeout", "1m", "--report", "json,text=c.txt")
	cmd.Dir, cmd.Stdout = dir, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-waits
	<-waits
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if status, err := exitStatus(cmd.Wait()); err != nil || status != exitInterrupted {
		t.Errorf("got exit status %d, %v, want %d", status, err, exitInterrupted)
	}
	c := readCompared(t, out.String())
	if len(c.Cases) != 1 || c.Cases[0].ID != "mine/a" || c.Cases[0].Result != "same" || c.Summary.Left != 1 || !strings.HasPrefix(c.Summary.Ended, "interrupted") {
		t.Errorf("got %+v", c)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "c.txt")); err != nil || !strings.Contains(string(b), "1 the same, 1 not played") {
		t.Errorf("got %v and\n%s", err, b)
	}
}

// TestCompareLost: a server that goes away ends the comparison with two, and is
// named.
func TestCompareLost(t *testing.T) {
	dir := t.TempDir()
	twoCases(t, dir)
	third := "# C is never asked for.\n\ntalk\n\n-- talk --\n> a\\\n< Yes\\\n"
	if err := os.WriteFile(filepath.Join(dir, "mine", "c.txtar"), []byte(third), 0o666); err != nil {
		t.Fatal(err)
	}
	stays := byWord(t, func(_ net.Listener, c net.Conn) { c.Write([]byte("Yes")) })
	goes := byWord(t, func(l net.Listener, c net.Conn) { l.Close(); c.Write([]byte("Yes")) })
	status, out, errOut := httpkit(t, "compare", "-t", "stays="+stays, "-t", "goes="+goes, filepath.Join(dir, "mine"), "-j", "1", "--report", "json")
	c := readCompared(t, out)
	if status != exitUnreached || errOut != "" || c.Targets[0].Lost != "" || !strings.HasPrefix(c.Targets[1].Lost, "went away: ") || len(c.Cases) != 2 || c.Summary.Same != 2 {
		t.Errorf("got exit status %d, %q and %+v", status, errOut, c)
	}
}

// TestCompareStays: a server that does not close where nothing was said holds nobody
// up.
func TestCompareStays(t *testing.T) {
	dir, over := t.TempDir(), make(chan bool)
	t.Cleanup(func() { close(over) })
	twoCases(t, dir)
	l := listen(t)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				if n, _ := c.Read(make([]byte, 1)); n == 0 {
					<-over
				}
				c.Write([]byte("Yes"))
			}()
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // a test that fails must end too
	defer cancel()
	var out, errOut bytes.Buffer
	status := run(ctx, []string{"compare", "-t", "one=" + l.Addr().String(), "-t", "two=" + l.Addr().String(), filepath.Join(dir, "mine"), "--report", "json"},
		strings.NewReader(""), &out, &errOut)
	if c := readCompared(t, out.String()); status != 0 || errOut.Len() > 0 || c.Summary.Same != 2 {
		t.Errorf("got exit status %d, %q and %+v", status, errOut.String(), c)
	}
}

// TestCompareVariants: what the RFC leaves open is folded, or told for what it is.
func TestCompareVariants(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{ // what differs, if anything
		"chunked-answers": "", "early-hints": "", "fields-backwards": "", "fields-lower-case": "", "fields-spaced": "",
		"keep-alive-said": "", "reason-empty": "", "reset-after-400": "", "server-field": "", "tags-odd": "",
		"no-etag": "field etag", "closes-after-each": "outcome", "unsupported-501": "outcome", "bare-lf-taken": "outcome",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, errOut := httpkit(t, "compare", "-t", "reference", "-t", "reference:"+name, "http1/methods", "http1/files",
				"http1/smuggling", "http1/syntax/line-feed-everywhere", "--report", "json")
			c := readCompared(t, out)
			if status != 0 || errOut != "" || (c.Summary.Differ > 0) != (want != "") || c.Summary.Same+c.Summary.Folded < 10 {
				t.Errorf("got exit status %d, %q, %s, want %q to differ", status, errOut, c.Summary.Sentence, want)
			}
			for _, row := range c.Cases {
				for _, d := range row.Differences {
					if what := strings.Join(d.What, ","); !strings.Contains(what, want) {
						t.Errorf("%s differs in %s, want %s", row.ID, what, want)
					}
				}
			}
		})
	}
}

// TestCompareServers: two servers of the world, which agree on little.
func TestCompareServers(t *testing.T) {
	t.Parallel()
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("no nginx here")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	if status, _, errOut := httpkit(t, "fixtures", root); status != 0 {
		t.Fatal(errOut)
	}
	a, b := loopback.Free(t), loopback.Free(t)
	user := ""
	if os.Getuid() == 0 { // its workers could not look into the folder of a test
		user = "user root; "
	}
	config := user + fmt.Sprintf("daemon off; worker_processes 1; pid %[1]s/nginx.pid; error_log stderr;\nevents {}\nhttp { access_log off; client_body_temp_path %[1]s/1; proxy_temp_path %[1]s/2; fastcgi_temp_path %[1]s/3; uwsgi_temp_path %[1]s/4; scgi_temp_path %[1]s/5;\nserver { listen %[2]s; root %[3]s; } }\n", dir, a, root)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(config), 0o666); err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(b)
	startServer(t, a, nginx, "-p", dir, "-c", file, "-e", filepath.Join(dir, "log"))
	startServer(t, b, python, "-m", "http.server", "--bind", host, "--directory", root, port)
	status, out, errOut := httpkit(t, "compare", "-t", "nginx="+a, "-t", "python="+b, "--same", "http1/host", "--report", "json")
	if status != exitFailed || errOut != "" {
		t.Fatalf("got exit status %d, %q", status, errOut)
	}
	c := readCompared(t, out)
	cells := map[string]string{}
	for _, row := range c.Cases {
		cells[row.ID] = row.Result
		for _, cell := range row.Cells {
			cells[row.ID] += " " + cell.Target + "=" + cell.Outcome
		}
	}
	if want := "differs nginx=400 python=200"; cells["http1/host/missing"] != want {
		t.Errorf("http1/host/missing: got %s, want %s", cells["http1/host/missing"], want)
	}
	status, out, _ = httpkit(t, "compare", "-t", "nginx="+a, "-t", "again=http://"+a, "--same", "http1/host", "http1/files", "-q")
	if status != 0 {
		t.Errorf("nginx and itself: got exit status %d and\n%s", status, out)
	}
}

// startServer starts a program and waits until it takes connections; it ends with
// the test.
func startServer(t *testing.T, addr, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() })
	for deadline := time.Now().Add(time.Minute); ; {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: %v", program, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
