package golden

import (
	"bytes"
	"strings"

	"httpkit/internal/wire"
)

// edits are what becomes of lines of a file, by their number.
type edits map[int]*edit

type edit struct {
	stays         bool
	before, after []string // "after" stands in the place of a line that does not stay
}

// add takes the items of a stretch.
func (e edits) add(lines []*wire.Line, items []item) {
	at := func(i int) *edit {
		n := lines[i].Pos.Line
		if e[n] == nil {
			e[n] = &edit{}
		}
		return e[n]
	}
	for i := range lines {
		at(i)
	}
	last := -1
	var early []string // new lines in front of the first one with a place
	for _, it := range items {
		if it.old >= 0 {
			last = it.old
			at(last).before = append(at(last).before, early...)
			early = nil
		}
		line := wire.Line{Kind: wire.Expected, Conn: lines[0].Conn, Text: it.text}
		switch {
		case it.stays:
			at(last).stays = true
		case last < 0:
			early = append(early, line.String())
		default:
			at(last).after = append(at(last).after, line.String())
		}
	}
	if len(early) > 0 { // no line has stayed, and none has a place
		at(0).before = early
	}
}

// apply gives the file with the edits; all other lines stay byte for byte. A new
// line ends like the first line of the file.
func (e edits) apply(data []byte) []byte {
	eol := "\n"
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		eol = "\r\n"
	}
	var out []byte
	n := 0
	for line := range bytes.Lines(data) {
		n++
		ed := e[n]
		if ed == nil {
			out = append(out, line...)
			continue
		}
		text := bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		end := string(line[len(text):])
		all := ed.before
		if ed.stays {
			all = append(all, string(text))
		}
		all = append(all, ed.after...)
		if len(all) == 0 {
			continue
		}
		between := end
		if end == "" { // the last line of a file may have none
			between = eol
		}
		out = append(out, strings.Join(all, between)+end...)
	}
	return out
}
