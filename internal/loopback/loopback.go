// Package loopback gives tests addresses of this machine that stay theirs after they
// have let them go. Most tests listen on a free port of 127.0.0.1, many at a time: a
// port given back there is soon somebody else's, and a test that wants nobody to
// answer gets an answer. So these are of 127.0.0.2, where the machine has it.
package loopback

import (
	"net"
	"testing"
)

// Listen listens on a free port. It does not close the listener.
func Listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := listen()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Free is host:port where nobody listens.
func Free(t testing.TB) string {
	t.Helper()
	addr, err := FreeAddress()
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// FreeAddress is [Free] where there is no testing.TB, as in a testscript.
func FreeAddress() (string, error) {
	l, err := listen()
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func listen() (net.Listener, error) {
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil { // macOS has 127.0.0.1 only
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	return l, err
}
