package message

import (
	"errors"
	"fmt"
)

// ErrIncomplete says that more bytes could complete the message.
var ErrIncomplete = errors.New("incomplete: the message has not ended yet")

// End is how the peer's side of a connection stands.
type End uint8

// The states of the peer's side.
const (
	More End = iota // open: more may come
	FIN             // it was closed in order
	RST             // it was reset
)

// String returns what happened, in one word.
func (e End) String() string {
	switch e {
	case More:
		return "open"
	case FIN:
		return "closed"
	}
	return "reset"
}

// NotHTTP says that the bytes certainly do not begin an HTTP/1 response.
type NotHTTP struct{ Why string }

// Error names the first thing that does not fit.
func (e *NotHTTP) Error() string { return "not an HTTP/1 response: " + e.Why }

// Broken says that a response was begun and can't be completed: it ended early,
// or its framing can't be known.
type Broken struct {
	// Why is the whole reason, such as "broke off after 5 of 14 bytes".
	Why string
	// Got and Want count bytes of the content, or of the head or chunk where
	// Why says so. Want is -1 where it is not known.
	Got, Want int64
	// Digits is Want as Content-Length spells it, where that is what it is from:
	// it may be more than an int64 holds. Very many are cut.
	Digits string
	// Response is what was read of it: nil before the end of the head, else
	// with the Content that came.
	Response *Response
}

// Error returns Why.
func (e *Broken) Error() string { return e.Why }

// brokeOff makes the error for a message that the peer's end cut off.
func brokeOff(end End, got, want int64, r *Response, format string, args ...any) *Broken {
	why := fmt.Sprintf(format, args...)
	if end == RST {
		why += " (reset)"
	}
	return &Broken{Why: why, Got: got, Want: want, Response: r}
}
