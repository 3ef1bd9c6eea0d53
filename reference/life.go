package reference

import http1 "httpkit/internal/message"

// Life is whom the server serves, for how long, and how it closes. What is nil
// is the RFC's.
type Life struct {
	// Clients is how many are served at the same time, the others wait; 0 is as
	// many as the limits say.
	Clients int
	// Limits changes the limits.
	Limits func(*Limits)
	// Continue asks a client that waits for it to send the content.
	Continue func(*Exchange)
	// Unread deals with content that the steps did not read. It may give another
	// response, or nil where there is nobody to answer.
	Unread func(*Exchange, *Response) *Response
	// Ready tells whether the response is to be sent at all.
	Ready func(*Conn) bool
	// Persist tells whether the connection goes on after the response.
	Persist func(*Exchange, *Response) bool
	// Announce says so in the response.
	Announce func(x *Exchange, r *Response, persist bool)
	// Between comes after each response of a connection that persists.
	Between func(*Conn)
	// Close ends the connection for the client; what is still open afterwards is
	// closed at once.
	Close func(*Conn)
}

func (l Life) complete() Life {
	if l.Continue == nil {
		l.Continue = sayContinue
	}
	if l.Unread == nil {
		l.Unread = readUnread
	}
	if l.Ready == nil {
		l.Ready = func(*Conn) bool { return true }
	}
	if l.Persist == nil {
		l.Persist = persists
	}
	if l.Announce == nil {
		l.Announce = announce
	}
	if l.Between == nil {
		l.Between = func(*Conn) {}
	}
	if l.Close == nil {
		l.Close = linger
	}
	return l
}

// sayContinue sends 100 (Continue) to a client that waits for it.
//
// RFC 9110 section 10.1.1: it MAY be left out if some of the content is there
// already; the server MUST NOT wait for the content before sending it.
func sayContinue(x *Exchange) {
	if !x.wants100 || x.said100 || x.Conn.in.len() > 0 {
		return
	}
	x.said100 = true
	x.Conn.SendInterim(100)
}

// SendInterim sends an interim response at once.
func (c *Conn) SendInterim(status int) {
	c.write(&Response{Status: status, Bare: true})
	c.flush()
}

// readUnread reads on to the end of the request, so that the next one is found,
// unless the client waits to be asked for content that is not wanted any more.
//
// RFC 9112 section 9.3: a server MUST read the entire request body or close the
// connection after sending its response. RFC 9110 section 10.1.1: it SHOULD say
// which.
func readUnread(x *Exchange, r *Response) *Response {
	if x.read || !x.Request.HasBody() {
		return r
	}
	if r.Close || x.readError != nil || x.wants100 && !x.said100 && x.Conn.in.len() == 0 {
		r.Close = true
		return r
	}
	x.said100 = true // the final response is there already
	switch err := x.ReadContent(false).(type) {
	case nil:
	case *http1.Refused:
		if err.Status == 413 {
			r.Close = true // the answer is right all the same
			return r
		}
		r.release()
		return x.refusedBy(err)
	default:
		r.release()
		return nil
	}
	return r
}

// persists decides whether the connection goes on.
//
// RFC 9112 section 9.3: not with close; else in HTTP/1.1; else with keep-alive.
func persists(x *Exchange, r *Response) bool {
	h, o := &x.Request.RequestHead, x.Conn.origin
	switch {
	case r.Close, x.refused, r.Framing == http1.FramedClose:
		return false
	case o.draining.Load(), x.Conn.answered >= o.limits.Requests, h.Has("Connection", "close"):
		return false
	}
	return h.Minor > 0 || h.Has("Connection", "keep-alive")
}

// announce says close, or keep-alive to who needs to hear it.
//
// RFC 9112 section 9.6: a server that intends to close SHOULD send the close
// option in its final response on that connection. Appendix C.2.2 for HTTP/1.0.
func announce(x *Exchange, r *Response, persist bool) {
	switch {
	case !persist:
		r.Set("Connection", "close")
	case x.Request.Minor == 0:
		r.Set("Connection", "keep-alive")
	}
}
