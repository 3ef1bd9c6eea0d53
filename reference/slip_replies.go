package reference

import (
	"bytes"
	"io/fs"
	"net"
	"regexp"
	"slices"
	"unicode/utf8"
)

// replier gives the whole answer to a request, nil where there is none.
type replier func(request []byte, docroot fs.FS) []byte

// The repliers below are each made of one that answers like the persona.

// always answers with text, whatever the request.
func always(text string) replier {
	return func([]byte, fs.FS) []byte { return []byte(text) }
}

// unlessEmpty has no answer to nothing but FIN.
func unlessEmpty(to replier) replier {
	return func(request []byte, docroot fs.FS) []byte {
		if len(request) == 0 {
			return nil
		}
		return to(request, docroot)
	}
}

// textOnly has no answer to bytes that are not UTF-8.
func textOnly(to replier) replier {
	return func(request []byte, docroot fs.FS) []byte {
		if !utf8.Valid(request) {
			return nil
		}
		return to(request, docroot)
	}
}

// atPaths answers missing to a request whose second word is none of paths.
func atPaths(to replier, missing string, paths ...string) replier {
	return func(request []byte, docroot fs.FS) []byte {
		words := bytes.Fields(request)
		if len(words) > 1 && !slices.Contains(paths, string(words[1])) {
			return []byte(missing)
		}
		return to(request, docroot)
	}
}

var emptyLine = regexp.MustCompile(`\n\r?\n`)

// headAlone answers HEAD without the content.
func headAlone(to replier) replier {
	return func(request []byte, docroot fs.FS) []byte {
		answer := to(request, docroot)
		words, end := bytes.Fields(request), emptyLine.FindIndex(answer)
		if len(words) > 0 && string(words[0]) == "HEAD" && end != nil {
			return answer[:end[1]]
		}
		return answer
	}
}

var requestLine = regexp.MustCompile(`(?m)^[A-Za-z]+ \S+ HTTP/\S+\r?$`)

// perLine answers each request line of one read, up to the first that has no
// answer. What comes before the second line belongs to the first.
func perLine(to replier) replier {
	return func(read []byte, docroot fs.FS) []byte {
		lines := requestLine.FindAllIndex(read, -1)
		var all []byte
		for i := range max(1, len(lines)) {
			from, end := 0, len(read)
			if i > 0 {
				from = lines[i][0]
			}
			if i+1 < len(lines) {
				end = lines[i+1][0]
			}
			answer := to(read[from:end], docroot)
			if answer == nil {
				break
			}
			all = append(all, answer...)
		}
		return all
	}
}

// whenWhole reads on, and answers when the empty line or the client's end has
// come.
func whenWhole(to replier) func(answer) answer {
	return instead(func(conn net.Conn, docroot fs.FS) {
		var head []byte
		piece := make([]byte, 1024)
		for len(head) < 1<<20 && !emptyLine.Match(head) {
			n, err := conn.Read(piece)
			head = append(head, piece[:n]...)
			if err != nil {
				break
			}
		}
		if a := to(head, docroot); a != nil {
			_, _ = conn.Write(a)
		}
	})
}
