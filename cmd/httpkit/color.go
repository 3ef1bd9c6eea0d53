package main

import (
	"io"
	"os"

	"github.com/fatih/color"
	"golang.org/x/term"
)

// isTerminal reports whether v, a stream of the program, is a terminal.
func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colored decides whether what is written to w is coloured: as --color says, and
// where that is auto, on a terminal that can do it (https://no-color.org).
func (o *options) colored(w io.Writer) bool {
	switch o.color {
	case "always":
		return true
	case "never":
		return false
	}
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// painter colours lines of the notation by their gutter. The zero value leaves
// them as they are.
type painter struct{ on bool }

// line gives one line of the notation in its colour.
func (p painter) line(s string) string {
	if !p.on || s == "" {
		return s
	}
	var c *color.Color
	switch s[0] {
	case '>':
		c = color.New(color.FgCyan)
	case '<':
		c = color.New(color.FgGreen)
	case '*':
		c = color.New(color.FgYellow)
	case '=':
		c = color.New(color.FgMagenta)
	case '#':
		c = color.New(color.Faint)
	default:
		return s
	}
	c.EnableColor()
	return c.Sprint(s)
}

// strong gives s in bold.
func (p painter) strong(s string) string {
	if !p.on {
		return s
	}
	c := color.New(color.Bold)
	c.EnableColor()
	return c.Sprint(s)
}

// faint gives s so that it stands back.
func (p painter) faint(s string) string {
	if !p.on {
		return s
	}
	c := color.New(color.Faint)
	c.EnableColor()
	return c.Sprint(s)
}

// changed gives a line of a diff in its colour.
func (p painter) changed(s string) string {
	if !p.on || s == "" {
		return s
	}
	attr := color.Reset
	switch s[0] {
	case '-':
		attr = color.FgRed
	case '+':
		attr = color.FgGreen
	case '@':
		attr = color.FgCyan
	}
	c := color.New(attr)
	c.EnableColor()
	return c.Sprint(s)
}

// bad gives a word that says that something is wrong.
func (p painter) bad(s string) string {
	if !p.on {
		return s
	}
	c := color.New(color.FgRed, color.Bold)
	c.EnableColor()
	return c.Sprint(s)
}
