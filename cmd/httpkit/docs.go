package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"httpkit/testscripts"
)

// newDocs is for us, not for users: "go generate ./cmd/httpkit" runs it.
func newDocs() *cobra.Command {
	return &cobra.Command{
		Use:   "docs DIR INDEX",
		Short: "Write the man pages, the command reference and the index of the cases",
		Long: `Docs writes the man pages into DIR/man and the command reference into
DIR/reference; both come from the same texts as the help. Into the file INDEX it
writes the language of the cases and a list of them.`,
		Example: "  httpkit docs cmd/httpkit/docs testscripts/README.md",
		Hidden:  true,
		Args:    words(2, 2, "the folder to write to, and the file of the index"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := writeDocs(cmd.Root(), args[0]); err != nil {
				return err
			}
			index, err := testscripts.Index()
			if err != nil {
				return err
			}
			return os.WriteFile(args[1], index, 0o666)
		},
	}
}

// writeDocs writes both trees below dir. They hold no date and no version, so
// that the same texts give the same files.
func writeDocs(root *cobra.Command, dir string) error {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	man, reference := filepath.Join(dir, "man"), filepath.Join(dir, "reference")
	for _, d := range []string{man, reference} {
		if err := os.MkdirAll(d, 0o777); err != nil {
			return err
		}
	}
	return walk(root, func(cmd *cobra.Command) error {
		cmd.DisableAutoGenTag = true
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
		page, err := manPage(cmd)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(man, name+".1"), page, 0o666); err != nil {
			return err
		}
		var md bytes.Buffer
		err = doc.GenMarkdownCustom(cmd, &md, func(link string) string {
			return strings.ReplaceAll(link, "_", "-")
		})
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(reference, name+".md"), md.Bytes(), 0o666)
	})
}

// manPage gives the man page of cmd without the date that every page otherwise
// carries: it would be wrong from the next month on.
func manPage(cmd *cobra.Command) ([]byte, error) {
	var page bytes.Buffer
	date := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)
	header := doc.GenManHeader{Section: "1", Date: &date, Source: "httpkit", Manual: "httpkit"}
	if err := doc.GenMan(cmd, &header, &page); err != nil {
		return nil, err
	}
	return bytes.Replace(page.Bytes(), []byte(`"Jan 2024"`), []byte(`""`), 1), nil
}

// walk calls f for cmd and all commands below it that the help shows.
func walk(cmd *cobra.Command, f func(*cobra.Command) error) error {
	if err := f(cmd); err != nil {
		return err
	}
	for _, c := range cmd.Commands() {
		if !c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand() {
			continue
		}
		if err := walk(c, f); err != nil {
			return err
		}
	}
	return nil
}
