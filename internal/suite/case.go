// Package suite knows what a case is: the head and the script of a .txtar file
// and the transcripts in it, how cases are loaded, chosen and vetted, and what
// verdict an observation gives. It plays nothing: that is package script.
//
// Start with Parse, or LoadPaths for files and folders, and Select.
package suite

import (
	"slices"
	"strings"
	"time"

	"httpkit/internal/rfc"
	"httpkit/internal/wire"
)

// Case is one .txtar file, read.
type Case struct {
	ID    string // path without the extension: "http1/host/missing"
	File  string // for messages
	Title string // the sentence that is true of a conforming server

	Refs    []rfc.Ref
	Level   rfc.Level     // "" where a user's case has none; it then counts as hard
	Needs   []string      // capabilities
	Catches []string      // faults of the reference server it does not pass on
	Tags    []string      // TagSlow, TagAlone, and a user's own
	Owns    []string      // universal rules this case answers for
	Why     string        // what goes wrong without the requirement
	Hint    string        // what to do about it
	Kills   string        // why the target dies of it; "" where it does not
	Stage   int           // of a ladder, from 1; 0 is none
	Read    string        // of a stage: what to read in the RFC
	Usual   []Usual       // of a stage: mistakes, a language each
	Timeout time.Duration // of one wait; 0 is the run's
	Each    []Sweep
	KeyPos  map[string]wire.Pos // of each key of the head; of "each" the first

	Script   []byte              // the part before the first section, head and all (line ends are LF)
	Commands []Command           // the same, as testscript will read it
	Sections []*wire.Section     // transcripts, in their order: sections without a dot
	Files    map[string][]byte   // sections with a dot; line ends are LF
	Markers  map[string]wire.Pos // of every section

	Own bool   // one of our suites: stricter vet, nothing but the case language
	Dir string // folder on disk of a user's case; "" for embedded ones
}

// Usual is the usual mistake of servers in a language.
type Usual struct{ Language, Text string }

// The tags with a meaning.
const (
	TagSlow  = "slow"  // only with --slow
	TagAlone = "alone" // after the others, with nothing beside it
)

// HasTag reports whether the case is tagged so.
func (c *Case) HasTag(tag string) bool { return slices.Contains(c.Tags, tag) }

// Suite is the first folder of the id, "" where it has none.
func (c *Case) Suite() string { return c.folder(0) }

// Topic is the second folder of the id, "" where it has none.
func (c *Case) Topic() string { return c.folder(1) }

func (c *Case) folder(n int) string {
	parts := idParts(c.ID)
	if n >= len(parts)-1 {
		return ""
	}
	return parts[n]
}

// idParts are the names in an id; a user's id may begin with "/" or "..".
func idParts(id string) []string {
	return slices.DeleteFunc(strings.Split(id, "/"), func(s string) bool { return s == "" || s == "." || s == ".." })
}

// Section gives the transcript of that name, nil where there is none.
func (c *Case) Section(name string) *wire.Section {
	for _, s := range c.Sections {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// pos is the line of a key, or the first line of the file where it has no such key.
func (c *Case) pos(key string) wire.Pos {
	if p, ok := c.KeyPos[key]; ok {
		return p
	}
	return wire.Pos{File: c.File, Line: 1}
}
