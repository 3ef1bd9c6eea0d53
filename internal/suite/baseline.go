package suite

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"httpkit/internal/wire"
)

// Baseline is a list of cases that are known not to pass: a line a case, its id
// and behind " # " the reason. Lines that begin with # and empty lines say nothing.
//
// Hand every result to Settle, in the order of the run. A nil Baseline knows none.
type Baseline struct {
	File   string // for messages
	Strict bool   // a warning does not pass
	Update bool   // what does not pass becomes known, see Bytes

	lines []baselineLine
	at    map[string]int // where in lines an id is
	edits map[string]Edit
}

// baselineLine is a line of the file. id is "" in a comment and an empty line.
type baselineLine struct{ text, id, reason string }

const (
	byteOrderMark = "\ufeff"
	baselineHead  = `# Cases that are known not to pass: a line a case, its id, then # and the reason.
# httpkit test --baseline FILE --update-baseline keeps it up to date, and leaves your
# words as they are.

`
)

// ParseBaseline reads a baseline. The error is wire.Errors, with each mistake in
// its line.
func ParseBaseline(file string, data []byte) (*Baseline, error) {
	b := &Baseline{File: file, at: map[string]int{}, edits: map[string]Edit{}}
	var errs wire.Errors
	bad := func(msg, hint string) {
		errs = append(errs, &wire.Error{Pos: wire.Pos{File: file, Line: len(b.lines) + 1}, Msg: msg, Hint: hint})
	}
	for text := range strings.Lines(string(data)) {
		l := baselineLine{text: text}
		said := strings.TrimSpace(strings.TrimPrefix(text, byteOrderMark))
		if !strings.HasPrefix(said, "#") {
			l.id, l.reason = splitBaseline(said)
		}
		switch first, twice := b.at[l.id]; {
		case !plain(said):
			bad("is no line of text", "a baseline has a line a case: its id, then # and the reason")
		case l.id == "":
		case twice:
			bad(fmt.Sprintf("%s is there twice", l.id), fmt.Sprintf("it stands in line %d already", first+1))
		default:
			b.at[l.id] = len(b.lines)
		}
		b.lines = append(b.lines, l)
	}
	return b, few(errs).Err()
}

// splitBaseline takes a line apart at the first # that stands after a blank.
func splitBaseline(s string) (id, reason string) {
	for i := 1; i < len(s); i++ {
		if s[i] == '#' && (s[i-1] == ' ' || s[i-1] == '\t') {
			return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
		}
	}
	return s, ""
}

// plain reports whether s is text that can be shown.
func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r != '\t' && !unicode.IsPrint(r) })
}

// few leaves of many mistakes the first ones: it is the wrong file.
func few(errs wire.Errors) wire.Errors {
	const most = 20
	if len(errs) <= most {
		return errs
	}
	last := *errs[most]
	last.Msg += fmt.Sprintf("; and %d mistakes more", len(errs)-most-1)
	return append(errs[:most:most], &last)
}

// Check finds the ids that no case has any more. exists tells whether there is a
// case of that id, selected or not; ids are those that may have been meant. The
// error is wire.Errors.
func (b *Baseline) Check(exists func(id string) bool, ids []string) error {
	var errs wire.Errors
	for i, l := range b.lines {
		if l.id == "" || exists(l.id) {
			continue
		}
		err := &wire.Error{Pos: wire.Pos{File: b.File, Line: i + 1}, Msg: fmt.Sprintf("%s: there is no case of this id", l.id)}
		file := strings.TrimSuffix(path.Clean(l.id), Ext)
		word, _, _ := strings.Cut(l.id, " ")
		switch near := nearest(l.id, ids); {
		case exists(file):
			err.Hint = "did you mean " + file + "?"
		case word != l.id && exists(word):
			err.Hint = "a reason stands after #: " + word + " #" + strings.TrimPrefix(l.id, word)
		case near != "":
			err.Hint = "did you mean " + near + "?"
		default:
			err.Hint = "take the line out" + neighbours(path.Dir(l.id), ids)
		}
		errs = append(errs, err)
	}
	return few(errs).Err()
}

// neighbours names the cases of a folder, where they are few enough to be read: one
// of them may be the case under its new name.
func neighbours(dir string, ids []string) string {
	var names []string
	for _, id := range ids {
		if path.Dir(id) == dir {
			names = append(names, path.Base(id))
		}
	}
	if len(names) == 0 || len(names) > 20 {
		return "; httpkit list shows what there is"
	}
	return "; in " + dir + " there are: " + strings.Join(names, " ")
}

// Known reports whether the case is listed.
func (b *Baseline) Known(id string) bool {
	if b == nil {
		return false
	}
	_, listed := b.at[id]
	return listed
}

// Settle gives a result the verdict that it has by the baseline: a case that is
// listed is known or fixed. What was not judged, an error or a skip, stays.
func (b *Baseline) Settle(r *Result) {
	if b == nil {
		return
	}
	id := r.Case.ID
	n, listed := b.at[id]
	where := wire.Pos{File: b.File, Line: n + 1}.String()
	switch {
	case listed && r.Verdict.NotPassed():
		r.Verdict = Known
		r.Reason += "\nknown, by " + where + because(b.lines[n].reason)
	case listed && r.Verdict == Pass:
		r.Verdict = Fixed
		r.Reason = strings.TrimPrefix(r.Reason+"\n", "\n") + "it passes, though " + where + " lists it" + because(b.lines[n].reason)
		if !b.Update {
			r.Reason += "\ntake that line out, or let --update-baseline do it"
		}
		b.edits[id] = Edit{ID: id, Reason: b.lines[n].reason}
	case !listed && b.Update && r.Verdict.Fails(b.Strict) && listable(id):
		b.edits[id] = Edit{ID: id, Reason: placeholder(r), Added: true}
		r.Verdict = Known
		r.Reason += "\nknown from now on: it is new in " + b.File
	}
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

// listable reports whether a line can hold the id: a user's file may be called
// anything.
func listable(id string) bool {
	back, _ := splitBaseline(strings.TrimSpace(strings.TrimPrefix(id+" # why", byteOrderMark)))
	return id != "" && back == id && plain(id) && !strings.HasPrefix(id, "#")
}

// Bytes is the file, with what an update changes; see Edits.
func (b *Baseline) Bytes() []byte {
	var out bytes.Buffer
	for _, l := range b.updated() {
		out.WriteString(l.text)
	}
	return out.Bytes()
}
