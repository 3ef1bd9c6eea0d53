package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"httpkit/internal/report"
)

// outlet is one report and where it goes.
type outlet struct {
	kind   *report.Kind
	file   string // "" is a stream
	stderr bool   // that stream is stderr
	own    bool   // nobody asked for it: the text on a terminal, the annotations under Actions
	sink   *sink  // open, or nil
	format report.Format
}

// noReport is the word of --report that turns off what nobody asked for.
const noReport = "none"

// outlets reads the values of --report: FORMAT or FORMAT=FILE. A report on stdout
// takes the place of the text there; the commands for GitHub stand beside it, as
// they are read from both streams.
func outlets(words []string, actions bool) ([]*outlet, error) {
	var out []*outlet
	var stdout *outlet
	github, off := false, false
	files := map[string]string{}
	for _, word := range words {
		if word == noReport {
			off = true
			continue
		}
		o, err := readOutlet(word)
		if err != nil {
			return nil, err
		}
		github = github || o.kind.Name == "github"
		switch key := filepath.Clean(o.file); {
		case o.file != "" && files[key] != "":
			return nil, usage("give each a file of its own", "--report %s: %s goes to that file already", word, files[key])
		case o.file != "":
			files[key] = o.kind.Name
		case o.stderr || o.kind.Name == "github":
		case stdout != nil:
			return nil, usage(fmt.Sprintf("name a file for one of them: --report %s=FILE", o.kind.Name),
				"--report %s: %s goes to stdout already", word, stdout.kind.Name)
		default:
			stdout = o
		}
		out = append(out, o)
	}
	if stdout == nil {
		stdout = &outlet{kind: report.Named("text"), own: true}
		out = append([]*outlet{stdout}, out...)
	}
	if actions && !github && !off {
		out = append(out, &outlet{kind: report.Named("github"), own: true})
	}
	for _, o := range out {
		o.stderr = o.stderr || o.kind.Name == "github" && o.file == "" && stdout.kind.Name != "text"
	}
	return out, nil
}

// readOutlet reads one value.
func readOutlet(word string) (*outlet, error) {
	name, file, named := strings.Cut(word, "=")
	o := &outlet{kind: report.Named(name), file: file}
	switch {
	case o.kind == nil:
		names := append(reportNames(), noReport)
		return nil, usage(didYouMean(name, names, "want one of "+strings.Join(names, ", ")),
			"--report %s: no such format", word)
	case named && file == "":
		return nil, usage("--report "+name+"=FILE, or --report "+name+" for stdout", "--report %s: the name of the file is missing", word)
	case file == "-" || file == "/dev/stdout":
		o.file = ""
	case file == "/dev/stderr":
		o.file, o.stderr = "", true
	}
	return o, nil
}

func reportNames() []string {
	var out []string
	for _, k := range report.Kinds() {
		out = append(out, k.Name)
	}
	return out
}

// openFiles begins every file, so that a run does not end in a report that can't be
// written.
func (r *reports) openFiles() error {
	if r.f.runs.updateBaseline {
		r.outlive()
	}
	for _, out := range r.outlets {
		if out.file != "" {
			if err := out.open(); err != nil {
				return err
			}
			r.outlive()
		}
		if path := os.Getenv("GITHUB_STEP_SUMMARY"); out.kind.Name == "github" && path != "" && r.step == nil {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
			switch {
			case err == nil:
				r.step = f
				r.outlive()
			case out.own: // nobody asked: that is no reason not to test
				fmt.Fprintf(r.errOut, "httpkit test: GITHUB_STEP_SUMMARY: %v\n\tthe page of the step is left out\n", err)
			default:
				return usage("", "--report github: GITHUB_STEP_SUMMARY: %v", err)
			}
		}
	}
	return nil
}

// outlive lets the run go on where who reads stdout has gone: a file is written all
// the same.
func (r *reports) outlive() { signal.Ignore(syscall.SIGPIPE) }

// open begins the file of the outlet.
func (out *outlet) open() error {
	s, err := newFile(out.file)
	if err != nil {
		return out.failed(err)
	}
	out.sink = s
	return nil
}

func (out *outlet) failed(err error) error { return unwritten(out.kind.Name, out.file, err) }

// unwritten says which report it was that could not be written.
func unwritten(format, file string, err error) error {
	if file != "" {
		format += "=" + file
	}
	return unwritable("--report "+format, err)
}

// unwritable says that there is no place for a file that was asked for.
func unwritable(asked string, err error) error {
	hint := ""
	if e, ok := errors.AsType[*noPlace](err); ok {
		hint = e.hint
	}
	return usage(hint, "%s: %v", asked, err)
}

// stream is where an outlet without a file goes.
func (r *reports) stream(out *outlet) io.Writer {
	if out.stderr {
		return r.errOut
	}
	return r.out
}

// guard gives the word that bars commands while the run is told in the log that the
// commands stand in. Without a progress line nothing but they is said.
func (r *reports) guard(out *outlet, p *progress) string {
	if out.kind.Name != "github" || out.file != "" || p == nil {
		return ""
	}
	return rand.Text()
}

// inWorkspace gives a file as GitHub knows it: from the root of the repository,
// which is the current folder elsewhere; "" where it is not in there.
func inWorkspace(file string) string {
	root := os.Getenv("GITHUB_WORKSPACE")
	if root == "" {
		root = "."
	}
	root, err := filepath.Abs(root)
	if err != nil {
		return ""
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	if _, err := os.Stat(abs); err != nil {
		return ""
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// completeReports offers the formats, and files behind the equals sign.
func completeReports(_ *cobra.Command, _ []string, prefix string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.Contains(prefix, "=") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var out []cobra.Completion
	for _, k := range report.Kinds() {
		if strings.HasPrefix(k.Name, prefix) {
			out = append(out, cobra.CompletionWithDesc(k.Name, k.Means))
		}
	}
	if strings.HasPrefix(noReport, prefix) {
		out = append(out, cobra.CompletionWithDesc(noReport, "not even the annotations under GitHub Actions"))
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
