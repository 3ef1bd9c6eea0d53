package main

import (
	"strings"

	"github.com/spf13/cobra"

	"httpkit/internal/suite"
	"httpkit/reference"
)

// The command "completion" itself is cobra's. Here is what stands for a word
// after Tab: names of suites, ids and personas.

// fixedCompletion offers a few fixed words for a flag.
func fixedCompletion(cmd *cobra.Command, flag string, choices ...string) {
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)))
}

// fileCompletion offers files for a flag: without it there is nothing, as nearly
// all flags are about something else.
func fileCompletion(cmd *cobra.Command, flag string) {
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault)))
}

// completeCases offers the suites, topics and ids of the embedded cases, and
// files, since a case may be one.
func completeCases(_ *cobra.Command, _ []string, prefix string) ([]cobra.Completion, cobra.ShellCompDirective) {
	cases, err := embeddedCases()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return caseWords(cases, prefix), cobra.ShellCompDirectiveDefault
}

// caseWords gives the words that select cases and begin with prefix, with the
// titles of single cases.
func caseWords(cases []*suite.Case, prefix string) []cobra.Completion {
	var out []cobra.Completion
	seen := map[string]bool{}
	add := func(word, title string) {
		if !seen[word] && strings.HasPrefix(word, prefix) {
			seen[word] = true
			out = append(out, cobra.CompletionWithDesc(word, title))
		}
	}
	for _, c := range cases {
		for i, r := range c.ID {
			if r == '/' {
				add(c.ID[:i], "all of "+c.ID[:i])
			}
		}
		add(c.ID, c.Title)
	}
	return out
}

// completePersonas offers the personas and the slips.
func completePersonas(_ *cobra.Command, _ []string, prefix string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, p := range reference.Personas() {
		if strings.HasPrefix(p.Name, prefix) {
			out = append(out, cobra.CompletionWithDesc(p.Name, p.Summary))
		}
	}
	for _, s := range reference.Slips() {
		if strings.HasPrefix(s.Name, prefix) {
			out = append(out, cobra.CompletionWithDesc(s.Name, s.Sentence))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
