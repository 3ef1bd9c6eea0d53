package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"httpkit/internal/rfc"
	"httpkit/internal/suite"
)

const explainLong = `Explain tells all about one case: the sentence that is true of a server that
works, where the RFC asks for it, why it matters, what to do about it, and the
bytes that are sent and expected. Of a stage of the tutorial it tells more: what to
read in the RFC, and the mistake that is usual in Python, Go, C and Node.`

func newExplain(o *options) *cobra.Command {
	return &cobra.Command{
		Use:               "explain ID",
		Short:             "Tell all about one case",
		Long:              explainLong,
		Example:           "  httpkit explain tutorial/06-line-ends\n  httpkit explain seeds/hello/get-bare",
		GroupID:           groupTest,
		Args:              words(1, 1, "the id of a case"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			cases, err := chosen(args, suite.Selection{Slow: true})
			if err != nil {
				return err
			}
			if len(cases) != 1 {
				return usage("httpkit list "+args[0]+" lists them; give the id of one", "%s: are %d cases", args[0], len(cases))
			}
			out := cmd.OutOrStdout()
			return explain(out, painter{o.colored(out)}, cases[0])
		},
	}
}

// levelMeans says what a level asks for.
var levelMeans = map[rfc.Level]string{
	rfc.Must:     "the RFC requires it",
	rfc.Should:   "the RFC recommends it",
	rfc.May:      "the RFC allows it",
	rfc.Security: "no sentence forbids it, but an attack needs it",
	rfc.Robust:   "no RFC says it, but every user needs it",
}

// fold breaks a text at its blanks into lines of at most 90 characters, indented.
func fold(text string) string {
	var b strings.Builder
	n := 0
	for _, word := range strings.Fields(text) {
		switch {
		case n == 0:
			b.WriteString("  ")
		case n+1+len(word) > 88:
			b.WriteString("\n  ")
			n = 0
		default:
			b.WriteString(" ")
			n++
		}
		b.WriteString(word)
		n += len(word)
	}
	return b.String()
}

// explain prints everything that is known of a case without playing it.
func explain(w io.Writer, p painter, c *suite.Case) error {
	fmt.Fprintf(w, "%s\n%s\n", p.strong(c.ID), c.Title)
	if c.Stage > 0 && c.Own {
		fmt.Fprintf(w, "Stage %d of %d.\n", c.Stage, steps([]*suite.Case{c}))
	}
	if c.Level != "" {
		fmt.Fprintf(w, "\n%s: %s\n", c.Level, levelMeans[c.Level])
	}
	for _, r := range c.Refs {
		fmt.Fprintf(w, "%s\n  %s\n", r.Long(), r.URL())
	}
	field := func(name, text string) {
		if text != "" {
			fmt.Fprintf(w, "\n%s:\n%s\n", p.strong(name), fold(text))
		}
	}
	field("Why", c.Why)
	field("Hint", c.Hint)
	field("Read", c.Read)
	for i, u := range c.Usual {
		if i == 0 {
			fmt.Fprintf(w, "\n%s:\n", p.strong("The usual mistake in"))
		}
		lines := strings.Split(fold(u.Text), "\n")
		fmt.Fprintf(w, "  %-8s%s\n", u.Language+":", strings.Join(lines, "\n        ")[2:])
	}
	field("Kills the server", c.Kills)
	field("Needs", strings.Join(c.Needs, " "))
	field("Tags", strings.Join(c.Tags, " "))
	field("Caught on", strings.Join(c.Catches, " "))
	field("Answers for", strings.Join(c.Owns, " "))
	for _, e := range c.Each {
		var values []string
		for _, v := range e.Values {
			values = append(values, v.Pattern())
		}
		fmt.Fprintf(w, "\n%s \\{$%s}:\n  %s\n", p.strong("Once with each"), e.Name, strings.Join(values, " | "))
	}
	for _, s := range c.Sections {
		fmt.Fprintf(w, "\n%s\n", p.strong("-- "+s.Name+" --"))
		for line := range strings.Lines(string(s.Format())) {
			fmt.Fprintln(w, p.line(strings.TrimSuffix(line, "\n")))
		}
	}
	fmt.Fprintf(w, "\nin %s\n", c.File)
	return nil
}
