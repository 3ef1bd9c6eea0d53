// Package reference is the server that shows what right looks like, and what
// wrong looks like. It has the personas: the servers of well-known tutorials as
// they are observed from outside, faults and all, and slips, which are personas
// with one deliberate deviation each.
//
// And it has the strict server, which does all that an origin server owes by RFC
// 9110 and 9112, over a folder of files, /echo and /fields. Five seams of it
// ([Behaviour]) can be exchanged by faults, which are wrong, and variants, which
// are other choices that the RFC leaves.
//
// Start a server with [Start], end it with [Server.Close] or [Server.Shutdown];
// [Personas], [Slips] and [Faults] list the names that Start takes. [StartStrict]
// also takes [Limits], and what [Compose] makes of several faults.
package reference
