package script

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"httpkit/internal/judge"
	"httpkit/internal/lint"
	"httpkit/internal/message"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// unruled is the suite whose responses are not held against the universal rules:
// the tutorials' servers are kept with their faults.
const unruled = "seeds"

// breaches is what the universal rules found in all plays of a run.
type breaches struct {
	mu   sync.Mutex
	seen map[string]*breach // by rule
}

// breach is the first exchange of the run that broke a rule, in the order of the
// cases, and the number of all of them.
type breach struct {
	rule    string
	why     string
	line    []byte // the offending one
	c       *suite.Case
	order   int // of the case
	at      place
	nth     int // the response of that play
	request []byte
	answer  []byte
	count   int
}

func (b *breach) before(o *breach) bool {
	switch {
	case b.order != o.order:
		return b.order < o.order
	case b.at != o.at:
		return b.at.before(o.at)
	}
	return b.nth < o.nth
}

func (all *breaches) add(b *breach) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.seen == nil {
		all.seen = map[string]*breach{}
	}
	have := all.seen[b.rule]
	if have == nil {
		b.count = 1
		all.seen[b.rule] = b
		return
	}
	if b.before(have) {
		b.count = have.count
		all.seen[b.rule] = b
		have = b
	}
	have.count++
}

// inspect holds every response of a play against the universal rules.
func (r *caseRun) inspect(p *play) {
	if r.c.Own && r.c.Suite() == unruled {
		return
	}
	nth := 0
	for _, s := range streamsOf(p.rec.Transcript()) {
		s.each(func(x *lint.Exchange) {
			nth++
			for _, f := range lint.Check(x) {
				r.breaches().add(&breach{rule: f.Rule, why: f.Why, line: f.Line, c: r.c, order: r.eng.order[r.c], at: p.place,
					nth: nth, request: x.Sent, answer: x.Raw})
			}
		})
	}
}

// settleOwners gives each breach to the case that owns its rule: that case then
// has the verdict of its level, unless its own play came to a worse one. What no
// selected case owns is only noticed.
func (e *engine) settleOwners(sum *suite.Summary) {
	e.found.mu.Lock()
	defer e.found.mu.Unlock()
	owner := map[string]*suite.Result{}
	for _, res := range sum.Results {
		if res == nil || res.Verdict == suite.NotRun {
			continue
		}
		for _, rule := range res.Case.Owns {
			owner[rule] = res
		}
	}
	var rules []string
	for rule := range e.found.seen {
		rules = append(rules, rule)
	}
	slices.Sort(rules)
	for _, rule := range rules {
		b := e.found.seen[rule]
		res := owner[rule]
		if res == nil {
			res = e.ownerElsewhere(rule, owner, sum)
		}
		if res == nil {
			sum.Noticed = append(sum.Noticed, suite.Noticed{Rule: rule, Why: b.why, Case: b.c.ID, Count: b.count, Exchange: b.render()})
			continue
		}
		w := suite.VerdictOf(res.Case.Level, suite.NoneHeld)
		reason := fmt.Sprintf("%s: %s; seen in %s%s", rule, b.why, b.c.ID, others(b.count-1))
		if worse(w, res.Verdict) || res.Verdict == suite.Skip {
			res.Verdict, res.Reason, res.Exchange, res.Values = w, reason, b.render(), nil
		} else {
			res.Reason += "\n" + reason
		}
	}
}

// ownerElsewhere adds the result of a case that owns the rule and is played in
// another run: what breaks the rule may be seen in this one alone.
func (e *engine) ownerElsewhere(rule string, owner map[string]*suite.Result, sum *suite.Summary) *suite.Result {
	for _, c := range e.o.Elsewhere {
		if !slices.Contains(c.Owns, rule) {
			continue
		}
		res := &suite.Result{Case: c, Verdict: suite.Skip, Pos: wire.Pos{File: c.File}}
		for _, r := range c.Owns {
			owner[r] = res
		}
		sum.Results = append(sum.Results, res)
		return res
	}
	return nil
}

func others(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " and in one exchange more"
	}
	return fmt.Sprintf(" and in %d exchanges more", n)
}

// render is the exchange, with "+" at the offending line.
func (b *breach) render() []suite.DiffLine {
	out := marked(' ', lines(">", b.request)...)
	for _, l := range lines("<", b.answer) {
		mark := byte(' ')
		if len(b.line) > 0 && strings.HasPrefix(l, "< "+wire.QuoteBytes(b.line)) {
			mark = '+'
		}
		out = append(out, suite.DiffLine{Mark: mark, Text: l})
	}
	return out
}

// stream is what went over one connection.
type stream struct {
	sent, came []byte
	end        message.End // what the server did before we ended our side
	ours       bool        // we ended our side, or read slowly
	at         []wire.Record
	start      *wire.Transcript
	cut        bool // sent is not all of it
}

// streamsOf takes a transcript apart, connection by connection.
func streamsOf(t *wire.Transcript) []*stream {
	var all []*stream
	open := map[int]*stream{}
	came := map[int]int{} // bytes, so that they are copied once
	for _, rec := range t.Records {
		if rec.Kind == wire.DidReceive {
			came[rec.Nth] += len(rec.Data)
		}
	}
	for _, rec := range t.Records {
		if rec.Nth == 0 {
			continue // a remark, or a pause
		}
		s := open[rec.Nth]
		if s == nil {
			s = &stream{start: t}
			open[rec.Nth] = s
			all = append(all, s)
		}
		switch rec.Kind {
		case wire.DidSend:
			if s.cut = s.cut || len(s.sent)+len(rec.Data) > mostSent; !s.cut || s.sent == nil {
				s.sent = joinBytes(s.sent, rec.Data, 0)
			}
		case wire.DidReceive:
			s.came = joinBytes(s.came, rec.Data, came[rec.Nth])
			s.at = append(s.at, rec)
		case wire.DidCloseWrite, wire.DidAbort:
			s.ours = true
		case wire.DidClosed:
			if !s.ours {
				s.end = message.FIN
			}
		case wire.DidReset:
			if !s.ours {
				s.end = message.RST
			}
		}
	}
	return all
}

// mostSent is how far the requests of a stream are looked at where they are several
// writes: a flood is not copied to find out that it has no end.
const mostSent = 256 << 10

// joinBytes copies only where there is something before: most streams are one
// piece. room is how much they will come to, where that is known.
func joinBytes(a, b []byte, room int) []byte {
	if len(a) == 0 {
		return b[:len(b):len(b)]
	}
	if room > cap(a) {
		a = append(make([]byte, 0, room), a...)
	}
	return append(a, b...)
}

// each calls f for the responses of the stream, as long as it is certain which
// request each of them answers. Of interim ones without end it looks at as many as the
// judge does.
func (s *stream) each(f func(*lint.Exchange)) {
	if len(s.came) == 0 {
		return
	}
	reqs := message.ScanRequests(s.sent)
	rest, n := s.came, 0
	for looked := 0; len(rest) > 0 && looked < len(reqs)+judge.MaxItems; looked++ {
		method := ""
		if n < len(reqs) {
			method = reqs[n].Method
		}
		x, err := lint.Read(rest, s.end, method)
		if err != nil {
			return // it was still on its way when we stopped
		}
		x.Now = s.start.Start.Add(s.timeOf(len(s.came) - len(rest)))
		if n < len(reqs) {
			q := reqs[n]
			x.Request, x.Sent, x.Last = &q, s.sent[q.Start:], n == len(reqs)-1 && !s.cut
			if q.Whole {
				x.Sent = s.sent[q.Start:q.End]
			}
		}
		f(x)
		if x.Response == nil || x.Err != nil || tunnels(x.Response) {
			return
		}
		rest = x.After
		if x.Response.Interim() {
			continue
		}
		// Behind a request whose framing is in doubt nobody can say what answers what.
		if n >= len(reqs) || !reqs[n].Whole {
			return
		}
		n++
	}
}

// tunnels reports whether what follows a response is no HTTP/1 any more (RFC 9110
// sections 9.3.6 and 15.2.2).
func tunnels(r *message.Response) bool {
	return r.Status == 101 || r.Method == "CONNECT" && r.Status/100 == 2
}

// timeOf is when the byte at offset came.
func (s *stream) timeOf(offset int) (at time.Duration) {
	for _, rec := range s.at {
		at = rec.At
		if offset -= len(rec.Data); offset < 0 {
			break
		}
	}
	return at
}
