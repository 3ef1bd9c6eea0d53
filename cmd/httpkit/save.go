package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"httpkit/client"
	"httpkit/internal/golden"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// canSave refuses a file name that no case may have, before anything is sent. flag
// is what stands before the name in what is said.
func canSave(flag, file string) error {
	if !strings.HasSuffix(file, suite.Ext) {
		return usage("", "%s%s: want a name that ends in %s", flag, file, suite.Ext)
	}
	if _, err := os.Stat(file); err == nil {
		return usage("give another name, or remove the file", "%s%s: is there already", flag, file)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return usage("", "%s%v", flag, err)
	}
	return nil
}

// saving is a case to be written of what was said to one server.
type saving struct {
	file string // of the case
	addr string // of the server, as the user has written it
	host string // what \{$host} stood for
	with string // the flags that playing it needs, with a blank before each
	// again plays the case once more and masks what changes; it gives what is to be said.
	again func(*suite.Case) string
	busy  string // why that can't be done now, or ""

	names  []string // of the contents that are kept beside it
	bodies [][]byte
}

// saving gives a case that is to be written. The end of ctx ends what is played.
func (f *sendFlags) saving(ctx context.Context, file, addr string, to client.Address) *saving {
	s := &saving{file: file, addr: addr, host: f.host, with: f.tls.words()}
	s.again = func(c *suite.Case) string { return f.again(ctx, c, file, f.host, to) }
	if f.host != to.Host {
		s.with += " --host " + shellWord(f.host)
	}
	return s
}

// write writes the case: one section for each transcript, with what changes from
// answer to answer masked, and large content in files beside it. It gives what is to
// be said: how to play it.
func (s *saving) write(played []*wire.Transcript) (remarks []string, err error) {
	text := s.text(played)
	c, err := suite.Parse("saved", s.file, text, false)
	if err != nil {
		return nil, fmt.Errorf("%s: this exchange can't be written as a case: %w", s.file, err)
	}
	files := append(slices.Clone(s.names), filepath.Base(s.file))
	for i, data := range append(slices.Clone(s.bodies), text) {
		path := filepath.Join(filepath.Dir(s.file), files[i])
		if err := create(path, data); err != nil {
			for _, name := range files[:i] {
				os.Remove(filepath.Join(filepath.Dir(s.file), name))
			}
			return nil, err
		}
	}
	for i, name := range s.names {
		remarks = append(remarks, fmt.Sprintf("%s that were sent are kept in %s, which goes with the case", counted(len(s.bodies[i]), "byte"), name))
	}
	slow := ""
	if c.Slow() {
		slow = " --slow"
	}
	remarks = append(remarks, "saved; to play it: httpkit test --target "+shellWord(s.addr)+s.with+slow+" "+shellWord(s.file))
	why := notAgain(c, played)
	if why == "" {
		why = s.busy
	}
	if why != "" {
		return append(remarks, "not played again, since "+why+": bytes that change from answer to answer are still exact; httpkit test --update masks them"), nil
	}
	if remark := s.again(c); remark != "" {
		remarks = append(remarks, remark)
	}
	return remarks, nil
}

// create writes a file that is not there yet, all of it or nothing.
func create(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

var noFileWord = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// keep remembers a content that was sent, and gives the file that it goes to.
func (s *saving) keep(content []byte) string {
	for i, have := range s.bodies {
		if bytes.Equal(have, content) {
			return s.names[i]
		}
	}
	base := noFileWord.ReplaceAllString(strings.TrimSuffix(filepath.Base(s.file), suite.Ext), "-")
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s-%d.body", base, n)
		_, err := os.Lstat(filepath.Join(filepath.Dir(s.file), name))
		if !slices.Contains(s.names, name) && err != nil { // else it is there already
			s.names, s.bodies = append(s.names, name), append(s.bodies, content)
			return name
		}
	}
}

// text is the text of the case.
func (s *saving) text(played []*wire.Transcript) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# %s
#
# why: This is what %s answered when "httpkit send" wrote this file.
#   Values that change (dates, tags, ages, cookies) are masked. The first line
#   is for you to mend: a sentence that is true of a server that works.

talk
`, savedTitle(played), wire.QuoteBytes([]byte(s.addr)))
	for i, t := range played {
		name := "talk"
		if len(played) > 1 {
			name = fmt.Sprintf("talk-%d", i+1)
		}
		fmt.Fprintf(&b, "\n-- %s --\n", name)
		for _, line := range golden.Section(t.Records, golden.Saved{Host: s.host, Name: s.keep}) {
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
