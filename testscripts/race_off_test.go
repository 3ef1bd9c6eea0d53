//go:build !race

package testscripts_test

const raceOn = false
