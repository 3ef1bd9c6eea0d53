package curl

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// unprompted is a command without what a terminal shows around it.
func unprompted(text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	for _, prompt := range []string{"$ ", "% ", "> "} {
		text = strings.TrimPrefix(text, prompt)
	}
	return strings.TrimLeft(text, " \t")
}

// words takes a command line apart as a shell does, without running anything: the
// words behind its first curl, and remarks on what stands around it.
func words(text string) (args, remarks []string, err error) {
	if begin.MatchString(text) && (strings.Contains(text, ` ^"`) || strings.Contains(text, "^\n")) {
		return nil, nil, &Error{`the quotes ^" are those of Windows' cmd`, `copy it from the browser as "cURL (bash)"`}
	}
	text, remarks, err = firstCommand(text)
	if err != nil {
		return nil, nil, err
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	if err != nil {
		return nil, nil, shellError(err)
	}
	if len(file.Stmts) != 1 {
		return nil, nil, manyCommands()
	}
	call, ok := file.Stmts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil, nil, &Error{"no command that can be read", "want a plain one: curl http://localhost:8888/"}
	}
	for _, w := range call.Args[1:] {
		if l, ok := w.Parts[0].(*syntax.Lit); ok && strings.HasPrefix(l.Value, "~") {
			remarks = append(remarks, clip(l.Value)+": ~ stays as it is; a shell puts your home folder there")
		}
		word, err := literal(w)
		if err != nil {
			return nil, nil, err
		}
		args = append(args, word)
	}
	return args, remarks, nil
}

// literal is what a word stands for. What only the user's own shell could fill in
// is refused: nothing is run, and no variable is looked at.
func literal(w *syntax.Word) (string, error) {
	var bad error
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			bad = &Error{"a variable is not filled in here", valueHint}
			if n.Param != nil {
				bad = &Error{"$" + clip(n.Param.Value) + ": a variable is not filled in here", valueHint}
			}
		case *syntax.CmdSubst, *syntax.ArithmExp, *syntax.ProcSubst, *syntax.ExtGlob:
			bad = &Error{"something that a shell works out is not filled in here", valueHint}
		}
		return bad == nil
	})
	if bad != nil {
		return "", bad
	}
	if syntax.SplitBraces(w) {
		return "", &Error{"braces with a comma or two dots in them: a shell makes several words of them", "put single quotes around what it belongs to"}
	}
	cfg := &expand.Config{Env: expand.FuncEnviron(func(string) string { return "" })}
	var out strings.Builder
	for _, part := range w.Parts {
		if l, ok := part.(*syntax.Lit); ok { // package expand leaves its backslashes in
			out.WriteString(unescaped(l.Value))
			continue
		}
		s, err := expand.Literal(cfg, &syntax.Word{Parts: []syntax.WordPart{part}})
		if err != nil {
			return "", &Error{Msg: clip(err.Error())}
		}
		out.WriteString(s)
	}
	return out.String(), nil
}

// unescaped takes the backslashes out of what stands outside of quotes.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if i++; s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
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
