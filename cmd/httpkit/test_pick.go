package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"httpkit/internal/suite"
)

// pick chooses the cases of one run, in the order in which they are played: what
// the words and flags select, of that what failed last, of that a shard, shuffled.
func (f *testFlags) pick(embedded string, args []string, sel suite.Selection, w io.Writer) ([]*suite.Case, error) {
	f.runs.target, f.runs.strict = f.remembered(embedded), f.strict
	if f.runs.shuffle.given && slices.ContainsFunc(args, allDigits) {
		return nil, usage("a seed is given like this: --shuffle="+args[slices.IndexFunc(args, allDigits)],
			"%s: no suite, topic, case, file or folder of this name", args[slices.IndexFunc(args, allDigits)])
	}
	cases, err := f.failures(args, sel)
	if err != nil {
		return nil, err
	}
	if err := f.runs.readBaseline(cases); err != nil {
		return nil, err
	}
	if s := f.runs.shard; s.n > 0 {
		all := cases
		if cases = suite.Shard(all, s.k, s.n); len(cases) == 0 {
			fmt.Fprintf(w, "shard %s is empty: only %s for %s\n", s.String(), counted(len(all), "case"), counted(s.n, "shard"))
		}
		f.runs.elsewhere = slices.DeleteFunc(all, func(c *suite.Case) bool { return slices.Contains(cases, c) })
	}
	f.runs.order = nil
	if f.runs.shuffle.given {
		f.runs.order = f.runs.shuffle.pick()
		cases = suite.Shuffle(cases, *f.runs.order)
	}
	return cases, nil
}

// failures gives the cases that are selected, and with --failed of those only the
// ones that failed last; without a word that is all of them.
func (f *testFlags) failures(args []string, sel suite.Selection) ([]*suite.Case, error) {
	if !f.runs.failed {
		return f.cases(args, sel)
	}
	if f.runs.last == nil {
		last, err := f.runs.recall()
		if err != nil {
			return nil, err
		}
		f.runs.last = last
	}
	sel.Slow = true // they were asked for when they failed
	words := args
	if len(args) == 0 {
		words = f.runs.last.words()
	}
	cases, err := f.cases(words, sel)
	if status(err) == exitNothing || err == nil {
		cases = slices.DeleteFunc(cases, func(c *suite.Case) bool { return !slices.Contains(f.runs.last.Failed, c.ID) })
		if len(cases) == 0 {
			return nil, &exitError{status: exitNothing, msg: strings.TrimSpace(fmt.Sprintf("none of the %s is selected by %s", counted(len(f.runs.last.Failed), "last failure"), strings.TrimSpace(f.narrowed(args)))),
				hint: "httpkit test --failed, without more, plays all of them"}
		}
	}
	if slices.ContainsFunc(cases, (*suite.Case).Slow) {
		f.set.Set("slow", "true") // so that "again:" names it
	}
	return cases, err
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
