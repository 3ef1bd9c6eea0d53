package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// The exit statuses, as DESIGN section 5 names them.
const (
	exitPassed      = 0   // passed, warned or skipped
	exitFailed      = 1   // a case failed or crashed
	exitUsage       = 2   // bad usage, an unreadable case, a fault of the kit
	exitUnreached   = 3   // the target could not be reached or went away
	exitNothing     = 4   // nothing ran, or everything was skipped
	exitInterrupted = 130 // Ctrl-C
)

// exitError is an error with the status that the program ends with. An error
// of another type ends it with exitUsage.
type exitError struct {
	status int
	msg    string // "" where all has been said already
	hint   string // what to do next, on a line of its own; may be empty
	err    error  // what it comes from, or nil
	own    bool   // a session's: Ctrl-C is a key there, and was none that ended it
}

func (e *exitError) Error() string {
	if e.hint == "" {
		return e.msg
	}
	return e.msg + "\n\t" + indent(e.hint)
}

func (e *exitError) Unwrap() error { return e.err }

// status is the exit status that an error ends the program with.
func status(err error) int {
	if err == nil {
		return exitPassed
	}
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.status
	}
	return exitUsage
}

// usage is a mistake in the command line: what is wrong, and what to do next.
func usage(hint, format string, args ...any) error {
	return &exitError{status: exitUsage, hint: hint, msg: fmt.Sprintf(format, args...)}
}

// exitWith ends the program with a status and says nothing more.
func exitWith(status int) error {
	if status == exitPassed {
		return nil
	}
	return &exitError{status: status}
}

// conclude writes err, where there is one, and gives the exit status for it.
func conclude(ctx context.Context, cmd *cobra.Command, err error, stderr io.Writer) int {
	if err == nil {
		return exitPassed
	}
	status := status(err)
	if e, ok := errors.AsType[*exitError](err); ctx.Err() != nil && !(ok && e.own) {
		// Ctrl-C: that some wait was cut short is no news.
		fmt.Fprintf(stderr, "%s: interrupted\n", cmd.CommandPath())
		return exitInterrupted
	}
	if msg := err.Error(); msg != "" {
		fmt.Fprintf(stderr, "%s: %s\n", cmd.CommandPath(), msg)
	}
	return status
}
