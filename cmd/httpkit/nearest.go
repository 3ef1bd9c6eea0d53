package main

import (
	"slices"
	"strings"
)

// nearest gives up to three of words that a mistyped word may have meant: those
// that contain it, and those at most two edits away, nearest first.
func nearest(word string, from []string) []string {
	type near struct {
		word string
		d    int
	}
	var found []near
	for _, w := range from {
		d := edits(word, w)
		if word != "" && strings.Contains(w, word) {
			d = min(d, 1)
		}
		if d <= 2 {
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

// edits is the number of bytes to insert, delete or replace to make b of a
// (Levenshtein).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// didYouMean gives a hint with the nearest words, or other where none is near.
func didYouMean(word string, from []string, other string) string {
	if near := nearest(word, from); len(near) > 0 {
		return "did you mean: " + strings.Join(near, ", ")
	}
	return other
}
