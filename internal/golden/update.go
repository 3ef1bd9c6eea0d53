package golden

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// State is what became of a file.
type State uint8

// The states.
const (
	Unchanged State = iota // its lines hold
	Updated                // New has lines that hold
	Refused                // Why says why
	NoLines                // it has no "<" lines that are played
	Skipped                // it was not played, Why says why
)

// File is a case and what became of it.
type File struct {
	Case     *suite.Case
	State    State
	Old, New []byte // New where it is Updated
	Why      error
}

// Options are those of Update.
type Options struct {
	Play script.Options // OnResult and Hear are set here

	// Apart waits between two plays of the same cases, so that what depends on the
	// time differs. nil waits until another second has begun.
	Apart func(context.Context) error
	// Begin is called when a number of cases is about to be played, Step when one
	// has been. Both may be nil.
	Begin func(cases int)
	Step  func()
}

// Result is what became of all files.
type Result struct {
	Files []*File // in the order of the cases
	Lost  string  // why the target could not be reached, or went away; "" where it stayed
}

// Update plays the cases of a user and gives for each that no longer passes a text
// with "<" lines from what came. It is played as it is; where it fails, twice more
// to hear what comes; then with the new lines, which have to hold. Nothing is
// written. The error is the end of ctx, or a script that may not be run.
func Update(ctx context.Context, cases []*suite.Case, o Options) (*Result, error) {
	if o.Apart == nil {
		o.Apart = otherSecond
	}
	if o.Begin == nil {
		o.Begin = func(int) {}
	}
	if o.Step == nil {
		o.Step = func() {}
	}
	u := &updater{o: o, res: &Result{}, book: &Book{}}
	var open []*File
	for _, c := range cases {
		f := &File{Case: c}
		u.res.Files = append(u.res.Files, f)
		var err error
		switch f.Old, err = os.ReadFile(c.File); {
		case err != nil:
			f.refuse(err)
		case !hasLines(c):
			f.State = NoLines
		default:
			open = append(open, f)
		}
	}
	return u.res, u.update(ctx, open)
}

// otherSecond waits until the clock shows another second.
func otherSecond(ctx context.Context) error {
	now := time.Now()
	t := time.NewTimer(time.Until(now.Truncate(time.Second).Add(time.Second)))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// hasLines reports whether a transcript that is played has "<" lines.
func hasLines(c *suite.Case) bool {
	for _, name := range c.Played() {
		for _, l := range c.Section(name).Lines {
			if l.Kind == wire.Expected {
				return true
			}
		}
	}
	return false
}

func (f *File) refuse(why error) { f.State, f.Why = Refused, why }

type updater struct {
	o    Options
	res  *Result
	book *Book
}

// maxTries is how often new lines are tried: where they don't hold, something
// differs that the plays before did not show.
const maxTries = 3

func (u *updater) update(ctx context.Context, open []*File) error {
	open, err := u.play(ctx, open, (*File).current, false, (*File).asItIs)
	if err != nil || len(open) == 0 {
		return err
	}
	if open, err = u.hear(ctx, open); err != nil || len(open) == 0 {
		return err
	}
	for try := 1; ; try++ {
		if err := u.o.Apart(ctx); err != nil {
			return err
		}
		if open, err = u.hear(ctx, open); err != nil || len(open) == 0 {
			return err
		}
		open, err = u.play(ctx, u.rewrite(open), (*File).rewritten, false, (*File).asRewritten)
		if err != nil || len(open) == 0 {
			return err
		}
		if try == maxTries {
			for _, f := range open {
				f.State = Refused
			}
			return nil
		}
	}
}

// rewrite makes the new text of each file.
func (u *updater) rewrite(files []*File) []*File {
	var open []*File
	for _, f := range files {
		text, err := u.book.Rewrite(f.Case, f.Old)
		if err != nil {
			f.refuse(err)
			continue
		}
		f.New = text
		open = append(open, f)
	}
	return open
}

// current and rewritten are the case as it is played: without a level, so that a
// line that does not hold is a failure at any, and without rules to answer for.
func (f *File) current() *suite.Case { return bare(f.Case) }

func (f *File) rewritten() *suite.Case {
	c, err := suite.Parse(f.Case.ID, f.Case.File, f.New, false)
	if err != nil {
		return f.current() // Rewrite has read it already
	}
	c.Dir = f.Case.Dir
	return bare(c)
}

func bare(c *suite.Case) *suite.Case {
	b := *c
	b.Level, b.Owns = "", nil
	return &b
}

// hear plays the files to hear what comes, and gives those that came to their end.
func (u *updater) hear(ctx context.Context, files []*File) ([]*File, error) {
	return u.play(ctx, files, (*File).current, true, (*File).asHeard)
}

// play plays the files, and gives those that are not done by what settle says.
func (u *updater) play(ctx context.Context, files []*File, as func(*File) *suite.Case, hear bool, settle func(*File, *suite.Result) bool) ([]*File, error) {
	o := u.o.Play
	o.Used = true // by the plays before, or to find out what it offers
	o.OnResult = func(*suite.Result) { u.o.Step() }
	if hear {
		o.Hear = u.book.Hear
	}
	of := map[*suite.Case]*File{}
	var cases []*suite.Case
	for _, f := range files {
		c := as(f)
		of[c] = f
		cases = append(cases, c)
	}
	if len(cases) == 0 {
		return nil, nil
	}
	u.o.Begin(len(cases))
	sum, err := script.Run(ctx, cases, o)
	if err != nil {
		return nil, err
	}
	if u.res.Lost == "" {
		u.res.Lost = sum.Lost
	}
	var open []*File
	for _, r := range sum.Results {
		f := of[r.Case]
		switch r.Verdict {
		case suite.Crash, suite.Error, suite.NotRun:
			f.refuse(blame(r))
		case suite.Skip:
			f.State, f.Why = Skipped, errors.New(strings.TrimSpace(r.Reason))
		default:
			if settle(f, r) {
				open = append(open, f)
			}
		}
	}
	return open, nil
}
