package suite

import (
	"strings"
	"testing"

	"httpkit/internal/rfc"
)

func TestCover(t *testing.T) {
	ref := func(s string) rfc.Ref {
		r, err := rfc.ParseRef(s)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	all := []rfc.Requirement{
		{Ref: ref("9112#section-3.2-6"), Sentence: "one", Only: []string{"http1/host/missing*"}},
		{Ref: ref("9112#section-3.2-6"), Sentence: "two", Only: []string{"http1/host/two", "[", "host-rule"}},
		{Ref: ref("9112#section-3.2-7"), Sentence: "any"},
		{Ref: ref("9112#section-4-9"), Sentence: "by a rule"},
		{Ref: ref("9112#section-4-9"), Sentence: "by another rule", Only: []string{"other-rule"}},
		{Ref: ref("9112#section-5.1-2"), Sentence: "unseen", Unseen: "internal"},
	}
	cases := []*Case{
		{ID: "http1/host/two", Refs: []rfc.Ref{ref("9112#section-3.2-6"), ref("9112#section-3.2-7")}},
		{ID: "http1/host/missing-old", Refs: []rfc.Ref{ref("9112#section-3.2-6")}},
		{ID: "http1/host/missing", Refs: []rfc.Ref{ref("9112#section-3.2-6"), ref("9112#section-5.1-2")}},
		{ID: "http1/a/owner", Owns: []string{"space", "host-rule"}, Refs: []rfc.Ref{ref("9112#section-4-9"), ref("9112#section-3.2")}},
	}
	rule := func(name string) []rfc.Ref {
		return map[string][]rfc.Ref{"space": {ref("9112#section-4-9")}, "host-rule": {ref("9112#section-3.2-6")}}[name]
	}
	got := Cover(all, cases, rule)
	for i, want := range []string{
		"http1/host/missing http1/host/missing-old", "http1/a/owner http1/host/two", "http1/host/two", "http1/a/owner", "", "",
	} {
		var ids []string
		for _, c := range got[i].Cases {
			ids = append(ids, c.ID)
		}
		if have := strings.Join(ids, " "); have != want {
			t.Errorf("%s: got %q, want %q", got[i].Sentence, have, want)
		}
		if got[i].Open() != (i == 4) {
			t.Errorf("%s: open is %v", got[i].Sentence, got[i].Open())
		}
	}
	if got, want := Count(got), (Tally{All: 6, Covered: 4, Unseen: 1, Open: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	var lengths []int
	for _, s := range BySection(got) {
		lengths = append(lengths, len(s))
	}
	if len(lengths) != 3 || lengths[0] != 3 || lengths[1] != 2 || lengths[2] != 1 {
		t.Errorf("got sections of %v", lengths)
	}
	if BySection(nil) != nil || Count(nil) != (Tally{}) {
		t.Error("nothing gives something")
	}
}
