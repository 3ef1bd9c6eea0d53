// Package curl knows what the program curl sends. It reads a curl command line as
// people paste it and gives the bytes of its request, and it writes the command
// line that sends given bytes, as nearly as curl can.
//
// Two calls to use first: [Parse] and [For]. The bytes are those of curl 7.88 over
// HTTP/1; a test holds them against the real program where it is installed. The
// package opens no connection and no file by itself.
package curl

// Error is a command line that can't be turned into a request.
type Error struct {
	Msg  string // lower case, the operand first
	Hint string // what to do about it, or ""
}

// Error gives the message, with the hint on a line of its own.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + "\n" + e.Hint
}
