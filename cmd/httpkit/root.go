package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// The groups of commands in the help text.
const (
	groupTest  = "test"
	groupTalk  = "talk"
	groupCases = "cases"
)

const rootLong = `httpkit answers one question about any HTTP/1.x server: does it say the right
bytes back?

It plays text cases against a server and shows, byte for byte, what was wanted
and what came. It sends exactly the bytes you write and shows exactly the bytes
that come back. And it is a server itself, one that behaves like those of five
tutorials, faults and all.

Exit status: 0 all passed, warned or were skipped; 1 a case failed; 2 the command
line or a case can't be used; 3 the server could not be reached; 4 nothing ran;
130 interrupted.`

const rootExample = `  # how far has your server come, and what is its next step?
  httpkit test --target localhost:8888

  # play the first tutorial's cases against its embedded server
  httpkit test reference:hello seeds/hello

  # the same against your own server
  httpkit test --target localhost:8888 seeds/hello

  # say exact bytes to a server
  httpkit send localhost:8888 'GET / HTTP/1.1\r\n' 'Host: localhost\r\n' '\r\n'

  # be the tutorial's server, and log what is said
  httpkit serve --as hello`

// options are the flags that all commands share.
type options struct {
	color string
}

// newRoot puts the whole command line together. Each call gives a fresh one.
func newRoot() *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:               "httpkit",
		Short:             "A conformance test kit for HTTP/1.x servers",
		Long:              rootLong,
		Example:           rootExample,
		SilenceErrors:     true,
		SilenceUsage:      true,
		DisableAutoGenTag: true,
		PersistentPreRunE: func(*cobra.Command, []string) error { return o.check() },
		Args:              noCommand,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	root.SuggestionsMinimumDistance = 2
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().StringVar(&o.color, "color", "auto",
		"use colours `WHEN`: auto (on a terminal, unless NO_COLOR is set), always, never")
	fixedCompletion(root, "color", "auto", "always", "never")
	root.AddGroup(
		&cobra.Group{ID: groupTest, Title: "Test a server:"},
		&cobra.Group{ID: groupTalk, Title: "Talk and listen:"},
		&cobra.Group{ID: groupCases, Title: "Read and write cases:"},
	)
	root.AddCommand(
		newTest(&o), newCompare(&o), newList(&o), newExplain(&o),
		newSend(&o), newServe(&o),
		newRecord(&o),
		newNew(), newFmt(), newVet(), newLint(), newFixtures(),
		newVersion(), newDocs(),
	)
	return root
}

// noCommand is called where the first word names no command.
func noCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "httpkit --help lists the commands"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean: httpkit " + strings.Join(near, ", httpkit ")
	}
	return usage(hint, "%s: no such command", args[0])
}

// flagError says where the flags are described.
func flagError(cmd *cobra.Command, err error) error {
	hint := cmd.CommandPath() + " --help lists the flags"
	return &exitError{status: exitUsage, msg: err.Error(), hint: hint, err: err}
}

// words is a cobra check of the number of arguments that says what they are
// for. max below 0 sets no bound.
func words(min, max int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		hint := "usage: " + cmd.UseLine()
		switch {
		case len(args) < min:
			return usage(hint, "%s is missing", what)
		case max == 0 && len(args) > 0:
			return usage(hint, "%s: takes no arguments", args[0])
		case max >= 0 && len(args) > max:
			return usage(hint, "%s: one argument too many", args[max])
		}
		return nil
	}
}

// indent puts the further lines of a hint below its first one.
func indent(s string) string { return strings.ReplaceAll(s, "\n", "\n\t") }

// check refuses values that the flags' own types let through.
func (o *options) check() error {
	switch o.color {
	case "auto", "always", "never":
		return nil
	}
	return usage("", "--color %s: got %s, want auto, always or never", o.color, o.color)
}
