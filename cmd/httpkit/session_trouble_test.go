package main

import (
	"bytes"
	"crypto/sha256"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"httpkit/internal/loopback"
)

// An address that can't be reached is a sentence; the session goes on, and what
// was typed is sent when there is a connection.
func TestSessionUnreached(t *testing.T) {
	nobody := loopback.Free(t)
	srv := newPeer(t)
	p := sit(t, nil, nobody)
	p.says("! "+nobody+": connection refused: nobody listens there", ":connect tries again; nothing that was typed is lost")
	p.types("GET / HTTP/1.1", enter)
	p.says("! not sent: there is no connection")
	p.types("A: b", enter, enter)
	name := strings.Repeat("a", 64) + ".invalid" // refused before any server is asked
	p.types(":connect "+name+":80", enter)
	p.says("! " + name + `:80: the name "` + name + `" does not resolve`)
	p.types(":connect a b c", enter, ":save x", enter)
	p.says("! :connect a b c: got 1 word too much", "! nothing to save")
	p.types(":connect "+srv.addr(), enter)
	c := srv.accept()
	p.types(":again", enter)
	srv.hears(c, "GET / HTTP/1.1\r\nA: b\r\n\r\n")
	p.types(keyD)
	p.ends(0)

	p = sit(t, nil, nobody)
	p.says("connection refused")
	p.types(keyD)
	p.ends(exitUnreached)
}

// A certificate that is not trusted is named, and the flag that takes it.
func TestSessionTLS(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "over TLS\n") }))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	p := sit(t, nil, srv.URL)
	p.says("! "+srv.URL+": TLS: the certificate is signed by an authority that is not known here", "--insecure accepts any certificate")
	p.types(keyD)
	p.ends(exitUnreached)
	p = sit(t, nil, srv.URL, "--insecure")
	p.says("* connect")
	p.types(":get /", enter)
	p.says(`< over TLS\n`)
	p.types(":save tls", enter)
	p.says("# saved; to play it: httpkit test --target " + srv.URL + " --insecure tls.txtar")
	p.types(keyD)
	p.ends(0)
}

// A line of 10 MiB that is pasted is sent as it is, by a terminal that marks what
// is pasted and by one that does not.
func TestSessionPaste(t *testing.T) {
	body := strings.Repeat("0123456789abcdef", 10<<20/16)
	for _, marks := range [][2]string{{"", ""}, {"\x1b[200~", "\x1b[201~"}} {
		srv := newPeer(t)
		p := sit(t, nil, srv.addr())
		c := srv.accept()
		p.says("* connect")
		go p.tty.WriteString(marks[0] + body + marks[1] + enter)
		sum := sha256.New()
		if n, err := io.CopyN(sum, c, int64(len(body)+2)); err != nil {
			t.Fatalf("%d bytes came, and then %v", n, err)
		}
		if want := sha256.Sum256([]byte(body + "\r\n")); !bytes.Equal(sum.Sum(nil), want[:]) {
			t.Error("other bytes came than were pasted")
		}
		p.says("bytes more in this line than are shown")
		p.types("\x1b[200~a\tb\x03c\r\nd\x1b[201~", enter)
		srv.hears(c, "a\tb\x03c\r\nd\r\n")
		p.types(keyD)
		c.Close()
		p.ends(0)
	}
}

// A paste of more lines than a case may hold is saved, and at once.
func TestSessionPasteSaved(t *testing.T) {
	addr := sessionServer(t)
	p := sit(t, nil, addr)
	p.says("* connect")
	const lines, size = 25000, 170
	go func() {
		p.tty.WriteString("POST /echo HTTP/1.1\rHost: a\rContent-Length: 4250000\r\r" + strings.Repeat(strings.Repeat("x", size-2)+"\r", lines))
		p.tty.WriteString(":save p\r:quit\r")
	}()
	p.says("# 4250000 bytes that were sent are kept in p-1.body", "# saved")
	p.ends(0)
	if info, err := os.Stat(filepath.Join(p.dir, "p-1.body")); err != nil || info.Size() != size*lines {
		t.Errorf("got %v %v", info, err)
	}
}

// An answer without end, with lines without end, is shown up to a bound; the
// session goes on.
func TestSessionEndless(t *testing.T) {
	srv := newPeer(t)
	p := sit(t, nil, srv.addr())
	c := srv.accept()
	c.SetDeadline(time.Time{})
	p.types("GET / HTTP/1.1", enter)
	srv.hears(c, "GET / HTTP/1.1\r\n")
	over, much := make(chan int64), make(chan struct{})
	go func() {
		var n int64
		reached := sync.OnceFunc(func() { close(much) })
		block := bytes.Repeat([]byte("\x1b]0;x\a"), 10000)
		for {
			m, err := c.Write(block)
			if n += int64(m); n > 16<<20 { // more than the buffers between us hold
				reached()
			}
			if err != nil {
				reached()
				over <- n
				return
			}
		}
	}()
	p.says("# more than 32 KiB came: what follows is not shown; :abort ends it, :save keeps it")
	p.types("typed meanwhile", keyC)
	p.says("typed meanwhile^C")
	<-much
	p.types(":abort", enter)
	p.says("more came", "* abort")
	if n := <-over; n < 32<<10 {
		t.Errorf("%d bytes were taken", n)
	}
	p.types(":save much", enter)
	p.says("# left out: what came behind 64 KiB of an answer without end", "# saved")
	p.types(keyD)
	p.ends(0)
	if all := p.all(); len(all) > 1<<20 || strings.Contains(all, "\a") {
		t.Errorf("%d bytes on the terminal, or a control character", len(all))
	}
	if info, err := os.Stat(filepath.Join(p.dir, "much.txtar")); err != nil || info.Size() == 0 {
		t.Errorf("got %v %v", info, err)
	}
}

// Sequences that no key sends, cut ones and bytes that are no text do not stop it.
func TestSessionStrangeKeys(t *testing.T) {
	srv := newPeer(t)
	p := sit(t, nil, srv.addr())
	c := srv.accept()
	p.types("\x1b["+strings.Repeat("1", 500)+"q", enter)
	srv.hears(c, "\r\n")
	p.types("\x1b[99;99Z", "\xff", "\x1bOP", "ü", "\x1b", "\x1b", "x", enter)
	srv.hears(c, "\xffü\r\n")
	p.types(keyD)
	p.ends(0)
}
