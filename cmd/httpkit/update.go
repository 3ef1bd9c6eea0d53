package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"httpkit/internal/golden"
	"httpkit/internal/script"
	"httpkit/internal/suite"
)

// notWithUpdate are the flags that ask for something else than what --update does.
var notWithUpdate = []string{"split", "strict", "fail-fast", "report", "baseline", "update-baseline",
	"failed", "shuffle", "repeat", "retries", "watch", "watch-path", "keep-going"}

// mayUpdate refuses, before anything is sent, what --update can't do.
func (f *testFlags) mayUpdate(args []string) error {
	if !f.update {
		return nil
	}
	for _, name := range notWithUpdate {
		if flag := f.set.Lookup(name); flag != nil && flag.Changed {
			return usage("update first, then run the cases", "--update and --%s: one of the two", name)
		}
	}
	const hint = "httpkit test --target ADDR --update mine.txtar; httpkit send ADDR ... --save mine.txtar writes one to begin with"
	if len(args) == 0 {
		return usage(hint, "--update: no file or folder of yours is named")
	}
	ours, err := embeddedCases()
	if err != nil {
		return err
	}
	for _, arg := range args {
		if selects(arg, ours) {
			return usage("it rewrites files and folders of yours; if there is one of this name, write ./"+arg,
				"--update %s: these cases are httpkit's own", arg)
		}
	}
	return nil
}

// updateCases rewrites the "<" lines of the cases, and tells what changed.
func (f *testFlags) updateCases(ctx context.Context, o *options, out, errOut io.Writer, cases []*suite.Case, opts script.Options) error {
	var p *progress
	res, err := golden.Update(ctx, cases, golden.Options{
		Play: opts,
		Begin: func(cases int) {
			if p != nil {
				p.clear()
			}
			p = newProgress(errOut, cases, f.quiet)
		},
		Step: func() { p.step() },
	})
	if p != nil {
		p.clear()
	}
	if err != nil {
		return err
	}
	t := updateTeller{w: out, paint: painter{o.colored(out)}, f: f}
	for _, file := range res.Files {
		if file.State == golden.Updated && !f.dryRun {
			if err := file.Write(); err != nil {
				file.State, file.Why = golden.Refused, err
			}
		}
		t.file(file)
	}
	t.summary()
	switch {
	case res.Lost != "":
		return &exitError{status: exitUnreached, msg: res.Lost}
	case t.count[golden.Refused] > 0:
		return exitWith(exitFailed)
	}
	return nil
}

// updateTeller tells what became of the files.
type updateTeller struct {
	w     io.Writer
	paint painter
	f     *testFlags
	count [golden.Skipped + 1]int
}

func (t *updateTeller) file(f *golden.File) {
	t.count[f.State]++
	name := f.Case.File
	switch {
	case f.State == golden.Updated && (!t.f.quiet || t.f.dryRun):
		for line := range strings.Lines(unified(name, f.Old, f.New)) {
			fmt.Fprintln(t.w, t.paint.changed(strings.TrimSuffix(line, "\n")))
		}
	case f.State == golden.Refused:
		fmt.Fprintf(t.w, "%s  %s\n", t.paint.bad("refused"), indentMore(f.Why.Error()))
	case f.State == golden.Skipped && !t.f.quiet:
		fmt.Fprintf(t.w, "skipped  %s: %v\n", name, f.Why)
	case t.f.verbose && f.State == golden.Unchanged:
		fmt.Fprintf(t.w, "unchanged  %s\n", name)
	case t.f.verbose && f.State == golden.NoLines:
		fmt.Fprintf(t.w, "no < lines  %s\n", name)
	}
}

// unified is the difference of two texts of a file, whose line ends are not shown.
func unified(name string, before, after []byte) string {
	lf := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
	_, body, _ := strings.Cut(string(diff.Diff(name, lf(before), name, lf(after))), "\n")
	return body
}

// indentMore puts the lines behind the first one under it.
func indentMore(s string) string {
	lines := strings.Split(s, "\n")
	for i := 1; i < len(lines); i++ {
		lines[i] = "         " + strings.TrimLeft(lines[i], "\t ")
	}
	return strings.Join(lines, "\n")
}

// summary is the last line: "2 files updated, 1 refused, 5 unchanged".
func (t *updateTeller) summary() {
	done := "updated"
	if t.f.dryRun {
		done = "would be updated"
	}
	parts := []string{fmt.Sprintf("%d %s %s", t.count[golden.Updated], plural(t.count[golden.Updated], "file"), done)}
	for _, s := range []struct {
		state golden.State
		words string
	}{{golden.Refused, "refused"}, {golden.Unchanged, "unchanged"}, {golden.NoLines, "without < lines"}, {golden.Skipped, "skipped"}} {
		if n := t.count[s.state]; n > 0 || slices.Contains([]golden.State{golden.Refused, golden.Unchanged}, s.state) {
			parts = append(parts, fmt.Sprintf("%d %s", n, s.words))
		}
	}
	fmt.Fprintln(t.w, strings.Join(parts, ", "))
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
