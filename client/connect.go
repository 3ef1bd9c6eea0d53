package client

import (
	"context"
	"net"
	"time"
)

// Connect connects as [Dial] does and leaves the connection to the caller:
// nothing is read, nothing is recorded, nothing is closed by itself. It is for
// programs that pass bytes on. The error is a [*DialError].
func Connect(ctx context.Context, a Address, o *Options) (net.Conn, error) {
	if o == nil {
		o = &Options{}
	}
	deadline := time.Now().Add(o.dialTimeout())
	raw, err := connect(ctx, a, deadline)
	if err != nil {
		return nil, dialError(ctx, a, o, err)
	}
	if !a.TLS {
		return raw, nil
	}
	c := &Conn{raw: raw}
	if err := c.startTLS(ctx, a, o, deadline); err != nil {
		raw.Close()
		return nil, tlsError(ctx, a, o, err)
	}
	return c.nc, nil
}

// WasReset tells whether a TCP connection is over by a RST, of the peer or ours:
// a Read may give io.EOF after one, if a Write was told of it first. Where the
// system does not tell, and on any other connection, it is false.
func WasReset(c net.Conn) bool { return isGone(c) }

// NetConn gives the connection that the tap lies on.
func (t *tlsTap) NetConn() net.Conn { return t.Conn }
