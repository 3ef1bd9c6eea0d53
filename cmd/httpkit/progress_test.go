package main

import (
	"bytes"
	"testing"
	"time"

	"httpkit/internal/suite"
)

// TestProgressCutShort: where a run is cut short, the cases that were not played are
// not counted as done.
func TestProgressCutShort(t *testing.T) {
	var b bytes.Buffer
	p := &progress{w: &b, cases: 12, timer: time.NewTimer(time.Hour)} // as on a terminal
	p.show()
	p.result(&suite.Result{Verdict: suite.Skip})
	p.result(&suite.Result{Verdict: suite.Pass})
	for range 10 {
		p.result(&suite.Result{Verdict: suite.NotRun})
	}
	if got := p.bar.State().CurrentNum; p.done != 2 || got != 2 {
		t.Errorf("got %d cases, and %d in the line, want the 2 that were played", p.done, got)
	}
	p.clear()
	if p.bar != nil {
		t.Error("the line is still there")
	}
}
