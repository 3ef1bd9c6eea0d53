package curl

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"httpkit/internal/message"
)

// Target is where the command is to send to.
type Target struct {
	URL      string // "http://localhost:8888"
	Socket   string // a unix socket, or ""
	Insecure bool
	CACert   string
}

// For gives the command of curl that sends the nearest to the bytes, all of them
// for one connection, and a remark for each thing that it sends otherwise: without
// remarks it sends the same bytes. An empty command is one that curl has not; then
// a remark says why.
func For(sent []byte, to Target) (command string, remarks []string) {
	f := &formatter{to: to}
	requests := message.ScanRequests(sent)
	if len(requests) == 0 || requests[0].Method == "" {
		return "", []string{"curl sends nothing that does not begin with a request-line"}
	}
	at := 0
	for i, q := range requests {
		// What stands behind a request and is none itself can only be sent as content.
		if i > 0 && (q.Method == "" || q.Version == "") {
			f.remark(fmt.Sprintf("the last %d bytes are no request: curl leaves them out", len(sent)-q.Start))
			break
		}
		if q.Start > at {
			f.remark("curl sends no empty line before a request-line")
		}
		end := q.End
		if i == len(requests)-1 {
			end = len(sent)
		}
		f.request(sent[q.Start:end])
		at = end
	}
	if len(f.requests) > 1 {
		f.remark(oneByOne)
	}
	common := f.common()
	for i, words := range f.requests {
		f.requests[i] = slices.Concat(common, words)
	}
	var out []string
	for i, words := range f.requests {
		if i > 0 {
			out = append(out, "--next")
		}
		out = append(out, words...)
	}
	return f.stdin + "curl " + strings.Join(out, " "), f.remarks
}

// oneByOne is the remark on requests that were sent at once.
const oneByOne = "curl sends each request only when the one before is answered"

// formatter puts the words of a command together, quoted for sh.
type formatter struct {
	to       Target
	requests [][]string // the words of each
	stdin    string     // "printf ... | ", where content can't stand in a word
	remarks  []string
}

func (f *formatter) remark(s string) {
	if !slices.Contains(f.remarks, s) {
		f.remarks = append(f.remarks, s)
	}
}

// common are the words that are needed for each request.
func (f *formatter) common() []string {
	words := []string{"-i"}
	if f.to.Socket != "" {
		words = append(words, "--unix-socket", Quote(f.to.Socket))
	}
	if f.to.Insecure {
		words = append(words, "-k")
	}
	if f.to.CACert != "" {
		words = append(words, "--cacert", Quote(f.to.CACert))
	}
	return words
}

// plainTarget is a request-target that a URL brings through curl as it is.
var plainTarget = regexp.MustCompile(`^/[A-Za-z0-9\-._~!$&'()*+,;=:@/?%|"<>^` + "`" + `]*$`)

var dots = regexp.MustCompile(`/\.\.?(/|$)`)

// request makes the words for one request, which may be cut short.
func (f *formatter) request(b []byte) {
	head, body, whole := cutHead(b)
	if !whole {
		f.remark("the head has no end: curl sends the empty line by itself")
	}
	lines := f.lines(head)
	first := ""
	if len(lines) > 0 {
		first, lines = lines[0], lines[1:]
	}
	method, target, version := f.requestLine(first)
	chunked, words := f.fields(lines, body)
	hasBody := len(body) > 0 || chunked
	if chunked {
		body = f.dechunked(body)
	}
	if version == "1.0" {
		words = append([]string{"-0"}, words...)
	} else if strings.HasPrefix(f.to.URL, "https:") {
		words = append([]string{"--http1.1"}, words...)
	}
	switch {
	case method == "HEAD" && !hasBody:
		words = append([]string{"-I"}, words...)
	case method == "POST" && hasBody, method == "GET" && !hasBody:
	default:
		words = append([]string{"-X", Quote(method)}, words...)
	}
	if hasBody {
		words = append(words, f.data(body)...)
	}
	url := f.to.URL + "/"
	path, _, _ := strings.Cut(target, "?")
	switch {
	case !plainTarget.MatchString(target):
		words = append(words, "--request-target", Quote(target))
	case dots.MatchString(path):
		words, url = append(words, "--path-as-is"), f.to.URL+target
	default:
		url = f.to.URL + target
	}
	f.requests = append(f.requests, append(words, Quote(url)))
}

// cutHead gives the head without the empty line at its end, and what follows.
func cutHead(b []byte) (head, body []byte, whole bool) {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			return b, nil, false
		}
		line := b[at : at+i]
		if at > 0 && (len(line) == 0 || string(line) == "\r") {
			return b[:at+i+1], b[at+i+1:], true
		}
		at += i + 1
	}
}

// lines are those of the head. curl ends each in CRLF and can't send NUL.
func (f *formatter) lines(head []byte) []string {
	var out []string
	for line := range bytes.Lines(head) {
		text, ok := bytes.CutSuffix(line, []byte("\r\n"))
		if !ok {
			if bytes.HasSuffix(line, []byte("\n")) {
				f.remark("curl ends each line in CRLF, not in a bare LF")
			}
			text = bytes.TrimSuffix(line, []byte("\n"))
		}
		if bytes.IndexByte(text, 0) >= 0 {
			f.remark("a NUL can't stand in a command")
			text = bytes.ReplaceAll(text, []byte{0}, nil)
		}
		out = append(out, string(text))
	}
	if n := len(out); n > 0 && out[n-1] == "" {
		out = out[:n-1]
	}
	return out
}

func (f *formatter) requestLine(line string) (method, target, version string) {
	i, j := strings.IndexByte(line, ' '), strings.LastIndexByte(line, ' ')
	if i < 0 || j == i || !strings.HasPrefix(line[j+1:], "HTTP/") {
		f.remark("the request-line has no version: curl adds one")
		method, target, _ = strings.Cut(line, " ")
		version = "1.1"
	} else {
		method, target, version = line[:i], line[i+1:j], line[j+len(" HTTP/"):]
		if version != "1.1" && version != "1.0" {
			f.remark("curl writes HTTP/1.1 or, with -0, HTTP/1.0")
			version = "1.1"
		}
	}
	if method == "" || target == "" {
		f.remark("curl sends no request-line without a method and a target")
		method, target = cmpOr(method, "GET"), cmpOr(target, "/")
	}
	return method, target, version
}

func cmpOr(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// fields makes a -H of each line, and one to remove each field that curl would add.
func (f *formatter) fields(lines []string, body []byte) (chunked bool, words []string) {
	seen := map[string]int{}
	for i, line := range lines {
		name, value, colon := strings.Cut(line, ":")
		lower := strings.ToLower(name)
		seen[lower]++
		bare := strings.Trim(value, whiteSpace) == ""
		switch {
		case !colon || name == "":
			f.remark(fmt.Sprintf("%q is no field line: curl leaves it out", clip(line)))
			continue
		case bare && value != "":
			f.remark(fmt.Sprintf("%s: curl sends no blanks for an empty value", clip(name)))
		case lower == "host" && seen[lower] > 1:
			f.remark("curl sends only one Host")
			continue
		case lower == "host" && i == 0 && line == "Host: "+f.ownHost():
			continue // curl says it by itself
		case lower == "host" && i > 0:
			f.remark("curl sends Host before all other fields")
		case lower == "host" && name != "Host":
			f.remark("curl writes Host with a capital H")
		case lower == "transfer-encoding" && strings.Contains(strings.ToLower(value), "chunked"):
			chunked = true
		}
		if strings.HasPrefix(name, "@") {
			f.remark("a name that begins with @ is a file to curl")
			continue
		}
		if bare && strings.Contains(name, ";") {
			f.remark("curl sends no empty value to a name with a semicolon in it")
			continue
		}
		if bare {
			words = append(words, "-H", Quote(name+";"))
		} else {
			words = append(words, "-H", Quote(line))
		}
	}
	removed := []string{"Host", "User-Agent", "Accept"}
	if len(body) > 0 || chunked {
		removed = append(removed, "Content-Type")
		if !chunked {
			removed = append(removed, "Content-Length")
		}
		if len(body) > 1<<20 {
			removed = append(removed, "Expect")
		}
	}
	var without []string
	for _, name := range removed {
		if seen[strings.ToLower(name)] == 0 {
			without = append(without, "-H", Quote(name+":"))
		}
	}
	return chunked, append(without, words...)
}

// ownHost is the value of the Host that curl sends by itself.
func (f *formatter) ownHost() string {
	scheme, host, _ := strings.Cut(f.to.URL, "://")
	return (&address{scheme: scheme, host: host}).hostField()
}

// dechunked is the content that curl makes chunks of by itself.
func (f *formatter) dechunked(body []byte) []byte {
	r, err := message.ParseResponse(slices.Concat([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), body), message.FIN, "")
	if err != nil {
		f.remark("the chunks are no whole ones: curl makes its own of all of it")
		return body
	}
	own := []byte("0\r\n\r\n")
	if len(r.Content) > 0 {
		own = fmt.Appendf(nil, "%x\r\n%s\r\n0\r\n\r\n", len(r.Content), r.Content)
	}
	if !bytes.Equal(own, body) || len(r.Content) > 64<<10 {
		f.remark("curl cuts the chunks by itself")
	}
	return r.Content
}

// data is the word for the content.
func (f *formatter) data(body []byte) []string {
	if bytes.IndexByte(body, 0) < 0 && len(body) < 64<<10 {
		return []string{"--data-raw", Quote(string(body))}
	}
	if f.stdin != "" {
		f.remark("standard input can be the content of one request only")
	}
	f.stdin = Printf(body) + " | "
	return []string{"--data-binary", "@-"}
}
