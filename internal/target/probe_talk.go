package target

import (
	"context"
	"errors"
	"fmt"
	"time"

	"httpkit/client"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// parting is how long a connection is followed to its end after its answer was
// read, or after the run was interrupted.
const parting = time.Second

// prober asks a target. Each of its connections begins with a request-line, and
// carries whole requests only; it ends with FIN after the answers were read.
// Some beginners' servers die of anything else.
type prober struct {
	t      Target
	life   context.Context // outlives that of the caller a little, to part from the target politely
	forced Forced
	found  map[string]Found
	plain  map[string]answer // of a GET without special fields, by path

	now    string // the capability that is probed
	last   string // the last request, in words
	silent bool   // nothing came for it
}

func newProber(ctx context.Context, t Target) (p *prober, end func()) {
	t = t.withDefaults()
	t.Dial.Recorder, t.Dial.Name, t.Dial.MaxUnread = nil, "", 0
	life, kill := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(parting, kill) })
	p = &prober{t: t, life: life, found: map[string]Found{}, plain: map[string]answer{}}
	return p, func() {
		stop()
		kill()
	}
}

// answer is what came of a request.
type answer struct {
	what string            // the request, in words: "GET /hello.txt"
	resp *message.Response // the final response, or nil
	why  string            // what came instead
	took time.Duration     // from the request to the end of the response
}

// String says it in a sentence.
func (a answer) String() string {
	if a.resp == nil {
		return a.what + ": " + a.why
	}
	return fmt.Sprintf("%s was answered %s", a.what, wire.QuoteBytes(a.resp.StatusLine[len("HTTP/1.1 "):]))
}

// is tells whether the answer is a response with this status.
func (a answer) is(status int) bool { return a.resp != nil && a.resp.Status == status }

// talk is a connection to the target.
type talk struct {
	p *prober
	c *client.Conn
}

// open connects and sends the first bytes at once: whatever happens in between,
// the target never sees a connection that says nothing.
func (p *prober) open(o client.Options, first []byte) (*talk, error) {
	c, err := client.Dial(p.life, p.t.Addr, &o)
	if err != nil {
		return nil, err
	}
	c.Send(first)
	return &talk{p, c}, nil
}

// final reads the final response to a request, in at most d.
func (k *talk) final(ctx context.Context, d time.Duration, method string) (*message.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	for {
		r, err := k.c.ReadResponse(ctx, method)
		if err != nil || !r.Interim() {
			return r, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}

// answer reads what comes for the request that what describes.
func (k *talk) answer(ctx context.Context, what, method string) answer {
	sent := time.Now()
	r, err := k.final(ctx, k.p.t.Timeout, method)
	a := answer{what: what, resp: r, took: time.Since(sent)}
	if err == nil {
		return a
	}
	a.resp = nil
	st := k.c.State()
	_, brokeOff := errors.AsType[*message.Broken](err)
	switch {
	case st.Full:
		a.why = fmt.Sprintf("the answer had no end in %d bytes", len(st.Unread))
	case brokeOff && st.End == message.More:
		a.why = "the answer can't be read: " + err.Error()
	default:
		a.why = unanswered(st, err, k.p.t.Timeout)
	}
	return a
}

// close sends FIN and follows the connection to its end. Where the answer is
// still out it waits longer: were we gone when it comes, it would be answered
// with RST.
func (k *talk) close(answered bool) {
	d := k.p.t.Timeout
	if answered {
		d = min(d, parting)
	}
	ctx, cancel := context.WithTimeout(k.p.life, d)
	defer cancel()
	k.c.Close(ctx)
}
