package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of httpkit",
		Long:    "Version prints the version of httpkit, of the Go it was built with, and the system.",
		Example: "  httpkit version",
		Args:    words(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			info, _ := debug.ReadBuildInfo()
			_, err := fmt.Fprintln(cmd.OutOrStdout(), versionLine(info))
			return err
		},
	}
}

// versionLine reads the version out of the build, which knows it by itself:
// there is no number to keep up to date here.
func versionLine(info *debug.BuildInfo) string {
	version, rest := "(devel)", ""
	if info != nil {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		var dirty bool
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision" && len(s.Value) >= 12:
				rest = " " + s.Value[:12]
			case s.Key == "vcs.modified":
				dirty = s.Value == "true"
			}
		}
		if dirty && rest != "" {
			rest += " with changes"
		}
	}
	return fmt.Sprintf("httpkit %s%s, %s, %s/%s", version, rest, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
