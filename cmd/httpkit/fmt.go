package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"httpkit/internal/wire"
)

const fmtLong = `Fmt writes the transcripts of cases in their canonical form: one blank after the
gutter, the shortest escapes, no blanks behind the ending. Only transcripts are
touched; the head, the script and the files of a case stay as they are. A file
without sections is one transcript; with --crlf it may be a request as it was pasted,
without gutters, but -w makes no transcript of such a file.

Without -w and -d the result is printed. With -d the exit status is 1 where
something would change.`

// fmtFlags are the flags of fmt.
type fmtFlags struct{ diff, write, crlf bool }

func newFmt() *cobra.Command {
	var f fmtFlags
	cmd := &cobra.Command{
		Use:   "fmt [FILE...]",
		Short: "Write transcripts in their canonical form",
		Long:  fmtLong,
		Example: `  httpkit fmt -w mine.txtar
  httpkit fmt -d cases/*.txtar
  httpkit fmt --crlf < pasted.txt     # adds \r\n to lines without an ending`,
		GroupID: groupCases,
		Args:    words(0, -1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.InOrStdin(), cmd.OutOrStdout(), args)
		},
	}
	fl := cmd.Flags()
	fl.BoolVarP(&f.diff, "diff", "d", false, "print what would change; exit status 1 if anything would")
	fl.BoolVarP(&f.write, "write", "w", false, "write the result back to the file")
	fl.BoolVar(&f.crlf, "crlf", false, "add \\r\\n to lines without a written ending")
	return cmd
}

func (f *fmtFlags) run(stdin io.Reader, stdout io.Writer, files []string) error {
	if len(files) == 0 {
		if f.write {
			return usage("name a file, or leave -w out", "-w: standard input can't be written to")
		}
		if isTerminal(stdin) {
			return usage("httpkit fmt FILE, or httpkit fmt < FILE", "no file to format")
		}
		data, err := io.ReadAll(io.LimitReader(stdin, maxInput))
		if err != nil {
			return err
		}
		changed, err := f.one(stdout, "standard input", data)
		return fmtStatus(changed && f.diff, err)
	}
	var errs wire.Errors
	any := false
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return usage("", "%v", err)
		}
		changed, err := f.one(stdout, file, data)
		if more, ok := err.(wire.Errors); ok {
			errs = append(errs, more...)
		} else if err != nil {
			return err
		}
		any = any || changed
	}
	return fmtStatus(any && f.diff, errs.Err())
}

// fmtStatus is how fmt ends.
func fmtStatus(differs bool, err error) error {
	if err == nil && differs {
		return exitWith(exitFailed)
	}
	return err
}

// one formats one file as the flags say, and reports whether it changed.
func (f *fmtFlags) one(stdout io.Writer, file string, data []byte) (bool, error) {
	text := data
	if f.crlf && !f.write && !marker.Match(data) {
		text = asSent(data)
	}
	out, err := formatted(file, text, f.crlf)
	if err != nil {
		return false, err
	}
	changed := !bytes.Equal(out, data)
	if f.diff && changed {
		if _, err := stdout.Write(diff.Diff(file, data, file+" (formatted)", out)); err != nil {
			return changed, err
		}
	}
	switch {
	case f.write && changed:
		return changed, rewrite(file, out)
	case !f.write && !f.diff:
		_, err := stdout.Write(out)
		return changed, err
	}
	return changed, nil
}

// rewrite replaces the file's bytes and keeps its mode.
func rewrite(file string, data []byte) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, data, info.Mode().Perm()); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
