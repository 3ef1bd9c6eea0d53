package target

import (
	"cmp"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"httpkit/internal/process"
	"httpkit/internal/wire"
)

// StartError says why the server under test did not become ready.
type StartError struct {
	Command string   // as it was run
	Why     string   // in words
	Output  []string // its last lines, fit for a terminal
	Hint    string   // what to do next, perhaps in several lines
}

// Error gives the command and the reason, then what the server wrote, then the
// hint.
func (e *StartError) Error() string {
	s := printable(e.Command) + ": " + e.Why
	for _, l := range e.Output {
		s += "\n\t| " + l
	}
	if e.Hint != "" {
		s += "\n\t" + strings.ReplaceAll(e.Hint, "\n", "\n\t")
	}
	return s
}

// inUse is how systems and languages say that a port is taken.
var inUse = regexp.MustCompile(`(?i)address (is )?(already )?in use|EADDRINUSE|Only one usage of each socket address`)

// ended says why a server whose process has ended will not become ready.
func (s *Server) ended(p *process.Process) error {
	e := &StartError{Command: s.line, Output: lastLines(p)}
	left, known := p.Members()
	switch {
	case len(left) > 0:
		e.Why = background(p, left)
		e.Hint = foreground
	case known && len(s.outside()) > 0:
		l := s.outside()[0]
		e.Why = fmt.Sprintf("it ended (%s), and left %s, which listens on %s and does not show that it came of it; end that one yourself", p.Exit(), l.By, l)
		e.Hint = foreground
	case p.NotFound():
		e.Why = fmt.Sprintf("the shell found no such program (%s)", p.Exit())
		e.Hint = "it is looked for in PATH; one in this folder is written ./server"
	case p.NotRun():
		e.Why = fmt.Sprintf("the shell could not run it (%s)", p.Exit())
		e.Hint = "is it executable, and does its first line name a program that is there? chmod +x makes it so"
	default:
		e.Why = fmt.Sprintf("it ended before it was ready: %s", p.Exit())
		e.Hint = s.whyEnded(e.Output)
	}
	return e
}

const foreground = "start it in the foreground, so that it can be watched and stopped: without & at the end, without its option for a daemon (nginx -g 'daemon off;')"

// background says that the command ended and something of it runs on.
func background(p *process.Process, left []process.Member) string {
	return fmt.Sprintf("it went to the background: the command ended (%s), and left running %s", p.Exit(), process.Names(left))
}

// whyEnded is what to do about a server that ended by itself.
func (s *Server) whyEnded(output []string) string {
	for _, l := range output {
		if !inUse.MatchString(l) {
			continue
		}
		if n := process.Lingering(portOf(s.addr)); n > 0 && !s.chosen() {
			return fmt.Sprintf("the port is held by %d connections that have just ended (TIME_WAIT); either\nset SO_REUSEADDR on the socket before you bind it, or\nlet the kit choose a port for each start: {port} in the command, and no --target", n)
		}
		return "another program has that port: stop that one, or let the kit choose a port:\n{port} in the command, and no --target"
	}
	if len(output) == 0 {
		return "it wrote nothing; run it by hand to see more, with PORT=" + s.port + " in its environment"
	}
	return "run it by hand to see more, with PORT=" + s.port + " in its environment"
}

// late says why a server is not ready yet, when the time is over.
func (w *waiting) late() error {
	e := &StartError{Command: w.line, Output: lastLines(w.p)}
	within := fmt.Sprintf("within %s", w.o.Timeout)
	members, _ := w.p.Members()
	longer := "--ready-timeout gives it longer"
	switch listens, known := w.listens(); {
	case known && !listens && len(w.elsewhere) > 0:
		var at []string
		for _, l := range w.elsewhere {
			at = append(at, l.String())
		}
		e.Why = fmt.Sprintf("it listens on %s, and not on %s (%s)", strings.Join(at, " and "), w.addr, within)
		e.Hint = "give it the port: {port} in the command, or $PORT, which is in its environment; or\nsay where it listens: --target " + addressOf(w.elsewhere[0])
		if l := w.elsewhere[0]; l.Path == "" && l.Addr.Port() == portOf(w.addr) && l.Addr.Addr().Is6() {
			// It has the port, and another address: that of the other family.
			e.Hint = "name it with that address: --target '" + strings.Replace(addressOf(l), fmt.Sprint(":", l.Addr.Port()), ":{port}", 1) + "'"
		}
		if w.looks() {
			e.Why = fmt.Sprintf("it listens on %s", strings.Join(at, " and "))
			e.Hint = "say which of them is to be tested: --target " + addressOf(w.elsewhere[0])
		}
	case w.o.Ready.path != "" && (listens || !known):
		e.Why = fmt.Sprintf("GET %s was not answered with 2xx %s: %s", w.o.Ready.path, within, cmp.Or(w.answer, "no answer came"))
		e.Hint = longer + "; --ready listen waits until it takes connections, and no longer"
	case w.o.Ready.log != nil && !w.said:
		e.Why = fmt.Sprintf("it wrote no line that has %q in it %s", w.o.Ready.log, within)
		e.Hint = "many programs keep back what they write to a pipe: python3 -u, stdbuf -oL, or flush it; " + longer
	default:
		e.Why = fmt.Sprintf("it did not listen on %s %s, and still runs: %s", w.addr, within, process.Names(members))
		if w.looks() {
			e.Why = fmt.Sprintf("it did not listen anywhere %s, and still runs: %s", within, process.Names(members))
		}
		e.Hint = longer
	}
	return e
}

// lastShown is how many lines of its output are shown.
const lastShown = 20

// lastLines are the last lines that a server wrote to its standard error, or where
// there are none, to its standard output; fit for a terminal.
func lastLines(p *process.Process) []string {
	out := p.Stderr(lastShown)
	if len(out) == 0 {
		out = p.Stdout(lastShown)
	}
	for i, l := range out {
		out[i] = printable(l)
	}
	return out
}

// longestShown is where a line is cut to be shown.
const longestShown = 300

// printable escapes what a terminal could act upon. Tabs become blanks.
func printable(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case b.Len() > longestShown:
			fmt.Fprintf(&b, " ...(%d bytes more)", len(s)-i)
			return b.String()
		case r == '\t':
			b.WriteString("    ")
		case r == utf8.RuneError && n == 1 || !unicode.IsPrint(r):
			b.WriteString(wire.QuoteBytes([]byte(s[i : i+n])))
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// addressOf is a listener as --target takes it.
func addressOf(l process.Listener) string {
	if ip := l.Addr.Addr(); l.Path == "" && ip.IsUnspecified() {
		return netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), l.Addr.Port()).String()
	}
	return l.String()
}
