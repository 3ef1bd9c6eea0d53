package proxy

import (
	"bytes"
	"errors"
	"net"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// said is what a tape says, read as HTTP.
type said struct {
	sent, got []byte
	requests  []message.Request
	answers   []answer
	rest      int  // offset in got behind the last whole response
	raw       bool // what is there begins no response
	end       message.End
	first     wire.RecordKind // the first end of a side, DidNote where there is none
}

// answer is a response that came whole.
type answer struct {
	status   int
	end      int  // offset in got
	final    bool // no interim one
	upgraded bool // a 101: what follows is no HTTP/1
}

// read reads a tape.
func read(t *Tape) *said {
	s := &said{first: wire.DidNote}
	for _, r := range t.Records {
		switch r.Kind {
		case wire.DidSend:
			s.sent = append(s.sent, r.Data...)
		case wire.DidReceive:
			s.got = append(s.got, r.Data...)
		case wire.DidClosed, wire.DidReset:
			if s.end == message.More {
				s.end = message.FIN
				if r.Kind == wire.DidReset {
					s.end = message.RST
				}
			}
		}
		switch r.Kind {
		case wire.DidClosed, wire.DidReset, wire.DidCloseWrite, wire.DidAbort, wire.DidOpen:
			if s.first == wire.DidNote {
				s.first = r.Kind
			}
		}
	}
	if t.Dropped > 0 { // how it went on is not known
		s.end = message.More
	}
	s.requests = message.ScanRequests(s.sent)
	s.readAnswers()
	return s
}

func (s *said) readAnswers() {
	asked := s.requests
	for s.rest < len(s.got) {
		method := ""
		if len(asked) > 0 {
			method = asked[0].Method
		}
		r, err := message.ParseResponse(s.got[s.rest:], s.end, method)
		if err != nil || r.Len == 0 {
			_, s.raw = errors.AsType[*message.NotHTTP](err)
			return
		}
		s.rest += r.Len
		a := answer{r.Status, s.rest, !r.Interim(), r.Status == 101}
		s.answers = append(s.answers, a)
		if a.final && len(asked) > 0 {
			asked = asked[1:]
		}
		if a.upgraded {
			return
		}
	}
}

// finals are the answers that are no interim ones.
func (s *said) finals() []answer {
	var out []answer
	for _, a := range s.answers {
		if a.final {
			out = append(out, a)
		}
	}
	return out
}

// isHTTP reports whether at least one side speaks HTTP.
func (s *said) isHTTP() bool {
	asked := len(s.requests) > 0 && s.requests[0].Method != "" && s.requests[0].Version != ""
	return asked || len(s.answers) > 0
}

// isTLS reports whether the client has begun with a handshake of TLS.
func (s *said) isTLS() bool { return len(s.sent) > 2 && s.sent[0] == 0x16 && s.sent[1] == 3 }

// cut reports whether the connection was ended, by the client or by us, before the
// server had answered all.
func (s *said) cut() bool {
	if s.first == wire.DidClosed || s.first == wire.DidReset {
		return false // by the server
	}
	if n := len(s.answers); n > 0 && s.answers[n-1].upgraded {
		return s.end == message.More
	}
	if len(s.finals()) >= len(s.requests) && s.rest == len(s.got) {
		return false
	}
	if s.stray() {
		return s.end == message.More
	}
	// What is no HTTP is whole when the server has said that it is.
	begins := bytes.HasPrefix(s.got, []byte("HTTP/1."))
	return begins || len(s.got) == 0 || s.end == message.More
}

// stray reports whether bytes came behind a whole answer that answer nothing, as where
// a HEAD is answered with content. They come again when it is played, so a case has
// them; and as nothing says how many they are, only where the server has ended.
func (s *said) stray() bool {
	return s.rest > 0 && s.rest < len(s.got) && (s.raw || len(s.finals()) >= len(s.requests))
}

// host gives the Host of the first request, if it is that of the server, or names
// the address where we listen: its port is ours. "" for another.
func (s *said) host(server string, listens net.Addr) string {
	_, want, err := net.SplitHostPort(listens.String())
	if err != nil || len(s.requests) == 0 {
		return ""
	}
	q := s.requests[0]
	for line := range bytes.Lines(s.sent[q.Start:q.End]) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		f := message.ParseField(line)
		if !strings.EqualFold(f.Name, "Host") {
			continue
		}
		if strings.ContainsAny(f.Value, " \t") {
			break // no host; a bare CR is read as a blank, too
		}
		_, port, err := net.SplitHostPort(f.Value)
		if err != nil {
			port = "80"
		}
		if port == want || f.Value == server {
			return f.Value
		}
		break
	}
	return ""
}
