package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"httpkit/internal/fixtures"
	"httpkit/internal/report"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	targets "httpkit/internal/target"
)

const testLong = `Test plays cases against a server and tells, byte for byte, what was wanted and
what came.

The server is named by --target: host:port, :8888, http://host:port/path,
https://host, or unix:/path. Or the first word is reference:PERSONA: then httpkit
starts the embedded server of a tutorial, tests it and stops it.

The other words choose the cases: a suite (seeds), a topic (seeds/hello), a case
(seeds/hello/get-bare), or a file or folder of your own. Without any: tutorial, http1
and robust, as far as they are there.

With --update the "<" lines of your own files are written anew where they no longer
hold: what the server sends, with masks that fit kept and new ones for what differs
between two plays. Nothing else in a file changes, and nothing is written that does
not pass. --dry-run shows what would change.`

const testExample = `  httpkit test reference:hello seeds/hello
  httpkit test --target localhost:8888 seeds/hello
  httpkit test --target :8888 mine.txtar -v
  httpkit test --target https://localhost:8443 --insecure --path /index.html ./cases
  httpkit test --dry-run seeds/hello/get-bare
  httpkit test --target :8888 --update mine.txtar`

func newTest(o *options) *cobra.Command {
	var f testFlags
	cmd := &cobra.Command{
		Use:               "test [reference:PERSONA] [SUITE|TOPIC|ID|FILE|DIR]...",
		Short:             "Play cases against a server",
		Long:              testLong,
		Example:           testExample,
		GroupID:           groupTest,
		ValidArgsFunction: completeTest,
		RunE:              func(cmd *cobra.Command, args []string) error { return f.test(cmd, o, args) },
	}
	f.add(cmd)
	return cmd
}

func (f *testFlags) test(cmd *cobra.Command, o *options, args []string) error {
	embedded, args := targetWord(args)
	if err := f.mayUpdate(args); err != nil {
		return err
	}
	sel, err := f.selection()
	if err != nil {
		return err
	}
	cases, err := f.cases(args, sel)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if f.dryRun && !f.update {
		return f.plan(out, painter{o.colored(out)}, cases)
	}
	t, err := f.openTarget(embedded)
	if err != nil {
		return err
	}
	defer t.close()
	opts, err := f.options(t)
	if err != nil {
		return err
	}
	if err := f.contact(cmd.Context(), cases, opts); err != nil {
		return err
	}
	facts, err := f.measure(cmd.Context(), cases, t, &opts)
	if err != nil {
		return err
	}
	opts.Jobs, opts.Lacks, opts.Smuggled = facts.Jobs, facts.Lacks, facts.smuggled()
	if f.update {
		return f.updateCases(cmd.Context(), o, out, cmd.ErrOrStderr(), cases, opts)
	}
	return f.run(cmd.Context(), o, out, cmd.ErrOrStderr(), cases, t, facts, opts)
}

// cases chooses the cases, and refuses those with mistakes before anything is
// sent.
func (f *testFlags) cases(args []string, sel suite.Selection) ([]*suite.Case, error) {
	if len(args) == 0 {
		args = standardSuites()
		if len(args) == 0 {
			return nil, &exitError{status: exitNothing, msg: "no suite is named, and tutorial, http1 and robust are not there yet",
				hint: "name one: " + strings.Join(suiteNames(), ", ") + "\nhttpkit list shows all cases"}
		}
	}
	cases, err := chosen(args, sel)
	if err != nil {
		return nil, err
	}
	if len(cases) == 0 {
		return nil, &exitError{status: exitNothing, msg: "no case matches " + f.narrowed(args),
			hint: "httpkit list " + strings.Join(args, " ") + " shows what there is; slow cases need --slow"}
	}
	f.files = map[string]string{}
	for _, c := range cases {
		if !c.Own {
			f.files[c.ID] = c.File
		}
	}
	return cases, suite.Vet(cases, facts()).Err()
}

// run plays the cases and tells what came of them, also where it was cut short.
func (f *testFlags) run(ctx context.Context, o *options, out, errOut io.Writer, cases []*suite.Case, t *target, facts measured, opts script.Options) error {
	progress := newProgress(errOut, len(cases), f.quiet)
	text := report.NewText(progress.over(out), report.Options{
		Color: o.colored(out), Verbose: f.verbose, Quiet: f.quiet, Strict: f.strict,
		Again: func(id string) string { return f.again(t, id) },
	})
	text.Begin(t.name, facts.why, facts.offers())
	opts.OnResult = func(r *suite.Result) {
		text.Result(r)
		progress.step()
	}
	sum, err := script.Run(ctx, cases, opts)
	progress.clear()
	if sum == nil {
		return err
	}
	sum.Target, sum.Offers = t.name, facts.offers()
	sum.Interrupted = ctx.Err() != nil
	text.Finish(sum)
	if err != nil && ctx.Err() == nil {
		return err
	}
	return exitWith(suite.ExitStatus(sum, f.strict))
}

// contact makes the first exchange of a run of the suites that build on an
// answer, so that a server that gives none is one message and not hundreds.
func (f *testFlags) contact(ctx context.Context, cases []*suite.Case, o script.Options) error {
	if !builds(cases) {
		return nil
	}
	host, path := cmp.Or(o.Host, o.Target.Host), cmp.Or(o.Path, "/")
	err := targets.Contact(ctx, o.Target, o.Dial, host, path, cmp.Or(o.Timeout, 5*time.Second))
	if u, ok := errors.AsType[*targets.Unready](err); ok {
		return &exitError{status: exitUnreached, msg: u.Error(), err: err}
	}
	return err
}

// options turns the flags into those of the engine.
func (f *testFlags) options(t *target) (script.Options, error) {
	dial, err := f.tls.dial()
	if err != nil {
		return script.Options{}, err
	}
	path := f.path
	if path == "" {
		path = t.addr.Path
	}
	return script.Options{
		Target: t.addr, Dial: dial,
		Path: path, Host: f.host, Echo: f.echo, Fields: f.fields,
		Timeout: f.timeout, Patience: f.patience, Pace: f.pace,
		SplitAll: f.split == "all", AllowExec: f.allowExec, FailFast: f.failFast,
		CanRestart: t.embedded != nil,
		KeepPassed: f.verbose,
		Fixture:    fixtures.Read,
	}, nil
}

// again is the command that runs one case once more.
func (f *testFlags) again(t *target, id string) string {
	words := []string{"httpkit", "test"}
	if t.embedded == nil {
		words = append(words, "--target")
	}
	words = append(words, shellWord(t.name))
	if file, theirs := f.files[id]; theirs {
		id = file
	}
	return strings.Join(append(append(words, shellWord(id)), f.flagsAgain()...), " ")
}

// plan is --dry-run: the bytes of each play of each case, nothing sent.
func (f *testFlags) plan(w io.Writer, p painter, cases []*suite.Case) error {
	for i, c := range cases {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s\n", p.line("# "+c.ID+": "+c.Title))
		if err := printLines(w, p, f.planned(c)); err != nil {
			return err
		}
	}
	return nil
}
