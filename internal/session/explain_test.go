package session

import (
	"strings"
	"testing"

	"httpkit/internal/lint"
)

// A finding quotes what came with escapes; they are not escaped once more, and what a
// terminal would act upon never gets there.
func TestFindings(t *testing.T) {
	for why, want := range map[string]string{
		`the value is "\\x1b"`:   `the value is "\\x1b"`,
		"the value is \x1b":      `the value is \x1b`,
		strings.Repeat("é", 300): strings.Repeat("é", 200) + "...",
	} {
		rule := lint.Rules()[0].Name
		got := strings.Join(findings([]lint.Finding{{Rule: rule, Why: why}}), "\n")
		if !strings.Contains(got, rule+": "+want) {
			t.Errorf("%q: got %s, want %s", why, got, want)
		}
	}
}
