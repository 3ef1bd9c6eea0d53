package target

import (
	"context"
	"errors"
	"fmt"

	"httpkit/client"
)

// ask makes one exchange on a connection of its own. The error is an *Unready
// where the target has gone, or that of ctx.
func (p *prober) ask(ctx context.Context, what string, request []byte, method string) (answer, error) {
	answers, err := p.askAll(ctx, request, method, what)
	if err != nil {
		return answer{}, err
	}
	return answers[0], nil
}

// askAll sends requests at once and reads the answers, up to the first that does
// not come: one at least, one for each of whats at most.
func (p *prober) askAll(ctx context.Context, requests []byte, method string, whats ...string) ([]answer, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	k, err := p.open(p.t.Dial, requests)
	if err != nil {
		return nil, p.gone(ctx, err)
	}
	var got []answer
	for _, what := range whats {
		a := k.answer(ctx, what, method)
		if got = append(got, a); a.resp == nil {
			break
		}
	}
	return got, p.took(ctx, k, got[len(got)-1])
}

// took ends a connection after its last answer.
func (p *prober) took(ctx context.Context, k *talk, a answer) error {
	k.close(a.resp != nil)
	p.last, p.silent = a.what, a.resp == nil
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// get asks for a path once; later calls have the same answer.
func (p *prober) get(ctx context.Context, path string) (answer, error) {
	if a, known := p.plain[path]; known {
		return a, nil
	}
	a, err := p.getWith(ctx, path)
	if err == nil {
		p.plain[path] = a
	}
	return a, err
}

// getWith asks for a path, with more fields.
func (p *prober) getWith(ctx context.Context, path string, fields ...string) (answer, error) {
	request := p.t.request("GET", path, append(fields, "Connection: close"), "")
	return p.ask(ctx, "GET "+path, request, "GET")
}

// gone is the error for a target that can't be connected to.
func (p *prober) gone(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	u := &Unready{Target: p.t.Addr.String(), Why: err.Error(), Err: err}
	if e, ok := errors.AsType[*client.DialError](err); ok {
		u.Why = e.Why
	}
	if p.last == "" {
		u.Hint = "start the server, or give its address with --target"
		return u
	}
	u.Asked = p.now
	u.Why = fmt.Sprintf("it went away after %s: %s", p.last, u.Why)
	u.Hint = "see what the server says for itself: it may have died of that request"
	if p.now != "" {
		u.Hint += "\n\t--lacks " + p.now + " leaves out the cases that need it, and does not ask"
	}
	return u
}
