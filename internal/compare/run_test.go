package compare

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// played hands the same case in for each server: a play for each value.
func played(t *testing.T, verdicts []suite.Word, plays ...[]*wire.Transcript) *Row {
	t.Helper()
	c := &suite.Case{ID: "a/b", Title: "A sentence."}
	var targets []Target
	for _, name := range []string{"one", "two", "three"}[:len(plays)] {
		targets = append(targets, Target{Name: name})
	}
	r := New(targets, []*suite.Case{c}, nil)
	var row *Row
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i, values := range plays { // as it is: all of them at once
		wg.Go(func() {
			for n, transcript := range values {
				r.Play(i, suite.Play{Case: c, Values: "n=" + hex(n)[3:], Nth: n, Verdict: verdicts[i], Transcript: transcript})
			}
			if got := r.Result(i, &suite.Result{Case: c, Verdict: verdicts[i], Reason: "because"}); got != nil {
				mu.Lock()
				defer mu.Unlock()
				row = got
			}
		})
	}
	wg.Wait()
	return row
}

func TestRow(t *testing.T) {
	yes, no, gone := said(get, ok(empty, "")), said(get, bad), said(get, "", fin)
	pass := []suite.Word{suite.Pass, suite.Pass, suite.Pass}
	all := func(ts ...*wire.Transcript) []*wire.Transcript { return ts }
	for _, tt := range []struct {
		name     string
		verdicts []suite.Word
		plays    [][]*wire.Transcript
		want     string // word, plays, what differs with which values
		cells    string
	}{
		{"same", pass, [][]*wire.Transcript{all(yes), all(yes)}, "same 1", "200|200"},
		{"folded", pass, [][]*wire.Transcript{all(no), all(gone)}, "folded 1", "400|closed"},
		{"three", pass, [][]*wire.Transcript{all(no), all(gone), all(yes)}, "differs 1 outcome n=0", "400|closed|200"},
		{"by value", pass, [][]*wire.Transcript{all(yes, no), all(no, yes)}, "differs 2 outcome n=0+n=1", "200 (1), 400 (1)|400 (1), 200 (1)"},
		{"one value", pass, [][]*wire.Transcript{all(no, no, yes), all(no, gone, no)}, "differs 3 outcome n=2", "400 (2), 200 (1)|400 (2), closed (1)"},
		{"not asked", pass, [][]*wire.Transcript{all(yes), nil}, "not compared 0", "200|"},
		{"one of three not asked", pass, [][]*wire.Transcript{all(yes), nil, all(yes)}, "same 1", "200||200"},
		{"fails on one", []suite.Word{suite.Pass, suite.Fail}, [][]*wire.Transcript{all(yes), all(yes)}, "differs 1 verdict n=0", "200|200"},
		{"a value less", pass, [][]*wire.Transcript{all(yes, yes), all(yes)}, "same 1", "200|200"},
	} {
		row := played(t, tt.verdicts, tt.plays...)
		got := row.Word + " " + hex(row.Plays)[3:]
		for _, d := range row.Differences {
			got += " " + strings.Join(d.Names, ",") + " " + strings.Join(append([]string{d.Values}, d.Also...), "+")
			if len(d.Sides) != len(row.Cells) {
				t.Errorf("%s: %d sides", tt.name, len(d.Sides))
			}
			for _, s := range d.Sides {
				if !slices.Contains(s.Exchange, `> Host: a\r\n`) {
					t.Errorf("%s: %s has no exchange: %q", tt.name, s.Target, s.Exchange)
				}
			}
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Outcome)
		}
		if got != tt.want || strings.Join(cells, "|") != tt.cells {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.name, got, strings.Join(cells, "|"), tt.want, tt.cells)
		}
	}
}

// TestVerdictOfTheRun: a case that answers for all responses of the run may fail
// where its own plays are the same.
func TestVerdictOfTheRun(t *testing.T) {
	c := &suite.Case{ID: "a"}
	r := New([]Target{{Name: "one"}, {Name: "two"}}, []*suite.Case{c}, nil)
	for i, w := range []suite.Word{suite.Pass, suite.Fail} {
		r.Play(i, suite.Play{Case: c, Verdict: suite.Pass, Transcript: said(get, ok(empty, ""))})
		r.Result(i, &suite.Result{Case: c, Verdict: w, Reason: "no Date in b", Exchange: []suite.DiffLine{{Mark: ' ', Text: "> GET"}}})
	}
	row := r.Rows()[0]
	if row.Word != Differs || !slices.Equal(row.Differences[0].Names, []string{"verdict"}) || row.Differences[0].Sides[1].Verdict != "fails: no Date in b" {
		t.Errorf("got %+v", row)
	}
}

// TestCutShort: of a run that was interrupted only whole cases are told.
func TestCutShort(t *testing.T) {
	a, b := &suite.Case{ID: "a"}, &suite.Case{ID: "b"}
	r := New([]Target{{Name: "one"}, {Name: "two"}}, []*suite.Case{a, b}, nil)
	for i := range 2 {
		r.Play(i, suite.Play{Case: b, Transcript: said(get, ok(empty, ""))})
		r.Result(i, &suite.Result{Case: b, Verdict: suite.Pass})
	}
	r.Play(0, suite.Play{Case: a, Transcript: said(get, ok(empty, ""))})
	r.Result(0, &suite.Result{Case: a, Verdict: suite.Pass})
	if row := r.Result(1, &suite.Result{Case: a, Verdict: suite.NotRun}); row != nil {
		t.Errorf("got %+v for a case that one server has not done", row)
	}
	if rows := r.Rows(); len(rows) != 1 || rows[0].ID != "b" {
		t.Errorf("got %+v", rows)
	}
}

// TestLeftAlone: what a case did not wait for is chance, and is not told.
func TestLeftAlone(t *testing.T) {
	section := func(lines ...string) *wire.Section {
		s, err := wire.ParseSection("x.txtar", "talk", 1, []byte(strings.Join(lines, "\n")+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	answered, early := said(get, ok(empty, ""), wire.DidAbort), said(get, "", wire.DidAbort)
	hasty := section(`> GET / HTTP/1.1\r\n`, `> Host: a\r\n`, `> \r\n`, `* abort`)
	if real, folded := Differ([]Seen{Read(answered, hasty), Read(early, hasty)}, nil); len(real)+len(folded) > 0 {
		t.Errorf("a reset without waiting: got %q, %q", real, folded)
	}
	waits := section(`> GET / HTTP/1.1\r\n`, `> Host: a\r\n`, `> \r\n`, `= pass 200`, `* abort`)
	if real, _ := Differ([]Seen{Read(answered, waits), Read(early, waits)}, nil); !slices.Equal(real, []string{"outcome"}) {
		t.Errorf("a reset behind the answer: got %q", real)
	}
}

// TestClosedEarly: a server that closes without having said so may be met by the
// next request, or not: that is one outcome.
func TestClosedEarly(t *testing.T) {
	s, err := wire.ParseSection("x.txtar", "talk", 1, []byte("> GET / HTTP/1.1\\r\\n\n> Host: a\\r\\n\n> \\r\\n\n= pass any ended\n= pass any\n> GET / HTTP/1.1\\r\\n\n> Host: a\\r\\n\n> \\r\\n\n= pass any | ended\n"))
	if err != nil {
		t.Fatal(err)
	}
	met := said(get, ok(empty, ""), wire.DidSend, fin)
	met.Records[3].Data = []byte(get)
	for _, p := range []*wire.Transcript{met, said(get, ok(empty, ""), fin)} {
		if got := Read(p, s).Outcome(); got != "200 closed" {
			t.Errorf("got %s, want 200 closed", got)
		}
	}
	if got := Read(said(get, ok("Connection: close\r\n"+empty, ""), fin), s).Outcome(); got != "200" {
		t.Errorf("it said so: got %s, want 200", got)
	}
}
