package main

import (
	"errors"
	"time"

	"httpkit/internal/golden"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// talked is what a transcript tells of one connection.
type talked struct {
	name         string
	nth          int
	connect, tls time.Duration
	first, last  time.Duration // to the first and last byte that came, since the first one sent
	sent, got    []byte
	end          message.End
	aborted      bool
	answers      []answer
	rest         int    // bytes behind the last answer
	restWhy      string // why they are none
	broken       string // a sentence, where the server ended the connection too early
}

// answer is a response, perhaps not all of it.
type answer struct {
	*message.Response
	why string // it is not whole, or ""
}

// connections reads a transcript, one connection after the other.
func connections(t *wire.Transcript) []*talked {
	var all []*talked
	byNth, begun := map[int]*talked{}, map[int]time.Duration{}
	current := map[string]*talked{} // by name: not all records have a number
	for _, r := range t.Records {
		c := byNth[r.Nth]
		if c == nil {
			c = current[r.Conn]
		}
		if r.Kind == wire.DidConnect || c == nil && len(r.Data) > 0 {
			c = &talked{name: r.Conn, nth: r.Nth, connect: r.Took, tls: r.TLS, first: -1, last: -1}
			all = append(all, c)
			byNth[r.Nth], begun[r.Nth], current[r.Conn] = c, r.At, c
		}
		if c == nil {
			continue
		}
		switch r.Kind {
		case wire.DidSend:
			if len(c.sent) == 0 && len(c.got) == 0 {
				begun[c.nth] = r.At
			}
			c.sent = append(c.sent, r.Data...)
		case wire.DidReceive:
			if c.first < 0 {
				c.first = r.At - begun[c.nth]
			}
			c.last = r.At - begun[c.nth]
			c.got = append(c.got, r.Data...)
		case wire.DidAbort:
			c.aborted = true
		case wire.DidClosed:
			c.end = message.FIN
		case wire.DidReset:
			c.end = message.RST
		}
	}
	for _, c := range all {
		c.read()
	}
	return all
}

// read finds the responses in what came.
func (c *talked) read() {
	methods := golden.Methods(c.sent)
	b := c.got
	asked := len(methods)
	for len(b) > 0 {
		method := ""
		if len(methods) > 0 {
			method = methods[0]
		}
		r, err := message.ParseResponse(b, c.end, method)
		if err == nil {
			c.answers = append(c.answers, answer{Response: r})
			b = b[r.Len:]
			if !r.Interim() && len(methods) > 0 {
				methods = methods[1:]
			}
			continue
		}
		why := "the connection was open, and more was to come"
		if err == message.ErrIncomplete {
			// What there is of it: as if the end had come.
			if r, err = message.ParseResponse(b, message.FIN, method); err == nil {
				c.answers, b = append(c.answers, answer{r, why}), nil
				break
			}
		} else {
			why = err.Error()
		}
		if e, ok := errors.AsType[*message.Broken](err); ok {
			if c.end != message.More && !c.aborted {
				c.broken = "the answer " + e.Why + ending(c.end)
			}
			if e.Response != nil {
				c.answers, b = append(c.answers, answer{e.Response, why}), nil
				break
			}
		}
		c.rest, c.restWhy = len(b), why
		break
	}
	if len(c.got) == 0 && asked > 0 && c.end != message.More && !c.aborted {
		c.broken = "no answer" + ending(c.end)
	}
}

// ending says how the server ended the connection.
func ending(e message.End) string {
	if e == message.RST {
		return ": the server reset the connection (RST)"
	}
	return ": the server closed the connection (FIN)"
}
