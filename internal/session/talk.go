package session

import (
	"context"
	"errors"
	"time"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// talk is what was said on one connection.
type talk struct {
	sent, got []byte
	end       message.End
	clientEnd bool // we ended our side first
}

// talkOf gathers what was said on c so far.
func (s *Session) talkOf(c *conn) talk { return talkIn(c.rec.Transcript().Records, c.name, c.nth) }

// talkIn gathers what was said on one of the connections of records.
func talkIn(records []wire.Record, name string, nth int) talk {
	var t talk
	for _, r := range records {
		if r.Nth != nth || r.Conn != name {
			continue
		}
		switch r.Kind {
		case wire.DidSend:
			t.sent = append(t.sent, r.Data...)
		case wire.DidReceive:
			t.got = append(t.got, r.Data...)
		case wire.DidClosed:
			t.end = message.FIN
		case wire.DidReset:
			t.end = message.RST
		case wire.DidCloseWrite, wire.DidAbort:
			t.clientEnd = t.clientEnd || t.end == message.More
		}
	}
	return t
}

// answered reports whether a final response came for each request that was sent
// whole, or bytes that are no HTTP, of which nobody can say where they end.
func (t talk) answered() bool {
	got := t.got
	for _, q := range message.ScanRequests(t.sent) {
		for {
			r, err := message.ParseResponse(got, t.end, q.Method)
			if _, raw := errors.AsType[*message.NotHTTP](err); raw {
				return true
			}
			if err != nil {
				return len(got) == 0 && !q.Whole
			}
			got = got[r.Len:]
			if !r.Interim() {
				break
			}
		}
	}
	return true
}

// framed reports whether all that came is whole responses that say where they end.
func (t talk) framed() bool {
	reqs, got := message.ScanRequests(t.sent), t.got
	for len(got) > 0 {
		method := ""
		if len(reqs) > 0 {
			method = reqs[0].Method
		}
		r, err := message.ParseResponse(got, t.end, method)
		if err != nil || r.Len == 0 {
			return false
		}
		if !r.Interim() && len(reqs) > 0 {
			reqs = reqs[1:]
		}
		got = got[r.Len:]
	}
	return true
}

// tooLong is an answer that is not read again and again to see whether it is
// complete.
const tooLong = 1 << 20

// settle waits until what was sent is answered, the connection is over, or
// nothing has come for the timeout.
func (s *Session) settle(ctx context.Context) error {
	c := s.conn(s.now)
	if c == nil {
		return nil
	}
	until, seen := time.Now().Add(s.Timeout), -1
	for {
		s.mu.Lock()
		n, over, done := c.came, c.over, c.aborted || c.done
		s.mu.Unlock()
		switch {
		case over:
			<-c.gone
			return nil
		case done:
			return nil
		case n != seen:
			seen = n
			until = time.Now().Add(s.Timeout)
			if n < tooLong && s.talkOf(c).answered() {
				until = time.Now().Add(s.Wait)
			}
		}
		left := time.Until(until)
		if left <= 0 {
			return nil
		}
		// What comes is told to watch; a look every few milliseconds is enough here.
		if err := s.Screen.Wait(ctx, min(left, 5*time.Millisecond), c.gone); err != nil {
			return err
		}
	}
}
