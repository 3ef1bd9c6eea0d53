package suite

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"httpkit/internal/rfc"
)

// Selection says which cases are played. What is empty leaves out nothing, but
// slow cases are only played where Slow is set.
type Selection struct {
	Words     []string    // SUITE, SUITE/TOPIC or ID; a case that one of them means is in
	Run, Skip string      // regular expressions on ids
	Levels    []rfc.Level // a case without a level has all of them
	Slow      bool
}

// Select gives the cases of the selection in the order they are played: by id,
// the stages of a ladder by their number; then those tagged alone; those that kill
// the target at the end. A word that means no case is an error, and so is the id
// of a slow case where slow ones are not asked for.
func Select(cases []*Case, s Selection) ([]*Case, error) {
	run, err := expression("run", s.Run)
	if err != nil {
		return nil, err
	}
	skip, err := expression("skip", s.Skip)
	if err != nil {
		return nil, err
	}
	for _, w := range s.Words {
		if err := s.meant(w, cases); err != nil {
			return nil, err
		}
	}
	var chosen []*Case
	for _, c := range cases {
		switch {
		case len(s.Words) > 0 && !slices.ContainsFunc(s.Words, func(w string) bool { return c.in(w) }):
		case run != nil && !run.MatchString(c.ID):
		case skip != nil && skip.MatchString(c.ID):
		case len(s.Levels) > 0 && c.Level != "" && !slices.Contains(s.Levels, c.Level):
		case c.Slow() && !s.Slow:
		default:
			chosen = append(chosen, c)
		}
	}
	slices.SortStableFunc(chosen, order)
	return chosen, nil
}

// order is the order of playing.
func order(a, b *Case) int {
	return cmp.Or(
		cmp.Compare(a.phase(), b.phase()),
		strings.Compare(a.sortKey(), b.sortKey()),
		strings.Compare(a.ID, b.ID),
	)
}

// sortKey is the id, with the stage for the name where there is one: 9 comes
// before 10.
func (c *Case) sortKey() string {
	if c.Stage == 0 {
		return c.ID
	}
	return fmt.Sprintf("%s/%03d", path.Dir(c.ID), c.Stage)
}

// phase puts what may harm others last.
func (c *Case) phase() int {
	switch {
	case c.Kills != "":
		return 2
	case c.HasTag(TagAlone):
		return 1
	}
	return 0
}

// in reports whether the word is the case's id or a folder it is in.
func (c *Case) in(word string) bool {
	word = strings.TrimSuffix(word, "/")
	return c.ID == word || strings.HasPrefix(c.ID, word+"/")
}

// meant tells why a word can't be followed.
func (s Selection) meant(word string, cases []*Case) error {
	var names []string
	found := false
	for _, c := range cases {
		switch {
		case c.ID == word && c.Slow() && !s.Slow:
			return fmt.Errorf("%s is a slow case\n\tadd --slow to play it", word)
		case c.in(word):
			found = true
		}
		names = append(names, c.ID)
		for dir := path.Dir(c.ID); dir != "." && dir != "/"; dir = path.Dir(dir) {
			names = append(names, dir)
		}
	}
	if found && word != "" {
		return nil
	}
	slices.Sort(names)
	names = slices.Compact(names)
	hint := didYouMean(word, names)
	// The end of an id is what people remember of it.
	for _, n := range names {
		if hint == "" || !strings.HasPrefix(hint, "did") {
			if strings.HasSuffix(n, "/"+word) {
				hint = "did you mean " + n + "?"
			}
		}
	}
	if hint != "" {
		hint = "\n\t" + hint
	}
	return fmt.Errorf("%q is no suite, topic or case%s", word, hint)
}

// expression compiles a regular expression, nil for none.
func expression(name, s string) (*regexp.Regexp, error) {
	if s == "" {
		return nil, nil
	}
	re, err := regexp.Compile(s)
	if err != nil {
		return nil, fmt.Errorf("--%s %q: %s", name, s, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return re, nil
}

// Staged parts the stages of ladders from the other cases.
func Staged(cases []*Case) (stages, rest []*Case) {
	for _, c := range cases {
		if c.Stage > 0 {
			stages = append(stages, c)
		} else {
			rest = append(rest, c)
		}
	}
	return stages, rest
}
