package reference

import (
	"bytes"
	"time"

	http1 "httpkit/internal/message"
)

// variants are choices that the RFC leaves: no case may fail on them.
var variants = []*Fault{
	// RFC 9112 section 6.3: MAY reject content without a length with 411.
	{Name: "length-demanded", Lawful: true, Sentence: "Refuses chunked content with 411, and closes.",
		Behaviour: deciding(Change{Step: "length-demanded", Before: "resource", Do: func(x *Exchange) *Response {
			if x.Request.Framing != http1.FramedChunked {
				return nil
			}
			r := x.problem(411, "This server wants to know the length of content beforehand.")
			r.Close = true
			return r
		}})},
	// RFC 9110 section 12.5.1: the server can disregard the field.
	{Name: "accept-disregarded", Lawful: true, Sentence: "Sends what it has, whatever Accept says.",
		Behaviour: deciding(Change{Step: "accept-disregarded", Before: "negotiation", Do: func(x *Exchange) *Response {
			if x.resource.variants != nil {
				x.Request.Fields = without(&x.Request.RequestHead, "Accept", "Accept").Fields
			}
			return nil
		}})},
	// RFC 9112 section 2.2: a recipient MAY recognize a single LF as a line
	// terminator, for the start-line and fields.
	{Name: "bare-lf-taken", Lawful: true, Sentence: "Takes an LF alone for the end of a line in a head.",
		Behaviour: reading(http1.Dialect{LineEnd: bareLF})},
	// RFC 9112 section 2.2: or replace each bare CR with SP.
	{Name: "bare-cr-is-space", Lawful: true, Sentence: "Takes a CR in a line for a space.",
		Behaviour: reading(http1.Dialect{LineEnd: bareCR})},
	// RFC 9112 section 7.1: the content may be chunked for any HTTP/1.1 client.
	{Name: "chunked-answers", Lawful: true, Sentence: "Sends all content chunked to HTTP/1.1 clients.",
		Behaviour: Behaviour{Edit: func(r *Response, q *Request) {
			if q.Minor > 0 && r.Framing == http1.FramedLength && r.Get("Content-Length") != "" {
				r.Framing = http1.FramedChunked
				r.Delete("Content-Length")
				r.Set("Transfer-Encoding", "chunked")
			}
		}}},
	// RFC 9112 section 6.3: all the same, it may be processed with the one value.
	{Name: "cl-same-taken", Lawful: true, Sentence: "Takes several lengths in Content-Length if they are all the same.",
		Behaviour: reading(http1.Dialect{Lengths: sameLengths})},
	// RFC 9112 section 6.3 rule 8 and section 9.6.
	{Name: "close-delimited", Lawful: true, Sentence: "Ends its content by closing, and says close.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool {
			r.Framing = http1.FramedClose
			return false
		}})},
	// RFC 9112 section 9.3: a server that does not support persistence.
	{Name: "closes-after-each", Lawful: true, Sentence: "Closes after each response, and says so.",
		Behaviour: living(Life{Persist: func(*Exchange, *Response) bool { return false }})},
	// RFC 9112 section 9.3: and one may close after any response.
	{Name: "closes-after-few", Lawful: true, Sentence: "Closes after the third response of a connection, and says so.",
		Behaviour: living(Life{Limits: func(l *Limits) { l.Requests = 3 }})},
	// RFC 9110 section 15.2: a client MUST be able to parse 1xx that it does not
	// expect.
	{Name: "continue-unasked", Lawful: true, Sentence: "Sends 100 before it reads content, to who did not ask too.",
		Behaviour: living(Life{Continue: func(x *Exchange) {
			if x.Request.Minor > 0 && x.Request.HasBody() && !x.said100 {
				x.said100 = true
				x.Conn.SendInterim(100)
			}
		}})},
	// RFC 9110 section 10.1.1: MAY respond with 417.
	{Name: "expectations-ignored", Lawful: true, Sentence: "Passes over expectations that it does not know.",
		Behaviour: deciding(Change{Step: "expectation", Do: func(*Exchange) *Response { return nil }})},
	// RFC 9112 section 5.2: or replace each obs-fold with one or more SP.
	{Name: "folds-unfolded", Lawful: true, Sentence: "Joins folded lines with a space.",
		Behaviour: reading(http1.Dialect{Fold: unfold})},
	{Name: "head-in-single-bytes", Lawful: true, Sentence: "Sends the head of each response in single bytes.",
		Behaviour: writing(Wire{Leave: func(c *Conn, b []byte, head bool) error {
			for ; head && len(b) > 1; b = b[1:] {
				if err := c.Send(b[:1]); err != nil {
					return err
				}
			}
			return c.Send(b)
		}})},
	// RFC 9112 section 9.3: if it wishes to honor keep-alive.
	{Name: "http10-closes", Lawful: true, Sentence: "Closes the connections of all HTTP/1.0 clients.",
		Behaviour: living(Life{Persist: func(x *Exchange, r *Response) bool { return persists(x, r) && x.Request.Minor > 0 }})},
	{Name: "late", Lawful: true, Sentence: "Answers 30 ms late.",
		Behaviour: writing(Wire{Leave: func(c *Conn, b []byte, head bool) error {
			if head {
				c.Wait(30 * time.Millisecond)
			}
			return c.Send(b)
		}})},
	// RFC 9110 section 8.8.3: SHOULD.
	{Name: "no-etag", Lawful: true, Sentence: "Has no entity tags.",
		Behaviour: deciding(Change{Step: "no-etag", Before: "preconditions", Do: changedRep(func(_ *Exchange, rep *representation) { rep.etag = "" })})},
	// RFC 9110 section 12.5.3: content codings are a choice.
	{Name: "no-gzip", Lawful: true, Sentence: "Has no content codings.",
		Behaviour: negotiating(func(variants []*representation, lines []string) *representation {
			return selectCoding(variants[:1], lines)
		})},
	// RFC 9110 section 8.8.2.1: SHOULD.
	{Name: "no-last-modified", Lawful: true, Sentence: "Has no dates of modification.",
		Behaviour: deciding(Change{Step: "no-last-modified", Before: "preconditions", Do: changedRep(func(_ *Exchange, rep *representation) {
			rep.modified, rep.lastModified = time.Time{}, ""
		})})},
	// RFC 9110 section 14: range requests are an OPTIONAL feature.
	{Name: "no-ranges", Lawful: true, Sentence: "Has no ranges.",
		Behaviour: deciding(Change{Step: "range", Do: changedRep(func(_ *Exchange, rep *representation) { rep.noRanges = true })})},
	// RFC 9112 section 9.6: closing in stages is what servers typically do.
	{Name: "reset-after-400", Lawful: true, Sentence: "Ends a connection with RST after a request that it refused.",
		Behaviour: living(Life{Close: func(c *Conn) {
			if c.exchange.refused {
				c.Reset()
				return
			}
			linger(c)
		}})},
	// RFC 9110 section 10.2.4.
	{Name: "server-field", Lawful: true, Sentence: "Says what server it is.",
		Behaviour: Behaviour{Edit: func(r *Response, _ *Request) { r.Set("Server", "httpkit") }}},
	// RFC 9112 section 6.1: or process it by the Transfer-Encoding alone, and close.
	{Name: "te-cl-chunked-closes", Lawful: true, Sentence: "Takes a request with both Transfer-Encoding and Content-Length as chunked, and closes.",
		Behaviour: reading(http1.Dialect{Framing: func(d *http1.Dialect, h *http1.RequestHead) (http1.Framing, int64, error) {
			less := without(h, "Content-Length", "Transfer-Encoding")
			framing, n, err := http1.StrictFraming(d, less)
			if less != h && err == nil {
				h.Fields = append(h.Fields, http1.Field{Name: "Connection", Value: "close"})
			}
			return framing, n, err
		}})},
	// RFC 9112 section 6.1: SHOULD respond with 501.
	{Name: "te-unknown-501", Lawful: true, Sentence: "Says 501 rather than 400 to a transfer coding that it does not know, alone or not.",
		Behaviour: reading(http1.Dialect{Coding: func(lines []string) (bool, error) {
			list, _ := joined(lines)
			if !http1.ListHas(list, "chunked") {
				return false, no(501, "This server understands no transfer coding but chunked.")
			}
			return http1.StrictCoding(lines)
		}})},
	// RFC 9110 section 9.1: 501 where it is not implemented at all.
	{Name: "unsupported-501", Lawful: true, Sentence: "Says 501 to methods that no resource has.",
		Behaviour: deciding(Change{Step: "method", Do: func(x *Exchange) *Response {
			if !x.is("GET", "HEAD", "POST", "OPTIONS") {
				return x.problem(501, "This server does not implement the method.")
			}
			return nil
		}})},
	// RFC 9110 section 8.8.1.
	{Name: "weak-tags", Lawful: true, Sentence: "Has weak entity tags.",
		Behaviour: deciding(Change{Step: "weak-tags", Before: "preconditions", Do: changedRep(func(_ *Exchange, rep *representation) {
			if rep.etag != "" && rep.etag[0] == '"' {
				rep.etag = "W/" + rep.etag
			}
		})})},
	// RFC 9112 section 3: recipients MAY instead parse on whitespace-delimited
	// word boundaries.
	{Name: "words-at-blanks", Lawful: true, Sentence: "Splits a request-line at any white space.",
		Behaviour: reading(http1.Dialect{Begin: anything, Words: func(line []byte) (method, target, version []byte, err error) {
			words := bytes.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\v' || r == '\f' })
			if len(words) != 3 {
				return nil, nil, nil, no(400, "The request-line is not three words.")
			}
			return words[0], words[1], words[2], nil
		}})},
}
