package compare

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Kind is one kind of difference that is told.
type Kind struct{ Name, Says string }

// Kinds are all of them, as --ignore takes them; a field is named by its own name.
func Kinds() []Kind {
	return []Kind{
		{"outcome", "which responses came, and how what was not answered ended"},
		{"verdict", "the case fails on one server and not on the other"},
		{"version", "the version in the status-line"},
		{"content", "the content, without transfer coding and gzip"},
		{"fields", "any field, in the header section or the trailer section"},
	}
}

// items are what can differ in a play, by the name under which it is told.
type items map[string]string

// items writes down what a server did.
func (s Seen) items() items {
	out := items{"outcome": s.Outcome(), "verdict": fmt.Sprint("fails: ", s.Failed)}
	for i, c := range s.Conns {
		where := ""
		if len(s.Conns) > 1 {
			where = fmt.Sprintf("connection %d: ", i+1)
		}
		out[where+"ending"] = c.Leaves
		for j, a := range c.Answers {
			at := where
			if len(c.Answers) > 1 {
				at += fmt.Sprintf("answer %d: ", j+1)
			}
			a.items(at, out)
		}
	}
	return out
}

func (a Answer) items(at string, out items) {
	out[at+"version"], out[at+"reason"], out[at+"framing"] = a.Version, a.Reason, a.Framing
	out[at+"content"] = a.Content.key()
	var names []string
	for _, f := range a.Fields {
		names = append(names, f.Name)
		out[at+"field "+f.Name] += f.Value + "\n"
	}
	if !a.sorted {
		out[at+"order"] = strings.Join(names, " ")
	}
	for _, f := range a.Trailers {
		out[at+"trailer "+f.Name] += f.Value + "\n"
	}
}

// differing are the names under which the sides are not all the same. Where the
// responses are not the same ones, nothing else is told of them.
func differing(sides []items) []string {
	seen := map[string]bool{}
	var out []string
	for _, side := range sides {
		for name := range side {
			if seen[name] {
				continue
			}
			seen[name] = true
			v, ok := sides[0][name]
			if slices.ContainsFunc(sides, func(s items) bool { w, has := s[name]; return w != v || has != ok }) {
				out = append(out, name)
			}
		}
	}
	sort.Strings(out)
	return out
}

// Ignored makes a test of the words of --ignore: names of kinds and of fields. A
// word that is neither gives false.
func Ignored(words []string) (func(name string) bool, string) {
	for _, w := range words {
		if !slices.ContainsFunc(Kinds(), func(k Kind) bool { return k.Name == w }) && !isToken(w) {
			return nil, w
		}
	}
	return func(name string) bool {
		if i := strings.LastIndex(name, ": "); i >= 0 {
			name = name[i+2:]
		}
		kind, field, named := strings.Cut(name, " ")
		return slices.ContainsFunc(words, func(w string) bool {
			if named {
				return w == "fields" || strings.EqualFold(w, field) && kind != ""
			}
			return w == name
		})
	}, ""
}

// isToken reports whether s can be the name of a field (RFC 9110 section 5.6.2).
func isToken(s string) bool {
	for _, r := range s {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) {
			return false
		}
	}
	return s != ""
}

// Differ holds plays of the same bytes on several servers against each other. It
// gives the names of what differs for real, and of the folds that took something
// out that would have differed.
func Differ(sides []Seen, ignored func(string) bool) (real, folded []string) {
	at := make([]Seen, len(sides))
	for i, s := range sides {
		at[i] = s.clone()
	}
	diff := differing(itemsOf(at))
	for _, f := range folds {
		if len(diff) == 0 {
			return nil, folded
		}
		for i := range at {
			f.do(&at[i])
		}
		next := differing(itemsOf(at))
		if fewer(next, diff) && (f.Name != "order" || !hasField(next)) {
			folded = append(folded, f.Name)
		}
		diff = next
	}
	if slices.Contains(diff, "outcome") { // what the responses say is another matter then
		diff, folded = slices.DeleteFunc(diff, func(name string) bool { return name != "outcome" && name != "verdict" }), nil
	}
	if ignored != nil {
		diff = slices.DeleteFunc(diff, ignored)
	}
	return diff, folded
}

// fewer reports whether something of before is gone.
func fewer(now, before []string) bool {
	return slices.ContainsFunc(before, func(name string) bool {
		return !slices.ContainsFunc(now, func(n string) bool { return strings.EqualFold(n, name) })
	})
}

// hasField reports whether a field is among the names.
func hasField(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, "field ") })
}

func itemsOf(sides []Seen) []items {
	out := make([]items, len(sides))
	for i, s := range sides {
		out[i] = s.items()
	}
	return out
}

// clone copies what folds change.
func (s Seen) clone() Seen {
	s.Conns = slices.Clone(s.Conns)
	for i := range s.Conns {
		c := &s.Conns[i]
		c.Answers = slices.Clone(c.Answers)
		for j := range c.Answers {
			a := &c.Answers[j]
			a.Fields, a.Trailers = slices.Clone(a.Fields), slices.Clone(a.Trailers)
		}
	}
	return s
}
