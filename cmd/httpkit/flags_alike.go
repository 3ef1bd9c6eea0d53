package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"httpkit/internal/suite"
)

// What follows are flags that test and compare have alike, in groups, as each command
// has its own order of them.

// addChoice adds what narrows down the cases.
func (f *testFlags) addChoice(fl *pflag.FlagSet) {
	fl.StringVar(&f.runRe, "run", "", "only cases whose id matches this `REGEXP`")
	fl.StringVar(&f.skipRe, "skip", "", "no case whose id matches this `REGEXP`")
	fl.StringSliceVar(&f.levels, "level", nil, "only these `LEVELS`: MUST, SHOULD, MAY, security, robust")
	fl.BoolVar(&f.slow, "slow", false, "also cases that take seconds")
}

// addContracts adds where the server keeps its part of a contract.
func (f *testFlags) addContracts(fl *pflag.FlagSet) {
	fl.StringVar(&f.echo, "echo", "/echo", "the `PATH` that answers a POST with what it was sent")
	fl.StringVar(&f.fields, "fields", "/fields", "the `PATH` that answers with the field lines it received")
}

// addTimes adds how long is waited.
func (f *testFlags) addTimes(fl *pflag.FlagSet) {
	fl.DurationVar(&f.timeout, "timeout", 0, "how long to wait for an answer, since the last byte (default: 5s, less for a fast server)")
	fl.Float64Var(&f.patience, "patience", 1, "multiply by `F` the time after which silence counts as silence")
	fl.Float64Var(&f.pace, "pace", 1, "multiply by `F` every duration written in a case")
}

// completeAlike offers the words of such flags, the texts of which may differ.
func completeAlike(cmd *cobra.Command) {
	fixedCompletion(cmd, "level", levelNames()...)
	fixedCompletion(cmd, "offers", suite.CapabilityNames()...)
	fixedCompletion(cmd, "lacks", suite.CapabilityNames()...)
	fixedCompletion(cmd, "jobs", "auto", "1", "4", "16")
}
