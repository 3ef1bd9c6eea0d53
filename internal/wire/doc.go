// Package wire is the wire notation: the one way in which this kit writes what
// goes over a connection. ParseSection reads a transcript (or ParseLine one line
// of it) and (*Section).Program groups its lines into the steps that are played;
// (*Section).Format writes it back in canonical form.
//
// A line begins with a gutter: ">" bytes we send, "<" bytes that must come, "*"
// an event of the connection, "=" a rule or a property, "#" a comment. The bytes
// of a ">" or "<" line are spelled out, their line end too:
//
//	> GET /hello HTTP/1.1\r\n
//	> Host: \{$host}\r\n
//	> \r\n
//	= pass 2xx
//	=   field Date \{date}
//
// Text.Bytes fills in what is sent, Compile makes a matcher of what must come.
// All mistakes of a section are reported at once, as Errors.
package wire
