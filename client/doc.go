// Package client speaks to an HTTP server through a raw socket: exactly the
// bytes it is given, in exactly the writes it is given, and nothing of its own.
// It reads all the time, tells FIN from RST from a connection that stays open,
// and records every step with its time.
//
// Two calls to use first: [Dial], after [ParseAddress], and [Conn.ReadResponse].
//
// Nothing waits without a context, and nothing is kept without a bound: what was
// read and not yet consumed up to Options.MaxUnread, what is recorded up to 64
// MiB, what is read while closing up to 1 MiB.
package client
