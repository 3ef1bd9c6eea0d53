package target

import (
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"httpkit/client"
	"httpkit/internal/process"
)

// covers reports whether who connects to the address gets to the listener.
func covers(l process.Listener, a client.Address) bool {
	if a.Network == "unix" {
		return l.Path != "" && sameFile(l.Path, a.Addr)
	}
	if l.Path != "" || l.Addr.Port() != portOf(a) {
		return false
	}
	ip := l.Addr.Addr()
	host, _, _ := net.SplitHostPort(a.Addr)
	to, err := netip.ParseAddr(host)
	switch {
	case ip.IsUnspecified():
		return err != nil || ip.Is6() || to.Is4() // :: takes IPv4 as well, unless it was told not to
	case err != nil: // a name
		return host != "localhost" || ip.IsLoopback()
	}
	return ip == to.Unmap()
}

// sameFile compares the paths of two sockets; a server may have given its own
// relative to a folder that it went to.
func sameFile(theirs, ours string) bool {
	if abs, err := filepath.Abs(ours); err == nil {
		ours = abs
	}
	if filepath.IsAbs(theirs) {
		return filepath.Clean(theirs) == ours
	}
	return strings.HasSuffix(ours, string(filepath.Separator)+strings.TrimPrefix(filepath.Clean(theirs), "./"))
}

// portOf is the port of an address, 0 for a unix socket.
func portOf(a client.Address) uint16 {
	if a.Network != "tcp" {
		return 0
	}
	_, port, _ := net.SplitHostPort(a.Addr)
	n, _ := strconv.ParseUint(port, 10, 16)
	return uint16(n)
}

// portsOf are the TCP ports of listeners, each once.
func portsOf(all []process.Listener) []uint16 {
	var ports []uint16
	for _, l := range all {
		if l.Path == "" && !slices.Contains(ports, l.Addr.Port()) {
			ports = append(ports, l.Addr.Port())
		}
	}
	return ports
}
