package suite

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/imports"

	"httpkit/internal/wire"
)

// Command is a line of the script, as testscript will read it.
type Command struct {
	Pos   wire.Pos
	Conds []Cond
	Not   bool // "! " was written
	Word  string
	Args  []string
}

// Cond is a condition: [linux] or [!offers:echo].
type Cond struct {
	Not  bool
	Name string
}

// language is the case language; everything else of testscript is foreign to it.
var language = []string{"skip", "stop", "talk"}

// engine is what testscript has besides. A user's script may use it where the
// command line allows it.
var engine = []string{
	"cd", "chmod", "cmp", "cmpenv", "cp", "env", "exec", "exists", "grep", "kill", "mkdir", "mv", "rm",
	"stderr", "stdin", "stdout", "symlink", "ttyin", "ttyout", "unix2dos", "unquote", "wait",
}

// Foreign gives the commands that are not the case language: those that use a
// command or a condition of testscript which looks at, or changes, this machine.
func (c *Case) Foreign() []Command {
	var all []Command
	for _, cmd := range c.Commands {
		if !slices.Contains(language, cmd.Word) || slices.ContainsFunc(cmd.Conds, func(c Cond) bool { return engineCond.MatchString(c.Name) }) {
			all = append(all, cmd)
		}
	}
	return all
}

// readCommands reads the script part, the comment lines of its head too.
func readCommands(c *Case) wire.Errors {
	var errs wire.Errors
	line := 0
	for text := range strings.SplitSeq(string(c.Script), "\n") {
		line++
		pos := wire.Pos{File: c.File, Line: line}
		words, ok := splitWords(text)
		if !ok {
			errs = append(errs, &wire.Error{Pos: pos, Msg: "a ' opens an argument that is not closed", Hint: "write '' for the sign itself, inside of quotes"})
			continue
		}
		if len(words) == 0 {
			continue
		}
		cmd, err := readCommand(pos, words)
		if err == nil {
			err = c.checkCommand(cmd)
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		c.Commands = append(c.Commands, cmd)
	}
	return errs
}

// splitWords splits a line as testscript does: at blanks, with single quotes, and
// a # outside of quotes begins a comment. Names in $ are not filled in.
func splitWords(line string) (words []string, ok bool) {
	var word strings.Builder
	in, quoted := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quoted && c == '\'' && i+1 < len(line) && line[i+1] == '\'':
			word.WriteByte('\'')
			i++
		case c == '\'':
			in, quoted = true, !quoted
		case quoted:
			word.WriteByte(c)
		case c == '#':
			i = len(line)
		case c == ' ' || c == '\t':
			if in {
				words = append(words, word.String())
				word.Reset()
				in = false
			}
		default:
			in = true
			word.WriteByte(c)
		}
	}
	if in {
		words = append(words, word.String())
	}
	return words, !quoted
}

// readCommand takes conditions and the negation off the words.
func readCommand(pos wire.Pos, words []string) (Command, *wire.Error) {
	cmd := Command{Pos: pos}
	for len(words) > 0 && strings.HasPrefix(words[0], "[") && strings.HasSuffix(words[0], "]") {
		name, not := strings.CutPrefix(strings.TrimSpace(words[0][1:len(words[0])-1]), "!")
		cmd.Conds = append(cmd.Conds, Cond{not, strings.TrimSpace(name)})
		words = words[1:]
	}
	if len(words) > 0 && words[0] == "!" {
		cmd.Not = true
		words = words[1:]
	}
	if len(words) == 0 {
		return cmd, &wire.Error{Pos: pos, Msg: "the line has no command", Hint: "a condition and a ! stand before one: [!windows] talk"}
	}
	cmd.Word, cmd.Args = words[0], words[1:]
	return cmd, nil
}

// engineCond are conditions of testscript about this machine.
var engineCond = regexp.MustCompile(`^(exec:.+|net|link|symlink|gc|gccgo|go1\.[1-9][0-9]*)$`)

// checkCond tells what is wrong with a condition.
func (c *Case) checkCond(pos wire.Pos, cond Cond) *wire.Error {
	name, offers := strings.CutPrefix(cond.Name, "offers:")
	switch {
	case offers && isCapability(name):
		return nil
	case offers:
		return &wire.Error{Pos: pos, Msg: fmt.Sprintf("[%s]: %q is no capability", cond.Name, name), Hint: didYouMean(name, CapabilityNames())}
	case cond.Name == "unix" || imports.KnownOS[cond.Name] || imports.KnownArch[cond.Name]:
		return nil
	case cond.Name == "short":
		return &wire.Error{Pos: pos, Msg: "[short] is for go test, a case knows nothing of it", Hint: "a case that takes long has the tag slow"}
	case engineCond.MatchString(cond.Name) && !c.Own:
		return nil
	}
	return &wire.Error{Pos: pos, Msg: fmt.Sprintf("[%s] is no condition", cond.Name),
		Hint: "there are [offers:CAPABILITY], [unix], and the names of systems and processors: [windows] [arm64]; [!...] turns one round"}
}

// checkCommand tells what is wrong with a command.
func (c *Case) checkCommand(cmd Command) *wire.Error {
	for _, cond := range cmd.Conds {
		if err := c.checkCond(cmd.Pos, cond); err != nil {
			return err
		}
	}
	bad := func(msg, hint string) *wire.Error { return &wire.Error{Pos: cmd.Pos, Msg: msg, Hint: hint} }
	switch {
	case slices.Contains(engine, cmd.Word):
		if c.Own {
			return bad(cmd.Word+" is not of the case language", "a case of ours has talk, skip and stop, and [conditions]")
		}
		return nil
	case !slices.Contains(language, cmd.Word):
		known := language
		if !c.Own {
			known = slices.Concat(language, engine)
		}
		hint := didYouMean(cmd.Word, known)
		if strings.ContainsAny(cmd.Word, "><*=") {
			hint = "lines of the notation stand in a section, below a marker: -- talk --"
		}
		return bad(fmt.Sprintf("%q is no command", cmd.Word), hint)
	case cmd.Not:
		return bad("! "+cmd.Word+": it can't be turned round", "say in a rule what must not come: = fail 2xx")
	case cmd.Word != "talk" && len(cmd.Args) > 1:
		return bad(fmt.Sprintf("%s: got %d arguments, want one message at most", cmd.Word, len(cmd.Args)),
			fmt.Sprintf("quote it: %s '%s'", cmd.Word, strings.Join(cmd.Args, " ")))
	}
	return nil
}
