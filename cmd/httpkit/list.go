package main

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"httpkit/internal/suite"
)

const listLong = `List prints the cases: id, level, and the sentence that is true of a server that
works. Words narrow it down: a suite, a topic, an id, or a file or folder of your
own cases. "httpkit explain ID" tells all about one.

With --by rfc it prints what RFC 9110 and RFC 9112 demand of an origin server,
section by section: each MUST and SHOULD with the cases that are about it, or why
no client can see whether it is met. Words narrow that down too: an RFC, a section
or a paragraph (9112, 9112#section-3.2, 9112#section-3.2-6), or cases.`

func newList(o *options) *cobra.Command {
	var by string
	cmd := &cobra.Command{
		Use:               "list [SUITE|TOPIC|ID|FILE|DIR|RFC]...",
		Short:             "List the cases",
		Long:              listLong,
		Example:           "  httpkit list\n  httpkit list seeds/files\n  httpkit list --by topic\n  httpkit list --by rfc 9112#section-3.2",
		GroupID:           groupTest,
		Args:              words(0, -1, ""),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			switch by {
			case "", "topic":
			case "rfc":
				return listByRFC(out, painter{o.colored(out)}, args)
			default:
				return usage("", "--by %s: got %s, want topic or rfc", by, by)
			}
			cases, err := chosen(args, suite.Selection{Slow: true})
			if err != nil {
				return err
			}
			// By id, where test has the order of playing.
			slices.SortStableFunc(cases, func(a, b *suite.Case) int { return strings.Compare(a.ID, b.ID) })
			if by == "topic" {
				return listByTopic(out, painter{o.colored(out)}, cases)
			}
			return listFlat(out, cases)
		},
	}
	cmd.Flags().StringVar(&by, "by", "", "group the cases by this `WORD`: topic or rfc")
	fixedCompletion(cmd, "by", "rfc", "topic")
	return cmd
}

func listFlat(w io.Writer, cases []*suite.Case) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range cases {
		fmt.Fprintf(t, "%s\t%s\t%s\n", c.ID, c.Level, c.Title)
	}
	return t.Flush()
}

// listByTopic prints the cases of each topic below its name.
func listByTopic(w io.Writer, p painter, cases []*suite.Case) error {
	topics := map[string][]*suite.Case{}
	var order []string
	for _, c := range cases {
		g := path.Dir(c.ID)
		if topics[g] == nil {
			order = append(order, g)
		}
		topics[g] = append(topics[g], c)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, g := range order {
		if i > 0 {
			fmt.Fprintln(t)
		}
		fmt.Fprintf(t, "%s: %s\n", p.strong(g), counted(len(topics[g]), "case"))
		for _, c := range topics[g] {
			fmt.Fprintf(t, "  %s\t%s\t%s\n", c.ID, c.Level, c.Title)
		}
	}
	return t.Flush()
}
