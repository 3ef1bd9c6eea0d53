package main

import (
	"context"
	"errors"
	"fmt"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// exchange is what send did: a transcript for each section, and how it went.
type exchange struct {
	played []*wire.Transcript
	silent bool  // an answer was still awaited when the time was over
	err    error // a line that is judged did not hold, or something went wrong
}

// play plays the sections of c, each on fresh connections, until one does not hold.
func (f *sendFlags) play(ctx context.Context, c *suite.Case, addr client.Address, dial client.Options) *exchange {
	x := &exchange{}
	file := func(name string) ([]byte, error) { return c.ReadFile(name, fixtures.Read) }
	opts := script.Options{
		Target: addr, Dial: dial, Timeout: f.timeout, Fixture: fixtures.Read,
		Path: f.path, Host: f.host, Echo: f.echo, Fields: f.flds,
	}
	for _, s := range c.Sections {
		p, err := script.Play(ctx, s, f.wait, file, opts)
		if p != nil && p.Transcript != nil {
			x.played = append(x.played, p.Transcript)
			x.silent = x.silent || p.Unfinished
		}
		if err != nil {
			x.err = playError(ctx, err)
			return x
		}
		if p.Verdict != suite.Pass {
			x.err = &exitError{status: verdictStatus(p.Verdict), msg: fmt.Sprintf("%s: %s", p.Pos, p.Reason)}
			return x
		}
	}
	return x
}

// verdictStatus is the exit status for a verdict on lines that were judged.
func verdictStatus(w suite.Word) int {
	if w == suite.Fail || w == suite.Crash {
		return exitFailed
	}
	return exitPassed
}

// happened reports whether there was an exchange worth keeping.
func (x *exchange) happened() bool {
	for _, t := range x.played {
		for _, r := range t.Records {
			if r.Kind == wire.DidConnect {
				return true
			}
		}
	}
	return false
}

// playError gives an error of a play its exit status.
func playError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &exitError{status: exitInterrupted, err: err}
	}
	if e, ok := errors.AsType[*client.DialError](err); ok {
		return unreached(e)
	}
	return err
}

// unreached is the error for an address where nobody answers.
func unreached(e *client.DialError) error {
	hint := e.Hint
	if e.Kind == client.Refused {
		hint += "\nhttpkit serve --as hello starts one on localhost:8888"
	}
	return &exitError{status: exitUnreached, msg: e.Addr + ": " + e.Why, hint: hint, err: e}
}
