package main

import (
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
