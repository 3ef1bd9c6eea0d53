package wire

import (
	"fmt"
	"strings"
	"time"
)

// FormatOptions say how a transcript is written.
type FormatOptions struct {
	// Times adds comments that say when something happened: "# after 1.2 ms",
	// counted from the beginning of the transcript.
	Times bool
	// Limit is the longest run of content, in bytes, that is written in full; 0
	// writes all. A longer one is cut, and a comment gives its length and its
	// SHA-256. Such a transcript still parses, but no longer has all the bytes.
	Limit int
}

// Format writes the transcript in the notation, one LF after each line.
func (t *Transcript) Format(o FormatOptions) []byte {
	var b []byte
	for _, l := range t.Lines(o) {
		b = append(b, l...)
		b = append(b, '\n')
	}
	return b
}

// Lines gives the transcript in the notation, in canonical form: parsed as a
// section it means the same bytes and events in the same order. What came in
// several reads is joined; each write stays one of its own, where need be with a
// "* pause 0ms" between two. Every byte is escaped that a terminal could act upon.
func (t *Transcript) Lines(o FormatOptions) []string {
	w := transcriptWriter{o: o, opened: map[string]bool{}, runs: map[string]*contentRun{}}
	w.opened[""] = true
	last := -1
	for i := range t.Records {
		if t.Records[i].Conn == "" && t.Records[i].Kind != DidNote {
			last = i
		}
	}
	bare := false
	for i := 0; i < len(t.Records); {
		r := &t.Records[i]
		n := 1
		switch {
		case r.Kind == DidNote:
			w.at(r.At)
			w.out = append(w.out, strings.TrimRight("# "+plainNote(r.Note), " "))
		case (r.Kind == DidSend || r.Kind == DidReceive) && len(r.Data) == 0:
		case r.Kind == DidConnect && r.Conn == "" && !bare && i < last:
			bare = true // the first connection of the bare gutters opens by itself
		default:
			bare = bare || r.Conn == ""
			w.at(r.At)
			n = w.record(t.Records[i:])
		}
		i += n
	}
	return w.out
}

// transcriptWriter keeps what one record must know of those before it.
type transcriptWriter struct {
	o      FormatOptions
	out    []string
	opened map[string]bool
	runs   map[string]*contentRun // by gutter
	stamp  string                 // the last time written
	sent   string                 // the gutter of the line before, if it was a ">" line
}

// at writes the time, if it is asked for and is not the one written last.
func (w *transcriptWriter) at(d time.Duration) {
	s := fmt.Sprintf("# after %.1f ms", float64(d)/float64(time.Millisecond))
	if w.o.Times && s != w.stamp {
		w.out = append(w.out, s)
		w.stamp = s
	}
}

// record writes the first of rs, and gives how many went with it.
func (w *transcriptWriter) record(rs []Record) int {
	r := &rs[0]
	if r.Kind != DidConnect && !w.opened[r.Conn] { // the beginning is not in the transcript
		w.event("", &Action{Op: OpConnect, Name: r.Conn})
	}
	switch r.Kind {
	case DidSend:
		gutter := ">" + r.Conn
		if w.sent == gutter {
			w.event(r.Conn, &Action{Op: OpPause, HasD: true})
		}
		w.bytes(gutter, r.Data)
		w.sent = gutter
		return 1
	case DidReceive:
		n, b := 1, r.Data
		for n < len(rs) && rs[n].Kind == DidReceive && rs[n].Conn == r.Conn {
			n++
		}
		if n > 1 {
			b = nil
			for i := range n {
				b = append(b, rs[i].Data...)
			}
		}
		w.sent = ""
		w.bytes("<"+r.Conn, b)
		return n
	case DidConnect:
		w.event("", &Action{Op: OpConnect, Name: r.Conn})
	case DidPause:
		w.event(r.Conn, &Action{Op: OpPause, D: min(max(r.D, 0), maxTime), HasD: true})
	case DidCloseWrite:
		w.event(r.Conn, &Action{Op: OpCloseWrite})
	case DidAbort:
		w.event(r.Conn, &Action{Op: OpAbort})
	case DidClosed:
		w.event(r.Conn, &Action{Op: OpClosed})
	case DidReset:
		w.event(r.Conn, &Action{Op: OpReset})
	case DidOpen:
		w.event(r.Conn, &Action{Op: OpOpen})
	}
	return 1
}

// event writes a "*" line.
func (w *transcriptWriter) event(conn string, a *Action) {
	l := Line{Kind: Event, Conn: conn, Do: a}
	w.out = append(w.out, l.String())
	w.sent = ""
	if a.Op == OpConnect {
		w.opened[a.Name] = true
		delete(w.runs, ">"+a.Name)
		delete(w.runs, "<"+a.Name)
	}
}

// bytes writes ">" or "<" lines, shortened where they are too many.
func (w *transcriptWriter) bytes(gutter string, b []byte) {
	if w.o.Limit <= 0 {
		w.out = append(w.out, ByteLines(gutter, b)...)
		return
	}
	run := w.runs[gutter]
	if run == nil {
		run = new(contentRun)
		w.runs[gutter] = run
	}
	for len(b) > 0 {
		n, limit := run.next(gutter[0], b, w.o.Limit)
		w.out = append(w.out, shortLines(gutter, b[:n], limit)...)
		b = b[n:]
	}
}
