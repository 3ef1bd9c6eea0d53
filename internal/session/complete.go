package session

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// methods are those of RFC 9110 section 9 and 5789.
var methods = []string{"CONNECT ", "DELETE ", "GET ", "HEAD ", "OPTIONS ", "PATCH ", "POST ", "PUT ", "TRACE "}

// fieldNames are those a request may have: RFC 9110, 9111, 9112, 6265 and 3986's
// friends that every client sends.
var fieldNames = []string{
	"Accept: ", "Accept-Charset: ", "Accept-Encoding: ", "Accept-Language: ", "Authorization: ",
	"Cache-Control: ", "Connection: ", "Content-Encoding: ", "Content-Language: ", "Content-Length: ",
	"Content-Location: ", "Content-Range: ", "Content-Type: ", "Cookie: ", "Date: ", "Expect: ", "Forwarded: ",
	"From: ", "Host: ", "If-Match: ", "If-Modified-Since: ", "If-None-Match: ", "If-Range: ",
	"If-Unmodified-Since: ", "Keep-Alive: ", "Last-Modified: ", "Max-Forwards: ", "Origin: ", "Pragma: ", "Prefer: ",
	"Proxy-Authorization: ", "Range: ", "Referer: ", "TE: ", "Trailer: ", "Transfer-Encoding: ",
	"Upgrade: ", "User-Agent: ", "Via: ", "X-Forwarded-For: ",
}

// values are the usual ones of fields, by the name in lower case.
var values = map[string][]string{
	"connection": {"close", "keep-alive", "upgrade"}, "transfer-encoding": {"chunked", "gzip, chunked"},
	"expect": {"100-continue"}, "host": {`\{$host}`}, "accept": {"*/*", "application/json", "text/html"},
	"accept-encoding": {"gzip", "identity", "br"}, "te": {"trailers"}, "range": {"bytes=0-"},
}

// Candidates gives what the text before the cursor may go on as, each of them
// whole from the beginning of the line.
func (s *Session) Candidates(before string) []string {
	var out []string
	add := func(prefix, word string, from []string) {
		for _, f := range from {
			if len(f) > len(word) && strings.EqualFold(f[:len(word)], word) {
				out = append(out, prefix+f)
			}
		}
	}
	if strings.HasPrefix(before, ":") {
		name, args, behind := strings.Cut(before, " ")
		if !behind {
			for _, c := range commands() {
				word := ":" + c.name
				if c.args != "" {
					word += " "
				}
				add("", name, []string{word})
			}
			return out
		}
		switch name {
		case ":eol":
			add(name+" ", args, []string{"cr", "crlf", "lf", "none"})
		case ":hex":
			add(name+" ", args, []string{"off", "on"})
		case ":help":
			for _, c := range commands() {
				add(name+" ", args, []string{c.name})
			}
		case ":use":
			s.mu.Lock()
			for n := range s.conns {
				add(name+" ", args, []string{n})
			}
			s.mu.Unlock()
			slices.Sort(out)
		case ":file", ":save":
			out = files(name+" ", args)
		}
		return out
	}
	if name, value, ok := strings.Cut(before, ":"); ok && !strings.Contains(name, " ") {
		add(name+": ", strings.TrimLeft(value, " "), values[strings.ToLower(name)])
		return out
	}
	words := strings.Split(before, " ")
	switch {
	case len(words) == 3 && s.last.whole:
		add(words[0]+" "+words[1]+" ", words[2], []string{"HTTP/1.0", "HTTP/1.1"})
	case len(words) > 1:
	case s.last.whole:
		add("", before, methods)
		fallthrough
	default:
		if len(out) == 0 && before != "" || !s.last.whole {
			add("", before, fieldNames)
		}
	}
	return out
}

// files gives the names of files that begin so.
func files(prefix, begin string) []string {
	dir, base := filepath.Split(begin)
	in := dir
	if in == "" {
		in = "."
	}
	entries, _ := os.ReadDir(in)
	var out []string
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, base) || strings.HasPrefix(name, ".") && base == "" {
			continue
		}
		if e.IsDir() {
			name += string(filepath.Separator)
		}
		if clean(name) == name {
			out = append(out, prefix+dir+name)
		}
	}
	return out
}

// complete puts what all candidates have in common at the cursor. several are the
// candidates where that adds nothing.
func complete(line string, pos int, candidates func(string) []string) (newLine string, newPos int, several []string) {
	before, behind := line[:pos], line[pos:]
	all := candidates(before)
	if len(all) == 0 {
		return line, pos, nil
	}
	common := all[0]
	for _, c := range all[1:] {
		n := 0
		for n < len(common) && n < len(c) && common[n] == c[n] {
			n++
		}
		common = common[:n]
	}
	if len(all) > 1 && len(common) <= len(before) {
		const most = 40
		word := strings.LastIndexByte(common, ' ') + 1
		if strings.HasPrefix(common, ":") {
			word = strings.IndexByte(common, ' ') + 1 // what stands behind may have blanks
		}
		for _, c := range all[:min(len(all), most)] {
			several = append(several, strings.TrimSpace(c[word:]))
		}
		if len(common) < len(before) {
			return line, pos, several
		}
	}
	return common + behind, len(common), several
}
