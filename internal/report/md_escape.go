package report

import (
	"fmt"
	"io"
	"strings"
)

// escaped is a line of prose in which nothing means anything to Markdown.
func escaped(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>|~&#@", r):
			b.WriteByte('\\')
		case i == 0 && strings.ContainsRune("+-=:", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// codeSpan puts a line between code marks: more of them than follow one another in it.
func codeSpan(s string) string {
	if s == "" {
		return ""
	}
	marks := strings.Repeat("`", ticks(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return marks + s + marks
}

// cell makes a text fit for a table, where a bar ends a cell even in code.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// fenced writes lines between fences that are longer than any run of marks in them.
// Empty lines are left out.
func fenced(w io.Writer, lang string, lines []string) {
	n := 2
	var kept []string
	for _, l := range lines {
		if l != "" {
			kept = append(kept, l)
			n = max(n, ticks(l))
		}
	}
	if len(kept) == 0 {
		return
	}
	fence := strings.Repeat("`", n+1)
	fmt.Fprintf(w, "%s%s\n%s\n%s\n\n", fence, lang, strings.Join(kept, "\n"), fence)
}

// ticks is the longest run of code marks in s.
func ticks(s string) int {
	most, n := 0, 0
	for _, r := range s {
		if r != '`' {
			n = 0
			continue
		}
		n++
		most = max(most, n)
	}
	return most
}
