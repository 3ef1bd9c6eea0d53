//go:build race

package reference

// raceOn says that the race detector is on, which makes each server ten times as dear.
const raceOn = true
