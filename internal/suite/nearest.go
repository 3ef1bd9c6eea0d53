package suite

import (
	"slices"
	"strings"

	"httpkit/internal/wire"
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
		if d := wire.Distance(word, w); d < at {
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
