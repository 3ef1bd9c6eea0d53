package reference

import (
	"bytes"
	"strings"
	"time"

	http1 "httpkit/internal/message"
)

// conductFaults are about the life of a connection: who closes it and when, what
// is left of one request for the next, and what clients of bad manners do to
// others.
var conductFaults = []*Fault{
	{Name: "announced-length-reserved", Sentence: "Sets aside what Content-Length announces before any of it has come.",
		Behaviour: deciding(Change{Step: "content", Do: func(x *Exchange) *Response {
			if x.resource.keeps && x.Request.Framing == http1.FramedLength && x.Request.Length <= x.Conn.origin.limits.Content {
				if err := x.reserve(x.Request.Length); err != nil {
					return x.refusedBy(err)
				}
			}
			return stepContent(x)
		}})},
	{Name: "bad-request-drops-answers", Sentence: "Throws away the answers that are not sent yet when a request is bad.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			if x.refused {
				x.Conn.out = x.Conn.out[:0]
			}
			return persists(x, r)
		}})},
	{Name: "chunked-eats-rest", Sentence: "Throws away what came behind a chunked body.",
		Behaviour: living(Life{Between: func(c *Conn) {
			if c.request.Framing == http1.FramedChunked {
				c.DropInput()
			}
		}})},
	{Name: "chunked-for-te", Sentence: "Sends chunks to whoever says TE, whatever his version.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if _, ok := q.Get("TE"); ok && r.Framing == http1.FramedLength && !r.Bare {
				r.Framing = http1.FramedChunked
				r.Delete("Content-Length")
				r.Set("Transfer-Encoding", "chunked")
			}
		}}},
	{Name: "chunked-left-unread", Sentence: "Leaves a chunked body unread when it answers without a look at it.",
		Behaviour: living(Life{Unread: func(x *Exchange, r *Response) *Response {
			if x.Request.Framing == http1.FramedChunked {
				return r
			}
			return readUnread(x, r)
		}})},
	{Name: "close-alone-only", Sentence: "Knows close only where it is all that Connection says.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			value, _ := joined(x.values("Connection"))
			return persists(x, r) || keeps(x, r) && strings.Contains(value, ",") && x.Request.Has("Connection", "close")
		}})},
	{Name: "close-drops-answers", Sentence: "Throws away the answers that are not sent yet when a request says close.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			if x.Request.Has("Connection", "close") {
				x.Conn.out = x.Conn.out[:0]
			}
			return persists(x, r)
		}})},
	{Name: "close-first-line-only", Sentence: "Looks for close in the first Connection line only.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			lines := x.values("Connection")
			return persists(x, r) || keeps(x, r) && len(lines) > 1 && !http1.ListHas(lines[0], "close")
		}})},
	{Name: "close-not-on-errors", Sentence: "Forgets about close when there is an error to report.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			return persists(x, r) || keeps(x, r) && r.Status >= 400
		}})},
	{Name: "close-when-idle", Sentence: "Answers what has come already before it closes as it was asked to.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			return persists(x, r) || keeps(x, r) && x.Conn.in.len() > 0
		}})},
	{Name: "errors-overtake", Sentence: "Sends an error before the answers that are not sent yet.",
		Behaviour: writing(Wire{Head: func(dst []byte, r *Response) []byte {
			if r.Status < 400 || r.Bare || r.Framing != http1.FramedLength {
				return appendHead(dst, r)
			}
			first := appendHead(nil, r)
			for _, p := range r.Content {
				first = append(first, p.Bytes...)
			}
			r.Content = nil
			return append(first, dst...)
		}})},
	{Name: "expect-drops-content", Sentence: "Throws away content that came before it could ask for it.",
		Behaviour: living(Life{Continue: func(x *Exchange) {
			if x.wants100 && !x.said100 {
				x.Conn.DropInput()
			}
			sayContinue(x)
		}})},
	{Name: "expect-first-only", Sentence: "Asks for content only in the first request of a connection.",
		Behaviour: living(Life{Continue: func(x *Exchange) {
			if x.Conn.answered == 0 {
				sayContinue(x)
			}
		}})},
	{Name: "expect-length-only", Sentence: "Asks for content only where Content-Length announces it.",
		Behaviour: living(Life{Continue: func(x *Exchange) {
			if x.Request.Framing == http1.FramedLength {
				sayContinue(x)
			}
		}})},
	{Name: "half-open-kept", Sentence: "Does not close when the client has closed its side.",
		Behaviour: living(Life{Close: func(c *Conn) {
			if c.eof {
				c.Wait(time.Hour)
			}
			linger(c)
		}})},
	{Name: "http10-keep-alive-untrue", Sentence: "Says keep-alive to HTTP/1.0 clients and closes.",
		Behaviour: living(Life{Announce: func(x *Exchange, r *Response, persist bool) {
			announce(x, r, persist)
			if x.Request.Minor == 0 && persist {
				x.Conn.eof = true // nothing more is read
			}
		}})},
	{Name: "keep-alive-beats-close", Sentence: "Keeps a connection that is asked for both keep-alive and close.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			return persists(x, r) || keeps(x, r) && x.Request.Has("Connection", "keep-alive")
		}})},
	{Name: "pipeline-answers-late", Sentence: "Answers only when the next request is there whole, once it has a part of it.",
		Broad: true, // whatever leaves a part of a request behind
		Behaviour: living(Life{Ready: func(c *Conn) bool {
			for c.in.len() > 0 && !bytes.Contains(c.in.unread(), []byte("\r\n\r\n")) {
				if c.fill(time.Now().Add(c.origin.limits.HeaderTime), false) != nil {
					break
				}
			}
			return true
		}})},
	{Name: "pipeline-sixteen", Sentence: "Throws away what came behind the sixteenth request of a connection.",
		Behaviour: living(Life{Between: func(c *Conn) {
			if c.answered == 16 {
				c.DropInput()
			}
		}})},
	{Name: "refusal-close-not-announced", Sentence: "Closes after a request that it refused, and does not say so.",
		Behaviour: living(Life{Announce: func(x *Exchange, r *Response, persist bool) {
			if !x.refused {
				announce(x, r, persist)
			}
		}})},
	{Name: "resets-hold-workers", Sentence: "Has ninety-six workers, and keeps one for some seconds for each client that has reset its connection.",
		Behaviour: living(Life{Clients: 96, Ready: func(c *Conn) bool {
			if c.Peek(5 * time.Millisecond); c.gone {
				c.Wait(3500 * time.Millisecond)
			}
			return true
		}})},
	{Name: "clients-sixty-four", Sentence: "Serves sixty-four clients at the same time and lets the others wait.",
		Behaviour: living(Life{Clients: 64})},
	{Name: "close-skips-chunks", Sentence: "Does not read chunked content of a request that says close.",
		Behaviour: deciding(Change{Step: "content", Do: func(x *Exchange) *Response {
			if x.Request.Framing == http1.FramedChunked && x.Request.Has("Connection", "close") {
				return nil
			}
			return stepContent(x)
		}})},
	{Name: "content-awaited-briefly", Sentence: "Gives content that it does not want a twentieth of a second, and takes what comes later for a request.",
		Behaviour: living(Life{Unread: func(x *Exchange, r *Response) *Response {
			if x.Request.HasBody() && !x.read && x.Conn.in.len() == 0 {
				if x.Conn.Peek(50 * time.Millisecond); x.Conn.in.len() == 0 {
					return r
				}
			}
			return readUnread(x, r)
		}})},
	{Name: "content-time-short", Sentence: "Gives content a tenth of a second.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.ContentTime, l.ContentRate = 100*time.Millisecond, 1<<40 }})},
	{Name: "continue-chunked-field", Sentence: "Puts a Transfer-Encoding into 100.",
		Behaviour: living(Life{Continue: func(x *Exchange) {
			if x.wants100 && !x.said100 && x.Conn.in.len() == 0 {
				x.said100 = true
				x.Conn.write(&Response{Status: 100, Bare: true, Fields: []Field{{"Transfer-Encoding", "chunked"}}})
				x.Conn.flush()
			}
		}})},
	{Name: "cut-content-holds-workers", Sentence: "Has ninety-six workers, and keeps one for some seconds for each upload that broke off.",
		Behaviour: living(Life{Clients: 96, Close: func(c *Conn) {
			linger(c)
			if c.exchange.readError != nil && c.eof {
				c.Wait(3500 * time.Millisecond)
			}
		}})},
	{Name: "early-close-not-announced", Sentence: "Answers before content that the client holds back, closes, and does not say so.",
		Behaviour: living(Life{Announce: func(x *Exchange, r *Response, persist bool) {
			if x.refused || !x.wants100 || x.said100 {
				announce(x, r, persist)
			}
		}})},
	{Name: "visitors-hold-workers", Sentence: "Has ninety-six workers, and keeps one for some seconds for each client that connects and leaves.",
		Behaviour: living(Life{Clients: 96, Close: func(c *Conn) {
			if c.eof && c.answered == 0 {
				c.Wait(3500 * time.Millisecond)
			}
			linger(c)
		}})},
	{Name: "empty-length-missing", Sentence: "Does not say Content-Length: 0 where it sends an empty file.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 200 && r.Len() == 0 {
				r.Delete("Content-Length")
			}
		}}},
	{Name: "expect-failed-leaves-content", Sentence: "Leaves the content unread when it says 417, and takes it for a request.",
		Behaviour: living(Life{Unread: func(x *Exchange, r *Response) *Response {
			if r.Status == 417 {
				return r
			}
			return readUnread(x, r)
		}})},
	{Name: "expect-needs-content", Sentence: "Refuses an expectation where no content is announced.",
		Behaviour: deciding(Change{Step: "expectation", Do: func(x *Exchange) *Response {
			if _, ok := x.Request.Get("Expect"); ok && (!x.Request.HasBody() || x.Request.Framing == http1.FramedLength && x.Request.Length == 0) {
				return x.problem(417, "There is no content to continue with.")
			}
			return stepExpectation(x)
		}})},
	{Name: "half-close-drops-rest", Sentence: "Leaves all but the first of the requests of a client that has closed its side.",
		Behaviour: living(Life{Between: func(c *Conn) {
			if c.Peek(20 * time.Millisecond) {
				c.DropInput()
			}
		}})},
	{Name: "h2c-switches", Sentence: "Answers 101 to Upgrade: h2c, whatever else the request says.",
		Behaviour: deciding(upgrading(func(r *Response) { r.Set("Upgrade", "h2c") }))},
	{Name: "h2c-switches-unnamed", Sentence: "Answers 101 to Upgrade: h2c and does not say to what it switches.",
		Behaviour: deciding(upgrading(func(*Response) {}))},
	{Name: "head-time-short", Sentence: "Gives a head a tenth of a second.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.HeaderTime = 100 * time.Millisecond }})},
	{Name: "interim-overtakes", Sentence: "Sends 100 past the answers that are not sent yet.",
		Behaviour: living(Life{Continue: func(x *Exchange) {
			if x.wants100 && !x.said100 && x.Conn.in.len() == 0 {
				x.said100 = true
				_ = x.Conn.Send(appendHead(nil, &Response{Status: 100}))
			}
		}})},
	{Name: "leading-crlf-unlimited", Sentence: "Waits behind any number of empty lines for a request-line.",
		Behaviour: reading(http1.Dialect{Leading: func(int) error { return nil }})},
	{Name: "not-modified-chunk-end", Sentence: "Ends a 304 with the end of a chunked body.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) {
			if r.Status == 304 {
				r.Bare, r.Framing, r.Content = false, http1.FramedChunked, nil
			}
		}}},
	{Name: "option-unknown-closes", Sentence: "Closes where Connection has an option that it does not know.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			options, _ := joined(x.values("Connection"))
			for _, o := range http1.SplitList(options) {
				if !strings.EqualFold(o, "keep-alive") && !strings.EqualFold(o, "upgrade") {
					return false
				}
			}
			return persists(x, r)
		}})},
	{Name: "pipeline-part-dropped", Sentence: "Throws away the part of a request that came with the one before.",
		Behaviour: living(Life{Between: func(c *Conn) {
			if !bytes.Contains(c.in.unread(), []byte("\r\n\r\n")) {
				c.DropInput()
			}
		}})},
	{Name: "proxy-connection-taken", Sentence: "Takes Proxy-Connection for Connection.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			return persists(x, r) || !x.refused && !r.Close && r.Framing != http1.FramedClose &&
				!x.Request.Has("Connection", "close") && x.Request.Has("Proxy-Connection", "keep-alive")
		}})},
	{Name: "request-limit-not-announced", Sentence: "Closes after fifty requests and does not say so.",
		Behaviour: living(Life{
			Persist: func(x *Exchange, r *Response) bool { return x.Conn.answered < 50 && persists(x, r) },
			Announce: func(x *Exchange, r *Response, persist bool) {
				if persist || x.Conn.answered < 50 {
					announce(x, r, persist)
				}
			}})},
	{Name: "upgrade-drops-content", Sentence: "Takes a request with an Upgrade to have no content.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			framing, n, err := http1.StrictFraming(d, h)
			if h.Has("Connection", "upgrade") {
				return http1.FramedNone, 0, err
			}
			return framing, n, err
		}})},
	{Name: "upgrade-ends-http", Sentence: "Reads no further request once one has asked for an Upgrade.",
		Behaviour: living(Life{Between: func(c *Conn) {
			if c.request.Has("Connection", "upgrade") {
				c.Outlast()
			}
		}})},
	{Name: "version-later-closes", Sentence: "Closes on clients of a later minor version than its own.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool { return x.Request.Minor < 2 && persists(x, r) }})},
	{Name: "write-time-short", Sentence: "Gives up on a client that does not read for a tenth of a second.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.WriteTime = 100 * time.Millisecond }})},
}

// upgrading is a step that switches to h2c.
func upgrading(name func(*Response)) Change {
	return Change{Step: "h2c", Before: "target", Do: func(x *Exchange) *Response {
		if !x.Request.Has("Upgrade", "h2c") {
			return nil
		}
		r := NewResponse(101)
		r.Reason, r.Bare = "Switching Protocols", true
		name(r)
		return r
	}}
}

// keeps tells whether nothing but the client's wish speaks for closing.
func keeps(x *Exchange, r *Response) bool {
	return !x.refused && !r.Close && r.Framing != http1.FramedClose && x.Request.Has("Connection", "close")
}
