package suite

import (
	"slices"
	"strings"
)

// nearest gives the word of the list that is most like word, or "" where none is
// near enough to be what was meant: a letter too many, too few or wrong, or two
// exchanged, in every four.
func nearest(word string, list []string) string {
	best, at := "", len(word)/4+2
	for _, w := range list {
		if strings.EqualFold(w, word) {
			return w
		}
		if d := distance(word, w); d < at {
			best, at = w, d
		}
	}
	return best
}

// didYouMean is the hint for an unknown word: the nearest one, else the whole list
// where it is short enough to be read.
func didYouMean(word string, list []string) string {
	if w := nearest(word, list); w != "" {
		return "did you mean " + w + "?"
	}
	if len(list) == 0 || len(list) > 20 {
		return ""
	}
	sorted := slices.Sorted(slices.Values(list))
	return "there are: " + strings.Join(sorted, " ")
}

// distance is the number of letters to insert, delete, replace or exchange with
// the next one on the way from a to b.
func distance(a, b string) int {
	if len(a) > 200 || len(b) > 200 {
		return 200 // nobody meant that; and the table stays small
	}
	var before, above []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, above, row = above, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
