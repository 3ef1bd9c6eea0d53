package main

import (
	"fmt"

	"httpkit/internal/wire"
)

// plannedBytes is the longest line that a dry run spells out.
const plannedBytes = 4096

// plannedLines is what the sections would do, in the notation: the bytes with
// their fields filled in, and the events. What is expected is left out.
func plannedLines(sections []*wire.Section, env *wire.Env) []string {
	var out []string
	for i, s := range sections {
		if len(sections) > 1 {
			if i > 0 {
				out = append(out, "")
			}
			out = append(out, "# "+s.Name)
		}
		for _, l := range s.Lines {
			switch {
			case l.Kind == wire.Sent:
				out = append(out, plannedLine(&l, env)...)
			case l.Kind == wire.Event && !l.Do.Op.IsObservation():
				out = append(out, l.String())
			}
		}
	}
	return out
}

// plannedLine is one line that is sent. What is very long, or waits for an
// answer, stays as it is written.
func plannedLine(l *wire.Line, env *wire.Env) []string {
	b, err := l.Text.Bytes(env)
	switch {
	case err != nil:
		return []string{fmt.Sprintf("# as it stands: %v", err), l.String()}
	case len(b) > plannedBytes:
		return []string{fmt.Sprintf("# %d bytes:", len(b)), l.String()}
	}
	return wire.ByteLines(">"+l.Conn, b)
}
