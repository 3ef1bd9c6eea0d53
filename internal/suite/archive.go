package suite

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"httpkit/internal/wire"
)

// MaxFile is the largest case that is read, in bytes. Larger bytes to send are
// made by \{rep} and \{noise}, or stand in a file beside the case.
const MaxFile = 4 << 20

// archive is a case's file, taken apart. Line ends are LF.
type archive struct {
	script  []byte
	members []member
}

// member is a section, not yet read.
type member struct {
	name   string
	marker wire.Pos
	data   []byte // the first line of it is the one after the marker
}

// readArchive takes the file apart. What txtar and testscript would take in
// silence, or panic on, is refused before either sees it.
func readArchive(file string, data []byte) (*archive, wire.Errors) {
	if len(data) > MaxFile {
		return nil, wire.Errors{{Pos: wire.Pos{File: file}, Msg: fmt.Sprintf("got %d bytes, want at most %d in a case", len(data), MaxFile),
			Hint: `make large contents with \{rep N TEXT} or \{noise N}, or keep them in a file beside the case`}}
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if errs := traps(file, data); len(errs) > 0 {
		return nil, errs
	}
	ar := txtar.Parse(data)
	a := &archive{script: ar.Comment}
	line := 1 + bytes.Count(ar.Comment, []byte("\n"))
	for _, f := range ar.Files {
		a.members = append(a.members, member{f.Name, wire.Pos{File: file, Line: line}, f.Data})
		line += 1 + bytes.Count(f.Data, []byte("\n"))
	}
	return a, nil
}

// traps finds what can't be left to the txtar package, line by line.
func traps(file string, data []byte) wire.Errors {
	var errs wire.Errors
	first := map[string]int{}
	transcript := false
	n := 0
	for line := range strings.SplitSeq(string(data), "\n") {
		n++
		bad := func(msg, hint string) {
			errs = append(errs, &wire.Error{Pos: wire.Pos{File: file, Line: n}, Msg: msg, Hint: hint})
		}
		if n == 1 && strings.HasPrefix(line, "\ufeff") {
			bad("the file begins with a byte order mark", "save it as UTF-8 without one")
			continue
		}
		if !utf8.ValidString(line) {
			bad("the line is not UTF-8", `write other bytes as \xHH`)
			continue
		}
		name, is := marker(strings.Trim(line, " \t"))
		if !is {
			// Package wire has its own word on control bytes in a transcript.
			if i := strings.IndexFunc(line, isControl); i >= 0 && !transcript {
				bad(fmt.Sprintf("the line has the control byte 0x%02x", line[i]), controlHint(first))
			}
			continue
		}
		if strings.Trim(line, " \t") != line {
			bad(fmt.Sprintf("the marker of section %q has blanks before or after it", name),
				"without them it is a marker, with them it would be content: remove them")
			continue
		}
		if msg, hint := badName(name); msg != "" {
			bad(msg, hint)
			continue
		}
		if at, twice := first[name]; twice {
			bad(fmt.Sprintf("section %q is there twice", name), fmt.Sprintf("the first one is in line %d", at))
			continue
		}
		first[name] = n
		transcript = !strings.Contains(name, ".")
	}
	return errs
}

func controlHint(sections map[string]int) string {
	if len(sections) == 0 {
		return "remove it"
	}
	return `keep bytes that are no text in a file beside the case, for \{file NAME}, or write them as \xHH in a transcript`
}

// isControl leaves TAB alone: it is layout in a script, and text in a file.
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// marker gives the name in a line that is meant as a section's marker. It takes
// more than txtar does: "-- --", on which txtar panics, has the empty name.
func marker(line string) (name string, is bool) {
	if line == "-- --" {
		return "", true
	}
	rest, ok := strings.CutPrefix(line, "-- ")
	if !ok {
		return "", false
	}
	rest, ok = strings.CutSuffix(rest, " --")
	return strings.TrimSpace(rest), ok
}

// badName tells what is wrong with a section's name, or "".
func badName(name string) (msg, hint string) {
	if name == "" {
		return "the section has no name", "write -- talk -- for a transcript, -- page.html -- for a file"
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return fmt.Sprintf("section %q: %q can't stand in a name", name, r), "use letters, digits, - and _"
		}
	}
	if !strings.Contains(name, ".") {
		for _, r := range name {
			if !isWordByte(r) {
				return fmt.Sprintf("section %q: %q can't stand in the name of a transcript", name, r),
					"use letters, digits, - and _; the name of a file has a dot"
			}
		}
		return "", ""
	}
	return leaves("section", name)
}

func isWordByte(r rune) bool {
	return r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// leaves tells why the path of a section or of \{file} would leave the case's
// folder, or would on another system, or "".
func leaves(what, name string) (msg, hint string) {
	const mend = "a path is relative, with / between its names"
	switch parts := strings.Split(name, "/"); {
	case name == "":
		return what + " has no name", mend
	case slices.Contains(parts, ".."):
		return fmt.Sprintf("%s %q leaves the folder of the case", what, name), "remove the .."
	case strings.HasPrefix(name, "/"):
		return fmt.Sprintf("%s %q is an absolute path", what, name), mend
	case strings.Contains(name, `\`):
		return fmt.Sprintf("%s %q has a backslash", what, name), mend
	case strings.Contains(name, ":"):
		return fmt.Sprintf("%s %q has a colon, which names a drive elsewhere", what, name), mend
	case slices.Contains(parts, "") || slices.Contains(parts, "."):
		return fmt.Sprintf("%s %q has an empty name in its path", what, name), mend
	}
	return "", ""
}
