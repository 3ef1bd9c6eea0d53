package testscripts_test

import (
	"testing"

	"httpkit/internal/lint"
	"httpkit/testscripts"
)

// TestOwners: each universal rule has one case that answers for it, of the rule's
// own level.
func TestOwners(t *testing.T) {
	all, err := testscripts.Cases()
	if err != nil {
		t.Fatal(err)
	}
	owner := map[string]string{}
	for _, c := range all {
		if c.Stage > 0 { // answers for its own responses only
			continue
		}
		for _, name := range c.Owns {
			rule, ok := lint.ByName(name)
			switch {
			case !ok:
				t.Errorf("%s owns %s, which is no rule", c.ID, name)
			case owner[name] != "":
				t.Errorf("%s and %s both own %s", owner[name], c.ID, name)
			case rule.Level != c.Level:
				t.Errorf("%s is %s and owns %s, which is %s", c.ID, c.Level, name, rule.Level)
			}
			owner[name] = c.ID
		}
	}
	for _, name := range lint.Names() {
		if owner[name] == "" {
			t.Errorf("%s: no case owns it", name)
		}
	}
}
