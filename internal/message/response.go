package message

import "strings"

// Response is one response message. Its slices share memory with the buffer it
// was read from, which must not be changed.
type Response struct {
	StatusLine []byte // without its ending
	Version    string // "HTTP/1.1"
	Status     int
	Reason     string
	Fields     []Field
	Content    []byte // the transfer coding removed where it is chunked
	Trailers   []Field
	Framing    Framing
	HeadLen    int    // bytes of the head with its empty line
	Len        int    // bytes of the whole message
	Method     string // of the request it answers, "" if unknown
	Raw        []byte // the whole message as it came; Raw[:HeadLen] is its head
	// Faults are departures from RFC 9112 that were read over and stand in no
	// field line: bare LFs, chunk-size lines that are not quite right.
	Faults []string
}

// Interim tells whether a final response is still to come.
//
// RFC 9110 section 15.2; a 101 is the last word in HTTP/1.
func (r *Response) Interim() bool { return r.Status/100 == 1 && r.Status != 101 }

// Get returns the lines of a header field joined with ", ", and whether there
// is any.
func (r *Response) Get(name string) (string, bool) { return Get(r.Fields, name) }

// Values returns the value of each line of a header field.
func (r *Response) Values(name string) []string { return Values(r.Fields, name) }

// Has tells whether the comma list in a header field has a member, without
// regard to case.
func (r *Response) Has(name, member string) bool { return Has(r.Fields, name, member) }

// SaysClose tells whether the connection will not persist after this response.
//
// RFC 9112 section 9.3: the close option; else HTTP/1.1 persists; else the
// keep-alive option; else it closes.
func (r *Response) SaysClose() bool {
	if r.Has("Connection", "close") {
		return true
	}
	return r.Version == "HTTP/1.0" && !r.Has("Connection", "keep-alive")
}

// String returns the status-line, for messages.
func (r *Response) String() string { return strings.TrimSpace(string(r.StatusLine)) }
