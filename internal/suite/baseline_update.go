package suite

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Edit is what an update changes about one case: its line comes, or it goes.
type Edit struct {
	ID, Reason string
	Added      bool
}

// Edits are the changes that an update makes, sorted by id. Each is one line of the
// file; all others stay as they are, comments and the order of a hand too, and so
// do the lines of cases that were not played.
func (b *Baseline) Edits() []Edit {
	var out []Edit
	for _, id := range slices.Sorted(maps.Keys(b.edits)) {
		out = append(out, b.edits[id])
	}
	return out
}

// Cases is how many cases the file lists with the edits made.
func (b *Baseline) Cases() int {
	n := 0
	for _, l := range b.updated() {
		if l.id != "" {
			n++
		}
	}
	return n
}

// updated are the lines with the edits made: gone is what is fixed, and what is new
// stands behind the last line with a smaller id, so that a sorted file stays so.
func (b *Baseline) updated() []baselineLine {
	end := "\n"
	if len(b.lines) > 0 && strings.HasSuffix(b.lines[0].text, "\r\n") {
		end = "\r\n"
	}
	lines := slices.Clone(b.lines)
	if len(b.lines) == 0 {
		for text := range strings.Lines(baselineHead) {
			lines = append(lines, baselineLine{text: text})
		}
	}
	for _, e := range b.Edits() {
		if !e.Added {
			continue
		}
		text := e.ID
		if e.Reason != "" {
			text += " # " + e.Reason
		}
		at := place(lines, e.ID)
		if at > 0 && !strings.HasSuffix(lines[at-1].text, "\n") {
			lines[at-1].text += end
		}
		lines = slices.Insert(lines, at, baselineLine{text: text + end, id: e.ID, reason: e.Reason})
	}
	return slices.DeleteFunc(lines, func(l baselineLine) bool {
		e, edited := b.edits[l.id]
		return l.id != "" && edited && !e.Added
	})
}

// place is where the line of a new id goes: behind the last that is smaller; where
// there is none before the first of all, and below the words at the head.
func place(lines []baselineLine, id string) int {
	first := len(lines)
	for i := len(lines) - 1; i >= 0; i-- {
		switch l := lines[i]; {
		case l.id == "":
		case l.id < id:
			return i + 1
		default:
			first = i
		}
	}
	return first
}

// placeholder is the reason of a new line, as long as nobody has written a better
// one: the verdict, and the first words of the result's reason.
func placeholder(r *Result) string {
	said, rest, _ := strings.Cut(r.Reason, "\n")
	if strings.HasSuffix(said, ":") { // how often it happened; what it was comes then
		next, _, _ := strings.Cut(rest, "\n")
		said += " " + next
	}
	said = strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return ' '
	}, said)
	words := []rune(string(r.Verdict) + ": " + strings.Join(strings.Fields(said), " "))
	const most = 120
	if len(words) > most {
		words = append(words[:most], []rune("...")...)
	}
	return strings.TrimRight(string(words), ": ")
}
