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
	by := map[*Case]uint64{}
	for _, c := range loose {
		by[c] = lot(fmt.Sprint(seed), c.ID)
	}
	slices.SortStableFunc(loose, func(a, b *Case) int {
		return cmp.Or(cmp.Compare(by[a], by[b]), strings.Compare(a.ID, b.ID))
	})
	out := slices.Clone(cases)
	for i, c := range loose {
		out[places[i]] = c
	}
	return out
}

// Shard gives part k of n of the cases, k from 1, in their order. Every case is in
// one of the parts; which one, its id and n alone decide.
func Shard(cases []*Case, k, n int) []*Case {
	var out []*Case
	for _, c := range cases {
		if lot("shard", c.ID)%uint64(n) == uint64(k-1) {
			out = append(out, c)
		}
	}
	return out
}

// lot is a number that looks like chance and is always the same.
func lot(seed, id string) uint64 {
	sum := sha256.Sum256([]byte(seed + "\x00" + id))
	return binary.BigEndian.Uint64(sum[:])
}
