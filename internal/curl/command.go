package curl

import (
	"fmt"
	"regexp"
	"strings"
)

// begin is how a command has to begin: curl, perhaps with its path.
var begin = regexp.MustCompile(`^([^\s'"\\]*[/\\])?curl(\.exe)?(\s|$)`)

// firstCommand cuts off what stands behind the first simple command, with a remark
// about it, and refuses what only a shell could work out. What is left has no
// nesting of any kind, so that no paste can make a parser descend without end.
func firstCommand(text string) (command string, remarks []string, err error) {
	if !begin.MatchString(text) {
		if strings.TrimSpace(text) == "" {
			return "", nil, &Error{"no command", "want a whole command: curl http://localhost:8888/"}
		}
		word, _, _ := strings.Cut(text, " ")
		return "", nil, &Error{fmt.Sprintf("%q is not curl", clip(word)), "want a whole command: curl http://localhost:8888/"}
	}
	quote := byte(0) // the one that we are in; '$' stands for $'
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote == '\'':
			if c == '\'' {
				quote = 0
			}
		case c == '\\':
			i++
		case quote == '$':
			if c == '\'' {
				quote = 0
			}
		case c == '`' || c == '$' && i+1 < len(text) && strings.IndexByte("({[", text[i+1]) >= 0:
			return "", nil, notFilled(text[i:])
		case c == '"':
			quote ^= '"'
		case quote != 0:
		case c == '\'':
			quote = c
			if i > 0 && text[i-1] == '$' {
				quote = '$'
			}
		case c == '#' && strings.IndexByte(" \t\n", text[i-1]) >= 0:
			end := strings.IndexByte(text[i:], '\n')
			if end >= 0 && strings.TrimSpace(text[i+end:]) != "" {
				return "", nil, manyCommands()
			}
			return text[:i], nil, nil
		case strings.IndexByte("\n;&|<>()", c) >= 0:
			return cutAt(text, i)
		}
	}
	return text, nil, nil
}

// cutAt ends the command at an operator.
func cutAt(text string, i int) (command string, remarks []string, err error) {
	rest := strings.TrimSpace(text[i+1:])
	switch c := text[i]; {
	case c == '(' || c == ')':
		return "", nil, &Error{"a parenthesis outside of quotes", "put single quotes around what it belongs to"}
	case (c == '\n' || c == ';') && rest != "":
		return "", nil, manyCommands()
	case c == '\n' || c == ';':
		return text[:i], nil, nil
	case c == '&' && !strings.HasPrefix(text[i:], "&&"):
		return "", nil, &Error{"the & ends the command there", "put the URL in quotes: curl 'http://localhost/?a=1&b=2'"}
	case c == '<' || c == '>': // with the number of what it redirects
		return strings.TrimRight(text[:i], "012"), []string{fmt.Sprintf("what follows %c is left out", c)}, nil
	default:
		return text[:i], []string{fmt.Sprintf("what follows %c is left out", c)}, nil
	}
}

func manyCommands() error {
	return &Error{"more than one command", "end each line but the last of one command with a backslash, and give one at a time"}
}

// notFilled refuses a variable in braces, and the output of a command.
func notFilled(at string) error {
	what := "$(...): the output of a command"
	if name, _, ok := strings.Cut(at, "}"); ok && strings.HasPrefix(at, "${") {
		what = clip(name) + "}: a variable"
	}
	return &Error{what + " is not filled in here", valueHint}
}

const valueHint = "write its value, or single quotes around it if it is meant as it stands"
