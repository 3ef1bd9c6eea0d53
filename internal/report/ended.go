package report

import (
	"strings"

	"httpkit/internal/suite"
)

// ended says why a run did not come to its end, in a word and a sentence; both are
// "" where it did.
func ended(s *suite.Summary) (word, why string) {
	switch {
	case s.Interrupted:
		return "interrupted", "the run was interrupted"
	case s.Lost != "" && s.LostAfter != "":
		return "lost", "the target went away after " + clean(s.LostAfter) + ": " + plain(s.Lost)
	case s.Lost != "":
		return "lost", "the target could not be reached: " + plain(s.Lost)
	case s.Refused != "":
		return "refused", plain(s.Refused)
	}
	return "", ""
}

// sentence is the last line of a report: what all cases came to.
func sentence(s *suite.Summary) string {
	parts := counts(s.Counts(), func(_ suite.Word, text string) string { return text })
	if len(parts) == 0 {
		parts = []string{"nothing ran"}
	}
	if s.Interrupted {
		parts = append(parts, "interrupted")
	}
	if s.Took == 0 {
		return strings.Join(parts, ", ")
	}
	return strings.Join(parts, ", ") + " in " + Duration(s.Took)
}
