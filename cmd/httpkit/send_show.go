package main

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"httpkit/internal/golden"
	"httpkit/internal/wire"
)

// show prints what happened in the form the flags ask for.
func (f *sendFlags) show(w io.Writer, p painter, played []*wire.Transcript) error {
	for i, t := range played {
		if f.raw {
			if err := writeRaw(w, t); err != nil {
				return err
			}
			continue
		}
		if i > 0 {
			fmt.Fprintln(w)
		}
		lines := t.Lines(wire.FormatOptions{Times: true, Limit: shownBytes})
		if f.hex {
			lines = hexLines(t)
		}
		if f.more.time {
			lines = append(lines, timeLines(t)...)
		}
		if err := printLines(w, p, lines); err != nil {
			return err
		}
	}
	return nil
}

// writeRaw writes the bytes that came, as they came.
func writeRaw(w io.Writer, t *wire.Transcript) error {
	for _, r := range t.Records {
		if r.Kind != wire.DidReceive {
			continue
		}
		if _, err := w.Write(r.Data); err != nil {
			return err
		}
	}
	return nil
}

// hexLines is the transcript with its bytes in hexadecimal, 16 a line, behind
// the gutters. Reads that follow each other are joined.
func hexLines(t *wire.Transcript) []string {
	var out []string
	for i := 0; i < len(t.Records); i++ {
		r := t.Records[i]
		sign := ">"
		switch r.Kind {
		case wire.DidReceive:
			sign = "<"
			for i+1 < len(t.Records) && t.Records[i+1].Kind == r.Kind && t.Records[i+1].Conn == r.Conn {
				i++
				r.Data = append(r.Data[:len(r.Data):len(r.Data)], t.Records[i].Data...)
			}
		case wire.DidSend:
		default:
			if !(r.Kind == wire.DidConnect && r.Conn == "") {
				out = append(out, golden.EventLine(r))
			}
			continue
		}
		for line := range strings.Lines(hex.Dump(r.Data)) {
			out = append(out, sign+r.Conn+" "+strings.TrimSuffix(line, "\n"))
		}
	}
	return out
}
