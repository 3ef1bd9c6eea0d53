package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// command is a line that begins with ":".
type command struct {
	name, args, does string
	look             bool // it looks at an answer, or begins another request
	run              func(s *Session, ctx context.Context, args string) error
}

// commands is the table of all, in the order of :help. It is a function because
// :help looks at it.
func commands() []command {
	return []command{
		{"get", "[PATH]", "send a GET for PATH, with Host", true, (*Session).get},
		{"again", "", "send the last request again", true, (*Session).again},
		{"split", "N", "send the last request cut into N parts", true, (*Session).split},
		{"edit", "", "edit the last request in $EDITOR, and send it", true, (*Session).edit},
		{"file", "PATH", "send the bytes of a file as they are", true, (*Session).file},
		{"pause", "[TIME]", "wait: 500ms, 2s (1s where none is given)", false, (*Session).pause},
		{"fin", "", "end your side (FIN); what comes is still shown", false, (*Session).sendFIN},
		{"abort", "", "reset the connection (RST)", false, (*Session).abort},
		{"connect", "[NAME] [ADDR]", "connect again, or a second connection by name", true, (*Session).doConnect},
		{"use", "[NAME]", "send on the connection of that name from here on", false, (*Session).use},
		{"explain", "", "what RFC 9112 says about the last exchange", true, (*Session).explain},
		{"hex", "[on|off]", "the last exchange in hexadecimal; on: all from here on", true, (*Session).doHex},
		{"eol", "[lf|cr|crlf|none]", "what ends the lines you type", false, (*Session).doEOL},
		{"save", "NAME", "write what happened as a case, NAME.txtar", true, (*Session).save},
		{"help", "[COMMAND]", "this list", false, (*Session).help},
		{"quit", "", "end; so does Ctrl-D", false, (*Session).quit},
	}
}

// names are those of all commands.
func names() []string {
	var out []string
	for _, c := range commands() {
		out = append(out, ":"+c.name)
	}
	return out
}

// command runs what stands behind the ":".
func (s *Session) command(ctx context.Context, text string) error {
	name, args, _ := strings.Cut(strings.TrimSpace(text), " ")
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
	if i < 0 {
		return fmt.Errorf(":%s: no such command\n%s", name, s.Near(":"+name, names()))
	}
	c := all[i]
	args = strings.TrimSpace(args)
	if args != "" && c.args == "" {
		return fmt.Errorf(":%s: takes nothing behind it, got %s", name, args)
	}
	if args == "" && c.args != "" && c.args[0] != '[' {
		return fmt.Errorf(":%s: %s is missing\n:%s %s: %s", name, c.args, name, c.args, c.does)
	}
	if c.look && !s.Screen.Live() {
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	return c.run(s, ctx, args)
}

const aboutLines = `What you type is sent line by line, with the ending you see. Escapes and fields of
the notation work: \x00 \r \n \t \\ \{$host} \{rep 100 a} \{file hello.txt} \{noise 9}.
A line with an ending of its own (\r\n, \n, \r, a lone \ for none) keeps it. An
empty line sends the ending alone. A line that shall begin with ":" begins \x3a.
Tab completes, the arrows go through what was typed before, Ctrl-C cancels a line,
Ctrl-D ends the session.`

// help lists the commands, or tells about one.
func (s *Session) help(_ context.Context, args string) error {
	name := strings.TrimPrefix(args, ":")
	var out []string
	for _, c := range commands() {
		if name == "" || c.name == name {
			out = append(out, fmt.Sprintf("# %-26s %s", strings.TrimSpace(":"+c.name+" "+c.args), c.does))
		}
	}
	if len(out) == 0 {
		return fmt.Errorf(":%s: no such command\n%s", name, s.Near(":"+name, names()))
	}
	if name == "" {
		for l := range strings.SplitSeq(aboutLines, "\n") {
			out = append(out, "# "+l)
		}
	}
	s.Screen.Print(out)
	return nil
}

// quit ends the session.
func (s *Session) quit(context.Context, string) error {
	s.ending = true
	return nil
}

// endings are the words of :eol.
var endings = []struct{ word, written string }{
	{"crlf", `\r\n`}, {"lf", `\n`}, {"cr", `\r`}, {"none", `\`},
}

// doEOL says or sets what ends a line.
func (s *Session) doEOL(_ context.Context, args string) error {
	for _, e := range endings {
		switch {
		case args == "" && e.written == s.eol, args == e.word:
			s.eol = e.written
			s.note("lines end in %s (%s)", e.written, e.word)
			return nil
		}
	}
	return fmt.Errorf(":eol %s: got %s, want crlf, lf, cr or none", args, args)
}

// doHex shows the last exchange in hexadecimal, or all from here on.
func (s *Session) doHex(_ context.Context, args string) error {
	switch args {
	case "on", "off":
		s.mu.Lock()
		s.hex = args == "on"
		s.mu.Unlock()
		s.note("what comes is shown in %s", map[string]string{"on": "hexadecimal", "off": "the notation"}[args])
		return nil
	case "":
	default:
		return fmt.Errorf(":hex %s: got %s, want on, off or nothing", args, args)
	}
	c := s.conn(s.now)
	if c == nil {
		return errors.New("nothing was said yet")
	}
	t := s.lastExchange(c)
	for i := range t.Records {
		if d := t.Records[i].Data; len(d) > shownAtOnce {
			t.Records[i].Data = d[:shownAtOnce]
			s.note("more than %d KiB: what follows is not shown", shownAtOnce>>10)
			t.Records = t.Records[:i+1]
			break
		}
	}
	s.Screen.Print(s.Hex(t))
	return nil
}
