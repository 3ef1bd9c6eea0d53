package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"httpkit/internal/fixtures"
	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// maxInput is a wall against a wrong file, not a limit anyone meets.
const maxInput = 64 << 20

const howToGiveLines = `give the lines as arguments, in a file, or through a pipe:
httpkit send localhost:8888 'GET / HTTP/1.1\r\n' 'Host: localhost\r\n' '\r\n'
httpkit send localhost:8888 -f talk.txt
httpkit send localhost:8888 --get /`

// marker is a line that begins a section of a case.
var marker = regexp.MustCompile(`(?m)^-- .+ --\r?$`)

// transcript reads what is to be played, from wherever it was given. Loose lines
// become a case with one section.
func (f *sendFlags) transcript(lines []string, stdin io.Reader) (*suite.Case, error) {
	switch {
	case f.more.curl != nil:
		return f.loose("--from-curl", curlLines(f.more.curl.Requests))
	case len(lines) > 0 && (f.file != "" || f.get != ""):
		return nil, usage("", "%s: lines can't be given beside --get or -f", lines[0])
	case f.get != "":
		return f.loose("--get", getLines(f.get))
	case len(lines) > 0:
		return f.loose("arguments", argumentLines(lines))
	case f.file != "" && f.file != "-":
		data, err := os.ReadFile(f.file)
		if err != nil {
			return nil, usage("", "%v", err)
		}
		return f.fromFile(data)
	case f.file == "" && isTerminal(stdin):
		return nil, usage(howToGiveLines, "no lines to send")
	}
	data, err := io.ReadAll(io.LimitReader(stdin, maxInput))
	if err != nil {
		return nil, usage("", "standard input: %v", err)
	}
	if marker.Match(data) {
		f.file = "-"
		return f.fromFile(data)
	}
	return f.loose("standard input", data)
}

// fromFile takes a transcript, or the sections of a case.
func (f *sendFlags) fromFile(data []byte) (*suite.Case, error) {
	if !marker.Match(data) {
		return f.loose(f.file, data)
	}
	if f.crlf {
		return nil, usage("httpkit fmt --crlf -w "+f.file+" mends the file", "--crlf is for loose lines, and %s is a case", f.file)
	}
	c, err := suite.Parse(strings.TrimSuffix(filepath.Base(f.file), ".txtar"), f.file, data, false)
	if err != nil {
		return nil, err
	}
	if len(c.Each) > 0 {
		return nil, usage("httpkit test --target ADDR "+f.file+" plays it with each of its values",
			"%s: has each:, which send does not play", f.file)
	}
	c.Dir = filepath.Dir(f.file)
	for _, s := range c.Sections {
		nameConnections(s)
	}
	return c, f.addFin(c)
}

// loose parses lines that are no case.
func (f *sendFlags) loose(from string, data []byte) (*suite.Case, error) {
	data = asSent(data)
	if f.crlf {
		data = wire.AddCRLF(data)
	}
	s, err := wire.ParseSection(from, "talk", 1, data)
	if err != nil && !f.crlf {
		if _, bad := wire.ParseSection(from, "talk", 1, wire.AddCRLF(data)); bad == nil {
			return nil, usage("or let --crlf write \\r\\n at the end of each line that spells no ending", "%v", err)
		}
	}
	if err != nil {
		return nil, err
	}
	nameConnections(s)
	c := &suite.Case{File: from, Sections: []*wire.Section{s}, Dir: "."}
	if f.file != "" {
		c.Dir = filepath.Dir(f.file)
	}
	if err := f.addFin(c); err != nil {
		return nil, err
	}
	for _, l := range s.Lines {
		if l.Kind != wire.Blank && l.Kind != wire.Comment {
			return c, nil
		}
	}
	return nil, usage(howToGiveLines, "%s: no lines to send", from)
}

// nameConnections gives names to the connections of "* connect" without one, but
// the first: the one before stays open, and one must see on which of them
// something comes.
func nameConnections(s *wire.Section) {
	used := map[string]bool{}
	for _, l := range s.Lines {
		used[l.Conn] = true
		if l.Kind == wire.Event {
			used[l.Do.Name] = true
		}
	}
	now, n, begun := "", 1, false
	for i := range s.Lines {
		l := &s.Lines[i]
		if l.Kind == wire.Blank || l.Kind == wire.Comment || l.Conn != "" {
			continue
		}
		if l.Kind == wire.Event && l.Do.Op == wire.OpConnect {
			if l.Do.Name == "" && begun {
				for n++; used[fmt.Sprintf("c%d", n)]; n++ {
				}
				now = fmt.Sprintf("c%d", n)
				do := *l.Do
				do.Name, l.Do = now, &do
			}
			begun = begun || l.Do.Name == ""
			continue
		}
		begun = true
		l.Conn = now
	}
}

// addFin puts the event of --fin after the last line.
func (f *sendFlags) addFin(c *suite.Case) error {
	if !f.fin || len(c.Sections) == 0 {
		return nil
	}
	s := c.Sections[len(c.Sections)-1]
	s.Lines = append(s.Lines, wire.Line{
		Pos: wire.Pos{File: "--fin"}, Kind: wire.Event, Conn: lastConn(s), Do: &wire.Action{Op: wire.OpCloseWrite},
	})
	_, err := s.Program()
	return err
}

// lastConn is the connection of the last line that is about one.
func lastConn(s *wire.Section) string {
	for i := len(s.Lines) - 1; i >= 0; i-- {
		l := &s.Lines[i]
		switch {
		case l.Kind == wire.Event && l.Do.Op == wire.OpConnect:
			return l.Do.Name
		case l.Kind == wire.Sent, l.Kind == wire.Expected, l.Kind == wire.Event, l.Kind == wire.RuleLine:
			return l.Conn
		}
	}
	return ""
}

// env has the names that a transcript may use, and the files it may name.
func (f *sendFlags) env(c *suite.Case) *wire.Env {
	env := &wire.Env{Vars: map[string][]byte{
		"host": []byte(f.host), "path": []byte(f.path), "echo": []byte(f.echo), "fields": []byte(f.flds),
	}, Unset: map[string]bool{}}
	for _, name := range c.Captures() {
		env.Unset[name] = true
	}
	env.File = func(name string) ([]byte, error) { return c.ReadFile(name, fixtures.Read) }
	return env
}

// getLines is the request of --get. It says Connection: close, so that the end of
// the answer can be seen without knowing how it is framed.
func getLines(path string) []byte {
	return fmt.Appendf(nil, "> GET %s HTTP/1.1\\r\\n\n> Host: \\{$host}\\r\\n\n> Connection: close\\r\\n\n> \\r\\n\n",
		wire.QuoteBytes([]byte(path)))
}
