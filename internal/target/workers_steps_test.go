package target

import (
	"slices"
	"testing"
)

func TestSteps(t *testing.T) {
	for most, want := range map[int][]int{
		1: {1}, 2: {1, 2}, 5: {1, 2, 3, 4, 5}, 16: {1, 2, 3, 4, 6, 8, 12, 16}, 33: {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 33},
	} {
		if got := steps(most); !slices.Equal(got, want) {
			t.Errorf("%d: got %v, want %v", most, got, want)
		}
	}
}

func TestJobsStayUnderHalf(t *testing.T) {
	for took := 1; took < 100; took++ {
		got := jobs(took)
		if got < 1 || took > 2 && 2*got >= took || took > 2 && 2*(got+1) < took {
			t.Errorf("took %d: got %d", took, got)
		}
	}
}
