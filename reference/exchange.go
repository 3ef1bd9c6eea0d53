package reference

import http1 "httpkit/internal/message"

// Request is a request as the steps see it.
type Request struct {
	http1.RequestHead
	Content []byte // where the resource asked to keep it
}

// Exchange is one request on its way to its response: what the steps have found
// out so far.
type Exchange struct {
	Request *Request
	Conn    *Conn

	resource  *resource       // the target resource
	rep       *representation // the selected representation, nil if there is none
	refused   bool            // the request could not be read
	wants100  bool            // the client waits for 100 (Continue), or a final answer; known before the steps
	said100   bool
	read      bool // the content was read to its end
	readError error
	reserved  int64 // bytes of content kept
}

// Step is one decision. It answers, or returns nil to go on.
type Step struct {
	Name string
	Do   func(*Exchange) *Response
}

// steps is the RFC's order: what can be told from the head comes before the
// content is read (RFC 9110 section 10.1.1), the normal checks before the
// preconditions (section 13.2.1), these before Range (section 13.2.2).
var steps = []Step{
	{"host", stepHost},
	{"method", stepMethod},
	{"expectation", stepExpectation},
	{"target", stepTarget},
	{"server", stepServer},
	{"resource", stepResource},
	{"allow", stepAllow},
	{"content", stepContent},
	{"negotiation", stepNegotiation},
	{"preconditions", stepPreconditions},
	{"range", stepRange},
	{"representation", stepRepresentation},
}

// decide goes through the steps.
func (x *Exchange) decide() *Response {
	for i := range x.Conn.origin.steps {
		if r := x.Conn.origin.steps[i].Do(x); r != nil {
			return r
		}
	}
	return x.problem(500, "No step had an answer.")
}

// is tells whether the method is one of these.
func (x *Exchange) is(methods ...string) bool {
	for _, m := range methods {
		if x.Request.Method == m {
			return true
		}
	}
	return false
}

// values returns the lines of a field.
func (x *Exchange) values(name string) []string { return x.Request.Values(name) }

// fresh makes it ready for the next request on the connection.
func (x *Exchange) fresh() {
	*x = Exchange{Request: x.Request, Conn: x.Conn}
	x.Request.Content = nil
}
