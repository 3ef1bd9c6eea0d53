// Package target knows the server under test: whether it answers at all, and
// what it has to offer.
//
// Start with [Contact], the first exchange of a run.
package target

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"httpkit/client"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// Unready says that the suites can't be played against a target: it can't be
// reached, or does not answer GET of the path with 2xx.
type Unready struct {
	Target string
	Why    string
	Hint   string // what to do next
	Ended  bool   // the target ended the connection before its answer was whole
	Asked  string // the capability that was asked for when it went away, or ""
	Err    error  // the dial's error, or nil
}

func (e *Unready) Error() string {
	s := fmt.Sprintf("%s is not ready to be tested: %s", e.Target, e.Why)
	if e.Hint != "" {
		s += "\n\t" + e.Hint
	}
	return s
}

func (e *Unready) Unwrap() error { return e.Err }

// Contact makes one whole exchange, GET of path, and gives nil where the answer
// is 2xx: what every suite but seeds/ and tutorial/ builds on. The error is an
// *Unready, or that of ctx. It waits at most timeout.
func Contact(ctx context.Context, a client.Address, o client.Options, host, path string, timeout time.Duration) error {
	rec := client.NewRecorder()
	o.Recorder = rec
	c, err := client.Dial(ctx, a, &o)
	if err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		u := &Unready{Target: a.String(), Why: err.Error(), Hint: "start the server, or give its address with --target", Err: err}
		if de := (*client.DialError)(nil); errors.As(err, &de) {
			u.Why = de.Why
			if de.Hint != "" && de.Kind != client.Refused {
				u.Hint = de.Hint
			}
		}
		return u
	}
	defer Leave(ctx, c)
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	c.Send([]byte("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
	var r *message.Response
	for {
		r, err = c.ReadResponse(limited, "GET")
		if err != nil || !r.Interim() {
			break
		}
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return &Unready{Target: a.String(), Why: unanswered(c.State(), err, timeout), Hint: "look at it with: httpkit send " + a.String() + " --get " + path,
			Ended: c.State().End != message.More}
	case r.Status < 200 || r.Status > 299:
		return &Unready{
			Target: a.String(),
			Why:    fmt.Sprintf("GET %s was answered %s", path, wire.QuoteBytes(r.StatusLine)),
			Hint:   "name a path that is answered with 2xx: --path /index.html",
		}
	}
	return nil
}

// goodbye is how long a server that says nothing is given to close after our FIN.
const goodbye = 200 * time.Millisecond

// Leave ends the connection as every beginner's server can bear it: with FIN, and
// when all it said was read. A server that does not close then is not waited for.
func Leave(ctx context.Context, c *client.Conn) {
	limited, cancel := context.WithTimeout(ctx, goodbye)
	defer cancel()
	c.Close(limited) // how it ends is of no interest
}

// unanswered says what came instead of a response.
func unanswered(st client.State, err error, timeout time.Duration) string {
	var raw *message.NotHTTP
	var broken *message.Broken
	switch {
	case errors.As(err, &raw):
		b := st.Unread
		if len(b) > 60 {
			b = b[:60]
		}
		return fmt.Sprintf("the answer is no HTTP/1 response: it begins %s", wire.QuoteBytes(b))
	case st.End == message.RST:
		return "the connection was reset (RST) before the answer was whole"
	case st.End == message.FIN && len(st.Unread) == 0:
		return "the connection was closed (FIN) without an answer"
	case errors.As(err, &broken):
		if strings.HasPrefix(broken.Why, "broke off") {
			return "the answer " + broken.Why
		}
		return "the answer can't be read: " + broken.Why
	case st.Full:
		return fmt.Sprintf("the answer has no end: %d bytes of it came", len(st.Unread))
	case len(st.Unread) == 0:
		return fmt.Sprintf("nothing came within %s", timeout)
	}
	return fmt.Sprintf("the answer was not whole within %s", timeout)
}
