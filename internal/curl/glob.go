package curl

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxURLs is a wall against what a few braces can come to.
const maxURLs = 100

// globbed are the URLs that a word stands for without -g: "{a,b}" and "[1-3]" make
// several. A backslash takes the meaning from the bracket or the brace behind it, and
// "[]" has none, as a browser's "Copy as cURL" and the fields of PHP write it.
func globbed(s string) ([]string, error) {
	out := [][]byte{nil}
	for i := 0; i < len(s); {
		choice, n, err := globPart(s, i)
		if err != nil {
			return nil, err
		}
		if len(out)*len(choice) > maxURLs {
			return nil, &Error{fmt.Sprintf("%q: curl makes more than %d requests of it", clip(s), maxURLs), "-g takes brackets and braces as they stand"}
		}
		i += n
		if len(choice) == 1 { // in place: there may be very many of them
			for k := range out {
				out[k] = append(out[k], choice[0]...)
			}
			continue
		}
		var next [][]byte
		for _, before := range out {
			for _, c := range choice {
				next = append(next, slices.Concat(before, []byte(c)))
			}
		}
		out = next
	}
	var urls []string
	for _, b := range out {
		urls = append(urls, string(b))
	}
	return urls, nil
}

// globPart gives what the part of s at i, n bytes long, stands for.
func globPart(s string, i int) (choice []string, n int, err error) {
	switch c := s[i]; {
	case c == '\\' && i+1 < len(s) && strings.IndexByte("[]{}", s[i+1]) >= 0:
		return []string{s[i+1 : i+2]}, 2, nil
	case c == '[':
		end := strings.IndexByte(s[i:], ']')
		if end < 0 {
			return nil, 0, badGlob(s, "[ without a ]")
		}
		if in := s[i+1 : i+end]; in != "" && !isIPv6(in) {
			if choice = globRange(in); choice == nil {
				return nil, 0, badGlob(s, "no range of up to 100 in []")
			}
			return choice, end + 1, nil
		}
		return []string{s[i : i+end+1]}, end + 1, nil
	case c == '{':
		choice, n = globSet(s[i+1:])
		if choice == nil {
			return nil, 0, badGlob(s, "no set in {}")
		}
		return choice, n + 1, nil
	case c == ']' || c == '}':
		return nil, 0, badGlob(s, "a "+string(c)+" that closes nothing")
	}
	n = strings.IndexAny(s[i+1:], `\[]{}`) + 1
	if n == 0 {
		n = len(s) - i
	}
	return []string{s[i : i+n]}, n, nil
}

var ranges = regexp.MustCompile(`^(?:([a-zA-Z])-([a-zA-Z])|([0-9]{1,9})-([0-9]{1,9}))(?::([0-9]{1,9}))?$`)

// globRange is what "1-3", "001-100", "a-z" and "0-100:10" stand for, nil for anything
// else.
func globRange(s string) (out []string) {
	m := ranges.FindStringSubmatch(s)
	if m == nil {
		return nil
	}
	step := 1
	if m[5] != "" {
		step, _ = strconv.Atoi(m[5])
	}
	from, to, width, letters := 0, 0, 0, m[1] != ""
	if letters {
		from, to = int(m[1][0]), int(m[2][0])
	} else {
		from, _ = strconv.Atoi(m[3])
		to, _ = strconv.Atoi(m[4])
		if m[3][0] == '0' {
			width = len(m[3])
		}
	}
	if from > to || step < 1 || m[5] != "" && step > to-from || (to-from)/step >= maxURLs || letters && to-from > 'z'-'a' {
		return nil
	}
	for at := from; at <= to; at += step {
		if letters {
			out = append(out, string(rune(at)))
		} else {
			out = append(out, fmt.Sprintf("%0*d", width, at))
		}
	}
	return out
}

// globSet reads a set behind its brace, nil where there is none.
func globSet(s string) (out []string, n int) {
	var word []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i+1 < len(s) {
				i++
			}
			word = append(word, s[i])
		case '}':
			if i == 0 {
				return nil, 0
			}
			return append(out, string(word)), i + 1
		case ',':
			out, word = append(out, string(word)), nil
		case '{', '[', ']':
			return nil, 0
		default:
			word = append(word, s[i])
		}
	}
	return nil, 0
}

func isIPv6(s string) bool {
	a, err := netip.ParseAddr(strings.Replace(s, "%25", "%", 1))
	return err == nil && a.Is6()
}

func badGlob(s, why string) error {
	return &Error{fmt.Sprintf("%q: curl refuses this URL: %s", clip(s), why), "-g takes brackets and braces as they stand"}
}
