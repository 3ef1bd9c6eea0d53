package target

import (
	"context"

	"httpkit/internal/message"
)

// persistence: a connection carries more than one request.
//
// RFC 9112 section 9.3.
func (p *prober) persistence(ctx context.Context) (Found, error) {
	if ctx.Err() != nil {
		return Found{}, context.Cause(ctx)
	}
	k, err := p.open(p.t.Dial, p.t.request("GET", p.t.Path, nil, ""))
	if err != nil {
		return Found{}, p.gone(ctx, err)
	}
	a := k.answer(ctx, "GET "+p.t.Path, "GET")
	why := ""
	switch {
	case a.resp == nil:
		why = a.String()
	case a.resp.Framing == message.FramedClose:
		why = "the answer to " + a.what + " ends with the connection"
	case a.resp.SaysClose():
		why = "the answer to " + a.what + " says that the connection closes"
	case k.c.State().End != message.More:
		why = "the connection was closed after one answer"
	default:
		k.c.Send(p.t.request("GET", p.t.Path, []string{"Connection: close"}, ""))
		a = k.answer(ctx, "a second GET "+p.t.Path+" on a connection", "GET")
		if a.resp == nil {
			why = a.String()
		}
	}
	if err := p.took(ctx, k, a); err != nil {
		return Found{}, err
	}
	if why != "" {
		return lacks("%s", why), nil
	}
	return offers("%s", a), nil
}

// pipelining: RFC 9112 section 9.3.2.
func (p *prober) pipelining(ctx context.Context) (Found, error) {
	requests := append(p.t.request("GET", p.t.Path, nil, ""), p.t.request("GET", p.t.Path, []string{"Connection: close"}, "")...)
	got, err := p.askAll(ctx, requests, "GET",
		"the first of two GET "+p.t.Path+" sent at once", "the second of two GET "+p.t.Path+" sent at once")
	if err != nil {
		return Found{}, err
	}
	last := got[len(got)-1]
	if last.resp == nil {
		return lacks("%s", last), nil
	}
	return offers("%s", last), nil
}

// concurrency: one request is held back, and another is answered all the same.
func (p *prober) concurrency(ctx context.Context) (Found, error) {
	r, err := p.measure(ctx, 1)
	if err != nil {
		return Found{}, err
	}
	return r.concurrency(), nil
}
