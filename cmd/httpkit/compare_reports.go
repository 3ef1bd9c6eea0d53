package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"httpkit/internal/report"
)

// versusOutlet is one report of a comparison and where it goes.
type versusOutlet struct {
	kind *report.VersusKind
	file string // "" is stdout
	sink *sink  // open, or nil
}

func versusNames() []string {
	var out []string
	for _, k := range report.VersusKinds() {
		out = append(out, k.Name)
	}
	return out
}

// versusOutlets reads the values of --report, FORMAT or FORMAT=FILE, by the rules
// of httpkit test: one may do without a file, and takes the place of the text.
func versusOutlets(words []string) ([]*versusOutlet, error) {
	var out []*versusOutlet
	stdout := ""
	for _, word := range words {
		name, file, named := strings.Cut(word, "=")
		o := &versusOutlet{kind: versusKind(name), file: file}
		if file == "-" || file == "/dev/stdout" {
			o.file = ""
		}
		switch {
		case o.kind == nil:
			return nil, usage(didYouMean(name, versusNames(), "want one of "+strings.Join(versusNames(), ", ")), "--report %s: no such format", word)
		case named && file == "":
			return nil, usage("--report "+name+"=FILE, or --report "+name+" for stdout", "--report %s: the name of the file is missing", word)
		case o.file == "" && stdout != "":
			return nil, usage(fmt.Sprintf("name a file for one of them: --report %s=FILE", name), "--report %s: %s goes to stdout already", word, stdout)
		case o.file == "":
			stdout = name
		}
		for _, before := range out {
			if o.file != "" && before.file == o.file {
				return nil, usage("give each a file of its own", "--report %s: %s goes to that file already", word, before.kind.Name)
			}
		}
		out = append(out, o)
	}
	if stdout == "" {
		out = append([]*versusOutlet{{kind: versusKind("text")}}, out...)
	}
	return out, nil
}

func versusKind(name string) *report.VersusKind {
	for _, k := range report.VersusKinds() {
		if k.Name == name {
			return &k
		}
	}
	return nil
}

// openVersus begins every file, so that a run does not end in a report that can't
// be written.
func openVersus(all []*versusOutlet) error {
	for _, o := range all {
		if o.file == "" {
			continue
		}
		s, err := newFile(o.file)
		if err != nil {
			dropVersus(all)
			return o.failed(err)
		}
		o.sink = s
	}
	return nil
}

// dropVersus gives up what was not written.
func dropVersus(all []*versusOutlet) {
	for _, o := range all {
		if o.sink != nil {
			o.sink.drop()
		}
	}
}

func (o *versusOutlet) failed(err error) error { return unwritten(o.kind.Name, o.file, err) }

// tell writes all reports.
func (f *compareFlags) tell(cmd *cobra.Command, o *options, all []*versusOutlet, v *report.Versus) error {
	for _, out := range all {
		opts := report.VersusOptions{Verbose: f.test.verbose, Quiet: f.test.quiet}
		if out.sink == nil {
			stream := cmd.OutOrStdout()
			opts.Color, opts.Width = out.kind.Name == "text" && o.colored(stream), widthOf(stream)
			out.sink = newStream(stream)
		}
		out.kind.Write(out.sink, v, opts)
		err := out.sink.commit()
		out.sink = nil
		if err != nil && (out.file != "" || !errors.Is(err, syscall.EPIPE)) {
			return out.failed(err)
		}
	}
	return nil
}

// widthOf is how wide a terminal is, 0 for what is none.
func widthOf(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	n, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return n
}

// completeVersus offers the formats, and files behind the equals sign.
func completeVersus(_ *cobra.Command, _ []string, prefix string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.Contains(prefix, "=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var out []cobra.Completion
	for _, k := range report.VersusKinds() {
		if strings.HasPrefix(k.Name, prefix) {
			out = append(out, cobra.CompletionWithDesc(k.Name, k.Means))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
