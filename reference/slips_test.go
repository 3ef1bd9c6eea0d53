package reference

import (
	"strings"
	"testing"
)

// TestSlips holds each slip to its sentence: on which probes of its persona it
// is seen, and that it behaves like the persona on all others.
func TestSlips(t *testing.T) {
	for _, s := range Slips() {
		t.Run(s.Name, func(t *testing.T) {
			var seen []string
			for _, p := range probes[s.Persona] {
				if played(t, s.Name, p) != (outcome{p.want, p.end}) {
					seen = append(seen, p.name)
				}
			}
			got := strings.Join(seen, ", ")
			if len(seen) == len(probes[s.Persona]) {
				got = "all"
			}
			if want := slipsSeen[s.Name]; got != want {
				t.Errorf("seen on: got %s, want %s", got, want)
			}
		})
	}
}
var slipsSeen = map[string]string{}
