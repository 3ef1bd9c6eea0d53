package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"httpkit/internal/fixtures"
)

const fixturesLong = `Fixtures writes httpkit's own small folder of files, for the server under test to
serve: a page with a picture, texts, an empty file, one of 1 MiB, a name with a
space and one with an accent. Cases that need "files" ask for them by name, and
know every byte and the date, Tue, 02 Jan 2024 03:04:05 GMT.

Other files in DIR are left alone. One that has the name of ours and other bytes
stops the command before anything is written.`

func newFixtures() *cobra.Command {
	return &cobra.Command{
		Use:               "fixtures DIR",
		Short:             "Write the files that a server under test serves",
		Long:              fixturesLong,
		Example:           "  httpkit fixtures ./site\n  python3 -m http.server --directory ./site 8888",
		GroupID:           groupCases,
		Args:              words(1, 1, "the folder to write to"),
		ValidArgsFunction: completeFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			lost, err := fixtures.Conflicts(dir)
			if err != nil {
				return usage("", "%s: %v", dir, err)
			}
			if len(lost) > 0 {
				return usage("give another folder, or move these files away",
					"%s: has files of these names with other bytes: %s", dir, strings.Join(lost, ", "))
			}
			if err := fixtures.Write(dir); err != nil {
				return usage("", "%v", err)
			}
			for _, name := range fixtures.Names() {
				data, err := fixtures.Read(name)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%8d  %s/%s\n", len(data), strings.TrimSuffix(dir, "/"), name)
			}
			return nil
		},
	}
}

// completeFolder offers folders.
func completeFolder(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}
