package script

import (
	"bytes"

	"httpkit/internal/message"
)

// embedded is the target of the requests that smuggling cases hide in content.
const embedded = "/x-smuggled"

// answeredEmbedded reports whether a response that came after the first one has
// the status that the target gives to an embedded request, in a play that sent one.
func (p *play) answeredEmbedded(c *conn, w *wrong) bool {
	if p.o.Smuggled == 0 || !p.sentEmbedded() {
		return false
	}
	rest, methods := c.State().Unread, c.methods()
	first := !w.extra // of an extra one the first is one too many
	for len(rest) > 0 {
		method := ""
		if len(methods) > 0 {
			method, methods = methods[0], methods[1:]
		}
		r, err := message.ParseResponse(rest, w.seen.End, method)
		if err != nil {
			return false
		}
		rest = rest[r.Len:]
		if r.Interim() {
			continue
		}
		if !first && r.Status == p.o.Smuggled {
			return true
		}
		first = false
	}
	return false
}

// sentEmbedded reports whether a request for /x-smuggled stands in what was sent,
// behind the beginning of a write.
func (p *play) sentEmbedded() bool {
	for _, t := range p.trace {
		if bytes.Index(t.sent, []byte(" "+embedded+" ")) > 0 {
			return true
		}
	}
	return false
}
