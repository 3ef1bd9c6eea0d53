package wire

import (
	"fmt"
	"strings"
)

// Pos is the place of a line: the file it stands in and its number, from 1.
type Pos struct {
	File string
	Line int
}

// String gives "file:line", or the file alone where the line is not known.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Error is one mistake in a case: where it stands, what is wrong, and the mend.
type Error struct {
	Pos  Pos
	Msg  string // lower case, the operand first: "\\q is no escape"
	Hint string // what to write instead; may be empty
}

// Error gives "file:line: message", with the hint on a line of its own.
func (e *Error) Error() string {
	s := e.Pos.String() + ": " + e.Msg
	if e.Hint != "" {
		s += "\n\t" + e.Hint
	}
	return s
}

// Errors are all the mistakes of a file, in the order of its lines.
type Errors []*Error

// Error joins the mistakes, one after the other.
func (es Errors) Error() string {
	var b strings.Builder
	for i, e := range es {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Error())
	}
	return b.String()
}

// Err gives es as an error, or nil where there is no mistake.
func (es Errors) Err() error {
	if len(es) == 0 {
		return nil
	}
	return es
}
