package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"httpkit/internal/lint"
	"httpkit/internal/rfc"
	"httpkit/internal/suite"
)

const explainLong = `Explain tells all about one case: the sentence that is true of a server that
works, where the RFC asks for it, why it matters, what to do about it, and the
bytes that are sent and expected. Of a stage of the tutorial it tells more: what to
read in the RFC, and the mistake that is usual in Python, Go, C and Node.

Of a capability (echo, fields, files, ...) it tells what a server has to do so that
the cases which need it can be played. Of a universal rule ("noticed beside": ...) it
tells the case that answers for it.`

func newExplain(o *options) *cobra.Command {
	return &cobra.Command{
		Use:               "explain ID|CAPABILITY",
		Short:             "Tell all about one case, or what a capability asks of a server",
		Long:              explainLong,
		Example:           "  httpkit explain tutorial/06-line-ends\n  httpkit explain seeds/hello/get-bare\n  httpkit explain echo",
		GroupID:           groupTest,
		Args:              words(1, 1, "the id of a case or a capability"),
		ValidArgsFunction: completeCases,
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, c := range suite.Capabilities() {
				if c.Name == args[0] {
					out := cmd.OutOrStdout()
					return explainCapability(out, painter{o.colored(out)}, c)
				}
			}
			if owner := ownerOf(args[0]); owner != "" {
				fmt.Fprintf(cmd.OutOrStdout(), "%s is a rule that every response is held against. This case answers for it:\n\n", args[0])
				args = []string{owner}
			}
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

// ownerOf is the case that answers for a universal rule, "" where the word is none.
func ownerOf(rule string) string {
	if !slices.Contains(lint.Names(), rule) {
		return ""
	}
	ours, _ := embeddedCases()
	for _, c := range ours {
		if slices.Contains(c.Owns, rule) && c.Stage == 0 {
			return c.ID
		}
	}
	return ""
}

// explainCapability prints what a server has to do to offer it.
func explainCapability(w io.Writer, p painter, c suite.Capability) error {
	fmt.Fprintf(w, "%s\n%s\n", p.strong(c.Name), c.Means)
	if c.Contract != "" {
		fmt.Fprintf(w, "\n%s:\n%s\n", p.strong("How to offer it"), fold(c.Contract))
	}
	how := "It is found by asking the server; --offers " + c.Name + " and --lacks " + c.Name + " say it instead."
	if c.Name == "docroot" {
		how = "It is never found by asking."
	}
	_, err := fmt.Fprintf(w, "\n%s\n", fold(how))
	return err
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
	explainMarks(w, p, c)
	fmt.Fprintf(w, "\nin %s\n", c.File)
	return nil
}
