package suite

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func made(n int) []*Case {
	var out []*Case
	for i := range n {
		out = append(out, &Case{ID: fmt.Sprintf("s/t/%03d", i)})
	}
	return out
}

func TestShuffle(t *testing.T) {
	cases := made(8)
	// What a seed gave once it gives for ever: somebody has it in a log.
	if got, want := ids(Shuffle(cases, 1)), "s/t/005 s/t/001 s/t/000 s/t/006 s/t/002 s/t/003 s/t/007 s/t/004"; got != want {
		t.Errorf("seed 1: got %s, want %s", got, want)
	}
	if ids(Shuffle(cases, 1)) == ids(Shuffle(cases, 2)) || ids(cases) != ids(made(8)) {
		t.Error("two seeds give one order, or the cases themselves were shuffled")
	}
	// A part of the cases stands in the order that it has in the whole.
	var rest []*Case
	for _, c := range Shuffle(cases, 7) {
		if c != cases[2] && c != cases[5] {
			rest = append(rest, c)
		}
	}
	without := slices.Concat(cases[:2], cases[3:5], cases[6:])
	if got := ids(Shuffle(without, 7)); got != ids(rest) {
		t.Errorf("without two: got %s, want %s", got, ids(rest))
	}
}

// TestShufflePlaces: what has its place keeps it, whatever the seed.
func TestShufflePlaces(t *testing.T) {
	cases := made(20)
	fixed := map[int]*Case{
		3:  {ID: "tutorial/01-port", Stage: 1},
		4:  {ID: "tutorial/extra"},
		17: {ID: "s/owner", Owns: []string{"date"}},
		18: {ID: "s/alone", Tags: []string{TagAlone}},
		19: {ID: "s/kills", Kills: "it does"},
	}
	for i, c := range fixed {
		cases[i] = c
	}
	moved := false
	for seed := range uint64(20) {
		got := Shuffle(cases, seed)
		for i, c := range fixed {
			if got[i] != c {
				t.Errorf("seed %d: got %s at %d, want %s", seed, got[i].ID, i, c.ID)
			}
		}
		moved = moved || ids(got) != ids(cases)
		all := slices.SortedFunc(slices.Values(got), func(a, b *Case) int { return strings.Compare(a.ID, b.ID) })
		want := slices.SortedFunc(slices.Values(cases), func(a, b *Case) int { return strings.Compare(a.ID, b.ID) })
		if ids(all) != ids(want) {
			t.Errorf("seed %d: got %s", seed, ids(all))
		}
	}
	if !moved {
		t.Error("nothing was shuffled")
	}
}

// TestShard: every case is in exactly one of n shards, in the order of the whole;
// the shards are of one size, and the order of the cases does not matter.
func TestShard(t *testing.T) {
	cases := made(50)
	backwards := slices.Clone(cases)
	slices.Reverse(backwards)
	for _, n := range []int{1, 2, 3, 7, 50, 64} {
		seen := map[string]int{}
		for k := 1; k <= n; k++ {
			part := Shard(cases, k, n)
			if len(part) < 50/n || len(part) > 50/n+1 {
				t.Errorf("%d/%d: got %d of 50 cases", k, n, len(part))
			}
			if !slices.IsSortedFunc(part, func(a, b *Case) int { return strings.Compare(a.ID, b.ID) }) {
				t.Errorf("%d/%d: got %s", k, n, ids(part))
			}
			other := Shard(backwards, k, n)
			slices.Reverse(other)
			if ids(other) != ids(part) {
				t.Errorf("%d/%d: got %s, and of the cases in another order %s", k, n, ids(part), ids(other))
			}
			for _, c := range part {
				seen[c.ID]++
			}
		}
		for _, c := range cases {
			if seen[c.ID] != 1 {
				t.Errorf("n=%d: %s is in %d shards", n, c.ID, seen[c.ID])
			}
		}
	}
	if got := ids(Shard(made(12), 2, 3)); got != "s/t/001 s/t/002 s/t/004 s/t/007" {
		t.Errorf("got %s", got)
	}
}
