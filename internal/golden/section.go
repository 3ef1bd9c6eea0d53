package golden

import (
	"errors"
	"fmt"
	"slices"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// Saved says how an exchange that was seen is written as a section of a case.
type Saved struct {
	// Host is what \{$host} is written for: in the fields Host, Origin and Referer of
	// a request and, if it has a port, wherever a response names it. "" for nothing.
	Host string
	// Name keeps a large or binary content that was sent, and gives the name that
	// stands for it in \{file NAME}; nil, or "", has it written out.
	Name func(content []byte) string
}

// Section gives records as the lines of a section, with what changes from answer
// to answer masked.
func Section(records []wire.Record, o Saved) []string {
	w := sectionWriter{Saved: o, records: sectionRecords(records), conns: map[string]*talked{}}
	for _, r := range w.records {
		c := w.conn(r.Conn)
		switch r.Kind {
		case wire.DidSend:
			c.sent = append(c.sent, r.Data...)
		case wire.DidReceive:
			c.got = append(c.got, r.Data...)
		}
	}
	for _, c := range w.conns {
		c.requests = message.ScanRequests(c.sent)
		c.spans = Spans(Methods(c.sent), c.got)
	}
	for i, r := range w.records {
		w.record(i, r)
	}
	return w.out
}

// talked is what was said on one connection, and how much of it is written.
type talked struct {
	sent, got     []byte
	requests      []message.Request
	spans         []Span
	sentAt, gotAt int // bytes that are written
}

type sectionWriter struct {
	Saved
	records []wire.Record
	conns   map[string]*talked
	out     []string
}

func (w *sectionWriter) conn(name string) *talked {
	if w.conns[name] == nil {
		w.conns[name] = &talked{}
	}
	return w.conns[name]
}

func (w *sectionWriter) record(i int, r wire.Record) {
	if i > 0 && r.Kind == wire.DidSend && w.records[i-1].Kind == r.Kind && w.records[i-1].Conn == r.Conn {
		// Two writes; without an event between them they would be one.
		w.out = append(w.out, EventLine(wire.Record{Kind: wire.DidPause, Conn: r.Conn}))
	}
	switch {
	case r.Kind == wire.DidConnect && i == 0 && r.Conn == "":
		// A section begins with it by itself.
	case r.Kind == wire.DidSend:
		w.send(r)
	case r.Kind == wire.DidReceive:
		w.receive(r)
	case r.Kind == wire.DidMore:
		w.out = append(w.out, "<"+r.Conn+` \{rest}\`)
	default:
		w.out = append(w.out, EventLine(r))
	}
}

// sectionRecords leaves out what a case says by itself: that a section ends with
// our FIN, and all that follows the FIN. Reads that follow each other are joined.
func sectionRecords(records []wire.Record) []wire.Record {
	var out []wire.Record
	over := map[string]bool{} // our side has ended it, or the server has
	ours := -1                // the record of out whose bytes are a copy already
	for _, r := range records {
		if r.Kind == wire.DidConnect {
			delete(over, r.Conn) // another one of the name
		}
		if over[r.Conn] || r.Kind == wire.DidNote {
			continue
		}
		switch r.Kind {
		case wire.DidOpen, wire.DidClosed, wire.DidReset, wire.DidAbort:
			over[r.Conn] = true
		case wire.DidReceive:
			if last := len(out) - 1; last >= 0 && out[last].Kind == r.Kind && out[last].Conn == r.Conn {
				if ours != last {
					out[last].Data = slices.Clone(out[last].Data)
					ours = last
				}
				out[last].Data = append(out[last].Data, r.Data...)
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

// Title is the first line of a case: the first request and its answer.
func Title(records []wire.Record) string {
	sent, got := firstTalk(records)
	request, method := "What was sent", ""
	if reqs := message.ScanRequests(sent); len(reqs) > 0 && reqs[0].Method != "" {
		method = reqs[0].Method
		request = method + " " + wire.QuoteBytes([]byte(reqs[0].Target))
	}
	r, err := message.ParseResponse(got, message.FIN, method)
	for at := 0; err == nil && r.Interim(); { // the answer is the final one
		at += r.Len
		next, nextErr := message.ParseResponse(got[at:], message.FIN, method)
		if nextErr != nil {
			break
		}
		r = next
	}
	switch {
	case err == nil && r.Status >= 100:
		return fmt.Sprintf("%s is answered with %d.", request, r.Status)
	case len(got) == 0:
		return request + " is not answered."
	}
	if e, ok := errors.AsType[*message.Broken](err); ok {
		return request + brokenWords(e.Response, records)
	}
	return request + " is answered, but not with HTTP."
}

// firstTalk gives the bytes of the connection on which something was sent first, or
// else came first: what another one brought in between is no answer to it.
func firstTalk(records []wire.Record) (sent, got []byte) {
	on := func(k wire.RecordKind) int {
		return slices.IndexFunc(records, func(r wire.Record) bool { return r.Kind == k })
	}
	first := on(wire.DidSend)
	if first < 0 {
		first = on(wire.DidReceive)
	}
	if first < 0 {
		return nil, nil
	}
	for i, r := range records {
		switch {
		case r.Conn != records[first].Conn:
		case r.Kind == wire.DidConnect && i > first:
			return sent, got // another connection of the same name
		case r.Kind == wire.DidConnect:
			sent, got = nil, nil
		case r.Kind == wire.DidSend:
			sent = append(sent, r.Data...)
		case r.Kind == wire.DidReceive:
			got = append(got, r.Data...)
		}
	}
	return sent, got
}

// brokenWords say that not all of an answer came.
func brokenWords(r *message.Response, records []wire.Record) string {
	if r == nil {
		return " is answered with the beginning of a response."
	}
	why := "not all of which came"
	if slices.ContainsFunc(records, func(r wire.Record) bool { return r.Kind == wire.DidClosed || r.Kind == wire.DidReset }) {
		why = "which breaks off"
	}
	return fmt.Sprintf(" is answered with %d, %s.", r.Status, why)
}

// events are the lines of what is no bytes.
var events = map[wire.RecordKind]wire.Op{
	wire.DidConnect: wire.OpConnect, wire.DidPause: wire.OpPause,
	wire.DidCloseWrite: wire.OpCloseWrite, wire.DidAbort: wire.OpAbort,
	wire.DidClosed: wire.OpClosed, wire.DidReset: wire.OpReset, wire.DidOpen: wire.OpOpen,
}

// EventLine is a record that is no bytes, as a line of the notation.
func EventLine(r wire.Record) string {
	op, ok := events[r.Kind]
	if !ok {
		return "# " + wire.QuoteBytes([]byte(r.Note))
	}
	l := wire.Line{Kind: wire.Event, Conn: r.Conn, Do: &wire.Action{Op: op, D: r.D, HasD: op == wire.OpPause}}
	if op == wire.OpConnect {
		l.Conn, l.Do.Name = "", r.Conn
	}
	return l.String()
}
