//go:build !linux

package process

// Listeners are the sockets of the command's processes that take connections.
// known is false where the system does not tell, which is so here.
func (p *Process) Listeners() (all []Listener, known bool) { return nil, false }

// Listening are the sockets of all processes that take connections at a TCP port.
// known is false where the system does not tell, which is so here.
func Listening(port uint16) (all []Listener, known bool) { return nil, false }

// Lingering counts the connections of a TCP port that have ended and keep it taken
// for a while (RFC 9293 section 3.6.1: TIME-WAIT). It is 0 where the system does not
// tell, which is so here.
func Lingering(port uint16) int { return 0 }
