package main

import (
	"context"
	"path/filepath"
	"slices"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/golden"
	"httpkit/internal/message"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// safe are the methods that ask for nothing to be changed (RFC 9110 section 9.2.1):
// what was asked with them can be asked again.
var safe = []string{"GET", "HEAD", "OPTIONS", "TRACE"}

// notAgain says why what happened is not played again for what changes, or "".
func notAgain(c *suite.Case, played []*wire.Transcript) string {
	if c.Slow() {
		return "that takes seconds"
	}
	for _, t := range played {
		type conn struct {
			name string
			nth  int
		}
		sent := map[conn][]byte{}
		for _, r := range t.Records {
			switch r.Kind {
			case wire.DidAbort:
				return "you have reset a connection"
			case wire.DidMore:
				return "an answer has no end"
			case wire.DidSend:
				c := conn{r.Conn, r.Nth}
				sent[c] = append(sent[c], r.Data...)
			}
		}
		for _, b := range sent {
			for _, q := range message.ScanRequests(b) {
				if !q.Whole || q.Method == "" {
					return "not all that was sent is a request"
				}
				if !slices.Contains(safe, q.Method) {
					return "a " + wire.QuoteBytes([]byte(q.Method)) + " may change something"
				}
			}
		}
	}
	return ""
}

// again plays a case that was just saved once more, and masks in its file what comes
// otherwise than before, as httpkit test --update does. It gives what is to be said.
func (f *sendFlags) again(ctx context.Context, c *suite.Case, file, host string, to client.Address) (remark string) {
	const exact = "bytes that change from answer to answer are still exact"
	dial, err := f.tls.dial()
	if err != nil {
		return "not played again: " + err.Error()
	}
	c.Dir = filepath.Dir(file)
	res, err := golden.Update(ctx, []*suite.Case{c}, golden.Options{Play: script.Options{
		Target: to, Dial: dial, Timeout: f.timeout, Fixture: fixtures.Read,
		Path: f.path, Host: host, Echo: f.echo, Fields: f.flds,
	}})
	switch {
	case ctx.Err() != nil:
		return "not played again, since that was cancelled: " + exact
	case err != nil:
		return "not played again: " + err.Error()
	case res.Lost != "":
		return "not played again: " + res.Lost
	}
	switch r := res.Files[0]; r.State {
	case golden.Updated:
		if err := r.Write(); err != nil {
			return "played again, but what changes could not be masked: " + err.Error()
		}
		return "played again: what changes from answer to answer is masked"
	case golden.Unchanged:
		return "played again: it passes"
	case golden.Refused:
		why := r.Why.Error()
		if e, ok := r.Why.(*wire.Error); ok {
			why = e.Msg
		}
		return "played again, and it does not pass: " + why
	}
	return ""
}
