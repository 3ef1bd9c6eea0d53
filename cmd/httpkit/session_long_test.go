package main

import (
	"io"
	"os"
	"path/filepath"
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

// Characters that do not take one column are escapes in the line that is typed: it is
// not torn, the cursor stands where it seems to, and the same bytes are sent.
func TestSessionWide(t *testing.T) {
	srv := newPeer(t)
	p := sit(t, nil, srv.addr())
	c := srv.accept()
	p.says("* connect")
	p.types("X: 日本語abc", keyLeft, keyLeft, keyLeft, "Q")
	p.says("Q")
	io.WriteString(c, "tick\n")
	p.says(`< tick\n`, `> X: \xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9eQabc`)
	p.types(enter)
	srv.hears(c, "X: 日本語Qabc\r\n")
	p.types(":get /日", enter)
	srv.hears(c, "GET /日 HTTP/1.1\r\nHost: "+srv.addr()+"\r\n\r\n")
	if err := os.WriteFile(filepath.Join(p.dir, "日本.txt"), []byte("content"), 0o666); err != nil {
		t.Fatal(err)
	}
	p.types(":file 日", keyTab, enter)
	srv.hears(c, "content")
	p.types(keyD)
	p.ends(0)
}
