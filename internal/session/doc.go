// Package session is the conversation that "httpkit send ADDR" has with a person:
// a line that is typed goes out, what the server says appears as it comes, and a
// line that begins with ":" is a command.
//
// Use [New] with a [Config], then [Session.Run]; the screen of a Config is made by
// [NewEditor] for a terminal and by [NewPlain] for a pipe or a dumb terminal.
//
// The lines are edited by golang.org/x/term: it moves the line that is being typed
// out of the way when something is written meanwhile. What it lacks is in Keys,
// which stands between it and the terminal: Ctrl-C cancels a line, a paste is text
// and no keys, a line may be longer than can be edited.
package session
