package lint

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"httpkit/internal/message"
)

// Exchange is one response and what is known around it. The zero value of each
// field but Raw means "not known", and rules that need it are silent then.
type Exchange struct {
	// Response is what was read; of a response that broke off, what came of it;
	// nil where Raw begins no response.
	Response *message.Response
	// Err is what [message.ParseResponse] returned: nil, a *message.NotHTTP or a
	// *message.Broken.
	Err error
	// Raw are the bytes of the response as they came, from its first byte to its
	// end, or to the end of all there is.
	Raw []byte
	// Request is the request it answers.
	Request *message.Request
	// Sent are the bytes of that request, from its first one on.
	Sent []byte
	// After is what came behind the response on the same connection.
	After []byte
	// Last says that nothing was sent behind the request, so that After answers
	// nothing.
	Last bool
	// End says how the server ended the connection behind Raw and After. Leave
	// it at More where the client had a part in it: it sent FIN or RST, stopped
	// reading or read slowly. A server may give up then. Nothing is made of RST,
	// which bytes of ours on their way can bring about (RFC 9112 section 9.6).
	End message.End
	// Now is when the response was received, by our clock.
	Now time.Time
	// Clockless says that the server is known to have no clock (RFC 9110
	// section 5.6.7), and so owes no Date.
	Clockless bool
}

// Read makes the Exchange of the response that b begins with. end is how the
// connection stands behind b and method that of the request ("" unknown). What
// is behind the response in b becomes After. The error is
// [message.ErrIncomplete] as long as more bytes could come.
func Read(b []byte, end message.End, method string) (*Exchange, error) {
	r, err := message.ParseResponse(b, end, method)
	if errors.Is(err, message.ErrIncomplete) {
		return nil, err
	}
	x := &Exchange{Response: r, Err: err, Raw: b, End: end}
	var broken *message.Broken
	if errors.As(err, &broken) {
		x.Response = broken.Response
	}
	if err == nil {
		x.Raw, x.After = b[:r.Len:r.Len], b[r.Len:]
	}
	return x, nil
}

// head returns the bytes of the head, of one that broke off what came of it, and
// nil for what is no response.
func (x *Exchange) head() []byte {
	var not *message.NotHTTP
	switch {
	case x.Response != nil:
		return x.Raw[:min(x.Response.HeadLen, len(x.Raw))]
	case errors.As(x.Err, &not):
		return nil
	}
	return x.Raw
}

// method is that of the request, "" unknown.
func (x *Exchange) method() string {
	if x.Request != nil {
		return x.Request.Method
	}
	if x.Response != nil {
		return x.Response.Method
	}
	return ""
}

// version is that of the request, "" unknown.
func (x *Exchange) version() string {
	if x.Request != nil {
		return x.Request.Version
	}
	return ""
}

// whole tells whether the response came to its end.
func (x *Exchange) whole() bool { return x.Response != nil && x.Err == nil }

// tunnel tells whether what follows the response is no HTTP any more.
//
// RFC 9110 sections 9.3.6 and 15.2.2.
func (x *Exchange) tunnel() bool {
	r := x.Response
	return r != nil && (r.Status == 101 || x.connected())
}

// connected tells whether it is a 2xx to CONNECT.
func (x *Exchange) connected() bool {
	return x.method() == "CONNECT" && x.Response.Status/100 == 2
}

// fields are the lines of the header section and those of the trailer section.
func (x *Exchange) fields() [2][]message.Field {
	return [2][]message.Field{x.Response.Fields, x.Response.Trailers}
}

// asked returns the field lines of the request; ok says whether its whole head
// is known and every line of it is a proper field line, so that a server can
// have read it in one way only.
func (x *Exchange) asked() (fields []message.Field, ok bool) {
	if x.Request == nil || x.Request.Method == "" || !strings.HasPrefix(x.Request.Version, "HTTP/1.") {
		return nil, false
	}
	_, rest, ok := bytes.Cut(x.Sent, []byte("\r\n"))
	for ok {
		var line []byte
		if line, rest, ok = bytes.Cut(rest, []byte("\r\n")); !ok || len(line) == 0 {
			break
		}
		f := message.ParseField(line)
		if f.Bad != "" || bytes.IndexByte(line, '\n') >= 0 {
			return nil, false
		}
		fields = append(fields, f)
	}
	return fields, ok
}
