package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"

	"httpkit/internal/wire"
)

// Options are how to connect, and what to keep. The zero Options, and nil, are
// ready to use.
type Options struct {
	Insecure    bool           // accept any certificate
	RootCAs     *x509.CertPool // the authorities to trust; nil: the system's
	ServerName  string         // instead of that of the address
	DialTimeout time.Duration  // to connect and shake hands, all in all; 0: 5 s
	MaxUnread   int            // bytes read and not consumed after which reading stops; 0: 16 MiB
	Recorder    *Recorder      // nil: nothing is recorded
	Name        string         // of the connection in the transcript; "" for the bare gutters
}

func (o *Options) dialTimeout() time.Duration {
	if o == nil || o.DialTimeout <= 0 {
		return 5 * time.Second
	}
	return o.DialTimeout
}

// Dial connects, and from then on reads what comes. The error is a [*DialError].
func Dial(ctx context.Context, a Address, o *Options) (*Conn, error) {
	if o == nil {
		o = &Options{}
	}
	deadline := time.Now().Add(o.dialTimeout())
	// No keep-alive probes: a play is short, and only what it says is sent.
	d := net.Dialer{Deadline: deadline, KeepAliveConfig: net.KeepAliveConfig{Enable: false}, KeepAlive: -1}
	raw, err := d.DialContext(ctx, a.Network, a.Addr)
	if err != nil {
		return nil, dialError(ctx, a, o, err)
	}
	c := newConn(a, o, raw)
	if a.TLS {
		if err := c.startTLS(ctx, a, o, deadline); err != nil {
			raw.Close()
			return nil, tlsError(ctx, a, o, err)
		}
	}
	o.Recorder.add(time.Now(), wire.Record{Conn: o.Name, Kind: wire.DidConnect})
	go c.readLoop()
	return c, nil
}

// startTLS shakes hands, with SNI where the server has a name.
func (c *Conn) startTLS(ctx context.Context, a Address, o *Options, deadline time.Time) error {
	name := o.ServerName
	if name == "" {
		name = a.ServerName
	}
	if name == "" {
		name, _, _ = net.SplitHostPort(a.Addr)
	}
	tap := &tlsTap{Conn: c.raw}
	secure := tls.Client(tap, &tls.Config{
		ServerName:         name,
		InsecureSkipVerify: o.Insecure,
		RootCAs:            o.RootCAs,
		NextProtos:         []string{"http/1.1"}, // RFC 7301, RFC 9112 has no other
	})
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	if err := secure.HandshakeContext(ctx); err != nil {
		return err
	}
	c.tls, c.tap, c.nc = secure, tap, secure
	return nil
}

// tlsTap remembers whether the connection below TLS has ended: package tls gives
// io.EOF for a close_notify and for a FIN without one alike.
type tlsTap struct {
	net.Conn
	err error // of the last Read
}

// Read is used by the handshake and then by the reader goroutine only.
func (t *tlsTap) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	t.err = err
	return n, err
}
