package suite

import (
	"path"
	"slices"
	"strings"

	"httpkit/internal/rfc"
)

// Coverage is a requirement and the cases that are about it.
type Coverage struct {
	rfc.Requirement
	Cases []*Case // sorted by id; none where it can't be seen
}

// Open reports whether it could be seen, and no case looks.
func (c Coverage) Open() bool { return c.Unseen == "" && len(c.Cases) == 0 }

// Cover joins requirements with the cases that are about them: those whose rfc:
// names the very paragraph, and those that own a universal rule whose references,
// given by rule, do. A reference to a whole section says too little to count.
// Where a requirement says which cases and rules of its paragraph it means, the
// others don't count.
func Cover(all []rfc.Requirement, cases []*Case, rule func(name string) []rfc.Ref) []Coverage {
	type claim struct {
		by string // the id of the case, or the name of the rule
		c  *Case
	}
	claims := map[rfc.Ref][]claim{}
	for _, c := range cases {
		for _, ref := range c.Refs {
			claims[ref] = append(claims[ref], claim{c.ID, c})
		}
		for _, name := range c.Owns {
			for _, ref := range rule(name) {
				claims[ref] = append(claims[ref], claim{name, c})
			}
		}
	}
	out := make([]Coverage, 0, len(all))
	for _, r := range all {
		one := Coverage{Requirement: r}
		for _, cl := range claims[r.Ref] {
			if r.Unseen == "" && means(r.Only, cl.by) && !slices.Contains(one.Cases, cl.c) {
				one.Cases = append(one.Cases, cl.c)
			}
		}
		slices.SortFunc(one.Cases, func(a, b *Case) int { return strings.Compare(a.ID, b.ID) })
		out = append(out, one)
	}
	return out
}

// means reports whether one of the patterns is that of the name, or there is none.
func means(patterns []string, name string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := path.Match(p, name)
		return err == nil && ok
	})
}

// Tally counts requirements by what is known of them.
type Tally struct{ All, Covered, Unseen, Open int }

// Count adds them up.
func Count(all []Coverage) Tally {
	t := Tally{All: len(all)}
	for _, c := range all {
		switch {
		case c.Unseen != "":
			t.Unseen++
		case c.Open():
			t.Open++
		default:
			t.Covered++
		}
	}
	return t
}

// BySection parts what is in the order of the text into the runs of one section.
func BySection(all []Coverage) [][]Coverage {
	var out [][]Coverage
	for i, c := range all {
		if i == 0 || c.Ref.RFC != all[i-1].Ref.RFC || c.Ref.Section != all[i-1].Ref.Section {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], c)
	}
	return out
}
