package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"httpkit/internal/suite"
)

const newLong = `New writes a case to begin with: NAME.txtar in this folder, or in the folder that
NAME names. It says what each part is for, plays as it is, and is yours to change.

A name is words in lower case with hyphens between them: the subject, then what is
unusual about it (length-negative, host-missing).`

func newNew() *cobra.Command {
	return &cobra.Command{
		Use:     "new NAME",
		Short:   "Write a case to begin with",
		Long:    newLong,
		Example: "  httpkit new mine/length-negative\n  httpkit test --target localhost:8888 mine/length-negative.txtar",
		GroupID: groupCases,
		Args:    words(1, 1, "the name of the case"),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := newCase(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "wrote %s\nto play it: httpkit test --target localhost:8888 %s\n", file, file)
			return err
		},
	}
}

// newCase writes the file, and the folders above it, and gives its name.
func newCase(name string) (string, error) {
	file, text, err := suite.New(name)
	if err != nil {
		return "", usage("", "%v", err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return "", usage("", "%v", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return "", usage("give another name", "%s: is there already", file)
	} else if err != nil {
		return "", usage("", "%v", err)
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return "", err
	}
	return file, f.Close()
}
