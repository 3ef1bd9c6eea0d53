package wire

import "strings"

// didYouMean gives the hint for a word that is none of words: a synonym or a
// near miss, or "" where nothing is near.
func didYouMean(word string, words []string, synonyms map[string]string) string {
	low := strings.ToLower(word)
	best := synonyms[low]
	if best == "" {
		limit := 2
		if len(low) < 5 {
			limit = 1
		}
		for _, w := range words {
			if d := Distance(low, w); d <= limit {
				best, limit = w, d-1
			}
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + best + "?"
}

// Distance counts the letters to add, drop, change or swap with the next one to get
// from a to b. Words of more than 200 bytes are never near, which bounds the work.
func Distance(a, b string) int {
	if len(a) > 200 || len(b) > 200 {
		return 200
	}
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
			change := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			d := min(change, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
