package client

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"httpkit/internal/message"
)

// certificate makes a self-signed certificate for the names, valid to end.
func certificate(t *testing.T, end time.Time, names ...string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, DNSNames: names,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: end, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestTLS(t *testing.T) {
	cert, pool := certificate(t, time.Now().Add(time.Hour), "localhost")
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		tests := []struct {
			name, answer string
			end          func(*tls.Conn, *net.TCPConn)
			want         message.End
			story        string
		}{
			{"close_notify and FIN", hi, func(c *tls.Conn, _ *net.TCPConn) { c.Close() }, message.FIN, "# TLS close_notify\nclosed"},
			{"FIN alone", hi, func(_ *tls.Conn, raw *net.TCPConn) { raw.CloseWrite() }, message.FIN, "# FIN without a TLS close_notify\nclosed"},
			{"RST", hi, func(_ *tls.Conn, raw *net.TCPConn) { reset(raw) }, message.RST, "reset"},
			{"FIN without an answer", "", func(_ *tls.Conn, raw *net.TCPConn) { raw.CloseWrite() }, message.FIN, "# FIN without a TLS close_notify\nclosed"},
			{"half a record", "", func(_ *tls.Conn, raw *net.TCPConn) {
				raw.Write([]byte{23, 3, 3, 0, 9, 1})
				raw.CloseWrite()
			}, message.FIN, "# FIN without a TLS close_notify\nclosed"},
			{"no TLS any more", "", func(_ *tls.Conn, raw *net.TCPConn) {
				io.WriteString(raw, hi)
				raw.CloseWrite()
			}, message.FIN, "closed"},
		}
		for _, test := range tests {
			t.Run(tls.VersionName(version)+" "+test.name, func(t *testing.T) {
				names := make(chan string, 1)
				config := &tls.Config{Certificates: []tls.Certificate{cert}, MaxVersion: version}
				a := tlsPeer(t, config, func(c *tls.Conn, raw *net.TCPConn) {
					names <- c.ConnectionState().ServerName
					readHead(c)
					io.WriteString(c, test.answer)
					test.end(c, raw)
					lastRead(raw)
				})
				c := dial(t, a, &Options{RootCAs: pool})
				c.Send([]byte(get))
				s := untilEnd(t, c)
				if s.End != test.want || string(s.Unread) != test.answer {
					t.Errorf("got %v %q", s.End, s.Unread)
				}
				if got := story(c.rec); !strings.HasSuffix(got, test.story) {
					t.Errorf("got\n%s\nwant at its end\n%s", got, test.story)
				}
				if name := <-names; name != "localhost" {
					t.Errorf("the server was asked for %q, want localhost", name)
				}
				if err := c.Close(within(t)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// Our FIN is a close_notify and a FIN, Abort is a RST without one; big bodies
// and sips go through TLS too.
func TestTLSOurEnd(t *testing.T) {
	cert, _ := certificate(t, time.Now().Add(time.Hour), "elsewhere")
	type seen struct {
		n   int64
		err error
	}
	ends := make(chan seen, 1)
	a := tlsPeer(t, &tls.Config{Certificates: []tls.Certificate{cert}}, func(c *tls.Conn, raw *net.TCPConn) {
		n, err := io.Copy(io.Discard, c)
		if err == nil {
			io.WriteString(c, hi)
			c.CloseWrite()
			_, err = io.Copy(io.Discard, raw)
			raw.Close()
		}
		ends <- seen{n, err}
	})
	c := dial(t, a, &Options{Insecure: true})
	c.Send([]byte(get))
	c.Send(body4M)
	c.Sip(1, time.Microsecond)
	if err := c.Close(within(t)); err != nil {
		t.Error(err)
	}
	if got := <-ends; got.n != int64(len(get)+len(body4M)) || got.err != nil {
		t.Errorf("the server got %d bytes, %v", got.n, got.err)
	}
	if s := c.State(); string(s.Unread) != hi || s.End != message.FIN {
		t.Errorf("got %q %v", s.Unread, s.End)
	}

	c = dial(t, a, &Options{Insecure: true})
	c.Send([]byte(get))
	if err := c.Abort(); err != nil {
		t.Error(err)
	}
	if got := <-ends; !isReset(got.err) {
		t.Errorf("the server got %v, want a RST", got.err)
	}
}

func TestTLSErrors(t *testing.T) {
	good, pool := certificate(t, time.Now().Add(time.Hour), "localhost")
	other, otherPool := certificate(t, time.Now().Add(time.Hour), "elsewhere", "nowhere")
	old, oldPool := certificate(t, time.Now().Add(-time.Minute), "localhost")
	silent := func(*tls.Conn, *net.TCPConn) {}
	tests := []struct {
		name string
		cert tls.Certificate
		o    Options
		kind DialKind
		text string
	}{
		{"authority", good, Options{RootCAs: otherPool}, TLSFailed, "TLS: the certificate is signed by an authority that is not known here\nhint: --insecure"},
		{"name", other, Options{RootCAs: otherPool}, TLSFailed, "TLS: the certificate is for elsewhere, nowhere, not for localhost\nhint: --insecure"},
		{"name given", good, Options{RootCAs: pool, ServerName: "elsewhere"}, TLSFailed, "TLS: the certificate is for localhost, not for elsewhere\nhint: --insecure"},
		{"expired", old, Options{RootCAs: oldPool}, TLSFailed, "TLS: the certificate has expired or is not yet valid: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := tlsPeer(t, &tls.Config{Certificates: []tls.Certificate{test.cert}}, silent)
			_, err := Dial(within(t), a, &test.o)
			wantDialError(t, err, test.kind, test.text)
			test.o.Insecure = true
			c := dial(t, a, &test.o)
			if err := c.Abort(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("no TLS", func(t *testing.T) {
		a := tcpPeer(t, func(c *net.TCPConn) { io.WriteString(c, hi) })
		a.TLS = true
		_, err := Dial(within(t), a, nil)
		wantDialError(t, err, TLSFailed, "TLS: the server answered with something that is no TLS\nhint: write http://")
	})
	t.Run("silent", func(t *testing.T) {
		a := tcpPeer(t, func(c *net.TCPConn) { lastRead(c) })
		a.TLS = true
		_, err := Dial(within(t), a, &Options{DialTimeout: 50 * time.Millisecond})
		wantDialError(t, err, TimedOut, "connected, but no TLS handshake within 50ms")
	})
	t.Run("closed", func(t *testing.T) {
		a := tcpPeer(t, func(c *net.TCPConn) { c.Read(make([]byte, 9999)); c.Close() })
		a.TLS = true
		_, err := Dial(within(t), a, nil)
		wantDialError(t, err, TLSFailed, "TLS: the handshake failed: ")
	})
	t.Run("alert", func(t *testing.T) {
		a := tlsPeer(t, &tls.Config{Certificates: []tls.Certificate{good}, NextProtos: []string{"x"}}, silent)
		_, err := Dial(within(t), a, &Options{Insecure: true})
		wantDialError(t, err, TLSFailed, "TLS: the server refused the handshake: ")
	})
}
