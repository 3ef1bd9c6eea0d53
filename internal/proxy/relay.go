package proxy

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"httpkit/client"
	"httpkit/internal/wire"
)

// block is how many bytes are passed on at a time, and all that is held of a
// direction.
const block = 32 << 10

// end is the connection to one of the two sides.
type end struct {
	conn net.Conn
	fin  atomic.Bool // we have sent FIN to it
}

// relay is one connection of a client and that to the server.
type relay struct {
	tape           *Tape
	client, server *end
	halves         atomic.Int32 // sides that have sent FIN
	over           sync.Once
	shut           atomic.Bool // we close both: what a Read says then is our own doing
}

// run returns when both connections are closed.
func (r *relay) run() {
	var both sync.WaitGroup
	both.Go(func() { r.pipe(r.client, r.server, fromClient) })
	both.Go(func() { r.pipe(r.server, r.client, fromServer) })
	both.Wait()
	r.close(nil)
}

// side says how what a side does is kept.
type side struct{ data, fin, rst wire.RecordKind }

var (
	fromClient = side{wire.DidSend, wire.DidCloseWrite, wire.DidAbort}
	fromServer = side{wire.DidReceive, wire.DidClosed, wire.DidReset}
)

// pipe passes on what comes from one side, to its FIN, and then waits for a RST,
// which may come behind a FIN, or for the end of the other direction.
func (r *relay) pipe(from, to *end, as side) {
	buf := make([]byte, block)
	for {
		n, err := from.conn.Read(buf)
		if n > 0 {
			// First it is kept, and then passed on: what it causes is kept behind it.
			r.tape.data(as.data, buf[:n])
			if _, werr := to.conn.Write(buf[:n]); werr != nil {
				// The other side is gone, or its connection is. Reading from it
				// gives what it has said before, and then its end, which the
				// other pipe passes on.
				if r.halves.Load() > 0 { // its FIN was passed on already
					r.gone(from, to, as)
				}
				return
			}
		}
		if err != nil {
			r.ended(from, to, as, err)
			return
		}
	}
}

// ended passes the end of a side on.
func (r *relay) ended(from, to *end, as side, err error) {
	switch {
	case r.shut.Load():
	case !isEOF(err), from.wasReset():
		r.reset(to, as)
	default:
		r.tape.event(as.fin)
		to.sendFIN()
		if r.halves.Add(1) == 2 {
			r.close(nil)
			return
		}
		if from.awaitReset() && !r.shut.Load() {
			r.reset(to, as)
		}
	}
}

// gone passes on the end of a side that takes no more bytes, though it has sent FIN
// before.
func (r *relay) gone(from, to *end, as side) {
	if !to.wasReset() {
		r.close(nil)
		return
	}
	other := fromClient
	if as == fromClient {
		other = fromServer
	}
	r.reset(from, other)
}

// isEOF reports whether the peer has sent FIN: over TLS, with close_notify before
// it or without.
func isEOF(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// reset passes a RST on to the side, behind the bytes that came before it.
func (r *relay) reset(to *end, as side) {
	r.close(func() {
		r.tape.event(as.rst)
		to.drain()
		if tcp, ok := below(to.conn).(*net.TCPConn); ok {
			tcp.SetLinger(0)
		}
	})
}

// stop ends what is still open, since we are told to.
func (r *relay) stop() { r.close(func() { r.tape.event(wire.DidOpen) }) }

// close closes both connections, once; first is done before.
func (r *relay) close(first func()) {
	r.over.Do(func() {
		r.shut.Store(true)
		if first != nil {
			first()
		}
		below(r.client.conn).Close()
		below(r.server.conn).Close()
	})
}

// sendFIN ends our direction of the connection: over TLS, with close_notify
// (RFC 9112 section 9.8).
func (e *end) sendFIN() {
	e.fin.Store(true)
	raw := below(e.conn)
	if raw != e.conn {
		if half, ok := e.conn.(interface{ CloseWrite() error }); ok {
			half.CloseWrite()
		}
	}
	if half, ok := raw.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}

// wasReset tells a RST from a FIN where Read says io.EOF: a Write may have been
// told of it. After our own FIN an orderly end looks the same; but then nothing
// is written any more, and Read is told.
func (e *end) wasReset() bool { return !e.fin.Load() && client.WasReset(below(e.conn)) }

// awaitReset waits, behind a FIN of the side, for its RST. It is false when the
// connection has ended otherwise.
func (e *end) awaitReset() bool {
	tcp, ok := below(e.conn).(*net.TCPConn)
	if !ok {
		return false
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return false
	}
	found := false
	// The system wakes a reader for a RST too; nothing is read.
	err = raw.Read(func(uintptr) bool {
		found = e.wasReset()
		return found || e.fin.Load()
	})
	return err == nil && found
}

// drain waits until the system has sent what it was given, since a RST overtakes
// what was not. A side that takes nothing is not waited for.
func (e *end) drain() {
	const patience, step = time.Second, time.Millisecond
	for until := time.Now().Add(patience); unsent(below(e.conn)) > 0 && time.Now().Before(until); {
		time.Sleep(step)
	}
}

// below is the connection under TLS.
func below(c net.Conn) net.Conn {
	if t, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = t.NetConn()
		// The tap of package client lies between TLS and the socket.
		if t, ok := c.(interface{ NetConn() net.Conn }); ok {
			return t.NetConn()
		}
	}
	return c
}
