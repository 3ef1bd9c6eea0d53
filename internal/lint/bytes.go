package lint

import (
	"bytes"
	"errors"

	"httpkit/internal/message"
)

// Bytes splits a stream into its responses and checks each: all that a server
// sent on one connection, to its end. method is that of the requests they answer,
// "" where it is not known; it decides whether content is expected (HEAD).
// Nth and Offset of each finding say which response it is about. The error is
// for a stream without any byte.
//
// Behind bytes that are no response it goes on with the next status-line.
func Bytes(b []byte, method string) ([]Finding, error) {
	if len(b) == 0 {
		return nil, errors.New("no bytes, so nothing to check")
	}
	var all []Finding
	for n, at := 1, 0; at < len(b); {
		x, err := Read(b[at:], message.FIN, method)
		if err != nil { // never: the stream has ended
			return all, err
		}
		for _, f := range Check(x) {
			f.Nth, f.Offset = n, at
			all = append(all, f)
		}
		if x.tunnel() {
			break // no HTTP from here on
		}
		used := 1 // what is no response is searched from its second byte on
		if x.Response != nil {
			used = len(x.Raw)
			n++
		}
		at += used
		at += nextStatusLine(b[at:])
	}
	return all, nil
}

// nextStatusLine is where the first response in b begins, or len(b).
func nextStatusLine(b []byte) int {
	for i := 0; i < len(b); i++ {
		var not *message.NotHTTP
		if _, err := message.ParseResponse(b[i:], message.More, ""); !errors.As(err, &not) {
			return i
		}
		j := bytes.Index(b[i+1:], []byte("HTTP/"))
		if j < 0 {
			break
		}
		i += j
	}
	return len(b)
}
