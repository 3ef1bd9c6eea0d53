package main

import (
	"slices"
	"strings"

	"httpkit/internal/wire"
)

// nearest gives up to three of words that a mistyped word may have meant: those
// that contain it, and those at most two edits away, nearest first. At least half of
// the word has to stay: xml is no mistyped html.
func nearest(word string, from []string) []string {
	type near struct {
		word string
		d    int
	}
	var found []near
	for _, w := range from {
		d := wire.Distance(word, w)
		if word != "" && strings.Contains(w, word) {
			d = min(d, 1)
		}
		if d <= min(2, max(len(word)/2, 1)) {
			found = append(found, near{w, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.d - b.d })
	var out []string
	for _, n := range found[:min(len(found), 3)] {
		out = append(out, n.word)
	}
	return out
}

// didYouMean gives a hint with the nearest words, or other where none is near.
func didYouMean(word string, from []string, other string) string {
	if near := nearest(word, from); len(near) > 0 {
		return "did you mean: " + strings.Join(near, ", ")
	}
	return other
}
