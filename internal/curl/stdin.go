package curl

import (
	"fmt"
	"regexp"
	"strings"
)

// piped is how a command may begin that brings content on its standard input: as
// [Printf] writes it.
var piped = regexp.MustCompile(`^printf +'((?:[^']|'\\'')*)' *\| *`)

// cutPrintf takes "printf '...' | " off a command and gives what it prints, or nil
// where there is none.
func cutPrintf(text string) (rest string, printed []byte, err error) {
	m := piped.FindStringSubmatch(text)
	if m == nil {
		return text, nil, nil
	}
	printed, err = unprintf(strings.ReplaceAll(m[1], `'\''`, "'"))
	return text[len(m[0]):], printed, err
}

// unprintf is what printf makes of a format without arguments.
func unprintf(format string) ([]byte, error) {
	out := []byte{}
	for i := 0; i < len(format); i++ {
		next := byte(0)
		if i+1 < len(format) {
			next = format[i+1]
		}
		switch c := format[i]; {
		case c == '%' && next == '%':
			out = append(out, '%')
			i++
		case c == '\\' && '0' <= next && next <= '7':
			n, digits := 0, 0
			for digits < 3 && i+1 < len(format) && '0' <= format[i+1] && format[i+1] <= '7' {
				i++
				n, digits = n*8+int(format[i]-'0'), digits+1
			}
			out = append(out, byte(n))
		case c == '\\' && strings.IndexByte(`rnt\`, next) >= 0 && next != 0:
			out = append(out, map[byte]byte{'r': '\r', 'n': '\n', 't': '\t', '\\': '\\'}[next])
			i++
		case c == '%' || c == '\\':
			return nil, &Error{fmt.Sprintf("printf: %q is not read here", clip(format[i:])), `only \r \n \t \\ %% and octal digits are`}
		default:
			out = append(out, c)
		}
	}
	return out, nil
}
