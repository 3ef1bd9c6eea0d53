package compare

import (
	"cmp"
	"slices"
	"sync"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// Target is one of the servers.
type Target struct {
	Name    string // that was given to it, else its address
	Given   string // as it stood on the command line
	Address string // host:port
	Offers  []suite.Offer
	Lost    string // why it could not be reached any more, "" where it stayed
}

// Run collects what the servers do with the cases. It is safe for use by several
// goroutines.
type Run struct {
	Targets []Target
	ignored func(string) bool

	mu    sync.Mutex
	cases map[*suite.Case]*open
	order map[*suite.Case]int
	rows  []*Row
}

// open is a case that not all servers have done.
type open struct {
	plays   []map[where]play // a target each
	results []*suite.Result
}

// where tells the plays of a case apart.
type where struct {
	section string
	nth, at int
}

type play struct {
	seen   Seen
	values string
	reason string
	told   func() []string
}

// New makes a collector for the cases in their order. ignored, where it is not nil,
// says which real differences are of no interest, by their names.
func New(targets []Target, cases []*suite.Case, ignored func(string) bool) *Run {
	r := &Run{Targets: targets, ignored: ignored, cases: map[*suite.Case]*open{}, order: map[*suite.Case]int{}}
	for i, c := range cases {
		r.order[c] = i
	}
	return r
}

func (r *Run) open(c *suite.Case) *open {
	o := r.cases[c]
	if o == nil {
		o = &open{plays: make([]map[where]play, len(r.Targets)), results: make([]*suite.Result, len(r.Targets))}
		for i := range o.plays {
			o.plays[i] = map[where]play{}
		}
		r.cases[c] = o
	}
	return o
}

// Play takes a play on the target of that number.
func (r *Run) Play(target int, p suite.Play) {
	s := Read(p.Transcript, p.Case.Section(p.Section))
	s.Failed = p.Verdict == suite.Fail || p.Verdict == suite.Crash
	s.Address = r.Targets[target].Address
	values := p.Values
	if p.Cut != "" {
		values = joined(values, p.Cut)
	}
	if len(p.Case.Sections) > 1 && p.Section != "" {
		values = joined(p.Section, values)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open(p.Case).plays[target][where{p.Section, p.Nth, p.At}] = play{s, values, p.Reason, teller(p.Transcript)}
}

// Result takes the result of a case on the target of that number. When it was the
// last of the targets it gives the row of the case, else nil.
func (r *Run) Result(target int, res *suite.Result) *Row {
	r.mu.Lock()
	defer r.mu.Unlock()
	o := r.open(res.Case)
	o.results[target] = res
	if slices.Contains(o.results, nil) {
		return nil
	}
	delete(r.cases, res.Case)
	if o.cutShort() {
		return nil
	}
	row := r.row(res.Case, o)
	r.rows = append(r.rows, row)
	return row
}

// cutShort reports whether the run ended before two servers had done the case.
func (o *open) cutShort() bool {
	left := 0
	for _, res := range o.results {
		if res.Verdict == suite.NotRun {
			left++
		}
	}
	return left > 0 && len(o.results)-left < 2
}

// Rows are the cases that every server has done, in the order of the cases.
func (r *Run) Rows() []*Row {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := slices.Clone(r.rows)
	slices.SortStableFunc(out, func(a, b *Row) int { return cmp.Compare(r.order[a.of], r.order[b.of]) })
	return out
}

// limit is the longest run of content that an exchange shows in full, in bytes.
const limit = 2048

// small is up to how many bytes a transcript is kept until it is known whether
// somebody wants to see it.
const small = 64 << 10

// teller puts a transcript into words when they are asked for; at once where it is
// large, so that it need not be kept.
func teller(t *wire.Transcript) func() []string {
	n := 0
	for _, rec := range t.Records {
		n += len(rec.Data)
	}
	tell := func() []string { return few(t.Lines(wire.FormatOptions{Limit: limit})) }
	if n <= small {
		return tell
	}
	lines := tell()
	return func() []string { return lines }
}
