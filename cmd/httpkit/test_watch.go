package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"httpkit/internal/suite"
	"httpkit/internal/watch"
)

// Where a change comes from: a file that says what is played, or a --watch-path, of
// which the server under test is made.
const (
	changedCase   = "case"
	changedServer = "server"
)

// watchFiles plays the cases, and again on every change, until Ctrl-C. A mistake in
// a case does not end it: it is mended next.
func (f *testFlags) watchFiles(cmd *cobra.Command, o *options, embedded string, args []string, sel suite.Selection) error {
	roots, err := f.watchRoots(embedded, args)
	if err != nil {
		return err
	}
	w, err := watch.New(roots...)
	if err != nil {
		return usage("", "--watch: %v", err)
	}
	defer w.Close()
	t, err := f.openTarget(cmd.Context(), embedded)
	if err != nil {
		return err
	}
	defer t.close(cmd)
	if t.server != nil {
		f.runs.restart = func(ctx context.Context) error {
			if _, err := t.server.Restart(ctx); err != nil {
				return unstarted(ctx, err)
			}
			t.now()
			return nil
		}
	}
	s := &watching{cmd: cmd, w: w, restart: f.runs.restart, comes: embedded == "" && f.runs.restart == nil,
		tty: isTerminal(cmd.OutOrStdout()) && os.Getenv("TERM") != "dumb", paint: painter{o.colored(cmd.OutOrStdout())}}
	for _, r := range roots {
		s.named = append(s.named, r.Path)
	}
	s.play = func(ctx context.Context) error {
		cases, err := f.pick(embedded, args, sel, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		for _, c := range cases {
			for _, file := range c.Beside() {
				w.Add(watch.Root{Path: file, Kind: changedCase}) // where its folder is not there, nor is the file
			}
		}
		f.told.on(cases)
		return f.once(ctx, cmd, cases, t)
	}
	return s.loop(cmd.Context())
}

// watchRoots are what --watch looks at: the files and folders among the words, the
// baseline, and every --watch-path.
func (f *testFlags) watchRoots(embedded string, args []string) ([]watch.Root, error) {
	if f.runs.failed && len(args) == 0 {
		f.runs.target = f.remembered(embedded)
		last, err := f.runs.recall()
		if err != nil {
			return nil, err
		}
		f.runs.last, args = last, last.words()
	}
	ours, err := embeddedCases()
	if err != nil {
		return nil, err
	}
	_, paths, err := sortWords(args, ours)
	if err != nil {
		return nil, err
	}
	var roots []watch.Root
	for _, p := range paths {
		roots = append(roots, watch.Root{Path: filepath.Clean(p), Ext: suite.Ext, Kind: changedCase})
	}
	for _, p := range f.runs.watchPaths {
		if _, err := os.Stat(p); err != nil {
			return nil, usage("", "--watch-path %s: no such file or folder", p)
		}
		roots = append(roots, watch.Root{Path: filepath.Clean(p), Kind: changedServer})
	}
	if len(roots) == 0 {
		return nil, usage("name a case file or folder of yours, or the source of your server: --watch-path src",
			"--watch: nothing to watch; the cases of the suites do not change")
	}
	if f.runs.baseline != "" {
		if _, err := os.Stat(f.runs.baseline); err == nil {
			roots = slices.Insert(roots, 0, watch.Root{Path: f.runs.baseline, Kind: changedCase})
		}
	}
	return roots, nil
}
