package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"time"
)

// MaxUnread is Options.MaxUnread where that is 0: 16 MiB.
const MaxUnread = 16 << 20

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
	start := time.Now()
	deadline := start.Add(o.dialTimeout())
	raw, err := connect(ctx, a, deadline)
	if err != nil {
		return nil, dialError(ctx, a, o, err)
	}
	took, shake := time.Since(start), time.Duration(0)
	c := newConn(a, o, raw)
	if a.TLS {
		if err := c.startTLS(ctx, a, o, deadline); err != nil {
			raw.Close()
			return nil, tlsError(ctx, a, o, err)
		}
		shake = time.Since(start) - took
	}
	c.nth = o.Recorder.connected(o.Name, took, shake)
	c.guard = time.AfterFunc(grace, c.graceOver)
	return c, nil
}

// connect makes the connection below TLS.
func connect(ctx context.Context, a Address, deadline time.Time) (net.Conn, error) {
	// No keep-alive probes: a play is short, and only what it says is sent.
	d := net.Dialer{KeepAlive: -1}
	host, _, _ := net.SplitHostPort(a.Addr)
	if _, err := netip.ParseAddr(host); err != nil && a.Network != "unix" {
		d.Deadline = deadline
	} else {
		// Without a name to look up the socket's own deadline is enough. The
		// dialer would make a timer, at a tenth of the price of an exchange.
		ctx = withDeadline{ctx, deadline}
	}
	return d.DialContext(ctx, a.Network, a.Addr)
}

// withDeadline is a context that tells its deadline and leaves it to others to
// keep it.
type withDeadline struct {
	context.Context
	at time.Time
}

// Deadline returns the earlier of ours and the parent's.
func (c withDeadline) Deadline() (time.Time, bool) {
	if at, ok := c.Context.Deadline(); ok && at.Before(c.at) {
		return at, true
	}
	return c.at, true
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
