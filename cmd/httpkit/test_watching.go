package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"httpkit/internal/watch"
	"httpkit/internal/wire"
)

// A server that somebody else restarts is not there for a moment: a run that did
// not reach it after a change is made again, as often and with such breaks.
const (
	comesBackTries = 10
	comesBackAfter = 500 * time.Millisecond
)

// watching is a command that plays again whenever something changes.
type watching struct {
	cmd     *cobra.Command
	w       *watch.Watcher
	named   []string                    // what is watched, as the user named it
	play    func(context.Context) error // one run
	restart func(context.Context) error // of the server under test, nil where it is not ours
	comes   bool                        // the server may be one that somebody restarts
	tty     bool
	paint   painter
}

// loop plays, and waits for the next change, until ctx is over.
func (s *watching) loop(ctx context.Context) error {
	var changed []watch.Change
	tries := 0
	for first := true; ; first = false {
		meanwhile, err := s.run(ctx, changed)
		switch {
		case ctx.Err() != nil:
			return cmp.Or(err, context.Cause(ctx))
		case first && hopeless(err):
			return err
		}
		s.tell(ctx, err)
		changed = meanwhile
		if len(changed) == 0 && tries > 0 && status(err) == exitUnreached {
			tries--
			s.say("perhaps it is being restarted: trying again")
			if changed = s.wait(ctx, comesBackAfter); len(changed) == 0 && ctx.Err() == nil {
				continue
			}
		}
		if len(changed) == 0 {
			s.say("watching " + few(s.named) + "; Ctrl-C ends it")
			changed = s.wait(ctx, 0)
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if tries = 0; s.comes {
			tries = comesBackTries
		}
		s.mark(changed)
	}
}

// run is one run. It gives what changed meanwhile. What the server is made of having
// changed ends the run: its results are those of another server.
func (s *watching) run(ctx context.Context, changed []watch.Change) (meanwhile []watch.Change, err error) {
	inner, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() {
		if s.restart != nil && slices.ContainsFunc(changed, ofServer) {
			if err := s.restart(inner); err != nil {
				done <- err
				return
			}
		}
		done <- s.play(inner)
	}()
	var trouble error
	for {
		select {
		case r := <-s.w.C:
			meanwhile, trouble = append(meanwhile, r.Changes...), errors.Join(trouble, r.Err)
			if slices.ContainsFunc(r.Changes, ofServer) {
				stop()
			}
		case err = <-done:
			s.tell(ctx, trouble)
			if inner.Err() != nil && ctx.Err() == nil {
				err = nil // it was cut short, and says so
			}
			return meanwhile, err
		}
	}
}

func ofServer(c watch.Change) bool { return c.Kind == changedServer }

// hopeless reports whether no change of a file can mend the error, as it is about
// the command line.
func hopeless(err error) bool {
	e, ok := errors.AsType[*exitError](err)
	return ok && e.msg != "" && (e.status == exitUsage || e.status == exitNothing)
}

// tell writes an error as the program does where it ends with it.
func (s *watching) tell(ctx context.Context, err error) {
	conclude(ctx, s.cmd, err, s.cmd.ErrOrStderr())
}

// wait gives the next change; none where ctx is over, or d, if it is not 0.
func (s *watching) wait(ctx context.Context, d time.Duration) []watch.Change {
	var limit <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		limit = t.C
	}
	for {
		select {
		case r := <-s.w.C:
			s.tell(ctx, r.Err)
			if len(r.Changes) > 0 {
				return r.Changes
			}
		case <-limit:
			return nil
		case <-ctx.Done():
			return nil
		}
	}
}

// mark divides one run from the next: on a terminal by an empty screen.
func (s *watching) mark(changed []watch.Change) {
	out := s.cmd.OutOrStdout()
	if s.tty {
		fmt.Fprint(out, "\x1b[H\x1b[2J")
	} else {
		fmt.Fprintln(out)
	}
	var files []string
	for _, c := range changed {
		if !slices.Contains(files, c.File) {
			files = append(files, c.File)
		}
	}
	s.say("changed: " + few(files))
}

func (s *watching) say(text string) {
	fmt.Fprintln(s.cmd.OutOrStdout(), s.paint.faint(text))
}

// few names the first files and counts the rest.
func few(files []string) string {
	const most = 5
	var names []string
	for _, f := range files[:min(most, len(files))] {
		names = append(names, wire.QuoteBytes([]byte(f)))
	}
	s := strings.Join(names, ", ")
	if len(files) > most {
		s += fmt.Sprintf(" and %d more", len(files)-most)
	}
	return s
}
