package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"httpkit/internal/lint"
	"httpkit/internal/rfc"
	"httpkit/internal/wire"
)

const lintLong = `Lint holds responses against what RFC 9110 and 9112 require of every response:
status-line and field syntax, Date, framing, nothing after 204 and 304, Allow with
405, and so on. It reads what a server sent on one connection, one response or
several, from a FILE or from standard input.

The exit status is 1 where a MUST is broken, or anything with --strict, 2 for what
can't be read, and 4 for no bytes at all.`

// lintFlags are the flags of lint.
type lintFlags struct {
	method string
	rules  bool
	strict bool
}

func newLint() *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:   "lint [FILE]",
		Short: "Hold the bytes of responses against the rules for all of them",
		Long:  lintLong,
		Example: `  httpkit send localhost:8888 --get / --raw | httpkit lint
  httpkit lint answer.bin
  httpkit lint --method HEAD answer.bin
  httpkit lint --rules`,
		GroupID: groupTest,
		Args:    words(0, 1, "one file, or none for standard input"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.rules {
				return listRules(cmd.OutOrStdout())
			}
			b, err := lintInput(cmd.InOrStdin(), args)
			if err != nil {
				return err
			}
			return f.lint(cmd.OutOrStdout(), b)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.method, "method", "GET", "the `METHOD` of the requests that were answered")
	fl.BoolVar(&f.strict, "strict", false, "a broken SHOULD is a failure too")
	fl.BoolVar(&f.rules, "rules", false, "list the rules, and stop")
	return cmd
}

// lintInput reads the bytes to check.
func lintInput(stdin io.Reader, args []string) ([]byte, error) {
	r := stdin
	if len(args) == 1 {
		file, err := os.Open(args[0])
		if err != nil {
			return nil, usage("", "%v", err)
		}
		defer file.Close()
		r = file
	} else if isTerminal(stdin) {
		return nil, usage("httpkit lint FILE, or httpkit send ADDR --get / --raw | httpkit lint", "no bytes to check")
	}
	b, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	switch {
	case err != nil:
		return nil, usage("", "%v", err)
	case len(b) > maxInput:
		return nil, usage("cut it to what one connection sent", "more than %d bytes", maxInput)
	case len(b) == 0:
		return nil, &exitError{status: exitNothing, msg: "no bytes, so nothing to check"}
	}
	return b, nil
}

// lint tells each finding: which response, the rule, what is wrong, where the RFC
// says so.
func (f *lintFlags) lint(w io.Writer, b []byte) error {
	findings, err := lint.Bytes(b, f.method)
	if err != nil {
		return err
	}
	hard := 0
	for _, x := range findings {
		rule, _ := lint.ByName(x.Rule)
		if rule.Level.Hard() {
			hard++
		}
		fmt.Fprintf(w, "response %d, at byte %d: %s  %s\n", x.Nth, x.Offset, x.Rule, rule.Level)
		fmt.Fprintf(w, "      %s\n", wire.QuoteBytes([]byte(x.Why)))
		if len(x.Line) > 0 {
			fmt.Fprintf(w, "      < %s\n", wire.QuoteBytes(x.Line))
		}
		if len(rule.Refs) > 0 {
			fmt.Fprintf(w, "      %s %s\n", rule.Refs[0].Title(), rule.Refs[0].URL())
		}
	}
	if len(findings) == 0 {
		_, err := fmt.Fprintln(w, "nothing to complain about")
		return err
	}
	fmt.Fprintln(w, counted(len(findings), "finding"))
	if hard > 0 || f.strict {
		return &exitError{status: exitFailed}
	}
	return nil
}

// listRules prints the table of --rules.
func listRules(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range lint.Rules() {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", r.Name, r.Level, r.Sentence, refWords(r.Refs))
	}
	return t.Flush()
}

func refWords(refs []rfc.Ref) string {
	var out []string
	for _, r := range refs {
		out = append(out, r.String())
	}
	return strings.Join(out, " ")
}
