package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"httpkit/internal/lint"
	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// lastOf finds the last request of a connection, or where that got no answer before
// the connection was over, the last one that did. Its answers are got[from:to];
// last says that nothing was sent behind it.
func (t talk) lastOf() (q message.Request, from, to int, last bool) {
	reqs := message.ScanRequests(t.sent)
	if len(reqs) == 0 {
		return message.Request{}, 0, len(t.got), true
	}
	at := 0
	for i, r := range reqs {
		end := at
		for end < len(t.got) {
			resp, err := message.ParseResponse(t.got[end:], t.end, r.Method)
			if err != nil {
				end = len(t.got)
				break
			}
			end += resp.Len
			if !resp.Interim() {
				break
			}
		}
		if i == 0 || end > at || t.end == message.More {
			q, from, to, last = r, at, end, i == len(reqs)-1
		}
		at = end
	}
	if last {
		to = len(t.got)
	}
	return q, from, to, last
}

// lastExchange is the last request and what answered it, as records.
func (s *Session) lastExchange(c *conn) *wire.Transcript {
	t := s.talkOf(c)
	q, from, to, _ := t.lastOf()
	out := &wire.Transcript{}
	if b := t.sent[q.Start:q.End]; len(b) > 0 {
		out.Records = append(out.Records, wire.Record{Kind: wire.DidSend, Conn: c.name, Data: b})
	}
	if b := t.got[from:to]; len(b) > 0 {
		out.Records = append(out.Records, wire.Record{Kind: wire.DidReceive, Conn: c.name, Data: b})
	}
	return out
}

// explain says what RFC 9112 makes of the last exchange.
func (s *Session) explain(context.Context, string) error {
	c := s.conn(s.now)
	if c == nil {
		return errors.New("nothing was said yet")
	}
	t := s.talkOf(c)
	if len(t.sent)+len(t.got) == 0 {
		return errors.New("nothing was said on this connection yet\ntype a request, or :get /")
	}
	q, from, to, last := t.lastOf()
	out := explainRequest(q, t.sent)
	b := t.got[from:to]
	if len(b) == 0 {
		out = append(out, "# no answer came "+map[bool]string{true: "before the end", false: "yet"}[t.end != message.More])
	}
	for len(b) > 0 {
		r, err := message.ParseResponse(b, t.end, q.Method)
		out = append(out, explainResponse(r, err, t)...)
		n := len(b)
		if err == nil {
			n = r.Len
		}
		x, lintErr := lint.Read(b, t.end, q.Method)
		if lintErr == nil {
			x.Request, x.Sent, x.Now = &q, t.sent[q.Start:q.End], time.Now()
			x.Last = last
			if n == len(b) && last {
				x.After = t.got[to:]
			}
			if t.clientEnd {
				x.End = message.More // we had a part in it
			}
			out = append(out, findings(lint.Check(x))...)
		}
		b = b[n:]
	}
	s.Screen.Print(out)
	return nil
}

// explainRequest says how a server finds the end of the request.
func explainRequest(q message.Request, sent []byte) []string {
	b := sent[q.Start:q.End]
	line, _, _ := bytes.Cut(b, []byte("\n"))
	out := []string{"# request: " + shortened(bytes.TrimRight(line, "\r"))}
	say := func(format string, args ...any) { out = append(out, "#   "+fmt.Sprintf(format, args...)) }
	head, fields := headOf(b)
	length, hasLength := message.Get(fields, "Content-Length")
	coding, hasCoding := message.Get(fields, "Transfer-Encoding")
	switch {
	case q.Method == "":
		say("not a request-line: method SP target SP version (RFC 9112 section 3)")
	case !head:
		say("not whole: its header section ends with an empty line, which was not sent (RFC 9112 section 2.1)")
	case hasCoding && hasLength:
		say("both Transfer-Encoding and Content-Length: the first one decides, and a server may well refuse it (RFC 9112 section 6.3, item 3)")
	case hasCoding:
		say("Transfer-Encoding: %s decides where it ends (RFC 9112 section 6.3, item 4)", shortened([]byte(coding)))
	case hasLength:
		say("Content-Length: %s decides where it ends (RFC 9112 section 6.3, item 6)", shortened([]byte(length)))
	default:
		say("no content: neither Content-Length nor Transfer-Encoding (RFC 9112 section 6.3, item 7)")
	}
	if head && (hasCoding || hasLength) && !q.Whole {
		say("not whole: more content is still to be sent, or its length can't be known")
	}
	if hosts := message.Values(fields, "Host"); head && len(hosts) != 1 && strings.HasPrefix(q.Version, "HTTP/1.1") {
		say("%s: HTTP/1.1 asks for exactly one, and a server answers 400 (RFC 9112 section 3.2)", counted(len(hosts), "Host field"))
	}
	return out
}

// headOf gives the fields of a request, and whether its head is whole.
func headOf(b []byte) (whole bool, fields []message.Field) {
	first := true
	for line := range bytes.Lines(b) {
		text := bytes.TrimRight(line, "\r\n")
		switch {
		case line[len(line)-1] != '\n':
			return false, fields
		case first:
			first = false
		case len(text) == 0:
			return true, fields
		default:
			fields = append(fields, message.ParseField(text))
		}
	}
	return false, fields
}

// explainResponse says how the end of a response was found.
func explainResponse(r *message.Response, err error, t talk) []string {
	broken, isBroken := errors.AsType[*message.Broken](err)
	not, isNot := errors.AsType[*message.NotHTTP](err)
	switch {
	case isNot:
		return []string{"# answer: no HTTP/1 response: " + clean(not.Why), "#   it begins with a status-line: HTTP/1.1 SP 200 SP reason (RFC 9112 section 4)"}
	case isBroken:
		return []string{"# answer: " + clean(broken.Why), "#   an incomplete message (RFC 9112 section 8)"}
	case err != nil:
		return []string{"# answer: not whole yet"}
	}
	out := []string{"# answer: " + shortened([]byte(r.String()))}
	say := func(format string, args ...any) { out = append(out, "#   "+fmt.Sprintf(format, args...)) }
	_, hasLength := r.Get("Content-Length")
	switch r.Framing {
	case message.FramedLength:
		say("framing: Content-Length, %s (RFC 9112 section 6.3, item 6)", counted(len(r.Content), "byte"))
	case message.FramedChunked:
		also := ""
		if hasLength {
			also = "; Content-Length is overridden (item 3)"
		}
		say("framing: chunked, %s of content (RFC 9112 section 6.3, item 4, and section 7.1)%s", counted(len(r.Content), "byte"), also)
	case message.FramedClose:
		item := 8
		if _, coded := r.Get("Transfer-Encoding"); coded {
			item = 4
		}
		say("framing: by the end of the connection, %s; whether all came can't be known (RFC 9112 section 6.3, item %d)", counted(len(r.Content), "byte"), item)
	case message.FramedNone:
		item, why := 1, fmt.Sprintf("a %d has no content", r.Status)
		switch {
		case r.Method == "HEAD":
			why = "the answer to HEAD has no content"
		case r.Method == "CONNECT":
			item, why = 2, "a tunnel begins behind the header section"
		}
		say("framing: none, %s (RFC 9112 section 6.3, item %d)", why, item)
	}
	switch {
	case r.Interim():
		say("interim: the final response is still to come (RFC 9110 section 15.2)")
	case r.SaysClose():
		say("persistence: the connection ends after it, as it says (RFC 9112 section 9.3)")
	case t.clientEnd:
		say("persistence: the connection would stay open, but you have ended it (RFC 9112 section 9.3)")
	case t.end != message.More:
		say("persistence: it says nothing of an end, and yet the server %s (RFC 9112 section 9.6)",
			map[message.End]string{message.FIN: "closed", message.RST: "reset"}[t.end])
	default:
		say("persistence: the connection stays open for the next request (RFC 9112 section 9.3)")
	}
	return out
}

// findings are the breaches of universal rules, as lines.
func findings(all []lint.Finding) []string {
	if len(all) == 0 {
		return []string{"#   universal checks: nothing to complain about"}
	}
	var out []string
	for _, f := range all {
		rule, _ := lint.ByName(f.Rule)
		line := fmt.Sprintf("#   %s, %s: %s", rule.Level, f.Rule, shownWhy(f.Why))
		if len(rule.Refs) > 0 {
			line += " (" + rule.Refs[0].Title() + ")"
		}
		out = append(out, line)
	}
	return out
}

// shownWhy gives a reason, which quotes what came already escaped.
func shownWhy(why string) string {
	const most = 400
	if why = clean(why); len(why) > most {
		return strings.ToValidUTF8(why[:most], "") + "..."
	}
	return why
}

// shortened gives bytes that came so that a terminal can show them.
func shortened(b []byte) string {
	const most = 200
	if len(b) > most {
		return wire.QuoteBytes(b[:most]) + "..."
	}
	return wire.QuoteBytes(b)
}
