package main

import "github.com/spf13/cobra"

// contrary are flags that don't go together, each with each other, and why.
type contrary struct {
	flags []string
	why   string
}

// keepApart has cmd refuse them, in our own words. They are marked for cobra too:
// then its completion doesn't offer what would be refused.
func keepApart(cmd *cobra.Command, all []contrary) {
	for _, a := range all {
		cmd.MarkFlagsMutuallyExclusive(a.flags...)
	}
	cmd.PreRunE = func(*cobra.Command, []string) error { // cobra's own check comes after it
		for _, a := range all {
			first := ""
			for _, name := range a.flags {
				switch {
				case !cmd.Flags().Changed(name):
				case first == "":
					first = name
				default:
					return usage("", "--%s and --%s don't go together: %s", first, name, a.why)
				}
			}
		}
		return nil
	}
}

// loudness are the flags of test and compare for more and for less.
var loudness = []contrary{{[]string{"verbose", "quiet"}, "one tells more than usual, the other less"}}
