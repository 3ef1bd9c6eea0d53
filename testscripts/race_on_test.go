//go:build race

package testscripts_test

// raceOn says that the race detector slows everything down: what is held against
// a clock is not computed then.
const raceOn = true
