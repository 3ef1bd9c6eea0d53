package judge

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// random makes a random block and random pieces that come.
func random(r *rand.Rand) (rules, bytes []string) {
	statuses := []string{"200", "2xx", "400,404", "any", "100", "1xx", "4xx,100", "2xx*2", "101"}
	finishes := []string{"", "", "closed", "reset", "ended", "open", "silent"}
	props := []string{"field Connection has close", "! field Link", "content hello", `size \{int as n}`, "framing none", `1 content \{rest}`}
	for range 1 + r.IntN(4) {
		var outcomes []string
		withStatus, raw := true, false
		for range 1 + r.IntN(2) {
			var words []string
			for range r.IntN(3) {
				words = append(words, statuses[r.IntN(len(statuses))])
			}
			finish := finishes[r.IntN(len(finishes))]
			if r.IntN(8) == 0 {
				words = append(words, "raw")
				raw = true
			}
			switch {
			case len(words) == 0 && finish == "":
				words = append(words, "any")
			case finish == "silent":
				words = nil
			case finish == "open" && len(words) == 0:
				words = append(words, "any")
			}
			withStatus = withStatus && len(words) > 0
			if finish != "" {
				words = append(words, finish)
			}
			outcomes = append(outcomes, strings.Join(words, " "))
		}
		verdict := []string{"pass", "warn", "fail", "skip"}[r.IntN(4)]
		rules = append(rules, verdict+" "+strings.Join(outcomes, " | "))
		if withStatus && r.IntN(2) == 0 {
			prop := props[r.IntN(len(props))]
			if raw {
				prop = `content \{any}`
			}
			rules = append(rules, ". "+prop)
		}
	}
	names := []string{"200", "200c", "200-0", "200-u", "204", "400", "404", "100", "103", "101", "part", "yes", "frame", "HT"}
	for range r.IntN(4) {
		bytes = append(bytes, names[r.IntN(len(names))])
	}
	return rules, bytes
}

// TestLaws: for random blocks and bytes, at each prefix. After the timeout, the
// end, or a full memory nothing is open. What failed for certain while all was
// open stays failed. A block is a function: twice the same. Misses fit the rules.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		rules, pieces := random(r)
		text := strings.Join(rules, "; ")
		b := block(t, text)
		all := seen(t, strings.Join(pieces, " "))
		failed := -1
		for _, n := range cuts(r, len(all.Bytes)) {
			s := all
			s.Bytes = all.Bytes[:n]
			d := Block(b, s)
			if d.Err != nil {
				t.Fatalf("%s: %v", text, d.Err)
			}
			if failed >= 0 && d.State != Fails {
				t.Fatalf("%s\n%q\nfailed after %d bytes, but after %d: %s", text, all.Bytes, failed, n, short(d, s))
			}
			if d.State == Fails && failed < 0 {
				failed = n
			}
			if d.State == Open && d.N != 0 || d.N > n {
				t.Fatalf("%s\n%q\nconsumed %d", text, s.Bytes, d.N)
			}
			if again := Block(b, s); short(again, s) != short(d, s) {
				t.Fatalf("%s: not a function", text)
			}
			for _, end := range []func(*Seen){
				func(s *Seen) { s.Timeout = true },
				func(s *Seen) { s.End = message.FIN },
				func(s *Seen) { s.End = message.RST },
				func(s *Seen) { s.Full = true },
				func(s *Seen) { s.Quiet, s.Timeout, s.End = true, true, message.FIN },
			} {
				s := s
				end(&s)
				d := Block(b, s)
				if d.State == Open || d.WantQuiet {
					t.Fatalf("%s\n%q\nstill open: %+v", text, s.Bytes, d)
				}
				if d.State == Fails && (d.Why == "" || len(d.Misses) != len(b.Rules) || slices.Contains(d.Misses, "")) {
					t.Fatalf("%s\n%q\nwithout words: %q %q", text, s.Bytes, d.Why, d.Misses)
				}
			}
		}
	}
}

// TestNeverDecide: a rule of which wire says so never decides, whatever was seen.
func TestNeverDecide(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	looked, decided := 0, 0
	for range 5000 {
		rules, pieces := random(r)
		text := strings.Join(rules, "; ")
		b := block(t, text)
		never := map[int]bool{}
		for _, e := range wire.NeverDecide([]wire.Step{{Block: b}}) {
			never[slices.IndexFunc(b.Rules, func(r wire.BlockRule) bool { return r.Line.Pos == e.Pos })] = true
		}
		if len(never) == 0 {
			continue
		}
		all := seen(t, strings.Join(pieces, " "))
		for _, n := range cuts(r, len(all.Bytes)) {
			for bits := range 24 {
				s := all
				s.Bytes = all.Bytes[:n]
				s.Quiet, s.Timeout, s.Full = bits&1 > 0, bits&2 > 0, bits&4 > 0
				s.End = message.End(bits >> 3)
				d := Block(b, s)
				looked++
				if d.State != Holds {
					continue
				}
				decided++
				if never[d.Rule] {
					t.Fatalf("%s\n%q\nrule %d decides: %s", text, s.Bytes, d.Rule, short(d, s))
				}
			}
		}
	}
	if decided < 10_000 {
		t.Errorf("of %d decisions only %d hold", looked, decided)
	}
}

// TestMemory: what is asked with a memory, byte after byte, is decided as without.
func TestMemory(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 150 {
		rules, pieces := random(r)
		text := strings.Join(rules, "; ")
		b := block(t, text)
		all := seen(t, strings.Join(pieces, " "))
		m := &Memory{}
		for n := range len(all.Bytes) + 2 {
			s := all
			s.Bytes = all.Bytes[:min(n, len(all.Bytes))]
			if n > len(all.Bytes) {
				s.End = message.FIN
			}
			want := Block(b, s)
			s.Memory = m
			got := Block(b, s)
			if short(got, s) != short(want, s) || got.Why != want.Why || len(got.Responses) != len(want.Responses) {
				t.Fatalf("%s\n%q\nwith memory    %s %s\nwithout memory %s %s", text, s.Bytes, short(got, s), got.Why, short(want, s), want.Why)
			}
			if got.State == Holds && !reflect.DeepEqual(*m, Memory{}) {
				t.Fatalf("%s: the memory is kept although bytes were consumed", text)
			}
		}
	}
}

// TestMemoryOfOthers: a memory of longer bytes is of other bytes, and is not used.
func TestMemoryOfOthers(t *testing.T) {
	b := block(t, "pass 200 200; warn 404 200")
	s := seen(t, "200")
	s.Memory = &Memory{}
	if d := Block(b, s); d.State != Open {
		t.Fatalf("got %+v, want it open", d)
	}
	other := seen(t, "404")
	other.Bytes, other.Memory = append(other.Bytes[:0:0], other.Bytes[:30]...), s.Memory
	if d := Block(b, other); d.State != Open {
		t.Fatalf("got %+v, want it open", d)
	}
	s.Bytes = []byte(pieces["404"] + pieces["200"])
	if d := Block(b, s); d.State != Holds || d.Verdict != wire.Warn {
		t.Errorf("got %+v, want a warning", d)
	}
}

// TestHoldsStays: an outcome that asks for no finish, once it holds, holds with
// the same bytes however many follow.
func TestHoldsStays(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		rules, pieces := random(r)
		rule := rules[0]
		if strings.ContainsAny(rule, "|") || strings.Contains(rule, "raw") ||
			slices.ContainsFunc([]string{"closed", "reset", "ended", "open", "silent"}, func(f string) bool { return strings.HasSuffix(rule, f) }) {
			continue
		}
		b := block(t, rule)
		all := seen(t, strings.Join(pieces, " "))
		held := Decision{N: -1}
		for n := range len(all.Bytes) + 1 {
			s := all
			s.Bytes = all.Bytes[:n]
			d := Block(b, s)
			if held.State == Holds && (d.State != Holds || d.N != held.N) {
				t.Fatalf("%s\n%q\nheld, and after %d bytes: %s", rule, all.Bytes, n, short(d, s))
			}
			if d.State == Holds {
				held = d
			}
		}
	}
}

// cuts are lengths to look at: none, some, all.
func cuts(r *rand.Rand, n int) []int {
	cs := []int{0, n}
	for range 12 {
		cs = append(cs, r.IntN(n+1))
	}
	slices.Sort(cs)
	return cs
}
