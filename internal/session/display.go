package session

import (
	"bytes"
	"fmt"

	"httpkit/internal/wire"
)

const (
	shownAtOnce = 32 << 10 // what is shown of an answer at most, in bytes
	shownLine   = 1 << 10  // the longest line; more of it goes below
	shownSent   = 4 << 10  // what is shown of bytes that were not typed
)

// display shows what comes on a connection, line by line, up to a bound that
// begins anew with each thing sent.
type display struct {
	s      *Session
	gutter string
	part   []byte // of a line, not shown yet
	left   int    // bytes that may still be shown
	hidden int    // bytes that were not
	said   bool   // that some are not
}

// begin gives an answer to what is about to be sent room to be shown.
func (d *display) begin() {
	if d.hidden == 0 {
		d.left, d.said = shownAtOnce, false
	}
}

// feed takes bytes that came, and shows the whole lines.
func (d *display) feed(b []byte) {
	var out []string
	if d.s.hex {
		n := min(len(b), d.left)
		out = d.s.Hex(&wire.Transcript{Records: []wire.Record{{Kind: wire.DidReceive, Conn: d.gutter[1:], Data: b[:n]}}})
		d.left -= n
		b = b[n:]
	}
	for len(b) > 0 && d.left > 0 {
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 {
			n = len(b)
		}
		n = min(n, d.left, shownLine-len(d.part))
		d.part = append(d.part, b[:n]...)
		d.left -= n
		b = b[n:]
		if d.part[len(d.part)-1] == '\n' || len(d.part) >= shownLine || d.left == 0 {
			out = append(out, d.take()...)
		}
	}
	if len(b) > 0 {
		d.hidden += len(b)
		if !d.said {
			d.said = true
			out = append(out, fmt.Sprintf("# more than %d KiB came: what follows is not shown; :abort ends it, :save keeps it", shownAtOnce>>10))
		}
	}
	if len(out) > 0 {
		d.s.Screen.Print(out)
	}
}

// take gives the line that was begun.
func (d *display) take() []string {
	lines := wire.ByteLines(d.gutter, d.part)
	d.part = d.part[:0]
	return lines
}

// flush shows the beginning of a line, and says how much was not shown.
func (d *display) flush() {
	out := d.take()
	if d.hidden > 0 {
		out = append(out, fmt.Sprintf("# %s more came", counted(d.hidden, "byte")))
		d.hidden = 0
	}
	if len(out) > 0 {
		d.s.Screen.Print(out)
	}
}

// showSent shows bytes that are sent without having been typed just so.
func (s *Session) showSent(b []byte) {
	shown := b[:min(len(b), shownSent)]
	var out []string
	if s.hex {
		out = s.Hex(&wire.Transcript{Records: []wire.Record{{Kind: wire.DidSend, Conn: s.now, Data: shown}}})
	} else {
		out = wire.ByteLines(">"+s.now, shown)
	}
	if n := len(b) - len(shown); n > 0 {
		out = append(out, fmt.Sprintf("# and %s more", counted(n, "byte")))
	}
	s.Screen.Print(out)
}
