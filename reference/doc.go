// Package reference is the server that shows what right looks like, and what
// wrong looks like. It has the personas: the servers of well-known tutorials as
// they are observed from outside, faults and all, and slips, which are personas
// with one deliberate deviation each.
//
// Start a server with [Start], end it with [Server.Close]; [Personas] and
// [Slips] list the names that Start takes.
package reference
