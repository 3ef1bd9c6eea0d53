package session

import (
	"fmt"
	"slices"

	"httpkit/client"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// only leaves out the connections that went elsewhere: a case has one server. left
// are their names.
func (c *chapter) only(to client.Address, t *wire.Transcript) (left []string) {
	out := map[string]bool{} // by name: the last one of it is left out
	t.Records = slices.DeleteFunc(t.Records, func(r wire.Record) bool {
		if r.Kind == wire.DidConnect {
			out[r.Conn] = !sameServer(c.to[r.Nth], to)
			if out[r.Conn] {
				left = append(left, connWords(r.Conn)+", which went to "+c.to[r.Nth].String())
			}
		}
		return out[r.Conn]
	})
	return left
}

// sameServer reports whether two addresses are of one server.
func sameServer(a, b client.Address) bool {
	return a.Network == b.Network && a.Addr == b.Addr && a.TLS == b.TLS
}

// connWords is a connection as it is spoken of.
func connWords(name string) string {
	if name == "" {
		return "the unnamed connection"
	}
	return "connection " + name
}

// server is the one that a case is saved of: that of the unnamed connection, or
// where there never was any, that of the last one.
func (s *Session) server() client.Address {
	var last client.Address
	for _, ch := range s.book.chapters {
		for nth := 1; nth <= ch.conns; nth++ {
			if last = ch.to[nth]; sameServer(last, s.Address) {
				return s.Address
			}
		}
	}
	return last
}

// saved gives the chapters as they are written to a case of the server, and what is
// missing.
func (s *Session) saved(to client.Address) (played []*wire.Transcript, missing []string) {
	if s.book.dropped > 0 {
		missing = append(missing, fmt.Sprintf("left out: the first %d connections, which were too much to keep", s.book.dropped))
	}
	for i, ch := range s.book.chapters {
		if ch.conns == 0 {
			continue
		}
		t := ch.rec.Transcript()
		if i == len(s.book.chapters)-1 {
			t.Records = append(t.Records, s.stillOpen(ch)...)
		}
		for _, left := range ch.only(to, t) {
			if left = "left out: " + left; !slices.Contains(missing, left) {
				missing = append(missing, left)
			}
		}
		if endless(t) {
			missing = append(missing, fmt.Sprintf("left out: what came behind %d KiB of an answer without end", savedEndless>>10))
		}
		if t.Records = joined(t.Records); len(t.Records) > 0 {
			played = append(played, t)
		}
	}
	return played, missing
}

// savedEndless is what is saved of an answer whose end was not seen, or can't be,
// where it is large, in bytes. A content with an end is only counted in a case.
const savedEndless = 64 << 10

// endless gives connections whose answer has no end to be seen one that holds whatever
// comes behind it, and cuts it where it is long. It tells whether there was any to cut.
func endless(t *wire.Transcript) (cut bool) {
	for _, first := range slices.Clone(t.Records) {
		if first.Kind != wire.DidConnect {
			continue
		}
		what := talkIn(t.Records, first.Conn, first.Nth)
		open := what.end == message.More
		if len(what.got) == 0 || what.framed() || !open && len(what.got) <= tooLong {
			continue
		}
		left, aborted, last := savedEndless, false, 0
		for i := range t.Records {
			r := &t.Records[i]
			if r.Conn != first.Conn || r.Nth != first.Nth {
				continue
			}
			last = i
			switch r.Kind {
			case wire.DidReceive:
				cut = cut || len(r.Data) > left
				r.Data = r.Data[:min(left, len(r.Data))]
				left -= len(r.Data)
				if len(r.Data) == 0 {
					r.Kind = wire.DidNote
				}
			case wire.DidAbort:
				aborted = true
			case wire.DidClosed, wire.DidReset:
				r.Kind = wire.DidNote // not right behind what is left
			}
		}
		if !aborted { // else it is over for us, wherever the server was
			t.Records = slices.Insert(t.Records, last+1, wire.Record{Conn: first.Conn, Nth: first.Nth, Kind: wire.DidMore})
		}
	}
	return cut
}

// stillOpen are the records of the connections of the last chapter that are open
// and owe no answer: what came on them has an end.
func (s *Session) stillOpen(ch *chapter) []wire.Record {
	var out []wire.Record
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		if c.rec == ch.rec && !c.fin && !c.aborted && !c.over {
			if t := s.talkOf(c); !t.answered() || !t.framed() {
				continue
			}
			out = append(out, wire.Record{Conn: c.name, Kind: wire.DidOpen})
		}
	}
	return out
}

// joined makes one write of lines that were typed one after the other: nobody
// types with pauses that matter, and :split and :pause have records of their own.
// A paste has a hundred thousand of them, so what they share is copied once.
func joined(records []wire.Record) []wire.Record {
	var out []wire.Record
	ours := -1 // the record of out whose bytes are a copy already
	for _, r := range records {
		if n := len(out) - 1; n >= 0 && r.Kind == wire.DidSend && out[n].Kind == r.Kind && out[n].Conn == r.Conn {
			if ours != n {
				out[n].Data = slices.Clone(out[n].Data)
				ours = n
			}
			out[n].Data = append(out[n].Data, r.Data...)
			continue
		}
		out = append(out, r)
	}
	return out
}
