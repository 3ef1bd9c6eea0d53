package main

import (
	"slices"
	"strings"
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
		d := edits(word, w)
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

// edits is the number of bytes to insert, delete or replace, and of neighbours to
// swap, to make b of a (the distance of Damerau and Levenshtein, of one edit a place).
func edits(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				cost++
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cost = min(cost, rows[i-2][j-2]+1)
			}
			rows[i][j] = min(cost, rows[i-1][j]+1, rows[i][j-1]+1)
		}
	}
	return rows[len(a)][len(b)]
}

// didYouMean gives a hint with the nearest words, or other where none is near.
func didYouMean(word string, from []string, other string) string {
	if near := nearest(word, from); len(near) > 0 {
		return "did you mean: " + strings.Join(near, ", ")
	}
	return other
}
