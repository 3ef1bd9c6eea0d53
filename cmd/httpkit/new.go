package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

const newLong = `New writes a case to begin with: NAME.txtar in this folder, or in the folder that
NAME names. It says what each part is for, plays as it is, and is yours to change.

A name is words in lower case with hyphens between them: the subject, then what is
unusual about it (length-negative, host-missing).`

// caseName is what a case may be called: no extension, no blanks.
var caseName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// template is a case that any server passes which answers a GET.
const template = `# A sentence that is true of a server that works.
#
# level: MUST
# why:   What goes wrong for users where it is not true. Every key is optional.
# hint:  What somebody who writes a server should do about it.

talk

-- talk --
# What is sent, to the byte: each line spells its own ending.
> GET \{$path} HTTP/1.1\r\n
> Host: \{$host}\r\n
> Connection: close\r\n
> \r\n
# What must come back. The first rule that holds decides.
= pass 2xx ended
= warn ended -- refused
# Where the exact bytes are known, write them instead of rules:
# < HTTP/1.1 200 OK\r\n
# < Date: \{date}\r\n
`

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
	name = strings.TrimSuffix(name, ".txtar")
	if base := filepath.Base(name); !caseName.MatchString(base) {
		return "", usage("want words in lower case with hyphens between them, such as length-negative", "%s: no name for a case", base)
	}
	file := name + ".txtar"
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return "", usage("", "%v", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return "", usage("give another name", "%s: is there already", file)
	} else if err != nil {
		return "", usage("", "%v", err)
	}
	if _, err := f.WriteString(template); err != nil {
		f.Close()
		return "", err
	}
	return file, f.Close()
}
