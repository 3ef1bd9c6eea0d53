// Package rfc knows how a case refers to the requirement it stands for: the
// address of a paragraph on a rfc-editor page, and the level of the requirement.
//
// Start with ParseRef, which reads "9112#section-3.2-6", and ParseLevel.
package rfc

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Ref is the address of a section or a paragraph of an RFC.
type Ref struct {
	RFC      int    // 9112
	Section  string // "3.2"
	Fragment string // "section-3.2-6", as the rfc-editor page has it
}

// forms is the hint of every error of ParseRef.
const forms = "write 9112#section-3.2-6 (RFC, section, paragraph) or 9110#section-15.5.6"

var (
	refForm = regexp.MustCompile(`^([1-9][0-9]{0,4})#(section-([1-9][0-9]{0,2}(?:\.[1-9][0-9]{0,2})*)(?:-[1-9][0-9]{0,2}(?:\.[1-9][0-9]{0,2})*)?)$`)

	// What people write instead: "9112 3.2", "RFC 9112 section 3.2", "9112#3.2",
	// and the whole address of the page.
	loose = regexp.MustCompile(`(?i)^(?:https?://[^#]*/)?(?:rfc)?[ -]?([1-9][0-9]{0,4})(?:\.html)?[ #,]+(?:section|sec\.?|§)?[ -]*([0-9]+(?:\.[0-9]+)*)(-[0-9.]*[0-9])?$`)
)

// ParseRef reads one reference. The error shows the form that is wanted; whether
// the RFC has such a section is told by Check.
func ParseRef(s string) (Ref, error) {
	m := refForm.FindStringSubmatch(s)
	if m == nil {
		hint := forms
		if g := loose.FindStringSubmatch(s); g != nil {
			meant := g[1] + "#section-" + g[2] + g[3]
			if refForm.MatchString(meant) {
				hint = "did you mean " + meant + "?"
			}
		}
		return Ref{}, fmt.Errorf("%q is no reference to an RFC\n\t%s", s, hint)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return Ref{}, fmt.Errorf("%q is no reference to an RFC\n\t%s", s, forms)
	}
	return Ref{RFC: n, Section: m[3], Fragment: m[2]}, nil
}

// ParseRefs reads one or more references, separated by blanks.
func ParseRefs(s string) ([]Ref, error) {
	words := strings.Fields(s)
	if len(words) == 0 {
		return nil, fmt.Errorf("no reference to an RFC\n\t%s", forms)
	}
	var refs []Ref
	for _, w := range words {
		r, err := ParseRef(w)
		if err != nil {
			return nil, err
		}
		for _, have := range refs {
			if have == r {
				return nil, fmt.Errorf("%s is named twice", r)
			}
		}
		refs = append(refs, r)
	}
	return refs, nil
}

// String gives the form ParseRef reads: "9112#section-3.2-6".
func (r Ref) String() string { return fmt.Sprintf("%d#%s", r.RFC, r.Fragment) }

// URL gives the address of the paragraph on the rfc-editor's page.
func (r Ref) URL() string {
	return fmt.Sprintf("https://www.rfc-editor.org/rfc/rfc%d#%s", r.RFC, r.Fragment)
}

// Title gives "RFC 9112 section 3.2".
func (r Ref) Title() string { return fmt.Sprintf("RFC %d section %s", r.RFC, r.Section) }

// Long gives "RFC 9112, 3.2 Request Target" where the heading is known (RFC 9110,
// 9111 and 9112), else what Title gives.
func (r Ref) Long() string {
	h := r.Heading()
	if h == "" {
		return r.Title()
	}
	return fmt.Sprintf("RFC %d, %s %s", r.RFC, r.Section, h)
}

// Heading is the heading of the section, "" where it is not known.
func (r Ref) Heading() string {
	if s := r.find(); s != nil {
		return s.heading
	}
	return ""
}

// paragraph is the number after the section's, 0 where the whole section is meant.
func (r Ref) paragraph() int {
	p, _, _ := strings.Cut(r.place(), ".")
	n, err := strconv.Atoi(p)
	if err != nil {
		return 0
	}
	return n
}
