package main

import (
	"bytes"
	"strings"

	"httpkit/internal/wire"
)

// formatted gives the canonical form of a case or of a loose transcript. An
// error is wire.Errors: all mistakes of the file.
func formatted(file string, data []byte, crlf bool) ([]byte, error) {
	var out bytes.Buffer
	var errs wire.Errors
	for _, p := range pieces(data) {
		if !p.transcript {
			out.Write(p.text)
			continue
		}
		text := p.text
		if crlf {
			text = wire.AddCRLF(text)
		}
		s, err := wire.ParseSection(file, p.name, p.line, text)
		if more, ok := err.(wire.Errors); ok {
			errs = append(errs, more...)
			continue
		} else if err != nil {
			return nil, err
		}
		out.Write(s.Format())
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return out.Bytes(), nil
}

// piece is a run of lines of a file: a transcript, or what stays as it is.
type piece struct {
	transcript bool
	name       string
	line       int // of its first line, from 1
	text       []byte
}

// pieces cuts a file at its markers. A file without any is one transcript.
func pieces(data []byte) []piece {
	if !marker.Match(data) {
		return []piece{{transcript: true, name: "talk", line: 1, text: data}}
	}
	out := []piece{{line: 1}}
	n := 0
	for line := range bytes.Lines(data) {
		n++
		last := &out[len(out)-1]
		if !marker.Match(line) {
			last.text = append(last.text, line...)
			continue
		}
		name := strings.TrimSpace(string(line))
		name = strings.TrimSpace(name[len("-- ") : len(name)-len(" --")])
		out = append(out, piece{line: n, text: append([]byte(nil), line...)})
		out = append(out, piece{transcript: !strings.Contains(name, "."), name: name, line: n + 1})
	}
	return out
}
