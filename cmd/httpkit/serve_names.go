package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"httpkit/reference"
)

// checkServer refuses a name that stands for none of our servers: a persona, a
// slip, or faults and variants of the strict one with commas between them. No
// name is the strict server.
func checkServer(name string) error {
	if name == "" || slices.Contains(personaNames(), name) {
		return nil
	}
	known := append(personaNames(), faultNames()...)
	for word := range strings.SplitSeq(name, ",") {
		if !slices.Contains(known, word) {
			hint := "personas: " + strings.Join(personas(), ", ") + "\nhttpkit serve --list describes them, their slips, and the faults and variants of the strict server"
			return usage(didYouMean(word, known, hint), "%s: no persona, slip, fault or variant of this name", word)
		}
	}
	if _, err := reference.Compose(strings.Split(name, ",")...); err != nil {
		return usage("", "%v", err)
	}
	return nil
}

func personas() []string {
	var names []string
	for _, p := range reference.Personas() {
		names = append(names, p.Name)
	}
	return names
}

// personaNames are those of personas and slips.
func personaNames() []string {
	names := personas()
	for _, s := range reference.Slips() {
		names = append(names, s.Name)
	}
	return names
}

// servesFiles reports whether the server of that name looks into the folder: the
// strict one does, whatever is wrong with it, and some of the personas.
func servesFiles(name string) bool {
	for _, s := range reference.Slips() {
		if s.Name == name {
			name = s.Persona
		}
	}
	for _, p := range reference.Personas() {
		if p.Name == name {
			return p.Docroot
		}
	}
	return true
}

func faultNames() []string {
	var names []string
	for _, f := range reference.Faults() {
		names = append(names, f.Name)
	}
	return names
}

// listPersonas prints the table of --list.
func listPersonas(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "personas, each after a tutorial:")
	for _, p := range reference.Personas() {
		fmt.Fprintf(t, "  %s\t%s\n", p.Name, p.Summary)
	}
	fmt.Fprintln(t, "\nslips, each a persona that does one thing wrong:")
	for _, s := range reference.Slips() {
		fmt.Fprintf(t, "  %s\t%s\n", s.Name, s.Sentence)
	}
	for _, group := range []struct {
		title  string
		lawful bool
	}{{"faults, each the strict server with one thing wrong:", false}, {"variants, each another choice the RFC leaves:", true}} {
		fmt.Fprintf(t, "\n%s\n", group.title)
		for _, f := range reference.Faults() {
			if f.Lawful == group.lawful {
				fmt.Fprintf(t, "  %s\t%s\n", f.Name, f.Sentence)
			}
		}
	}
	return t.Flush()
}

// completeFaults offers the faults and variants.
func completeFaults(_ *cobra.Command, _ []string, prefix string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, f := range reference.Faults() {
		if strings.HasPrefix(f.Name, prefix) {
			out = append(out, cobra.CompletionWithDesc(f.Name, f.Sentence))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
