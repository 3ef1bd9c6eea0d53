package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is said behind Ctrl-D has no prompt below it, and the terminal is given back
// without a colour.
func TestSessionEndsBare(t *testing.T) {
	srv := newPeer(t)
	p := sit(t, []string{"NO_COLOR="}, srv.addr())
	c := srv.accept()
	p.says("* connect", "\x1b[36m> ")
	p.types(keyD)
	srv.hearsEnd(c)
	c.Close()
	p.ends(0)
	p.says("\r\n")
	p.mu.Lock()
	rest := string(p.seen[p.at:])
	p.mu.Unlock()
	if !strings.Contains(rest, "* closed") || strings.Contains(rest, "> ") {
		t.Errorf("behind Ctrl-D stands %q", rest)
	}
	if i := strings.LastIndex(rest, "\x1b[0m"); i < 0 || strings.Contains(rest[i+1:], "\x1b[3") {
		t.Errorf("a colour is left: %q", rest)
	}
}

// What is saved is played again, to see what changes; Ctrl-C ends that, and the case
// is there.
func TestSessionSaveAgain(t *testing.T) {
	srv := newPeer(t)
	p := sit(t, nil, srv.addr(), "--timeout", "10m")
	c := srv.accept()
	get := "GET / HTTP/1.1\r\nHost: " + srv.addr() + "\r\n\r\n"
	p.types(":get /", enter)
	srv.hears(c, get)
	io.WriteString(c, okAnswer)
	c.Close()
	p.says("* closed")
	p.types(":save a", enter)
	c = srv.accept()
	srv.hears(c, get)
	p.says("# playing it again (Ctrl-C ends it)")
	p.types(keyC)
	p.says("# saved", "# not played again, since that was cancelled")
	p.types(keyD)
	p.ends(0)
	if _, err := os.Stat(filepath.Join(p.dir, "a.txtar")); err != nil {
		t.Error(err)
	}
}
