package rfc

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed requirements.tsv
var requirements string

// Requirement is one thing that RFC 9110 or RFC 9112 demands of an origin server.
type Requirement struct {
	Ref      Ref    // the paragraph it stands in
	Level    Level  // Must or Should
	Who      string // as the RFC names the one who is bound: "server", "origin server", "recipient", "sender"
	Sentence string // what a server does that meets it, in words of our own
	Unseen   string // why a client can't see whether it is met; "" where it can
	// Only are the ids of the cases and the names of the universal rules that
	// are about it, as patterns of [path.Match], where the paragraph demands
	// other things too; empty where all that name the paragraph are.
	Only []string
}

// roles are those an origin server can have.
var roles = []string{"origin server", "recipient", "sender", "server"}

// Requirements gives what RFC 9110 and RFC 9112 demand of an origin server, in
// the order of the text. An error is a mistake in the kit's own table.
func Requirements() ([]Requirement, error) {
	return parseRequirements("requirements.tsv", requirements)
}

// parseRequirements reads the table. Its first lines say what its columns are.
func parseRequirements(file, data string) ([]Requirement, error) {
	var all []Requirement
	for i, line := range strings.Split(data, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		r, err := parseRequirement(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
		all = append(all, r)
	}
	return all, nil
}

func parseRequirement(line string) (r Requirement, err error) {
	cells := strings.Split(line, "\t")
	if len(cells) < 4 || len(cells) > 6 {
		return r, fmt.Errorf("got %d columns, want 4 to 6", len(cells))
	}
	cells = append(cells, "", "")
	if r.Ref, err = ParseRef(cells[0]); err != nil {
		return r, err
	}
	if err := r.Ref.Check(); err != nil {
		return r, err
	}
	r.Level, r.Who, r.Sentence, r.Unseen, r.Only = Level(cells[1]), cells[2], cells[3], cells[4], strings.Fields(cells[5])
	switch {
	case r.Ref.paragraph() == 0:
		return r, fmt.Errorf("%s: got a section, want a paragraph", r.Ref)
	case r.Level != Must && r.Level != Should:
		return r, fmt.Errorf("got level %q, want MUST or SHOULD", r.Level)
	case !slices.Contains(roles, r.Who):
		return r, fmt.Errorf("got %q, want one of %s", r.Who, strings.Join(roles, ", "))
	case !strings.HasSuffix(r.Sentence, "."):
		return r, fmt.Errorf("got %q, want a sentence", r.Sentence)
	case r.Unseen != "" && len(r.Only) > 0:
		return r, fmt.Errorf("%s: got cases for what can't be seen", r.Ref)
	}
	return r, nil
}

// Within reports whether r is area or stands in it: a paragraph in its section,
// a section in the one above it.
func (r Ref) Within(area Ref) bool {
	switch {
	case r.RFC != area.RFC:
		return false
	case r.Fragment == area.Fragment:
		return true
	case area.paragraph() != 0:
		return false
	}
	return r.Section == area.Section || strings.HasPrefix(r.Section, area.Section+".")
}

// Compare orders references as the text does: by RFC, section and paragraph, the
// whole before its parts.
func Compare(a, b Ref) int {
	return cmp.Or(
		cmp.Compare(a.RFC, b.RFC),
		slices.Compare(numbers(a.Section), numbers(b.Section)),
		slices.Compare(numbers(a.place()), numbers(b.place())),
	)
}

// place is what follows the section in the fragment: "2.4.3" of "section-6.3-2.4.3".
func (r Ref) place() string {
	return strings.TrimPrefix(strings.TrimPrefix(r.Fragment, "section-"+r.Section), "-")
}

// numbers reads "6.3"; what is no number counts as 0.
func numbers(s string) []int {
	var ns []int
	for w := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == '.' || c == '-' }) {
		n, _ := strconv.Atoi(w)
		ns = append(ns, n)
	}
	return ns
}
