package main

import (
	"context"
	"errors"
	"sort"
	"sync"
	"time"

	"httpkit/client"
	"httpkit/internal/message"
	"httpkit/internal/script"
	"httpkit/internal/wire"
)

// exchange plays transcripts for send. Unlike a case, it does not end a
// connection as soon as the last line was played: somebody wants to see the answer.
type exchange struct {
	flags *sendFlags
	addr  client.Address
	dial  client.Options
	env   *wire.Env
}

// play plays the sections, each on fresh connections, and gives what happened.
func (e *exchange) play(ctx context.Context, sections []*wire.Section) ([]*wire.Transcript, error) {
	var all []*wire.Transcript
	for _, s := range sections {
		var n notes
		t, err := script.Play(ctx, s, script.PlayOptions{
			Options: script.Options{Target: e.addr, Dial: e.dial, Timeout: e.flags.timeout},
			Env:     e.env,
			BeforeEnd: func(ctx context.Context, name string, c *client.Conn, methods []string) {
				if e.stillOpen(ctx, c, methods) {
					n.open(name)
				}
			},
		})
		if t != nil {
			n.insert(t)
			all = append(all, t)
		}
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// stillOpen waits for the answers that are due, then for more, and reports
// whether the server has left the connection open.
func (e *exchange) stillOpen(ctx context.Context, c *client.Conn, methods []string) bool {
	start := time.Now()
	for {
		st := c.State()
		if st.End != message.More || st.Full {
			return false
		}
		window := e.flags.timeout
		if answered(st.Unread, methods) {
			window = e.flags.wait
		}
		since := start
		if st.Last.After(since) {
			since = st.Last
		}
		left := window - time.Since(since)
		if left <= 0 && !st.Sending {
			return true
		}
		wait, cancel := context.WithTimeout(ctx, max(left, time.Millisecond))
		err := c.Wait(wait)
		cancel()
		if err != nil && ctx.Err() != nil {
			return false
		}
	}
}

// answered reports whether each request has its final response, or something
// came that is no HTTP, of which nobody can say where it ends.
func answered(b []byte, methods []string) bool {
	for _, m := range methods {
		for {
			r, err := message.ParseResponse(b, message.More, m)
			if _, raw := errors.AsType[*message.NotHTTP](err); raw {
				return true
			}
			if err != nil {
				return false
			}
			b = b[r.Len:]
			if !r.Interim() {
				break
			}
		}
	}
	return true
}

// notes are the moments at which connections were seen to be still open.
type notes struct {
	mu    sync.Mutex
	names []string
	at    []time.Time
}

func (n *notes) open(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.names, n.at = append(n.names, name), append(n.at, time.Now())
}

// insert puts them into the transcript, at their time.
func (n *notes) insert(t *wire.Transcript) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i, name := range n.names {
		t.Records = append(t.Records, wire.Record{At: n.at[i].Sub(t.Start), Conn: name, Kind: wire.DidOpen})
	}
	sort.SliceStable(t.Records, func(i, j int) bool { return t.Records[i].At < t.Records[j].At })
}
