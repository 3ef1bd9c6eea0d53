package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"httpkit/internal/golden"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// canSave refuses a file name that no case may have, before anything is sent.
func canSave(file string) error {
	if !strings.HasSuffix(file, ".txtar") {
		return usage("", "--save %s: want a name that ends in .txtar", file)
	}
	if _, err := os.Stat(file); err == nil {
		return usage("give another name, or remove the file", "--save %s: is there already", file)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return usage("", "--save: %v", err)
	}
	return nil
}

// saveCase writes what happened as a case: one section for each transcript, with
// what changes from answer to answer masked. host is what \{$host} stood for.
func saveCase(file, addr, host string, played []*wire.Transcript) error {
	text := savedText(addr, host, played)
	if _, err := suite.Parse("saved", file, text, false); err != nil {
		return fmt.Errorf("%s: this exchange can't be written as a case: %w", file, err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// savedText is the text of the case.
func savedText(addr, host string, played []*wire.Transcript) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# %s
#
# why: This is what %s answered when "httpkit send" wrote this file.
#   Values that change (dates, tags, ages, cookies) are masked. The first line
#   is for you to mend: a sentence that is true of a server that works.

talk
`, savedTitle(played), wire.QuoteBytes([]byte(addr)))
	for i, t := range played {
		name := "talk"
		if len(played) > 1 {
			name = fmt.Sprintf("talk-%d", i+1)
		}
		fmt.Fprintf(&b, "\n-- %s --\n", name)
		for _, line := range golden.Section(t.Records, golden.Saved{Host: host}) {
			b.WriteString(line + "\n")
		}
	}
	return b.Bytes()
}

// savedTitle is the first line of the case: the first request and its answer.
func savedTitle(played []*wire.Transcript) string {
	if len(played) == 0 {
		return golden.Title(nil)
	}
	return golden.Title(played[0].Records)
}
