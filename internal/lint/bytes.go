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
	for n, at := 1, 0; at < len(b); n++ {
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
		used := len(x.Raw)
		if x.Response == nil {
			used = 0 // look behind its first byte
		}
		next := nextStatusLine(b[at:], used)
		if next < 0 {
			break
		}
		at += next
	}
	return all, nil
}

// nextStatusLine is where the first response behind the first from bytes
// begins, -1 if there is none. At from itself anything counts as one that is not
// surplus, so that it is judged.
func nextStatusLine(b []byte, from int) int {
	if from == 0 {
		from = 1
	}
	for i := from; i < len(b); {
		j := bytes.Index(b[i:], []byte("HTTP/"))
		if j < 0 {
			break
		}
		i += j
		var not *message.NotHTTP
		if _, err := message.ParseResponse(b[i:], message.More, ""); !errors.As(err, &not) {
			return i
		}
		i++
	}
	return -1
}
