package suite

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"httpkit/internal/wire"
)

// entry is a key of the head with its value, which may have gone on in lines below.
type entry struct {
	key, value string
	pos        wire.Pos
}

var (
	keyLine   = regexp.MustCompile(`^# ([A-Za-z][A-Za-z_-]*)[ \t]*:(.*)$`)
	moreLine  = regexp.MustCompile(`^#   +(.*)$`)
	otherLine = regexp.MustCompile(`^#[ \t]*([A-Za-z][A-Za-z_-]*):`)
)

// head is the comment a script begins with: a sentence, "#" alone, and keys.
type head struct {
	title   string
	entries []entry
	errs    wire.Errors
	file    string
	line    int
}

// readHead reads the comment lines the script begins with. A script that begins
// with anything else has no head.
func readHead(file string, script []byte) *head {
	h := &head{file: file}
	keys := false
	for raw := range bytes.SplitSeq(script, []byte("\n")) {
		h.line++
		line := strings.TrimRight(string(raw), " \t")
		if !strings.HasPrefix(line, "#") {
			break
		}
		switch {
		case h.line == 1:
			h.sentence(line)
		case line == "#" && !keys:
			keys = true
		case keys:
			h.keyLine(line)
		case keyLine.MatchString(line) && isKey(keyLine.FindStringSubmatch(line)[1]):
			h.bad("a key without # alone above it", "leave a line with # alone between the sentence and the keys")
			keys = true
			h.keyLine(line)
		default:
			h.bad(fmt.Sprintf("got %q, want # alone below the sentence", line), "the sentence is one line; other comments go below the head, after an empty line")
		}
	}
	for _, e := range h.entries {
		if e.value == "" {
			h.errs = append(h.errs, &wire.Error{Pos: e.pos, Msg: e.key + ": no value", Hint: keyMeans(e.key)})
		}
	}
	return h
}

func (h *head) bad(msg, hint string) {
	h.errs = append(h.errs, &wire.Error{Pos: h.pos(), Msg: msg, Hint: hint})
}

func (h *head) pos() wire.Pos { return wire.Pos{File: h.file, Line: h.line} }

// sentence reads the first line.
func (h *head) sentence(line string) {
	title, ok := strings.CutPrefix(line, "# ")
	title = strings.TrimLeft(title, " \t")
	if !ok || title == "" {
		h.bad(fmt.Sprintf("got %q, want # and a sentence", line), "the first line says what is true of a conforming server: # A request without a Host field is refused.")
		return
	}
	h.title = title
}

// keyLine reads a line below the first "#" alone.
func (h *head) keyLine(line string) {
	if line == "#" {
		h.bad("a second # alone", "the head has one, above its keys; below them leave an empty line")
		return
	}
	if m := moreLine.FindStringSubmatch(line); m != nil {
		if len(h.entries) == 0 {
			h.bad("this goes on, but there is no key above it", "write # KEY: VALUE")
			return
		}
		last := &h.entries[len(h.entries)-1]
		last.value = strings.TrimLeft(last.value+" "+strings.TrimSpace(m[1]), " ")
		return
	}
	m := keyLine.FindStringSubmatch(line)
	switch {
	case m == nil:
		if o := otherLine.FindStringSubmatch(line); o != nil {
			h.bad(fmt.Sprintf("got %q, want one blank between # and %s", line, o[1]), "three blanks and more are for a value that goes on")
			return
		}
		h.bad(fmt.Sprintf("got %q, want # KEY: VALUE", line), "a value goes on in lines with three blanks after the #; other comments go below the head, after an empty line")
	case !isKey(m[1]):
		if lower := strings.ToLower(m[1]); isKey(lower) {
			h.bad(m[1]+": keys are in lower case", "write "+lower+":")
		} else {
			h.bad(m[1]+": is no key", didYouMean(m[1], keyNames()))
		}
		h.entries = append(h.entries, entry{m[1], "-", h.pos()}) // takes the lines that go on
	default:
		h.entries = append(h.entries, entry{m[1], strings.TrimSpace(m[2]), h.pos()})
	}
}
