package testscripts_test

import (
	"testing"

	"httpkit/testscripts"
)

// TestRunTutorial: the tutorial can be played from a test in Go, and other topics
// behind it.
func TestRunTutorial(t *testing.T) {
	testscripts.Run(t, persona(t, "").Addr, "tutorial", "http1/host")
}
