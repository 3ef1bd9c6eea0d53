// Package message reads the grammar of RFC 9112 from bytes: start-lines, field
// lines, the framing of messages, the chunked transfer coding, and the dates
// and comma lists of RFC 9110 that stand in fields.
//
// Two calls to use first: [ParseResponse], which reads one response from the
// start of a buffer, and [ScanRequests], which finds the requests in what was
// sent. A buffer that grows byte by byte is read with a [Reader], which
// remembers how far it got.
//
// It reads leniently where the RFC lets a recipient, and says so: a line that
// is no field line is kept with its reason in [Field].Bad, other departures are
// listed in [Response].Faults. It knows no sockets and no clock.
package message
