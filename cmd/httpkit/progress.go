package main

import (
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"httpkit/internal/suite"
)

// progressAfter is how long a run must last to get a progress line.
const progressAfter = 500 * time.Millisecond

// progress is the line at the bottom of a terminal that tells how far a long run
// is. It is there only while nothing else is being written.
type progress struct {
	w     io.Writer
	cases int
	timer *time.Timer // nil where no line is wanted

	mu   sync.Mutex
	done int                      // cases
	bar  *progressbar.ProgressBar // nil as long as no line is shown
}

// newProgress shows a line on w, if that is a terminal, as soon as the run has
// lasted for a while.
func newProgress(w io.Writer, cases int, quiet bool) *progress {
	p := &progress{w: w, cases: cases}
	if !quiet && isTerminal(w) {
		p.timer = time.AfterFunc(progressAfter, p.show)
	}
	return p
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer == nil { // cleared meanwhile
		return
	}
	p.bar = progressbar.NewOptions(p.cases,
		progressbar.OptionSetWriter(p.w),
		progressbar.OptionSetWidth(20),
		progressbar.OptionShowCount(),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionThrottle(50*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetDescription("playing"),
	)
	p.bar.Set(p.done)
	p.bar.RenderBlank()
}

// result counts a case if it was played: of a run that is cut short the results of
// all others come too, in an instant, and the line would be left at some of them.
func (p *progress) result(r *suite.Result) {
	if r.Verdict != suite.NotRun {
		p.step()
	}
}

// step counts one case that has been played.
func (p *progress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if p.bar != nil {
		p.bar.Set(p.done)
	}
}

// clear takes the line away for good.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
	if p.bar != nil {
		p.bar.Clear()
		p.bar = nil
	}
}

// over gives a writer to w that takes the line away before it writes; the next
// step brings it back.
func (p *progress) over(w io.Writer) io.Writer { return overProgress{p, w} }

type overProgress struct {
	p *progress
	w io.Writer
}

func (o overProgress) Write(b []byte) (int, error) {
	o.p.mu.Lock()
	defer o.p.mu.Unlock()
	if o.p.bar != nil {
		o.p.bar.Clear()
	}
	return o.w.Write(b)
}
