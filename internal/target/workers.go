package target

import (
	"context"
	"fmt"
	"time"
)

// Most is how many requests Workers holds back at most, unless told otherwise.
const Most = 16

// Capacity is how many connections a target serves at a time, as far as it can
// be seen from outside, and how many cases may be played at once.
type Capacity struct {
	Jobs        int    // cases at once, at least 1
	Took        int    // connections it was seen to serve at once; more than were tried: no limit was found
	SingleQueue bool   // it serves one after the other
	EarlyAnswer bool   // it answers (or closes) before it has the whole request; counts as a single queue
	Why         string // a sentence without its full stop

	unseen string // why it could not be seen, or ""
}

// Workers finds out how many connections the target serves at a time. It sends
// the request-line of a GET of the path and holds back what follows it, on 1, 2,
// 3, 4, 6, 8, 12, 16 ... connections, at most most of them (0 is Most), and
// sees whether one more request, a whole one, is still answered. In the end
// each request is completed, its answer read and its connection closed with FIN.
//
// Jobs is under half of what the target took. A case may have two connections,
// and one that hangs keeps its worker for a while after its verdict; half of
// the workers stay free for the others. So 16 requests held back allow 8 cases,
// not 16: a pool of 20 took those as well. Who wants 16 cases has to see that
// the target takes 33.
//
// A mistake costs more in one direction than in the other: a target that is
// taken to be slow costs time, one that is taken to be free costs false alarms.
// So "it still answers" must be true twice in a row, and "it does not" is
// believed after twenty times the slowest answer, 600 ms at least.
//
// The error is an *Unready where the target can't be reached or has gone away,
// or that of ctx.
func Workers(ctx context.Context, t Target, most int) (Capacity, error) {
	p, end := newProber(ctx, t)
	defer end()
	if most < 1 {
		most = Most
	}
	return p.measure(ctx, most)
}

// measure finds out whether most connections and one more are served at a time,
// or how many are.
func (p *prober) measure(ctx context.Context, most int) (Capacity, error) {
	c, plain, err := p.crowd(ctx)
	if err != nil {
		return Capacity{}, err
	}
	if plain.resp == nil {
		return Capacity{Jobs: 1, Took: 1, SingleQueue: true, unseen: plain.String(),
			Why: "one case at a time: how many it serves at once can't be seen (" + plain.String() + ")"}, nil
	}
	found := c.climb(ctx, most)
	c.disperse()
	if ctx.Err() != nil {
		return Capacity{}, context.Cause(ctx)
	}
	// It may not have survived.
	if _, err := p.getWith(ctx, p.t.Path); err != nil {
		return Capacity{}, err
	}
	return found, nil
}

// steps are the numbers of requests that are held back.
func steps(most int) []int {
	var all []int
	for n := 1; n <= most; n++ {
		if n <= 4 || n&(n-1) == 0 || n%3 == 0 && (n/3)&(n/3-1) == 0 || n == most {
			all = append(all, n) // powers of two and what is half way between them
		}
	}
	return all
}

// climb holds back more and more requests until the target answers no more.
// What it says is worthless if ctx is done.
func (c *crowd) climb(ctx context.Context, most int) Capacity {
	began := time.Now()
	for _, n := range steps(most) {
		free := c.hold(ctx, n) || c.pending != nil && c.others(ctx) // silence is believed the second time
		if free && n == 1 {
			c.settle(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return Capacity{}
		case c.early():
			return Capacity{Jobs: 1, Took: 1, SingleQueue: true, EarlyAnswer: true,
				unseen: "it answers before it has the whole request, so whether it serves others meanwhile can't be seen",
				Why:    "one case at a time: it answers before it has the whole request, so how many it serves at once can't be seen"}
		case !free || c.refused() >= 0:
			return c.shrink(ctx)
		case time.Since(began) > c.budget && n < most:
			return noLimit(n, ", and it is too slow to try more")
		}
	}
	return noLimit(most, "")
}

// noLimit is what came out where n requests held back did not hinder.
func noLimit(n int, more string) Capacity {
	c := Capacity{Took: n + 1, Jobs: jobs(n + 1)}
	c.Why = fmt.Sprintf("%s: while %d requests are held back it still answers others%s", cases(c.Jobs), n, more)
	return c
}

// shrink lets the held requests go, one after the other, until others are
// answered: their worker and those that are still held are all there are.
func (c *crowd) shrink(ctx context.Context) Capacity {
	for len(c.held) > 0 {
		c.release(ctx, max(c.refused(), 0))
		if ctx.Err() != nil {
			return Capacity{}
		}
		// Who refuses at once may not have seen yet that one has left.
		if c.others(ctx) || c.pending == nil && c.others(ctx) {
			break
		}
	}
	within(ctx, minSettle, nil) // a refusal may still be on its way
	r := Capacity{Took: c.waiting() + 1}
	r.Jobs, r.SingleQueue = jobs(r.Took), r.Took == 1
	switch {
	case r.SingleQueue:
		r.Why = "one case at a time: while one request is held back it answers no other (a single queue)"
	case r.Jobs == 1:
		r.Why = fmt.Sprintf("one case at a time: it serves only %d connections at once", r.Took)
	default:
		r.Why = fmt.Sprintf("%s: that is under half of the %d connections that it serves at once", cases(r.Jobs), r.Took)
	}
	return r
}

// jobs is under half of took, and at least 1.
func jobs(took int) int { return max((took-1)/2, 1) }

func cases(n int) string {
	if n == 1 {
		return "one case at a time"
	}
	return fmt.Sprintf("%d cases at a time", n)
}

// concurrency says what follows for the capability of that name.
func (r Capacity) concurrency() Found {
	f := Found{Name: "concurrency", Offered: r.Took > 1}
	switch {
	case f.Offered:
		f.Why = "while one request is held back another is answered"
	case r.unseen != "":
		f.Why = r.unseen
	default:
		f.Why = "while one request is held back no other is answered"
	}
	return f
}
