package report

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"httpkit/internal/suite"
)

// class is the name of a verdict in the style sheet.
func class(w suite.Word) string { return strings.ReplaceAll(string(w), " ", "-") }

// lineClass is what a line of an exchange is in the style sheet.
func lineClass(l suite.DiffLine) string {
	switch {
	case l.Mark == '-':
		return "wanted"
	case l.Mark == '+':
		return "came"
	case strings.HasPrefix(l.Text, ">"):
		return "sent"
	case strings.HasPrefix(l.Text, "<"):
		return "got"
	case strings.HasPrefix(l.Text, "*"):
		return "event"
	}
	return "remark"
}

// anchor is where a case stands on the page: its id, which has no blanks there.
func anchor(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, id)
}

// linkTo is the address of an anchor on the page.
func linkTo(id string) template.URL {
	u := url.URL{Fragment: anchor(id)}
	return template.URL(u.String())
}

// part is a piece of the bar of a score.
type part struct {
	Word  suite.Word
	Cases int
}

// parts are the verdicts of a score, the best first, which is how a bar fills.
func (s *score) parts() []part {
	var out []part
	words := suite.Words()
	slices.Reverse(words)
	var unplayed []part
	for _, w := range words {
		switch {
		case s.Count[w] == 0:
		case meaningOf(w, false) == idle:
			unplayed = append(unplayed, part{w, s.Count[w]})
		default:
			out = append(out, part{w, s.Count[w]})
		}
	}
	return append(out, unplayed...)
}

// percent is how many of the cases that were judged pass; never 100 where one does
// not, and never 0 where one does.
func (s *score) percent() string {
	if s.Of == 0 {
		return "-"
	}
	p := 100 * float64(s.Passed) / float64(s.Of)
	switch {
	case s.Passed == s.Of:
		return "100 %"
	case p > 99.9:
		return "99.9 %"
	case s.Passed > 0 && p < 0.1:
		return "0.1 %"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", p), ".0") + " %"
}
