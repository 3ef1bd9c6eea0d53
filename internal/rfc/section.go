package rfc

import (
	"fmt"
	"strings"
)

// section is a row of the tables sections9110, sections9111 and sections9112.
type section struct {
	number, heading string
	paragraphs      int // number of the last paragraph of its own text
}

// tables are the RFCs whose sections are known.
var tables = map[int][]section{9110: sections9110, 9111: sections9111, 9112: sections9112}

// find gives the row of r's section, nil where the RFC or the section is not known.
func (r Ref) find() *section {
	t := tables[r.RFC]
	for i := range t {
		if t[i].number == r.Section {
			return &t[i]
		}
	}
	return nil
}

// Check reports whether the page has such a section and such a paragraph. Of RFCs
// other than 9110, 9111 and 9112 nothing is known, and nothing is reported. One
// paragraph more than the table has is let through: its numbers are those of the
// working group's source, and publication has moved some by one.
func (r Ref) Check() error {
	if tables[r.RFC] == nil {
		return nil
	}
	s := r.find()
	if s == nil {
		return fmt.Errorf("%s: RFC %d has no section %s%s", r, r.RFC, r.Section, r.nearby())
	}
	if p := r.paragraph(); p > s.paragraphs+1 {
		return fmt.Errorf("%s: got paragraph %d, but section %s (%s) of RFC %d ends with paragraph %d",
			r, p, s.number, s.heading, r.RFC, s.paragraphs)
	}
	return nil
}

// nearby names the sections beside a missing one: those of the nearest section
// above it that there is.
func (r Ref) nearby() string {
	above := r.Section
	for {
		i := strings.LastIndexByte(above, '.')
		if i < 0 {
			t := tables[r.RFC]
			return fmt.Sprintf("\n\tits sections are 1 to %s", lastTop(t))
		}
		above = above[:i]
		if n := (Ref{RFC: r.RFC, Section: above}).children(); n > 0 {
			return fmt.Sprintf("\n\tits section %s ends with %s.%d", above, above, n)
		}
		if row := (Ref{RFC: r.RFC, Section: above}).find(); row != nil {
			return fmt.Sprintf("\n\tits section %s (%s) has no sections below it", above, row.heading)
		}
	}
}

// children counts the sections one below r's.
func (r Ref) children() int {
	n := 0
	for _, s := range tables[r.RFC] {
		rest, ok := strings.CutPrefix(s.number, r.Section+".")
		if ok && !strings.Contains(rest, ".") {
			n++
		}
	}
	return n
}

// lastTop is the last section that is in no other.
func lastTop(t []section) string {
	last := ""
	for _, s := range t {
		if !strings.Contains(s.number, ".") {
			last = s.number
		}
	}
	return last
}
