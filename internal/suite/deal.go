package suite

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Shuffle gives the cases in an order that the seed decides. The stages of a
// ladder, cases with the tag alone, those that kill the target and those that own
// universal rules keep their places. Two cases stand in the same order whichever
// others are selected, so that a run can be narrowed down with its seed.
func Shuffle(cases []*Case, seed uint64) []*Case {
	var places []int
	var loose []*Case
	for i, c := range cases {
		if c.phase() == 0 && c.Stage == 0 && c.Suite() != "tutorial" && len(c.Owns) == 0 {
			places, loose = append(places, i), append(loose, c)
		}
	}
	out := slices.Clone(cases)
	for i, c := range byLot(loose, fmt.Sprint(seed)) {
		out[places[i]] = c
	}
	return out
}

// Shard gives part k of n of the cases, k from 1, in their order. Every case is in
// one of the parts, the parts are of one size, give or take a case, and which case
// is where depends on nothing but the ids: they are dealt out in an order that looks
// like chance, so that long topics do not end up in one part.
func Shard(cases []*Case, k, n int) []*Case {
	part := map[*Case]int{}
	for i, c := range byLot(cases, "shard") {
		part[c] = i % n
	}
	return slices.DeleteFunc(slices.Clone(cases), func(c *Case) bool { return part[c] != k-1 })
}

// byLot gives the cases in the order of their lots.
func byLot(cases []*Case, seed string) []*Case {
	lots := map[*Case]uint64{}
	for _, c := range cases {
		lots[c] = lot(seed, c.ID)
	}
	return slices.SortedStableFunc(slices.Values(cases), func(a, b *Case) int {
		return cmp.Or(cmp.Compare(lots[a], lots[b]), strings.Compare(a.ID, b.ID))
	})
}

// lot is a number that looks like chance and is always the same.
func lot(seed, id string) uint64 {
	sum := sha256.Sum256([]byte(seed + "\x00" + id))
	return binary.BigEndian.Uint64(sum[:])
}
