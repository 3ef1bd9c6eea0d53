//go:build !race

package reference

const raceOn = false
