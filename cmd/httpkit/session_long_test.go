package main

import (
	"strings"
	"testing"
)

// A line that is longer than is shown can still be mended: Backspace takes from its
// end, Ctrl-U empties it, and what was pasted in its middle stays there.
func TestSessionLongLine(t *testing.T) {
	const (
		backspace, ctrlU = "\x7f", "\x15"
		said             = "# what follows in this line is kept, but not shown"
	)
	srv := newPeer(t)
	p := sit(t, nil, srv.addr())
	c := srv.accept()
	p.says("* connect")
	long := strings.Repeat("0123456789", 500)
	p.types(long)
	p.says("0123456789", said) // before Enter
	p.types(backspace, backspace, "X", enter)
	srv.hears(c, long[:len(long)-2]+"X\r\n")

	p.types(long)
	p.says(said)
	p.types(ctrlU, "short", keyLeft, "-", enter)
	srv.hears(c, "shor-t\r\n")

	p.types("ab", keyLeft, long, enter)
	srv.hears(c, "a"+long+"b\r\n")

	// All of what is not shown is taken back, and then some of what is.
	p.types(strings.Repeat("y", 3000)+"zz", backspace, backspace, backspace, keyLeft, "Q", enter)
	srv.hears(c, strings.Repeat("y", 2998)+"Qy\r\n")

	// What was deleted makes room: a line is not long by what was typed.
	for range 4 {
		p.types(strings.Repeat("w", 1000), ctrlU)
	}
	p.types("é", keyLeft, "v", enter)
	srv.hears(c, "vé\r\n")
	p.types(keyD)
	p.ends(0)
}
