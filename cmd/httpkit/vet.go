package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"httpkit/internal/suite"
)

const vetLong = `Vet reads cases and tells their mistakes, each with file and line and how to mend
it, without a server: what can't be read, lines that can never be played, rules
that can never decide, names that nobody sets, properties without a response to
look at, and more.

Without arguments it reads httpkit's own cases.`

func newVet() *cobra.Command {
	return &cobra.Command{
		Use:     "vet [FILE|DIR...]",
		Short:   "Find mistakes in cases, without a server",
		Long:    vetLong,
		Example: "  httpkit vet mine.txtar\n  httpkit vet ./cases",
		GroupID: groupCases,
		Args:    words(0, -1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			cases, err := vetted(args)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s, no mistakes\n", counted(len(cases), "case"))
			return err
		},
	}
}

// vetted loads and vets the cases of the given files and folders, or else the
// embedded ones.
func vetted(paths []string) ([]*suite.Case, error) {
	var cases []*suite.Case
	var err error
	if len(paths) == 0 {
		cases, err = embeddedCases()
	} else {
		cases, err = suite.LoadPaths(paths)
	}
	if err != nil {
		return nil, err
	}
	return cases, suite.Vet(cases, facts()).Err()
}

// counted gives "1 case", "2 cases".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
