package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"httpkit/internal/compare"
)

func (f *compareFlags) add(cmd *cobra.Command) {
	fl, t := cmd.Flags(), &f.test
	fl.SortFlags = false
	t.set = fl
	fl.StringArrayVarP(&f.targets, "target", "t", nil, "a server: `NAME=ADDR`, or ADDR alone; ADDR may be reference[:NAME] (repeat it for each)")
	fl.BoolVar(&f.same, "same", false, "exit with 1 where a case differs")
	fl.StringSliceVar(&f.ignore, "ignore", nil, "these `THINGS` are of no interest: names of fields, or fields, content, version, verdict, outcome")
	fl.BoolVar(&f.folds, "folds", false, "list the differences that mean nothing, and stop")
	fl.StringSliceVar(&t.reports, "report", nil, "also tell it as `FORMAT`[=FILE]: "+strings.Join(versusNames(), ", "))
	fl.BoolVarP(&t.verbose, "verbose", "v", false, "list the cases that do not differ too")
	fl.BoolVarP(&t.quiet, "quiet", "q", false, "only the table and the last line")
	t.addChoice(fl)
	fl.StringVar(&t.path, "path", "", "a `PATH` that answers 2xx (default: that of the URLs, else /)")
	t.addContracts(fl)
	fl.StringVar(&t.host, "host", "", "the `VALUE` of the Host field (default: that of the first server)")
	fl.BoolVar(&f.ownHost, "own-host", false, "the Host field is that of each server's own address")
	fl.StringSliceVar(&t.offers, "offers", nil, "these `CAPABILITIES` are offered by all, whatever probing finds")
	fl.StringSliceVar(&t.lacks, "lacks", nil, "these `CAPABILITIES` are offered by none")
	fl.StringVarP(&t.jobs, "jobs", "j", "auto", "how many cases at once on each server: a `NUMBER` or auto")
	t.addTimes(fl)
	fl.BoolVar(&t.allowExec, "allow-exec", false, "cases of your own may run programs")
	t.tls.add(fl)
	keepApart(cmd, loudness)
	// What test has flags for and compare has not.
	t.runs.repeat = 1
	t.start.restart, t.start.ready, t.start.timeout = "crash", "listen", 10*time.Second
	completeAlike(cmd)
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("report", completeVersus))
	var kinds []string
	for _, k := range compare.Kinds() {
		kinds = append(kinds, k.Name)
	}
	fixedCompletion(cmd, "ignore", kinds...)
	fixedCompletion(cmd, "target", "reference")
}

// listFolds writes the table of what is folded, and of what is told.
func listFolds(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "folded, as it means nothing:")
	for _, f := range compare.Folds() {
		fmt.Fprintf(t, "  %s\t%s\n", f.Name, f.Says)
	}
	fmt.Fprintln(t, "told, unless --ignore names it:")
	for _, k := range compare.Kinds() {
		fmt.Fprintf(t, "  %s\t%s\n", k.Name, k.Says)
	}
	return t.Flush()
}
