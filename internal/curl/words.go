package curl

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// words takes a command line apart as a shell does, without running anything: the
// words of its first curl, and remarks on what stands around it.
func words(text string) (args, remarks []string, err error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	for _, prompt := range []string{"$ ", "% ", "> "} {
		text = strings.TrimPrefix(text, prompt)
	}
	if strings.Contains(text, `^"`) || strings.Contains(text, "^\n") {
		return nil, nil, &Error{`the quotes ^" are those of Windows' cmd`, `copy it from the browser as "cURL (bash)"`}
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	if err != nil {
		return nil, nil, shellError(err)
	}
	if len(file.Stmts) == 0 {
		return nil, nil, &Error{"no command", "want a whole command: curl http://localhost:8888/"}
	}
	stmt := file.Stmts[0]
	switch {
	case stmt.Background:
		return nil, nil, &Error{"the & ends the command there", "put the URL in quotes: curl 'http://localhost/?a=1&b=2'"}
	case len(file.Stmts) > 1:
		return nil, nil, &Error{"more than one command", "end each line but the last of one command with a backslash, and give one at a time"}
	}
	for {
		b, ok := stmt.Cmd.(*syntax.BinaryCmd)
		if !ok {
			break
		}
		remarks = append(remarks, fmt.Sprintf("what follows %s is left out", b.Op))
		stmt = b.X
	}
	if len(stmt.Redirs) > 0 {
		remarks = append(remarks, "the redirection is left out")
	}
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil, nil, &Error{"no command that can be read", "want a plain one: curl http://localhost:8888/"}
	}
	for _, w := range call.Args {
		word, err := literal(w)
		if err != nil {
			return nil, nil, err
		}
		args = append(args, word)
	}
	switch name := path.Base(args[0]); name {
	case "curl", "curl.exe":
		return args[1:], remarks, nil
	}
	return nil, nil, &Error{fmt.Sprintf("%q is not curl", clip(args[0])), "want a whole command: curl http://localhost:8888/"}
}

// literal is what a word stands for. What only the user's own shell could fill in
// is refused: nothing is run, and no variable is looked at.
func literal(w *syntax.Word) (string, error) {
	var bad string
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			if n.Param != nil {
				bad = "$" + n.Param.Value + ": a variable"
			} else {
				bad = "a variable"
			}
		case *syntax.CmdSubst:
			bad = "$(...): the output of a command"
		case *syntax.ArithmExp, *syntax.ProcSubst, *syntax.ExtGlob:
			bad = "something that a shell works out"
		}
		return bad == ""
	})
	if bad != "" {
		return "", &Error{bad + " is not filled in here", "write its value, or single quotes around it if it is meant as it stands"}
	}
	s, err := expand.Literal(&expand.Config{Env: expand.FuncEnviron(func(string) string { return "" })}, w)
	if err != nil {
		return "", &Error{Msg: clip(err.Error())}
	}
	return s, nil
}

// shellError is a command line that no shell would take.
func shellError(err error) error {
	if e, ok := errors.AsType[syntax.ParseError](err); ok {
		return &Error{fmt.Sprintf("line %d, column %d: %s", e.Pos.Line(), e.Pos.Col(), clip(e.Text)), "is a quote missing, or a line cut off?"}
	}
	return &Error{"no shell would take it: " + clip(err.Error()), "is a quote missing, or a line cut off?"}
}

// clip bounds what an error quotes.
func clip(s string) string {
	if len(s) > 80 {
		return s[:80] + "..."
	}
	return s
}
