//go:build !unix

package client

import (
	"errors"
	"net"
	"os"
	"syscall"
)

// tryWriter is never ready here: writes go through the writer goroutine when
// much is outstanding.
type tryWriter struct{}

func (t *tryWriter) init(syscall.Conn)           {}
func (t *tryWriter) ready() bool                 { return false }
func (t *tryWriter) write(b []byte) (int, error) { return 0, errors.ErrUnsupported }

// wsaConnReset is the number Windows has for ECONNRESET, wsaConnAborted the one
// for a connection given up.
const (
	wsaConnReset   = syscall.Errno(10054)
	wsaConnAborted = syscall.Errno(10053)
)

func isReset(err error) bool {
	return errors.Is(err, wsaConnReset) || errors.Is(err, wsaConnAborted) || errors.Is(err, syscall.ECONNRESET)
}

// isGone can't tell here; Windows reports a RST to read and write alike.
func isGone(net.Conn) bool { return false }

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
