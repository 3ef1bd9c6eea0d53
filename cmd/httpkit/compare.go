package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"httpkit/internal/compare"
	"httpkit/internal/report"
	"httpkit/internal/script"
	"httpkit/internal/suite"
)

const compareLong = `Compare sends the same bytes to several servers at the same time and holds what
they do against each other.

Each server is named by --target NAME=ADDR; ADDR is written as for httpkit test, or
is an embedded server: reference, reference:FAULT, reference:PERSONA. Without a name
a server is called by its address. All of them are dialled before anything is sent.

The other words choose the cases, as for httpkit test; without any it is http1 and
robust. A case is played to its end on each server, also behind an answer that is
wrong, and always with the same Host field: that of the first server, or --host.
(--own-host sends each server its own.) Every value of a sweep and every cut is
compared by itself.

What counts is the outcome: "400", "200 200", or how a request ended that was not
answered: "closed", "reset", "silence". Beside it, whether the case fails here and
not there, the version, the fields and the content of what is no error. Differences
that mean nothing are folded: a request refused by 400, by closing or by a reset;
Date, Server, the value of an ETag; the order of fields and the case of their names;
chunks or a length around the same content; reason phrases; error pages. --folds
lists them all. --ignore NAME leaves out more: a field by its name, or fields,
content, version, verdict, outcome.

A case that asks for what a server does not offer (files, /echo) is not played
there, as with httpkit test; --offers and --lacks decide for all servers.

The exit status is 1 where they differ and --same was asked for, 3 where a server is
not there or went away, and 4 where nothing was compared.`

const compareExample = `  httpkit compare --target old=localhost:8080 --target new=localhost:8081
  httpkit compare -t nginx=:8080 -t mine=:8888 http1/framing http1/host
  httpkit compare -t mine=:8888 -t right=reference --ignore content http1
  httpkit compare -t a=:8080 -t b=:8081 -t c=:8082 --report html=compare.html
  httpkit compare -t before=:8080 -t after=:8081 --same -q mine.txtar
  httpkit compare -t reference -t reference:date-missing http1/date`

// compareFlags are the flags of compare.
type compareFlags struct {
	test    testFlags // what both commands share
	targets []string
	ignore  []string
	same    bool
	ownHost bool
	folds   bool
}

func newCompare(o *options) *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:               "compare --target NAME=ADDR --target NAME=ADDR [SUITE|TOPIC|ID|FILE|DIR]...",
		Short:             "Hold what several servers do with the same bytes against each other",
		Long:              compareLong,
		Example:           compareExample,
		GroupID:           groupTest,
		ValidArgsFunction: completeCases,
		RunE:              func(cmd *cobra.Command, args []string) error { return f.compare(cmd, o, args) },
	}
	f.add(cmd)
	return cmd
}

func (f *compareFlags) compare(cmd *cobra.Command, o *options, args []string) (err error) {
	if f.folds {
		return listFolds(cmd.OutOrStdout())
	}
	outlets, err := versusOutlets(f.test.reports)
	if err != nil {
		return err
	}
	ignored, unknown := compare.Ignored(f.ignore)
	if unknown != "" {
		return usage("want the name of a field, or one of outcome, verdict, version, content, fields", "--ignore %s: no such thing", unknown)
	}
	sel, err := f.test.selection()
	if err != nil {
		return err
	}
	words := args
	if len(words) == 0 {
		words = []string{"http1", "robust"}
	}
	cases, err := f.test.cases(words, sel)
	if err != nil {
		return err
	}
	rivals, err := f.open(cmd)
	if err != nil {
		return err
	}
	defer func() {
		for _, r := range rivals {
			r.at.close(cmd)
		}
	}()
	if err := openVersus(outlets); err != nil {
		return err
	}
	defer dropVersus(outlets)
	v, err := f.run(cmd, cases, rivals, ignored)
	if v == nil {
		return err
	}
	v.Words, v.Ignored = words, f.ignore
	if told := f.tell(cmd, o, outlets, v); told != nil {
		return told
	}
	if err != nil {
		return err
	}
	return f.status(v)
}

// status is what the comparison came to.
func (f *compareFlags) status(v *report.Versus) error {
	compared := 0
	for _, r := range v.Rows {
		if r.Word != compare.Apart {
			compared++
		}
	}
	for _, t := range v.Targets {
		if t.Lost != "" {
			return exitWith(exitUnreached)
		}
	}
	switch {
	case f.same && v.Differs():
		return exitWith(exitFailed)
	case compared == 0:
		return exitWith(exitNothing)
	}
	return nil
}

// run plays the cases on all servers at the same time. What there is it gives also
// where it was cut short.
func (f *compareFlags) run(cmd *cobra.Command, cases []*suite.Case, rivals []*rival, ignored func(string) bool) (*report.Versus, error) {
	ctx := cmd.Context()
	v := &report.Versus{Started: time.Now(), Sent: f.sent(rivals), Chosen: len(cases)}
	info, _ := debug.ReadBuildInfo()
	v.Version = versionLine(info)
	if err := f.ask(ctx, cases, rivals); err != nil {
		return nil, err
	}
	for _, r := range rivals {
		v.Targets = append(v.Targets, compare.Target{Name: r.name, Given: r.given, Address: r.opts.Target.Addr, Offers: r.facts.offers()})
	}
	all := compare.New(v.Targets, cases, ignored)
	progress := newProgress(cmd.ErrOrStderr(), len(cases), f.test.quiet)
	inner, stop := context.WithCancel(ctx)
	defer stop()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var bad error
	left := len(rivals)
	for i, r := range rivals {
		r.opts.Through = true
		r.opts.OnPlay = func(p suite.Play) { all.Play(i, p) }
		r.opts.OnResult = func(res *suite.Result) {
			if all.Result(i, res) != nil {
				progress.step()
			}
		}
		wg.Go(func() {
			sum, err := script.Run(inner, cases, r.opts)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case sum == nil && inner.Err() == nil:
				bad = err
				stop()
			case sum != nil && sum.Lost != "":
				v.Targets[i].Lost = "went away: " + sum.Lost
				if left--; left < 2 { // there is nothing left to compare with
					stop()
				}
			}
		})
	}
	wg.Wait()
	progress.clear()
	if bad != nil {
		return nil, bad
	}
	v.Rows, v.Took = all.Rows(), time.Since(v.Started)
	if ctx.Err() != nil {
		v.Ended = "interrupted: what is told is what was played until then"
		return v, &exitError{status: exitInterrupted, msg: "interrupted"}
	}
	return v, nil
}

// sent says what Host field and path all servers are sent.
func (f *compareFlags) sent(rivals []*rival) string {
	path := rivals[0].opts.Path
	if path == "" {
		path = "/"
	}
	if f.ownHost {
		return "path " + path + ", and each its own Host"
	}
	return fmt.Sprintf("Host %s and path %s to each", rivals[0].opts.Host, path)
}

// ask makes the first exchange with each server and probes what the cases need.
func (f *compareFlags) ask(ctx context.Context, cases []*suite.Case, rivals []*rival) error {
	errs := make([]error, len(rivals))
	var wg sync.WaitGroup
	for i, r := range rivals {
		wg.Go(func() { r.facts, errs[i] = r.flags.ask(ctx, cases, r.at, &r.opts) })
	}
	wg.Wait()
	for i, err := range errs {
		if err == nil {
			continue
		}
		if e, ok := errors.AsType[*exitError](err); ok && e.status == exitUnreached {
			return &exitError{status: exitUnreached, msg: rivals[i].name + ": " + strings.TrimPrefix(e.msg, rivals[i].name+": "), hint: e.hint, err: err}
		}
		return err
	}
	return nil
}
