package reference

import (
	"strings"

	http1 "httpkit/internal/message"
)

// stepHost wants one valid Host line.
//
// RFC 9112 section 3.2: a server MUST respond with 400 to an HTTP/1.1 request
// that lacks a Host field and to any request with more than one Host line or an
// invalid value.
func stepHost(x *Exchange) *Response { return x.hostOf(1, 1) }

// hostOf wants from least to most Host lines, the first of them valid; HTTP/1.0
// needs none.
func (x *Exchange) hostOf(least, most int) *Response {
	hosts := x.values("Host")
	switch {
	case len(hosts) < least && x.Request.Minor > 0:
		return x.refuse(400, "The request has no Host field.")
	case len(hosts) > max(most, 1):
		return x.refuse(400, "The request has more than one Host field.")
	case len(hosts) > 0:
		if err := x.Conn.origin.dialect.Host(hosts[0]); err != nil {
			return x.refusedBy(err)
		}
	}
	return nil
}

// stepMethod knows the methods of RFC 9110 and PATCH.
//
// RFC 9110 section 9.1: 501 for a method that is unrecognized or not implemented.
// CONNECT is implemented for no target at all.
func stepMethod(x *Exchange) *Response {
	if !http1.KnownMethod(x.Request.Method) || x.is("CONNECT") {
		return x.problem(501, "This server does not implement the method.")
	}
	return nil
}

// stepExpectation knows 100-continue only.
//
// RFC 9110 section 10.1.1: 417 for a member other than 100-continue.
func stepExpectation(x *Exchange) *Response {
	for _, line := range x.values("Expect") {
		for _, member := range http1.SplitList(line) {
			if !strings.EqualFold(member, "100-continue") {
				return x.problem(417, "This server meets no expectation but 100-continue.")
			}
		}
	}
	return nil
}

// stepTarget holds the form of the target to the method, and the scheme and host
// to what this server is.
//
// RFC 9112 section 3.2: asterisk-form is only for OPTIONS. RFC 9110 section 7.4:
// 421 where the target URI does not match an origin that the server is
// authoritative for; section 4.2.2: an https resource is none of ours, as the
// connection is not secured. Every host is ours.
func stepTarget(x *Exchange) *Response {
	t := &x.Request.Target
	switch {
	case t.Form == http1.AsteriskForm && !x.is("OPTIONS"):
		return x.refuse(400, "The request-target * is only for OPTIONS.")
	case t.Form == http1.AbsoluteForm && t.Scheme != "http":
		return x.problem(421, "This server answers for http, not for another scheme.")
	}
	return nil
}

// stepServer answers OPTIONS for the server as a whole.
//
// RFC 9110 section 9.3.7; RFC 9112 section 3.2.4: an absolute-form without path
// and query means the same.
func stepServer(x *Exchange) *Response {
	t := &x.Request.Target
	if !x.is("OPTIONS") || t.Form != http1.AsteriskForm && !t.NoPath {
		return nil
	}
	r := NewResponse(200)
	r.Set("Allow", "GET, HEAD, POST, OPTIONS")
	return r
}
