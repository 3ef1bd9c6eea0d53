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
	"httpkit/internal/script"
	"httpkit/internal/suite"
	targets "httpkit/internal/target"
)

const testLong = `Test plays cases against a server and tells, byte for byte, what was wanted and
what came.

The server is named by --target: host:port, :8888, http://host:port/path,
https://host, or unix:/path. Or the first word is reference:PERSONA: then httpkit
starts the embedded server of a tutorial, tests it and stops it; reference:FAULT is
the strict server with that fault, and a warning is a failure there.

Or --start runs your own server. {port} in the command, or $PORT, is a free port, and
{docroot} a folder with the files of httpkit fixtures; a port of its own is named with
--target, or found. The server is watched: a case that it dies of is told as a crash,
with how it ended and what it wrote last, and it is started again. In the end it is
stopped, whatever happens.

The other words choose the cases: a suite (seeds), a topic (seeds/hello), a case
(seeds/hello/get-bare), or a file or folder of your own. Without any it is the
tutorial, and where all of its stages hold, http1 and robust.

The tutorial is a ladder: its stages are played one at a time and without any
probing, in the order in which a server grows, up to the first that is open.
--keep-going plays them all, and what follows them. A server that is not to serve
files, or has no /echo and /fields, climbs it with --lacks files,echo,fields.

--report tells the run in other forms too, each in a file of its own: html, json,
junit, md, tap, text, and github, which comes by itself under GitHub Actions. One of
them may do without a file: it then takes the place of the text on stdout. They are
written whatever happens, also when the server dies or you press Ctrl-C.

With --update the "<" lines of your own files are written anew where they no longer
hold: what the server sends, with masks that fit kept and new ones for what differs
between two plays. Nothing else in a file changes, and nothing is written that does
not pass. --dry-run shows what would change.`

const testExample = `  httpkit test --target localhost:8888
  httpkit test --target localhost:8888 http1 robust
  httpkit test reference:hello seeds/hello
  httpkit test --target localhost:8888 seeds/hello
  httpkit test --target :8888 mine.txtar -v
  httpkit test --target https://localhost:8443 --insecure --path /index.html ./cases
  httpkit test --target :8888 --report junit=junit.xml,html=report.html
  httpkit test --target :8888 --report json | jq '.summary.counts'
  httpkit test --target :8888 --failed
  httpkit test --target :8888 --baseline known.txt --retries 2
  httpkit test --target :8888 mine --watch --watch-path src
  httpkit test --start 'python3 server.py {port}'
  httpkit test --start './server --port {port} --root {docroot}' http1
  httpkit test --start 'npm start' --ready /health --ready-timeout 1m http1
  httpkit test --start 'make run' --target :8888 --ready 'log:listening on' --restart each
  httpkit test --target :8888 --update mine.txtar
  httpkit test --dry-run seeds/hello/get-bare`

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

func (f *testFlags) test(cmd *cobra.Command, o *options, args []string) (err error) {
	embedded, args := targetWord(args)
	f.strict = f.strict || faulty(embedded)
	if err := f.mayUpdate(args); err != nil {
		return err
	}
	if f.told, err = f.openReports(cmd, o); err != nil {
		return err
	}
	f.told.target = embedded
	f.told.finished = f.told.finished || f.update // that is no run
	defer func() { err = f.told.close(cmd.Context(), err) }()
	sel, err := f.selection()
	if err != nil {
		return err
	}
	if f.runs.watch {
		return f.watchFiles(cmd, o, embedded, args, sel)
	}
	cases, err := f.pick(embedded, args, sel, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	f.told.on(cases)
	if f.dryRun && !f.update {
		out := cmd.OutOrStdout()
		return f.plan(out, painter{o.colored(out)}, cases)
	}
	t, err := f.openTarget(cmd.Context(), embedded)
	if err != nil {
		return err
	}
	defer t.close(cmd)
	f.told.opened = t
	return f.once(cmd.Context(), cmd, cases, t)
}

// once plays the cases one time; --watch does so again and again.
func (f *testFlags) once(ctx context.Context, cmd *cobra.Command, cases []*suite.Case, t *target) error {
	opts, err := f.options(t)
	if err != nil {
		return err
	}
	f.runs.options(&opts)
	var facts measured
	if stages, _ := suite.Staged(cases); len(stages) == 0 || f.update { // else they come first, and may be all that is played
		if facts, err = f.ask(ctx, cases, t, &opts); err != nil {
			return err
		}
	}
	if f.update {
		return f.updateCases(ctx, f.told.o, cmd.OutOrStdout(), cmd.ErrOrStderr(), cases, opts)
	}
	return f.run(ctx, cmd.ErrOrStderr(), cases, t, facts, opts)
}

// cases chooses the cases, and refuses those with mistakes before anything is
// sent.
func (f *testFlags) cases(args []string, sel suite.Selection) ([]*suite.Case, error) {
	f.words = args
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
	stages, rest := suite.Staged(cases)
	return append(stages, rest...), suite.Vet(cases, facts()).Err()
}

// run plays the cases and tells what came of them, also where it was cut short.
func (f *testFlags) run(ctx context.Context, errOut io.Writer, cases []*suite.Case, t *target, facts measured, opts script.Options) error {
	progress := newProgress(errOut, len(cases), f.quiet)
	f.told.begin(progress, t, facts, &opts)
	opts.OnResult = func(r *suite.Result) {
		f.runs.base.Settle(r)
		f.told.result(r)
		progress.result(r)
	}
	sum, err := f.play(ctx, cases, t, &facts, opts)
	progress.clear()
	if sum == nil {
		return err
	}
	sum.Target, sum.Offers = t.name, facts.offers()
	sum.Interrupted, sum.Started = ctx.Err() != nil, f.start.command
	f.told.finish(sum)
	status, endErr := f.runs.end(errOut, sum)
	if err != nil && ctx.Err() == nil {
		return err
	}
	return cmp.Or(endErr, exitWith(status))
}

// ask makes the first exchange and probes what the cases need, and turns what is
// found into options of the engine.
func (f *testFlags) ask(ctx context.Context, cases []*suite.Case, t *target, opts *script.Options) (measured, error) {
	if err := t.told(ctx, func() error { return f.contact(ctx, cases, *opts) }); err != nil {
		return measured{}, err
	}
	facts, err := f.measure(ctx, cases, t, opts)
	opts.Jobs, opts.Lacks, opts.Smuggled = facts.Jobs, facts.Lacks, facts.smuggled()
	opts.Asks = builds(cases) // then contact was answered
	return facts, err
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
		KeepPassed: f.verbose, Tell: f.told.tell(),
		Fixture: fixtures.Read,
		Keeper:  t.keeper(), Restart: f.start.when(),
	}, nil
}

// again is the command that runs one case once more.
func (f *testFlags) again(t *target, id string) string {
	return f.command(t, f.named(id))
}

// named is how a case is named on the command line: a user's by its file.
func (f *testFlags) named(id string) string {
	if file, theirs := f.files[id]; theirs {
		return file
	}
	return id
}

// plan is --dry-run: the bytes of each play of each case, nothing sent.
func (f *testFlags) plan(w io.Writer, p painter, cases []*suite.Case) error {
	if seed := f.runs.order; seed != nil {
		fmt.Fprintf(w, "%s\n\n", p.line(fmt.Sprintf("# shuffled; --shuffle=%d gives this order again", *seed)))
	}
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
