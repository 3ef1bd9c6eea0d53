package suite

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"httpkit/internal/wire"
)

// Parse reads a case. id is its id, file its name in messages, own is true for our
// own suites. The error is wire.Errors: all mistakes that can be seen without
// other files and without a server, in the order of the lines.
func Parse(id, file string, data []byte, own bool) (*Case, error) {
	a, errs := readArchive(file, data)
	if len(errs) > 0 {
		return nil, errs
	}
	c := &Case{ID: id, File: file, Own: own, Script: a.script,
		KeyPos: map[string]wire.Pos{}, Files: map[string][]byte{}, Markers: map[string]wire.Pos{}}

	h := readHead(file, a.script)
	c.Title = h.title
	r := &reader{c: c}
	for _, e := range h.entries {
		r.read(e)
	}
	badCommands := readCommands(c)
	errs = slices.Concat(h.errs, r.errs, badCommands)

	broken := false
	for _, m := range a.members {
		c.Markers[m.name] = m.marker
		if strings.Contains(m.name, ".") {
			c.Files[m.name] = m.data
			continue
		}
		s, err := wire.ParseSection(file, m.name, m.marker.Line+1, m.data)
		if err == nil {
			c.Sections = append(c.Sections, s)
			_, err = s.Program()
		} else {
			c.Sections = append(c.Sections, &wire.Section{File: file, Name: m.name})
			broken = true
		}
		errs = append(errs, asErrors(m.marker, err)...)
	}
	errs = append(errs, c.checkTalk(len(badCommands) > 0)...)
	if !broken { // in a broken section a name may be set that we can't see
		errs = append(errs, c.checkNames(r.swept)...)
	}
	if len(errs) > 0 {
		sortErrors(errs)
		return nil, errs
	}
	return c, nil
}

// asErrors gives an error as mistakes with a place: its own, or pos.
func asErrors(pos wire.Pos, err error) wire.Errors {
	var all wire.Errors
	var one *wire.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &all):
		return all
	case errors.As(err, &one):
		return wire.Errors{one}
	}
	return wire.Errors{{Pos: pos, Msg: err.Error()}}
}

// sortErrors puts mistakes in the order of files and lines.
func sortErrors(errs wire.Errors) {
	slices.SortStableFunc(errs, func(a, b *wire.Error) int {
		if d := strings.Compare(a.Pos.File, b.Pos.File); d != 0 {
			return d
		}
		return a.Pos.Line - b.Pos.Line
	})
}

// checkTalk holds what the script plays against the sections. Where a command
// could not be read, it may be the talk that is missing.
func (c *Case) checkTalk(broken bool) wire.Errors {
	var errs wire.Errors
	start := wire.Pos{File: c.File, Line: 1}
	if len(c.Sections) == 0 {
		return append(errs, &wire.Error{Pos: start, Msg: "there is no transcript, so nothing is ever sent",
			Hint: "add a line -- talk -- and below it what to send and what must come"})
	}
	var names []string
	for _, s := range c.Sections {
		names = append(names, s.Name)
	}
	talks := broken
	for _, cmd := range c.Commands {
		if cmd.Word != "talk" {
			continue
		}
		talks = true
		for _, name := range cmd.Args {
			switch {
			case slices.Contains(names, name):
			case c.isFile(name):
				errs = append(errs, &wire.Error{Pos: cmd.Pos, Msg: fmt.Sprintf("talk %s: that section is a file", name),
					Hint: "the name of a transcript has no dot"})
			default:
				errs = append(errs, &wire.Error{Pos: cmd.Pos, Msg: fmt.Sprintf("talk %s: there is no section of that name", name),
					Hint: didYouMean(name, names)})
			}
		}
	}
	if !talks {
		errs = append(errs, &wire.Error{Pos: start, Msg: "there is no talk in the script, so nothing is ever sent",
			Hint: "add a line talk above the first section"})
	}
	return errs
}

// Played gives the names of the transcripts that the script can play, in the
// order of their first time. What stands below a stop or a skip without a
// condition is never played.
func (c *Case) Played() []string {
	var names []string
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, cmd := range c.Commands {
		if (cmd.Word == "stop" || cmd.Word == "skip") && len(cmd.Conds) == 0 {
			break
		}
		if cmd.Word != "talk" {
			continue
		}
		for _, name := range cmd.Args {
			add(name)
		}
		if len(cmd.Args) == 0 {
			for _, s := range c.Sections {
				add(s.Name)
			}
		}
	}
	return names
}

// Asks gives the capabilities that have to be known before the case is played:
// those of "needs:" and those its conditions ask for. Sorted.
func (c *Case) Asks() []string {
	asks := slices.Clone(c.Needs)
	for _, cmd := range c.Commands {
		for _, cond := range cmd.Conds {
			if name, ok := strings.CutPrefix(cond.Name, "offers:"); ok {
				asks = append(asks, name)
			}
		}
	}
	slices.Sort(asks)
	return slices.Compact(asks)
}
