package curl

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// Agent is the User-Agent that stands in for the one of the user's own curl.
const Agent = "curl/7.88.1"

// Command is what a command line of curl asks for.
type Command struct {
	URL      string   // scheme, host and port, without user and path: "http://localhost:8888"
	Socket   string   // --unix-socket, or ""
	Requests [][]byte // as they go out, each when the one before is answered
	Insecure bool     // -k
	CACert   string   // --cacert, or ""
	Remarks  []string
	server   string // of them all
}

// Bytes are all the requests.
func (c *Command) Bytes() []byte { return bytes.Join(c.Requests, nil) }

// Parse reads a command line as it was pasted: with quotes, lines that go on after
// a backslash, and what a shell makes of them. readFile gives the files that
// "@name" stands for; nil refuses them. Several URLs have to be of one server, as
// their requests go out on one connection. The error is an [*Error].
func Parse(text string, readFile func(name string) ([]byte, error)) (*Command, error) {
	text, printed, err := cutPrintf(unprompted(text))
	if err != nil {
		return nil, err
	}
	rest, remarks, err := words(text)
	if err != nil {
		return nil, err
	}
	c := &Command{Remarks: remarks}
	for more := true; more; { // what --next stands between
		p := &parsed{readFile: readFile, printed: printed, remarks: c.Remarks}
		if rest, more, err = p.read(rest); err != nil {
			return nil, err
		}
		if err := p.requests(c); err != nil {
			return nil, err
		}
		printed, c.Remarks = p.printed, p.remarks
		c.Insecure, c.CACert = c.Insecure || p.insecure, cmpOr(c.CACert, p.cacert)
	}
	return c, nil
}

// requests adds those of the URLs to the command.
func (p *parsed) requests(c *Command) error {
	switch {
	case len(p.urls) == 0:
		return &Error{"no URL in the command", "curl http://localhost:8888/"}
	case len(p.uploads) > len(p.urls):
		return &Error{fmt.Sprintf("-T for %d files, but %d URLs", len(p.uploads), len(p.urls)), "give a URL for each"}
	case len(p.form) > 0 && p.hasData, p.head && !p.get && (p.hasData || len(p.form) > 0),
		len(p.uploads) > 0 && (p.head || p.hasData || len(p.form) > 0):
		return &Error{"curl takes only one of -I, -F, -d and -T", "-X names the method by itself"}
	}
	for i, word := range p.urls {
		urls := []string{word}
		if !p.globoff {
			var err error
			if urls, err = globbed(word); err != nil {
				return err
			}
		}
		if p.upload = ""; i < len(p.uploads) {
			p.upload = p.uploads[i]
		}
		for _, url := range urls {
			if err := p.add(c, url); err != nil {
				return err
			}
		}
	}
	return nil
}

// add adds the request for a URL.
func (p *parsed) add(c *Command, url string) error {
	u, err := p.splitURL(url)
	if err != nil {
		return err
	}
	if p.upload != "" {
		u.nameUpload(p.upload)
	}
	b, err := p.request(u)
	if err != nil {
		return err
	}
	at := u.scheme + "://" + u.host
	switch {
	case len(c.Requests) == 0:
		c.URL, c.Socket, c.server = at, p.socket, u.server()
	case u.server() != c.server || p.socket != c.Socket:
		return &Error{fmt.Sprintf("several URLs, and not of one server: %s and %s", clip(c.URL), clip(at)), "give the requests to each server by themselves; or is a quote missing?"}
	}
	c.Requests = append(c.Requests, b)
	return nil
}

// request puts the bytes together, in curl's order.
func (p *parsed) request(u *address) ([]byte, error) {
	body, bodyType := p.data, "application/x-www-form-urlencoded"
	hasBody := p.hasData && !p.get
	if len(p.form) > 0 {
		var err error
		if body, err = p.multipart(); err != nil {
			return nil, err
		}
		hasBody, bodyType = true, "multipart/form-data; boundary="+boundary
		if p.custom("Content-Type") {
			return nil, &Error{"-H Content-Type beside -F: curl makes something of both", "leave it out"}
		}
	}
	if p.upload != "" {
		var err error
		if body, err = p.file(p.upload); err != nil {
			return nil, err
		}
		hasBody = true
	}
	if p.from != "" {
		p.rng = p.from
	}
	if p.rng != "" && hasBody {
		return nil, &Error{"-r beside content, or -C", "write the field that is meant: -H 'Range: bytes=" + clip(p.rng) + "'"}
	}
	if p.json {
		for _, name := range []string{"Content-Type", "Accept"} {
			if !p.custom(name) {
				p.headers = append(p.headers, name+": application/json")
			}
		}
	}
	w := &writer{p: p}
	target, err := p.requestTarget(u)
	if err != nil {
		return nil, err
	}
	w.line(p.verb(hasBody) + " " + target + " HTTP/" + p.httpVersion())
	w.host(u)
	switch {
	case p.bearer != "":
		w.own("Authorization", "Bearer "+p.bearer)
	case p.user != "":
		w.own("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(p.user)))
	case u.user != "":
		w.own("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(u.user)))
	}
	w.own("Range", prefixed("bytes=", p.rng))
	if !p.agentGiven {
		p.agent = Agent
		if !p.custom("User-Agent") {
			p.remark("User-Agent: " + Agent + " stands in for that of your curl; -A sets it")
		}
	}
	w.own("User-Agent", p.agent)
	w.own("Accept", "*/*")
	if p.te && !p.custom("TE") {
		if p.custom("Connection") {
			return nil, &Error{"--tr-encoding beside -H Connection: curl makes one of both", "write -H 'Connection: ..., TE' -H 'TE: gzip'"}
		}
		w.line("Connection: TE")
		w.line("TE: gzip")
	}
	if p.compressed {
		w.own("Accept-Encoding", "deflate, gzip, br, zstd")
		p.remark("--compressed asks for coded content, which is shown as it comes, undecoded")
	}
	w.own("Referer", p.referer)
	if p.http2 && u.scheme == "http" && p.httpVersion() == "1.1" {
		w.line("Connection: Upgrade, HTTP2-Settings")
		w.line("Upgrade: h2c")
		w.line("HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")
		p.remark("--http2 asks for HTTP/2 as curl 7.88 does; what follows a 101 is shown as bytes")
	}
	w.own("Cookie", strings.Join(p.cookies, ";"))
	if name, value, ok := strings.Cut(p.since, ": "); ok {
		w.own(name, value)
	}
	w.customs()
	if hasBody {
		chunked := p.customHas("Transfer-Encoding", "chunked")
		if !chunked {
			w.own("Content-Length", fmt.Sprint(len(body)))
		}
		if p.upload == "" {
			w.own("Content-Type", bodyType)
		}
		// curl 7 asks before each upload, and before other content of more than 1 MiB.
		if (len(body) > 1<<20 || p.upload != "" && (len(body) > 0 || chunked)) && p.httpVersion() == "1.1" && !p.custom("Expect") {
			w.line("Expect: 100-continue")
			p.remark("curl would wait for 100 Continue before the content; here all goes out at once")
		}
		if chunked {
			if len(body) > 0 {
				body = fmt.Appendf(nil, "%x\r\n%s\r\n", len(body), body)
			}
			body = append(body[:len(body):len(body)], "0\r\n\r\n"...)
		}
	}
	w.line("")
	if hasBody {
		w.b = append(w.b, body...)
	}
	return w.b, nil
}

func (p *parsed) verb(hasBody bool) string {
	switch {
	case p.method != "":
		return p.method
	case p.head:
		return "HEAD"
	case p.upload != "":
		return "PUT"
	case hasBody:
		return "POST"
	}
	return "GET"
}

func (p *parsed) httpVersion() string {
	if p.version == "" {
		return "1.1"
	}
	return p.version
}

// requestTarget is path and query, with the data of -G or else --url-query.
func (p *parsed) requestTarget(u *address) (string, error) {
	switch {
	case p.target != "":
		return p.target, nil
	case p.get && len(p.data) > 0:
		return withQuery(u.target, string(p.data))
	case p.query != "":
		return withQuery(u.target, p.query)
	}
	return u.target, nil
}

// writer writes a head.
type writer struct {
	p *parsed
	b []byte
}

func (w *writer) line(s string) { w.b = append(append(w.b, s...), "\r\n"...) }

// own writes a field of curl's own, unless it is empty or -H is about it.
func (w *writer) own(name, value string) {
	if value != "" && !w.p.custom(name) {
		w.line(name + ": " + value)
	}
}

// host writes the Host field, which always comes first: that of -H or its own.
func (w *writer) host(u *address) {
	for _, h := range w.p.headers {
		if strings.EqualFold(nameOf(h), "Host") {
			if line := headerLine(h); line != "" {
				w.line("Host:" + line[len("Host:"):])
			}
			return
		}
	}
	w.line("Host: " + u.hostField())
}

// customs writes the fields of -H in their order.
func (w *writer) customs() {
	for _, h := range w.p.headers {
		line := headerLine(h)
		switch {
		case strings.EqualFold(nameOf(h), "Host"):
		case line != "":
			w.line(line)
		case !strings.ContainsAny(h, ":;"):
			w.p.remark(fmt.Sprintf("-H %q has no colon: curl leaves it out", clip(h)))
		}
	}
}

// nameOf is the field name of a -H.
func nameOf(h string) string {
	if i := strings.IndexAny(h, ":;"); i >= 0 {
		return h[:i]
	}
	return ""
}

// headerLine is what goes out for a -H: "Name:" removes a field, "Name;" sends one
// without a value.
func headerLine(h string) string {
	i := strings.IndexByte(h, ':')
	if i < 0 {
		if i = strings.IndexByte(h, ';'); i < 0 || strings.Trim(h[i+1:], whiteSpace) != "" {
			return ""
		}
		if i+1 < len(h) { // blanks behind the semicolon: curl leaves it out too
			return ""
		}
		return h[:i] + ":"
	}
	if strings.Trim(h[i+1:], whiteSpace) == "" {
		return ""
	}
	return h
}

const whiteSpace = " \t\r\n\v\f"

// custom reports whether a -H is about a field, if only to remove it.
func (p *parsed) custom(name string) bool {
	return slices.ContainsFunc(p.headers, func(h string) bool { return strings.EqualFold(nameOf(h), name) })
}

func (p *parsed) customHas(name, value string) bool {
	return slices.ContainsFunc(p.headers, func(h string) bool {
		return strings.EqualFold(nameOf(h), name) && strings.Contains(strings.ToLower(headerLine(h)), value)
	})
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}
