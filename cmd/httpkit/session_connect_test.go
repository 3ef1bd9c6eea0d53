package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"httpkit/internal/loopback"
)

// A case is of one server: what was said to another one is left out, and named. An
// address that can't be reached changes nothing but what :connect tries again.
func TestSessionConnectElsewhere(t *testing.T) {
	one, two, nobody := sessionServer(t), sessionServer(t), loopback.Free(t)
	p := sit(t, nil, one)
	p.types(":get /hello.txt", enter)
	p.says("< HTTP/1.1 200", `< Hello, World!\n`)
	p.types(":connect "+two, enter, ":get /empty.txt", enter)
	p.says("# to "+two, `\{$host} is still `+one, "< HTTP/1.1 200", `< \r\n`)
	p.types(":connect b "+one, enter, ":get /no", enter)
	p.says("<b HTTP/1.1 404", "There is nothing")
	p.types(":use", enter, ":connect "+nobody, enter)
	p.says("! "+nobody+": connection refused", ":connect tries again")
	p.types("GET / HTTP/1.1", enter)
	p.says("! not sent: there is no connection")
	p.types(":connect", enter)
	p.says("! " + nobody + ": connection refused")
	p.types(":save two", enter)
	p.says("# left out: the unnamed connection, which went to "+one, "# left out: connection b, which went to "+one,
		"# saved; to play it: httpkit test --target "+two+" --host "+one+" two.txtar")
	p.types(keyD)
	p.ends(0)
	text, _ := os.ReadFile(filepath.Join(p.dir, "two.txtar"))
	if got := string(text); !strings.Contains(got, "GET /empty.txt") || strings.Contains(got, "hello.txt") || strings.Contains(got, "GET /no") {
		t.Errorf("got\n%s", got)
	}
	out, err := exec.Command(p.cmd.Path, "test", "--target", two, "--host", one, filepath.Join(p.dir, "two.txtar")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "1 passed") {
		t.Errorf("%v\n%s\n%s", err, out, text)
	}

	// Where the first address was never reached, the case is of the one that was.
	p = sit(t, nil, nobody)
	p.says("connection refused")
	p.types(":connect b "+one, enter, ":get /hello.txt", enter)
	p.says(`<b Hello, World!\n`)
	p.types(":save one", enter)
	p.says("# saved; to play it: httpkit test --target " + one + " --host " + nobody + " one.txtar")
	p.types(keyD)
	p.ends(0)
}

// Ctrl-C ends an attempt to connect that goes on, and that one does is said.
func TestSessionConnectCancelled(t *testing.T) {
	srv := newPeer(t)                                          // takes the connection, and knows no TLS
	for _, term := range []string{"TERM=xterm", "TERM=dumb"} { // here Ctrl-C is a signal, too
		p := sit(t, []string{term}, "https://"+srv.addr(), "--timeout", "10m")
		srv.accept()
		p.says("# connecting to https://" + srv.addr())
		p.types(keyC)
		p.says("# cancelled")
		p.types(":quit", enter)
		p.ends(exitUnreached)

		p = sit(t, []string{term}, srv.addr(), "--timeout", "10m")
		srv.accept()
		p.says("* connect")
		p.types(":connect https://"+srv.addr(), enter)
		srv.accept()
		p.says("# connecting to https://" + srv.addr())
		p.types("GET", keyC) // what was typed ahead goes too
		p.says("# cancelled")
		p.types(":connect "+srv.addr(), enter)
		c := srv.accept()
		p.says("* connect")
		p.types("A", enter)
		srv.hears(c, "A\r\n")
		p.types(":quit", enter)
		p.ends(0)
	}
}
