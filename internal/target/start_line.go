package target

import (
	"regexp"
	"runtime"
	"strings"
)

// The words that are filled in.
const (
	wordPort    = "{port}"
	wordDocroot = "{docroot}"
)

// ofPort finds the variable PORT in a command: $PORT, ${PORT}, on Windows %PORT%.
var ofPort = regexp.MustCompile(`\$PORT\b|\$\{PORT\b|%PORT%`)

// NamesDocroot reports whether the command asks for a folder to serve.
func NamesDocroot(command string) bool {
	return strings.Contains(command, wordDocroot) || strings.Contains(command, "HTTPKIT_DOCROOT")
}

// fill puts a value in the place of a word of a command line, quoted as the shell
// needs it there.
func fill(line, word, value string) string {
	var b strings.Builder
	for {
		i := strings.Index(line, word)
		if i < 0 {
			b.WriteString(line)
			return b.String()
		}
		b.WriteString(line[:i])
		b.WriteString(shellQuoted(value, openQuote(b.String())))
		line = line[i+len(word):]
	}
}

// plain is what no shell takes for anything else.
var plain = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]*$`)

// shellQuoted writes a value as it must stand between quotes of that kind, 0 for none.
func shellQuoted(value string, quote byte) string {
	switch {
	case plain.MatchString(value):
		return value
	case runtime.GOOS == "windows":
		if quote == 0 {
			return `"` + value + `"`
		}
		return value // a file name has no quotes there
	case quote == '\'':
		return strings.ReplaceAll(value, "'", `'\''`)
	case quote == '"':
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`").Replace(value)
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// openQuote gives the quote that is open at the end of a piece of a command line.
func openQuote(line string) (quote byte) {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && quote != '\'' && runtime.GOOS != "windows":
			i++
		case quote == c:
			quote = 0
		case quote == 0 && (c == '"' || c == '\'' && runtime.GOOS != "windows"):
			quote = c
		}
	}
	return quote
}
