package suite

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParseBaselineErrors(t *testing.T) {
	ids := []string{"http1/host/missing", "http1/host/twice", "mine/a b"}
	exists := func(id string) bool { return slices.Contains(ids, id) }
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"# a remark\n\n  \nhttp1/host/missing\nhttp1/host/twice # known # since May\nmine/a b#1 # x", "b:6: mine/a b#1: there is no case of this id\n\tdid you mean mine/a b?"},
		{"http1/host/missing\r\nmine/a b\t# with a blank\r\n", ""},
		{"\ufeffhttp1/host/missing # a mark that some editors write\n", ""},
		{"http1/host/missing # one\nhttp1/host/twice\nhttp1/host/missing\n", "b:3: http1/host/missing is there twice\n\tit stands in line 1 already"},
		{"http1/host/mising\n", "b:1: http1/host/mising: there is no case of this id\n\tdid you mean http1/host/missing?"},
		{"\nhttp1/host/missing not yet\n", "b:2: http1/host/missing not yet: there is no case of this id\n\ta reason stands after #: http1/host/missing # not yet"},
		{"./http1/host/missing.txtar\n", "b:1: ./http1/host/missing.txtar: there is no case of this id\n\tdid you mean http1/host/missing?"},
		{"http1/host/entirely-different\n", "b:1: http1/host/entirely-different: there is no case of this id\n\ttake the line out; in http1/host there are: missing twice"},
		{"something/else/entirely\n", "b:1: something/else/entirely: there is no case of this id\n\ttake the line out; httpkit list shows what there is"},
		{"ok\x1b[31m\n", "b:1: is no line of text\n\ta baseline has a line a case: its id, then # and the reason"},
		{"# \xff\nx\x00\n", "b:1: is no line of text\n\ta baseline has a line a case: its id, then # and the reason\nb:2: is no line of text\n\ta baseline has a line a case: its id, then # and the reason"},
	} {
		b, err := ParseBaseline("b", []byte(c.text))
		if err == nil {
			err = b.Check(exists, ids)
		}
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.text, got, c.want)
		}
		if got := string(b.Bytes()); c.text != "" && got != c.text {
			t.Errorf("%q: nothing was edited, and it is written as %q", c.text, got)
		}
	}
	b, err := ParseBaseline("b", []byte(strings.Repeat("\x00\n", 1000)))
	if b == nil || strings.Count(err.Error(), "\n") > 100 || !strings.Contains(err.Error(), "and 979 mistakes more") {
		t.Errorf("a file of mistakes: got %v", err)
	}
}

func TestSettle(t *testing.T) {
	const list = "# A remark.\na # slow\nb\n"
	for _, c := range []struct {
		id             string
		verdict        Word
		update, strict bool
		want           Word
		reason         string // its last line
	}{
		{id: "a", verdict: Fail, want: Known, reason: "known, by list:2: slow"},
		{id: "b", verdict: Crash, want: Known, reason: "known, by list:3"},
		{id: "b", verdict: Warn, want: Known, reason: "known, by list:3"},
		{id: "a", verdict: Pass, want: Fixed, reason: "take that line out, or let --update-baseline do it"},
		{id: "a", verdict: Pass, update: true, want: Fixed, reason: "it passes, though list:2 lists it: slow"},
		{id: "a", verdict: Skip, want: Skip},
		{id: "a", verdict: Error, want: Error},
		{id: "a", verdict: NotRun, want: NotRun},
		{id: "c", verdict: Fail, want: Fail},
		{id: "c", verdict: Pass, want: Pass},
		{id: "c", verdict: Fail, update: true, want: Known, reason: "known from now on: it is new in list"},
		{id: "c", verdict: Crash, update: true, want: Known, reason: "known from now on: it is new in list"},
		{id: "c", verdict: Warn, update: true, want: Warn},
		{id: "c", verdict: Warn, update: true, strict: true, want: Known, reason: "known from now on: it is new in list"},
		{id: "c", verdict: Flaky, update: true, want: Flaky},
		{id: "c #1", verdict: Fail, update: true, want: Fail}, // no line can hold it
		{id: "#c", verdict: Fail, update: true, want: Fail},
	} {
		b, err := ParseBaseline("list", []byte(list))
		if err != nil {
			t.Fatal(err)
		}
		b.Update, b.Strict = c.update, c.strict
		r := &Result{Case: &Case{ID: c.id}, Verdict: c.verdict, Reason: "why"}
		b.Settle(r)
		lines := strings.Split(r.Reason, "\n")
		if c.reason == "" {
			c.reason = "why"
		}
		if r.Verdict != c.want || lines[len(lines)-1] != c.reason || lines[0] != "why" {
			t.Errorf("%s %s, update %v, strict %v: got %s, %q; want %s, %q", c.id, c.verdict, c.update, c.strict, r.Verdict, r.Reason, c.want, c.reason)
		}
	}
	var none *Baseline
	r := &Result{Case: &Case{ID: "a"}, Verdict: Fail}
	if none.Settle(r); r.Verdict != Fail || none.Known("a") {
		t.Errorf("without a baseline: got %s, known %v", r.Verdict, none.Known("a"))
	}
}

// TestUpdateBaseline: one line an edit, and nothing else changes.
func TestUpdateBaseline(t *testing.T) {
	for _, c := range []struct{ name, before, failed, passed, want string }{
		{"sorted stays sorted", "b # x\nd # y\n", "a c e", "", "a # fail: why\nb # x\nc # fail: why\nd # y\ne # fail: why\n"},
		{"fixed ones go, what was not played stays", "a # x\nb\nc # y\n", "c", "a", "b\nc # y\n"},
		{"remarks stay", "# Head.\n\n# about b\nb # x\n\n# about d\nd\n# end", "a c e", "b", "# Head.\n\n# about b\na # fail: why\nc # fail: why\n\n# about d\nd\ne # fail: why\n# end"},
		{"the order of a hand stays", "z # first\na # second\n", "b", "", "z # first\na # second\nb # fail: why\n"},
		{"no newline at the end", "a", "b", "", "a\nb # fail: why\n"},
		{"line ends of the file", "a\r\nc\r\n", "b d", "a", "b # fail: why\r\nc\r\nd # fail: why\r\n"},
		{"a new one", "", "b a", "c", baselineHead + "a # fail: why\nb # fail: why\n"},
		{"a new one, and nothing fails", "", "", "a", baselineHead},
		{"only remarks", "# Head.\n", "a", "", "# Head.\na # fail: why\n"},
		{"nothing to do", "c\nb\n", "b c", "", "c\nb\n"},
	} {
		b, err := ParseBaseline("list", []byte(c.before))
		if err != nil {
			t.Fatal(err)
		}
		b.Update = true
		for _, id := range strings.Fields(c.failed) {
			b.Settle(&Result{Case: &Case{ID: id}, Verdict: Fail, Reason: "why\nand more"})
		}
		for _, id := range strings.Fields(c.passed) {
			b.Settle(&Result{Case: &Case{ID: id}, Verdict: Pass})
		}
		if got := string(b.Bytes()); got != c.want {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
		again, err := ParseBaseline("list", b.Bytes())
		if err != nil || len(again.at) != b.Cases() {
			t.Errorf("%s: read again: %v, %d cases, want %d", c.name, err, len(again.at), b.Cases())
		}
	}
}

func TestPlaceholder(t *testing.T) {
	for _, c := range []struct {
		verdict      Word
		reason, want string
	}{
		{Fail, "", "fail"},
		{Crash, "it died", "crash: it died"},
		{Fail, "got  404,\twant 200\nand more", "fail: got 404, want 200"},
		{Fail, "failed on 2 of 4 runs, passed on 2:\ngot 404 # not 200\nand more", "fail: failed on 2 of 4 runs, passed on 2: got 404 # not 200"},
		{Fail, "odd\x1b[31m\u202e", "fail: odd [31m"},
		{Fail, strings.Repeat("ä", 500), "fail: " + strings.Repeat("ä", 114) + "..."},
	} {
		if got := placeholder(&Result{Verdict: c.verdict, Reason: c.reason}); got != c.want {
			t.Errorf("%q: got %q, want %q", c.reason, got, c.want)
		}
		id, reason := splitBaseline(fmt.Sprintf("a/b # %s", c.want))
		if id != "a/b" || reason != c.want {
			t.Errorf("%q is read back as %q, %q", c.want, id, reason)
		}
	}
}

func FuzzBaseline(f *testing.F) {
	f.Add("a # x\n# y\n\nb\r\n", "c")
	f.Add("\ufeffa\na", "b #c")
	f.Fuzz(func(t *testing.T, text, id string) {
		b, err := ParseBaseline("list", []byte(text))
		if err != nil {
			if b == nil || err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		if got := string(b.Bytes()); got != text && text != "" {
			t.Fatalf("got %q, want %q", got, text)
		}
		b.Update = true
		r := &Result{Case: &Case{ID: id}, Verdict: Fail, Reason: text}
		b.Settle(r)
		if r.Verdict != Known {
			return
		}
		again, err := ParseBaseline("list", b.Bytes())
		if err != nil || !again.Known(id) || len(again.at) != b.Cases() {
			t.Fatalf("%q is not known after the update of %q:\n%s\n%v", id, text, b.Bytes(), err)
		}
	})
}
