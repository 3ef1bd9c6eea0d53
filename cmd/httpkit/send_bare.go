package main

import (
	"bytes"
	"regexp"
	"strings"
)

var (
	// gutter is how a line of the notation begins.
	gutter = regexp.MustCompile(`^([><*=]([a-z][a-z0-9]*)?( |$)|#)`)
	// meant is how a line begins that is one of the notation, or was to be one: the
	// blank is forgotten, or stands before the gutter.
	meant = regexp.MustCompile(`^\x{feff}?([ \t]*[><*=]([a-z][a-z0-9]*)?[ \t]|[ \t]*[><*=]$|>)`)
)

// argumentLines puts the arguments of the command line below each other. What
// has no gutter is to be sent.
func argumentLines(args []string) []byte {
	var b bytes.Buffer
	for _, arg := range args {
		for _, line := range strings.Split(strings.TrimSuffix(arg, "\n"), "\n") {
			if !gutter.MatchString(line) {
				b.WriteString("> ")
			}
			b.WriteString(line + "\n")
		}
	}
	return b.Bytes()
}

// asSent takes text in which no line has a gutter for lines to be sent, as
// argumentLines does: that is a request as it was pasted, and its empty lines are
// lines too. Any other text stays as it is: in a transcript an empty line is layout,
// and one without a gutter a mistake.
func asSent(data []byte) []byte {
	var b bytes.Buffer
	bare := false
	for line := range bytes.Lines(data) {
		text := string(bytes.TrimRight(line, "\r\n"))
		switch {
		case meant.MatchString(text):
			return data
		case strings.HasPrefix(text, "#"):
		default:
			bare = bare || strings.TrimSpace(text) != ""
			b.WriteString("> ")
		}
		b.Write(line)
	}
	if !bare {
		return data
	}
	return b.Bytes()
}
