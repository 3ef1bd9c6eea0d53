package golden

import (
	"bytes"
	"strings"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// asItIs takes the result of the file as it stands: one that fails stays open. A
// warning comes from a rule, and the lines have held.
func (f *File) asItIs(r *suite.Result) (open bool) { return r.Verdict == suite.Fail }

// asHeard takes the result of a play in which "<" lines were not judged: what
// fails is something else, that is not rewritten.
func (f *File) asHeard(r *suite.Result) (open bool) {
	if r.Verdict == suite.Fail {
		f.refuse(blame(r))
		return false
	}
	return true
}

// asRewritten takes the result of a play with the new lines. Why is kept for the
// case that no further try follows.
func (f *File) asRewritten(r *suite.Result) (open bool) {
	if r.Verdict != suite.Fail {
		f.State, f.Why = Updated, nil
		if bytes.Equal(f.New, f.Old) {
			f.State = Unchanged // it failed now and then
		}
		return false
	}
	why := blame(r)
	why.Msg = "it does not pass with the new lines either: " + why.Msg
	why.Hint = "it differs from play to play: " + rulesHint
	f.Why = why
	return true
}

// blame is the reason of a result where it stands in the file, with what to do
// about it by what stands there.
func blame(r *suite.Result) *wire.Error {
	msg := strings.TrimSpace(r.Reason)
	if len(r.Values) > 0 {
		msg += " (" + strings.Join(r.Values[:min(len(r.Values), 3)], ", ") + ")"
	}
	e := &wire.Error{Pos: r.Pos, Msg: msg}
	if e.Pos.File == "" {
		e.Pos.File = r.Case.File
	}
	if r.Verdict != suite.Fail {
		return e
	}
	for _, s := range r.Case.Sections {
		for i := range s.Lines {
			if l := &s.Lines[i]; l.Pos.Line == r.Pos.Line {
				e.Hint = mend(l)
			}
		}
	}
	return e
}

// mend says what to do about a line that is not rewritten.
func mend(l *wire.Line) string {
	const only = "only < lines are rewritten: "
	switch l.Kind {
	case wire.Event:
		return only + "mend the line " + l.String() + ", or the server"
	case wire.RuleLine, wire.PropLine:
		return only + "mend this rule, or the server"
	case wire.Sent:
		return only + "what is sent here has to be mended by hand"
	}
	return "what never came, was reset or broke off is not written into a case; httpkit send -f FILE shows it"
}
