package process

import (
	"fmt"
	"net/netip"
)

// Listener is a socket that takes connections.
type Listener struct {
	Addr netip.AddrPort // of a TCP socket
	Path string         // of a unix socket, else ""
	By   Member         // whose it is; the zero Member where that is not known
}

// String is the address as it is written: 127.0.0.1:8080, unix:/run/x.sock.
func (l Listener) String() string {
	if l.Path != "" {
		return "unix:" + l.Path
	}
	if l.Addr.Addr().IsUnspecified() {
		return fmt.Sprintf("port %d", l.Addr.Port())
	}
	return l.Addr.String()
}
