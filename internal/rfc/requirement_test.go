package rfc

import (
	"slices"
	"strings"
	"testing"
)

// The table is in the order of the text, each paragraph is there (requirements are
// checked as they are read), and no two requirements are the same.
func TestRequirements(t *testing.T) {
	all, err := Requirements()
	if err != nil {
		t.Fatal(err)
	}
	sentences := map[string]Ref{}
	levels := map[int]map[Level]int{9110: {}, 9112: {}}
	for i, r := range all {
		if i > 0 && Compare(all[i-1].Ref, r.Ref) > 0 {
			t.Errorf("%s comes before %s", all[i-1].Ref, r.Ref)
		}
		if other, twice := sentences[r.Sentence]; twice {
			t.Errorf("%s and %s say the same: %s", other, r.Ref, r.Sentence)
		}
		sentences[r.Sentence] = r.Ref
		if levels[r.Ref.RFC] == nil {
			t.Errorf("%s: got RFC %d, want 9110 or 9112", r.Ref, r.Ref.RFC)
			continue
		}
		levels[r.Ref.RFC][r.Level]++
	}
	for n, l := range levels {
		if l[Must] < 30 || l[Should] < 20 {
			t.Errorf("RFC %d: got %d MUST and %d SHOULD: the table is not whole", n, l[Must], l[Should])
		}
	}
}

func TestParseRequirements(t *testing.T) {
	got, err := parseRequirements("f", "# a remark\n\n"+
		"9112#section-6.3-2.5\tMUST\tserver\tAnswers with 400.\n"+
		"9112#section-9.8-10\tMUST\tserver\tSends alerts.\tneeds TLS\n"+
		"9112#section-4-9\tSHOULD\tsender\tWrites a space.\t\thttp1/a/* rule-name\n")
	if err != nil || len(got) != 3 {
		t.Fatalf("got %v, %v", got, err)
	}
	if r := got[0]; r.Ref.String() != "9112#section-6.3-2.5" || r.Level != Must || r.Who != "server" || r.Sentence != "Answers with 400." || r.Unseen != "" || len(r.Only) != 0 {
		t.Errorf("got %+v", r)
	}
	if got[1].Unseen != "needs TLS" || !slices.Equal(got[2].Only, []string{"http1/a/*", "rule-name"}) {
		t.Errorf("got %+v", got[1:])
	}
	for line, want := range map[string]string{
		"9112#section-4-9\tMUST\tserver":                          "got 3 columns",
		"9112#section-4-9\tMUST\tserver\tA.\t\t\t":                "got 7 columns",
		"9112 4\tMUST\tserver\tA.":                                "did you mean 9112#section-4?",
		"9112#section-4-99\tMUST\tserver\tA.":                     "got paragraph 99",
		"9112#section-4\tMUST\tserver\tA.":                        "got a section, want a paragraph",
		"9112#section-4-9\tMAY\tserver\tA.":                       `got level "MAY", want MUST or SHOULD`,
		"9112#section-4-9\tMUST\tproxy\tA.":                       `got "proxy", want one of origin server, recipient, sender, server`,
		"9112#section-4-9\tMUST\tserver\tA":                       "want a sentence",
		"9112#section-4-9\tMUST\tserver\tA.\tinternal\thttp1/a/b": "got cases for what can't be seen",
	} {
		_, err := parseRequirements("f", "#\n"+line)
		if err == nil || !strings.HasPrefix(err.Error(), "f:2: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want f:2: ... %s", line, err, want)
		}
	}
}

func TestCompareAndWithin(t *testing.T) {
	sorted := []string{
		"9110#section-2", "9110#section-2-3", "9110#section-2.2", "9110#section-2.2-5", "9110#section-10.1-1",
		"9112#section-6.3", "9112#section-6.3-2", "9112#section-6.3-2.4.3", "9112#section-6.3-2.5", "9112#section-6.3-10",
	}
	var refs []Ref
	for _, s := range sorted {
		r, err := ParseRef(s)
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, r)
	}
	for i, a := range refs {
		for j, b := range refs {
			if got := Compare(a, b); got != max(-1, min(1, i-j)) {
				t.Errorf("Compare(%s, %s) = %d", a, b, got)
			}
		}
	}
	for _, tt := range []struct {
		r, area string
		want    bool
	}{
		{"9112#section-3.2-6", "9112#section-3.2-6", true},
		{"9112#section-3.2-6", "9112#section-3.2", true},
		{"9112#section-3.2.1-3", "9112#section-3", true},
		{"9112#section-3.2-6", "9112#section-3.2-5", false},
		{"9112#section-3.2", "9112#section-3.2-5", false},
		{"9112#section-3.2.1-3", "9112#section-3.2-3", false},
		{"9112#section-10.1-1", "9112#section-1", false},
		{"9110#section-3.2-6", "9112#section-3.2", false},
	} {
		r, _ := ParseRef(tt.r)
		area, _ := ParseRef(tt.area)
		if got := r.Within(area); got != tt.want {
			t.Errorf("%s within %s: got %v", tt.r, tt.area, got)
		}
	}
}
