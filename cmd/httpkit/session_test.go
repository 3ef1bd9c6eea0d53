package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"

	"httpkit/internal/fixtures"
	"httpkit/reference"
)

const okAnswer = "HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nContent-Length: 3\r\n\r\nhi\n"

// Keys that are more than one character, or none that is printed.
const (
	enter   = "\r"
	keyC    = "\x03"
	keyD    = "\x04"
	keyUp   = "\x1b[A"
	keyLeft = "\x1b[D"
	keyTab  = "\t"
)

func sessionServer(t *testing.T) string {
	t.Helper()
	srv, err := reference.Start("127.0.0.1:0", "", reference.Config{Docroot: fixtures.FS()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close() })
	return srv.Addr().String()
}

// What is typed goes out line by line, what comes does not tear the line that is
// being typed, and the end is said in words.
func TestSessionTalk(t *testing.T) {
	srv := newPeer(t)
	p := sit(t, nil, srv.addr())
	c := srv.accept()
	p.says("* connect", "# to "+srv.addr(), "> ")
	p.types("GET / HTTP/1.1", enter)
	p.says(`GET / HTTP/1.1\r\n`)
	srv.hears(c, "GET / HTTP/1.1\r\n")
	p.types(`A: \x41\{rep 3 b}\n`, enter)
	srv.hears(c, "A: Abbb\n")
	p.types("Ho")
	p.says("Ho")
	io.WriteString(c, "HTTP/1.1 100 \x1b[2J\r\n\r\nhalf")
	p.says(`< HTTP/1.1 100 \x1b[2J\r\n`, `< \r\n`, `< half\`, "> Ho")
	p.types("st: a", keyLeft, "x", enter) // the cursor moves
	srv.hears(c, "Host: xa\r\n")
	p.types(enter)
	srv.hears(c, "\r\n")
	p.types("lost", keyC)
	p.says("^C", "> ")
	p.types("POST", enter)
	srv.hears(c, "POST\r\n") // nothing of the line that was cancelled
	c.Close()
	p.says("* closed", "# the server closed the connection (FIN)", "after it was opened", "after the last bytes were sent")
	p.types("more", enter)
	p.says("! not sent: the server has ended the connection", ":connect opens a new one")
	p.types(":connect", enter)
	c = srv.accept()
	p.says("* connect")
	c.SetLinger(0)
	c.Close()
	p.says("* reset", "the server reset the connection (RST)")
	p.types(keyD)
	p.ends(0)
	if strings.Contains(p.all(), "\x1b[2J") {
		t.Error("an escape sequence of the server reached the terminal")
	}
}

func TestSessionCommands(t *testing.T) {
	srv := newPeer(t)
	p := sit(t, []string{"EDITOR=sed -i 's/edited/EDITED/'"}, srv.addr())
	c := srv.accept()
	p.types(":get /a%20b", enter)
	get := "GET /a%20b HTTP/1.1\r\nHost: " + srv.addr() + "\r\n\r\n"
	srv.hears(c, get)
	p.says(`> GET /a%20b HTTP/1.1\r\n`, `> Host: `+srv.addr()+`\r\n`)
	io.WriteString(c, okAnswer)
	p.says(`< hi\n`)
	p.types(":again", enter)
	srv.hears(c, get)
	io.WriteString(c, okAnswer)
	p.says(`< hi\n`)
	p.types(":split 3", enter)
	srv.hears(c, get)
	p.says("* pause 100ms", "* pause 100ms", "> ")
	io.WriteString(c, okAnswer)
	p.says(`< hi\n`)

	p.types(":eol lf", enter, "x", enter, ":eol cr", enter, "y", enter, ":eol none", enter, "z", enter, ":eol crlf", enter, enter)
	p.says(`lines end in \n (lf)`, `x\n`, `y\r`, `z\`, `lines end in \r\n (crlf)`)
	srv.hears(c, "x\ny\rz\r\n")
	p.types(":eol two", enter)
	p.says("! :eol two: got two, want crlf, lf, cr or none")

	p.types(":connect", enter)
	c = srv.accept()
	p.types("GET /edited HTTP/1.1", enter, `Host: \{$host}`, enter, enter)
	srv.hears(c, "GET /edited HTTP/1.1\r\nHost: "+srv.addr()+"\r\n\r\n")
	p.types(":edit", enter)
	srv.hears(c, "GET /EDITED HTTP/1.1\r\nHost: "+srv.addr()+"\r\n\r\n")
	p.says(`> GET /EDITED HTTP/1.1\r\n`)

	if err := os.WriteFile(filepath.Join(p.dir, "raw"), []byte("GET \x00\x1b\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	p.types(":file raw", enter)
	srv.hears(c, "GET \x00\x1b\n")
	p.says(`> GET \0\x1b\n`)
	p.types(":file none", enter)
	p.says("! :file open none: no such file")

	p.types(":hex", enter)
	p.says("> 00000000  47 45 54 20 00 1b 0a")
	p.types(":hex on", enter)
	p.says("shown in hexadecimal")
	io.WriteString(c, "HTTP")
	p.says("< 00000000  48 54 54 50")
	p.types(":hex off", enter, ":pause 600s", enter)
	p.says("shown in the notation", "* pause 600s")
	io.WriteString(c, "meanwhile\n")
	p.says(`< meanwhile\n`)
	p.types(keyC)
	p.says("# cancelled")

	p.types(":fin", enter)
	p.says("* close-write")
	if n, err := c.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("after :fin the server reads %d, %v", n, err)
	}
	p.types("x", enter)
	p.says("! not sent: you have ended your side with :fin")
	p.types(":connect", enter)
	c = srv.accept()
	p.types(":abort", enter)
	p.says("* abort")
	if _, err := c.Read(make([]byte, 1)); err == nil || err == io.EOF {
		t.Errorf("after :abort the server reads %v, want a reset", err)
	}

	p.types(":connect two", enter)
	c = srv.accept()
	p.says("* connect two", ">two ")
	p.types("A", enter)
	srv.hears(c, "A\r\n")
	io.WriteString(c, "b\n")
	p.says(`<two b\n`)
	p.types(":use", enter, "A", enter)
	p.says("! not sent: you have reset the connection")
	p.types(":use three", enter)
	p.says("! :use three: there is no such connection", "there are: two")

	p.types(":help", enter)
	for _, name := range []string{"get", "again", "split", "edit", "file", "pause", "fin", "abort", "connect", "explain", "hex", "eol", "save", "help"} {
		p.says("# :" + name)
	}
	p.types(":helpp", enter)
	p.says("! :helpp: no such command", "did you mean: :help")
	p.types(`a \q`, enter)
	p.says(`! \q is no escape`, "nothing was sent")
	p.types(":quit", enter)
	p.ends(0)
}

// What was said can be explained, and saved as a case that passes.
func TestSessionSave(t *testing.T) {
	addr := sessionServer(t)
	p := sit(t, nil, addr)
	p.types("GET /hello.txt HTTP/1.1", enter, "Host: a", enter, enter)
	p.says(`< Hello, World!\n`)
	p.types(":explain", enter)
	p.says("# request: GET /hello.txt HTTP/1.1", "RFC 9112 section 6.3, item 7",
		"# answer: HTTP/1.1 200 OK", "Content-Length, 14 bytes (RFC 9112 section 6.3, item 6)", "universal checks: nothing to complain about")
	p.types(":split 2", enter)
	p.says("* pause 100ms", `< Hello, World!\n`)
	p.types(":connect b", enter, ":get /no", enter)
	p.says("<b HTTP/1.1 404", "There is nothing")
	p.types(":fin", enter)
	p.says("*b closed", "after your FIN")
	p.types(":save mine", enter)
	p.says("# saved; to play it: httpkit test --target "+addr+" mine.txtar", "# not played again, since your connection is open")
	p.types(":save mine", enter)
	p.says("! :save mine.txtar: is there already")
	p.types(keyD)
	p.ends(0)
	out, err := exec.Command(p.cmd.Path, "test", "--target", addr, filepath.Join(p.dir, "mine.txtar")).CombinedOutput()
	text, _ := os.ReadFile(filepath.Join(p.dir, "mine.txtar"))
	if err != nil || !strings.Contains(string(out), "1 passed") {
		t.Errorf("%v\n%s\n%s", err, out, text)
	}
	for _, want := range []string{"> Host: a\\r\\n\n> \\r\\n\n< HTTP/1.1 200 OK", "* pause 100ms\n", "* connect b\n", "*b close-write\n", `< Date: \{date}`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// What was typed is there in the next session, for the owner's eyes only; words
// are completed; the size of the terminal may change.
func TestSessionEditing(t *testing.T) {
	srv := newPeer(t)
	state := "XDG_STATE_HOME=" + t.TempDir()
	p := sit(t, []string{state}, srv.addr())
	c := srv.accept()
	p.types("GE", keyTab, "/long", keyLeft, "X HTTP/1.1", enter)
	srv.hears(c, "GET /lonX HTTP/1.1g\r\n")
	p.types("cont", keyTab, keyTab)
	p.says("# Content-Encoding", "Content-Length")
	p.types("l", keyTab, keyTab)
	p.says("Content-L")
	p.types("ength: 3", enter)
	srv.hears(c, "Content-Length: 3\r\n")
	p.types("Authorization: secret", enter)
	srv.hears(c, "Authorization: secret\r\n")
	if err := pty.Setsize(p.tty, &pty.Winsize{Rows: 10, Cols: 30}); err != nil {
		t.Fatal(err)
	}
	p.types(":ex", keyTab, keyC)
	p.says(":explain", "^C")
	p.types(keyD)
	p.ends(0)

	file := filepath.Join(strings.TrimPrefix(state, "XDG_STATE_HOME="), "httpkit", "history")
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("got %v %v", info, err)
	}
	if text, _ := os.ReadFile(file); string(text) != "GET /lonX HTTP/1.1g\nContent-Length: 3\n" {
		t.Errorf("got %q", text)
	}
	p = sit(t, []string{state}, srv.addr())
	c = srv.accept()
	p.types(keyUp, keyUp, enter)
	srv.hears(c, "GET /lonX HTTP/1.1g\r\n")
	p.types(keyD)
	p.ends(0)
}

// Without a terminal that can move its cursor there are no prompts and no escape
// sequences; Ctrl-C still cancels a line.
func TestSessionDumb(t *testing.T) {
	srv := newPeer(t)
	p := sit(t, []string{"TERM=dumb"}, srv.addr())
	c := srv.accept()
	p.says("* connect")
	p.types("GET / HTTP/1.1\n")
	srv.hears(c, "GET / HTTP/1.1\r\n")
	p.says(`> GET / HTTP/1.1\r\n`)
	p.types("lost")
	p.says("lost")
	p.types(keyC)
	p.says("^C\r\n")
	p.types("\n")
	srv.hears(c, "\r\n")
	io.WriteString(c, okAnswer)
	p.says(`< hi\n`)
	p.types(":pause 600s\n")
	p.says("* pause 600s")
	p.types(keyC)
	p.says("^C\r\n# cancelled")
	p.types(keyD)
	p.ends(0)
	if strings.ContainsAny(p.all(), "\x1b") {
		t.Errorf("got %q", p.all())
	}
}

// Over a pipe a session waits for what it asks about.
func TestSessionPipe(t *testing.T) {
	path, err := exec.LookPath("httpkit")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "send", "-i", sessionServer(t))
	cmd.Stdin = strings.NewReader("GET /hello.txt HTTP/1.1\nHost: a\n\n:explain\nGET /hello.txt HTTP/1.1\nHost: a\nConnection: close\n\n")
	out, err := cmd.CombinedOutput()
	got := string(out)
	if err != nil || strings.Count(got, `< Hello, World!\n`) != 2 || strings.ContainsAny(got, "\x1b\r") ||
		!strings.Contains(got, "nothing to complain about") || !strings.Contains(got, "* closed\n") || strings.HasPrefix(got, "> ") {
		t.Errorf("%v\n%s", err, got)
	}
}
