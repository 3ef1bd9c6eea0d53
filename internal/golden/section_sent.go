package golden

import (
	"bytes"
	"strings"

	"httpkit/internal/wire"
)

// send writes what one record of sent bytes says: the heads of requests line by
// line, and their contents too, unless they are large.
func (w *sectionWriter) send(r wire.Record) {
	c := w.conn(r.Conn)
	from, to := c.sentAt, c.sentAt+len(r.Data)
	c.sentAt = to
	gutter := ">" + r.Conn
	for _, q := range c.requests {
		body := q.Start + headLength(c.sent[q.Start:q.End])
		if end := min(body, to); end > from {
			w.out = append(w.out, w.sentHead(gutter, c.sent[from:end])...)
			from = end
		}
		if end := min(q.End, to); end > from {
			w.out = append(w.out, w.sentContent(gutter, c.sent[from:end])...)
			from = end
		}
	}
	if from < to {
		w.out = append(w.out, w.sentHead(gutter, c.sent[from:to])...)
	}
}

// inlineHead is how much of a head, or of what is no HTTP, is written into a case:
// whoever tries a limit wants to see the line that does, but a paste of megabytes
// would make a file that is no case any more.
const inlineHead = 256 << 10

// sentHead writes what is no content.
func (w *sectionWriter) sentHead(gutter string, b []byte) []string {
	if w.Name != nil && len(b) > inlineHead {
		if name := w.Name(b); name != "" {
			return []string{gutter + ` \{file ` + name + `}\`}
		}
	}
	return SentLines(gutter, b, w.Host)
}

// headLength is the length of a head with its empty line; all of b has none.
func headLength(b []byte) int {
	n := 0
	for line := range bytes.Lines(b) {
		n += len(line)
		if text := strings.TrimRight(string(line), "\r\n"); text == "" && n > len(line) {
			return n
		}
	}
	return len(b)
}

// sentContent writes a content, in its transfer coding, or the part of one.
func (w *sectionWriter) sentContent(gutter string, b []byte) []string {
	if w.Name != nil && (len(b) > inlineBytes || binary(b)) {
		name := fixture(b)
		if name == "" {
			name = w.Name(b)
		}
		if name != "" {
			return []string{gutter + ` \{file ` + name + `}\`}
		}
	}
	return wire.ByteLines(gutter, b)
}

// namesServer are the fields of a request that hold the address of the server, in
// lower case (RFC 9110 sections 7.2 and 10.1.3; RFC 6454).
var namesServer = map[string]bool{"host": true, "origin": true, "referer": true}

// SentLines are sent bytes as ">" lines, with \{$host} where a field that names the
// server has the host: so the case can be played against another one.
func SentLines(gutter string, b []byte, host string) []string {
	var out []string
	for line := range bytes.Lines(b) {
		lines := wire.ByteLines(gutter, line)
		before, value, after, ok := splitField(line)
		name := strings.ToLower(string(bytes.TrimRight(before, ": \t")))
		switch {
		case !ok || host == "" || !namesServer[name]:
		case name == "host" && string(value) == host:
			lines = []string{gutter + " " + wire.QuoteBytes(before) + `\{$host}` + wire.QuoteBytes(after)}
		case name != "host":
			lines = withHost(lines, host)
		}
		out = append(out, lines...)
	}
	return out
}

// withHost puts \{$host} in the place of the host in lines of the notation.
func withHost(lines []string, host string) []string {
	if !strings.Contains(host, ":") || strings.ContainsAny(host, " \t") {
		return lines // any word can be one, and a blank may be that of the gutter
	}
	host = wire.QuoteBytes([]byte(host))
	for i, line := range lines {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var b strings.Builder
		for rest, before := line, ""; ; {
			head, tail, found := strings.Cut(rest, host)
			b.WriteString(head)
			if !found {
				break
			}
			before += head
			if partOfHost(before, len(before)-1) || partOfHost(tail, 0) {
				b.WriteString(host)
			} else {
				b.WriteString(`\{$host}`)
			}
			before, rest = before+host, tail
		}
		lines[i] = b.String()
	}
	return lines
}

// partOfHost reports whether the byte at i belongs to a longer name or number.
func partOfHost(s string, i int) bool {
	return i >= 0 && i < len(s) && (isWord(s[i]) || i > 0 && strings.IndexByte("-.", s[i]) >= 0)
}
