package golden

import (
	"bytes"
	"fmt"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// receive writes what one record of received bytes says.
func (w *sectionWriter) receive(r wire.Record) {
	c := w.conn(r.Conn)
	from, to := c.gotAt, c.gotAt+len(r.Data)
	c.gotAt = to
	begin := 0
	for i, s := range c.spans {
		if from == begin && s.Part == Status && i+2 < len(c.spans) && c.spans[i+2].To <= to && c.spans[i+2].Part == Chunks {
			if rules := w.rules(r.Conn, c, begin, c.spans[i+2].To); rules != nil {
				w.out = append(w.out, rules...)
				from = c.spans[i+2].To
			}
		}
		if end := min(s.To, to); end > from {
			lines := Lines("<"+r.Conn, s.Part, c.got[from:end])
			if s.Part == Fields && i+1 < len(c.spans) && w.hosted(c.got[s.To:c.spans[i+1].To]) {
				lines = anyLength("<"+r.Conn, lines)
			}
			if w.Host != "" {
				lines = withHost(lines, w.Host)
			}
			w.out = append(w.out, lines...)
			from = end
		}
		begin = s.To
	}
}

// hosted reports whether a content names the host and is written out: its length is
// another one where the host is.
func (w *sectionWriter) hosted(b []byte) bool {
	return strings.Contains(w.Host, ":") && len(b) <= inlineBytes && bytes.Contains(b, []byte(w.Host))
}

// anyLength masks the Content-Length.
func anyLength(gutter string, lines []string) []string {
	for i, line := range lines {
		name, _, ok := strings.Cut(strings.TrimPrefix(line, gutter+" "), ":")
		if ok && strings.EqualFold(name, "content-length") {
			end := `\n`
			if strings.HasSuffix(line, `\r\n`) {
				end = `\r\n`
			}
			lines[i] = gutter + " " + name + `: \{int}` + end
		}
	}
	return lines
}

// rules give the lines of a response in chunks that is better told by rules: its
// content is large, or names the host, so that the sizes of its chunks change. nil
// for any other.
func (w *sectionWriter) rules(conn string, c *talked, from, to int) []string {
	r, err := message.ParseResponse(c.got[from:to], message.FIN, "")
	if err != nil || r.Framing != message.FramedChunked || r.Status < 100 {
		return nil
	}
	hosted := w.hosted(r.Content)
	if !hosted && to-from-r.HeadLen <= inlineBytes && !binary(r.Content) {
		return nil
	}
	sign := "=" + conn
	out := []string{fmt.Sprintf("%s pass %d", sign, r.Status), sign + "   framing chunked"}
	if v, ok := r.Get("Content-Type"); ok && v != "" {
		out = append(out, sign+"   field Content-Type "+wire.QuoteBytes([]byte(v)))
	}
	switch name := fixture(r.Content); {
	case hosted:
	case name != "":
		out = append(out, sign+`   content \{file `+name+`}`)
	default:
		out = append(out, fmt.Sprintf("%s   size %d", sign, len(r.Content)))
	}
	return out
}
