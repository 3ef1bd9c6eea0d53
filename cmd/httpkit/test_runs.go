package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"httpkit/internal/report"
	"httpkit/internal/script"
	"httpkit/internal/suite"
)

// runFlags are the flags of test that say which cases are run, in which order and
// how often, and what is known of them.
type runFlags struct {
	baseline        string
	updateBaseline  bool
	failed          bool
	shard           shardFlag
	shuffle         seedFlag
	repeat, retries int
	watch           bool
	watchPaths      []string

	// restart, where the server under test is ours to restart, does so: it is called
	// when a --watch-path has changed, before the cases are played again.
	restart func(context.Context) error

	strict    bool            // as --strict says
	base      *suite.Baseline // nil without --baseline
	last      *lastFailed     // of --failed, as it was when the command began
	elsewhere []*suite.Case   // that other shards play
	order     *uint64         // the seed of this run, nil where it is not shuffled
	target    string          // under which failures are remembered
}

func (r *runFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&r.failed, "failed", false, "only cases that failed when they were last played here on this server")
	fl.StringVar(&r.baseline, "baseline", "", "`FILE` lists cases that are known not to pass: a line a case, its id, # and a reason")
	fl.BoolVar(&r.updateBaseline, "update-baseline", false, "write into that file what does not pass now, and take out what does")
	fl.Var(&r.shard, "shard", "only part `K/N` of the cases; each case is in one of the N parts")
	fl.Var(&r.shuffle, "shuffle", "play the cases in another order, that of a seed or a new one")
	fl.Lookup("shuffle").NoOptDefVal = newSeed
	fl.IntVar(&r.repeat, "repeat", 1, "run each case `N` times, and tell how often it failed")
	fl.IntVar(&r.retries, "retries", 0, "run a case that fails again by itself, up to `N` times: if it then passes it is flaky, and fails nothing")
	fl.BoolVar(&r.watch, "watch", false, "run again whenever a case file changes that was named, until Ctrl-C")
	fl.StringArrayVar(&r.watchPaths, "watch-path", nil, "with --watch: also when this file changes, or one below this folder, `PATH` (repeatable)")
	fileCompletion(cmd, "baseline")
	fileCompletion(cmd, "watch-path")
	fixedCompletion(cmd, "shard", "1/2", "2/2")
}

// check refuses values and flags that do not go together.
func (r *runFlags) check() error {
	switch {
	case r.repeat < 1:
		return usage("", "--repeat %d: want 1 or more", r.repeat)
	case r.retries < 0:
		return usage("", "--retries %d: want 0 or more", r.retries)
	case r.repeat > 1 && r.retries > 0:
		return usage("leave one of them out", "--repeat tells how often a case fails, --retries wants it to pass once")
	case r.updateBaseline && r.baseline == "":
		return usage("--baseline FILE --update-baseline", "--update-baseline: which file?")
	case r.updateBaseline && r.shard.n > 1:
		return usage("leave --shard out", "--update-baseline with --shard: a part does not see all that a case fails of")
	case r.updateBaseline && r.watch:
		return usage("leave --watch out", "--update-baseline with --watch: the file would follow every change")
	case len(r.watchPaths) > 0 && !r.watch:
		return usage("", "--watch-path without --watch: nothing is watched")
	}
	return nil
}

// options hands the flags to the engine.
func (r *runFlags) options(o *script.Options) {
	o.Repeat, o.Retries, o.Strict = r.repeat, r.retries, r.strict
	o.Known = r.base.Known
	o.InOrder = r.order != nil
	o.Elsewhere = r.elsewhere
}

// begin says what else will be wanted to play this run again. What is said here and
// by end goes to stderr: stdout may be a report for a program.
func (r *runFlags) begin(w io.Writer, text *report.Text) {
	if r.order != nil {
		fmt.Fprintf(w, "shuffled; --shuffle=%d gives this order again\n", *r.order)
		text.Mix()
	}
}

// end keeps what came of the run for the next one, and gives the exit status.
func (r *runFlags) end(w io.Writer, sum *suite.Summary) (int, error) {
	r.remember(sum.Results)
	updated, err := r.writeBaseline(w, sum)
	if err != nil {
		return 0, err
	}
	status := suite.ExitStatus(sum, r.strict && !updated)
	if len(sum.Results) == 0 && status == suite.ExitNothing {
		status = suite.ExitPassed // no case fell into this shard
	}
	return status, nil
}

// newSeed stands for --shuffle without a seed; the help shows it: --shuffle[=SEED].
const newSeed = "SEED"

// seedFlag is --shuffle[=SEED].
type seedFlag struct {
	given bool
	seed  *uint64 // nil: a new one
}

func (s *seedFlag) Set(v string) error {
	s.given, s.seed = true, nil
	if v == newSeed {
		return nil
	}
	n, err := strconv.ParseUint(v, 10, 64)
	if err != nil {
		return fmt.Errorf("a seed is a whole number from 0")
	}
	s.seed = &n
	return nil
}

func (s *seedFlag) String() string {
	if s.seed == nil {
		return ""
	}
	return strconv.FormatUint(*s.seed, 10)
}

// Type is empty, so that the help shows no word for the value twice.
func (s *seedFlag) Type() string { return "" }

// pick gives the seed of a run.
func (s *seedFlag) pick() *uint64 {
	if s.seed != nil {
		return s.seed
	}
	n := uint64(rand.Uint32())
	return &n
}

// shardFlag is --shard K/N. The zero value is the whole.
type shardFlag struct{ k, n int }

func (s *shardFlag) Set(v string) error {
	a, b, ok := strings.Cut(v, "/")
	k, err := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if !ok || err != nil || err2 != nil || k < 1 || k > n {
		return fmt.Errorf("want K/N, part K of N: 1/4 to 4/4")
	}
	s.k, s.n = k, n
	return nil
}

func (s *shardFlag) String() string {
	if s.n == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.k, s.n)
}

func (s *shardFlag) Type() string { return "string" }
