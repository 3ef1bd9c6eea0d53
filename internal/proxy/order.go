package proxy

import (
	"httpkit/internal/wire"
)

// part says how much of a connection a case has.
type part struct{ sent, got int }

// whole is all of it; exchanges is what was answered to the end.
func (s *said) whole() part { return part{len(s.sent), len(s.got)} }

func (s *said) exchanges() part {
	finals := s.finals()
	n := min(len(finals), len(s.requests))
	if n == 0 {
		return part{}
	}
	return part{s.requests[n-1].End, finals[n-1].end}
}

// order gives what was said as a case says it: a message of the server stands whole,
// in front of the first thing the client did when all of it had come. So nothing is
// awaited that the server says only later, and no line is torn. How it ended is there
// where the server ended it, or the client did before the answer was whole.
func (s *said) order(t *Tape, p part) []wire.Record {
	o := &ordered{s: s, p: p}
	for _, r := range t.Records {
		switch r.Kind {
		case wire.DidSend:
			o.send(r.Data)
		case wire.DidReceive:
			o.seen += len(r.Data)
		case wire.DidCloseWrite:
			if p != s.whole() || o.seen == len(s.got) {
				return o.flush(p.got) // a section ends with our FIN by itself
			}
			o.flush(o.boundary())
			o.out = append(o.out, wire.Record{Kind: r.Kind})
		case wire.DidClosed, wire.DidReset:
			o.flush(p.got)
			if p == s.whole() && o.sent == len(s.sent) {
				o.out = append(o.out, wire.Record{Kind: r.Kind})
			}
			return o.out
		case wire.DidAbort, wire.DidOpen:
			return o.flush(p.got)
		}
	}
	return o.flush(p.got)
}

// ordered is how far order has come.
type ordered struct {
	s           *said
	p           part
	sent        int // bytes the client had sent
	seen, wrote int // bytes that had come, and that stand in out
	out         []wire.Record
}

func (o *ordered) send(b []byte) {
	n := max(min(len(b), o.p.sent-o.sent), 0)
	o.sent += len(b)
	if n == 0 {
		return
	}
	o.flush(o.boundary())
	if last := len(o.out) - 1; last >= 0 && o.out[last].Kind == wire.DidSend {
		have := o.out[last].Data
		o.out[last].Data = append(have[:len(have):len(have)], b[:n]...)
		return
	}
	o.out = append(o.out, wire.Record{Kind: wire.DidSend, Data: b[:n]})
}

// boundary is the end of the last message that had come whole. What is no HTTP has
// none, and is cut where the client went on.
func (o *ordered) boundary() int {
	if o.seen > o.s.rest {
		return o.seen
	}
	at := o.wrote
	for _, a := range o.s.answers {
		if a.end <= o.seen {
			at = max(at, a.end)
		}
	}
	return at
}

// flush writes what came up to an offset.
func (o *ordered) flush(to int) []wire.Record {
	if to = min(to, o.p.got); to > o.wrote {
		o.out = append(o.out, wire.Record{Kind: wire.DidReceive, Data: o.s.got[o.wrote:to]})
		o.wrote = to
	}
	return o.out
}
