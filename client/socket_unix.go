//go:build unix

package client

import (
	"errors"
	"net"
	"os"
	"syscall"
)

// tryWriter writes to a socket as much as can be written without waiting.
type tryWriter struct {
	conn syscall.RawConn
	call func(fd uintptr) bool // made once, so that a write allocates nothing
	b    []byte
	n    int
	err  error
}

func (t *tryWriter) init(s syscall.Conn) {
	conn, err := s.SyscallConn()
	if err != nil {
		return
	}
	t.conn = conn
	t.call = func(fd uintptr) bool {
		for {
			t.n, t.err = syscall.Write(int(fd), t.b)
			if t.err != syscall.EINTR {
				return true
			}
		}
	}
}

func (t *tryWriter) ready() bool { return t.conn != nil }

// write returns how many bytes were taken; fewer without an error mean that it
// would have to wait.
func (t *tryWriter) write(b []byte) (int, error) {
	t.b, t.n, t.err = b, 0, nil
	err := t.conn.Write(t.call)
	t.b = nil
	if err == nil {
		err = t.err
	}
	if err == syscall.EAGAIN || err == syscall.ENOBUFS {
		err = nil
	}
	return max(t.n, 0), err
}

// isReset tells whether an error of read or write means that a RST came. EPIPE
// says no more than that our side can't send.
func isReset(err error) bool { return errors.Is(err, syscall.ECONNRESET) }

// isGone tells whether a TCP connection was reset: the kernel then knows no peer
// any more, while after a FIN it does.
func isGone(c net.Conn) bool {
	s, ok := c.(*net.TCPConn)
	if !ok {
		return false
	}
	conn, err := s.SyscallConn()
	if err != nil {
		return false
	}
	gone := false
	err = conn.Control(func(fd uintptr) {
		_, err := syscall.Getpeername(int(fd))
		gone = err != nil
	})
	return err == nil && gone
}

// bare takes the addresses off an error of the network.
func bare(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	var call *os.SyscallError
	if errors.As(err, &call) {
		err = call.Err
	}
	return err
}
