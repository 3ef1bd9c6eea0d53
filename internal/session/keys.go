package session

import (
	"context"
	"unicode"
	"unicode/utf8"

	"httpkit/internal/wire"
)

// Keys of a terminal, as bytes.
const (
	ctrlC     = 0x03
	tab       = '\t'
	escape    = 0x1b
	ctrlE     = 0x05 // to the end of the line
	ctrlH     = 0x08
	ctrlU     = 0x15
	backspace = 0x7f
	where     = 0x1d // ours: the editor tells where the cursor is
	probe     = 0x1e // ours: the editor tells how much it has
	showEnd   = 0x1f // ours: what is typed is complete; the editor shows its ending
)

// editable is how many bytes of one line the editor gets; what is longer is taken
// as it is. It holds 4096 characters, and each costs as much time as there are.
const editable = 3000

// lineMax bounds a line.
const lineMax = 64 << 20

// sequences are those of keys which x/term knows under another name.
var sequences = map[string]string{
	"\x1b[A": "\x1b[A", "\x1b[B": "\x1b[B", "\x1b[C": "\x1b[C", "\x1b[D": "\x1b[D",
	"\x1bOA": "\x1b[A", "\x1bOB": "\x1b[B", "\x1bOC": "\x1b[C", "\x1bOD": "\x1b[D",
	"\x1b[H": "\x01", "\x1b[F": "\x05", "\x1bOH": "\x01", "\x1bOF": "\x05",
	"\x1b[1~": "\x01", "\x1b[4~": "\x05", "\x1b[7~": "\x01", "\x1b[8~": "\x05",
	"\x1b[3~":   "\x1b[3~",
	"\x1b[1;3C": "\x1b[1;3C", "\x1b[1;3D": "\x1b[1;3D", // Alt and an arrow: a word
	"\x1b[1;5C": "\x1b[1;3C", "\x1b[1;5D": "\x1b[1;3D", // Ctrl and an arrow
	"\x1bf": "\x1b[1;3C", "\x1bb": "\x1b[1;3D", "\x1b\x7f": "\x17",
}

const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

// keys turns what a terminal sends into what x/term understands. What it does not
// know is left out: x/term would wait for the end of such a sequence for ever.
type keys struct {
	src *source
	ctx context.Context
	in  []byte // not looked at yet
	out []byte // for the editor

	pasting bool
	cr      bool // the byte before was CR: an LF is part of it
	lines   []lineEnd
	inEditor
	long []byte // of the line, which the editor does not have
	lost int    // bytes beyond lineMax
	tell func() // says that there is more than is shown; nil for nobody
	told bool
}

// lineEnd is what the editor does not know of a line that it gives.
type lineEnd struct {
	cancelled bool
	long      []byte
	at        int // where in the line long belongs; -1 for its end
	lost      int
}

// Read is called by the editor.
func (k *keys) Read(p []byte) (int, error) {
	for len(k.out) == 0 {
		if len(k.long) > 0 && !k.told && k.tell != nil {
			k.told = true
			k.tell()
		}
		if k.look(); len(k.out) > 0 {
			break
		}
		b, err := k.src.next(k.ctx, nil)
		if err != nil {
			return 0, err
		}
		k.in = append(k.in, b...)
	}
	n := copy(p, k.out)
	k.out = k.out[n:]
	return n, nil
}

// look takes as much of in as is whole, up to the end of a line: what is behind
// belongs to the next one.
func (k *keys) look() {
	for len(k.in) > 0 && !k.unsure() {
		if k.in[0] == escape {
			n := sequenceLen(k.in)
			if n == 0 {
				return
			}
			seq := string(k.in[:n])
			k.in = k.in[n:]
			k.cr = false
			switch {
			case seq == pasteBegins:
				k.pasting = true
			case seq == pasteEnds:
				k.pasting = false
			case !k.pasting && len(k.long) == 0 && sequences[seq] != "":
				k.out = append(k.out, sequences[seq]...)
				k.ask()
			}
			continue
		}
		if n := printable(k.in); n > 0 {
			k.cr = false
			k.text(k.in[:n])
			k.in = k.in[n:]
			continue
		}
		if !utf8.FullRune(k.in) {
			return
		}
		r, n := utf8.DecodeRune(k.in)
		b := k.in[:n]
		k.in = k.in[n:]
		k.key(r, b)
	}
}

// key takes one character.
func (k *keys) key(r rune, b []byte) {
	wasCR := k.cr
	k.cr = r == '\r'
	switch {
	case r == '\n' && wasCR:
	case r == '\r' || r == '\n':
		if len(k.long) == 0 {
			k.out = append(k.out, showEnd)
		} else {
			k.out = append(k.out, where)
		}
		k.end(lineEnd{long: k.long, at: -1, lost: k.lost})
	case k.pasting && (unicode.IsControl(r) || r == utf8.RuneError):
		k.text([]byte(wire.QuoteBytes(b))) // no key, but a byte that was meant
	case r == ctrlC:
		k.out = append(k.out, "\x05^C"...)
		k.end(lineEnd{cancelled: true})
	case r == utf8.RuneError:
		k.text([]byte(wire.QuoteBytes(b)))
	case r == showEnd, r == probe, r == where:
	case !unicode.IsControl(r):
		k.text([]byte(escaped(string(b))))
	case len(k.long) == 0:
		k.out = append(k.out, b...)
		k.ask()
	default:
		k.inLong(r)
	}
}

// printable counts the characters of ASCII that b begins with and that are printed.
func printable(b []byte) int {
	for i, c := range b {
		if c < ' ' || c > '~' {
			return i
		}
	}
	return len(b)
}

// sequenceLen is the length of the sequence that b begins with, 0 where it is not
// whole yet. One that is too long for any key is cut.
//
// ECMA-48 section 5.4: CSI, parameter bytes 30 to 3F, intermediate bytes 20 to
// 2F, a final byte 40 to 7E.
func sequenceLen(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case 'O':
		if len(b) < 3 {
			return 0
		}
		return 3
	case '[':
	case escape, '\r', '\n', ctrlC:
		return 1
	default:
		return 2
	}
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c >= 0x40 && c <= 0x7e:
			return i + 1
		case c < 0x20 || c > 0x7e, i > 1000:
			return i
		}
	}
	return 0
}
