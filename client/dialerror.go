package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
)

// DialKind tells why a connection could not be made.
type DialKind uint8

// The kinds.
const (
	Unreachable DialKind = iota // the network says so, or something rare: see Err
	Unresolved                  // the name has no address
	Refused                     // nobody listens there
	TimedOut
	TLSFailed // connected, but the handshake or a check failed
	Stopped   // the context was done
)

// String returns the kind in words.
func (k DialKind) String() string {
	return [...]string{"unreachable", "does not resolve", "refused", "timed out", "TLS failed", "stopped"}[k]
}

// DialError says why [Dial] failed.
type DialError struct {
	Addr string
	Kind DialKind
	Why  string // in words, without the address
	Hint string // what to do about it, or ""
	Err  error
}

// Error gives the address, the reason, and the hint on a line of its own.
func (e *DialError) Error() string {
	s := e.Addr + ": " + e.Why
	if e.Hint != "" {
		s += "\nhint: " + e.Hint
	}
	return s
}

// Unwrap returns the cause.
func (e *DialError) Unwrap() error { return e.Err }

// dialError explains an error of the dialer.
func dialError(ctx context.Context, a Address, o *Options, err error) *DialError {
	e := &DialError{Addr: a.String(), Err: err}
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case ctx.Err() != nil:
		e.Kind, e.Why, e.Err = Stopped, "connecting was stopped", ctx.Err()
		if errors.Is(e.Err, context.DeadlineExceeded) {
			e.Kind, e.Why = TimedOut, "connecting timed out"
		}
	case errors.As(err, &dns):
		e.Kind, e.Why = Unresolved, fmt.Sprintf("the name %q does not resolve", dns.Name)
		if dns.IsTimeout {
			e.Why += ": the name server did not answer in time"
		}
		e.Hint = "write the number, as in 127.0.0.1:8888, if names are no use here"
	case errors.Is(err, syscall.ECONNREFUSED):
		e.Kind, e.Why = Refused, "connection refused: nobody listens there"
		e.Hint = "is the server running, and on this port?"
	case errors.Is(err, fs.ErrNotExist) && a.Network == "unix":
		e.Kind, e.Why = Refused, "there is no such socket"
		e.Hint = "is the server running, and on this path?"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		e.Kind, e.Why = TimedOut, fmt.Sprintf("no connection within %v", o.dialTimeout())
	case errors.As(err, &op):
		e.Why = "can't connect: " + op.Err.Error()
	default:
		e.Why = "can't connect: " + err.Error()
	}
	return e
}

// tlsError explains an error of the handshake and names the check that failed.
func tlsError(ctx context.Context, a Address, o *Options, err error) *DialError {
	if ctx.Err() != nil {
		return dialError(ctx, a, o, err)
	}
	e := &DialError{Addr: a.String(), Kind: TLSFailed, Err: err}
	var (
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		alert     *net.OpError
	)
	const skip = "--insecure accepts any certificate"
	switch {
	case isTimeout(err), errors.Is(err, context.DeadlineExceeded):
		e.Kind, e.Why = TimedOut, fmt.Sprintf("connected, but no TLS handshake within %v", o.dialTimeout())
	case errors.As(err, &authority):
		e.Why, e.Hint = "TLS: the certificate is signed by an authority that is not known here", skip
	case errors.As(err, &name):
		e.Why, e.Hint = "TLS: "+hostnameWhy(name), skip
	case errors.As(err, &invalid):
		e.Why, e.Hint = "TLS: the certificate is not valid: "+strings.TrimPrefix(invalid.Error(), "x509: "), skip
		if invalid.Reason == x509.Expired {
			e.Why = "TLS: the certificate has expired or is not yet valid: " + invalid.Detail
		}
	case errors.As(err, &record):
		e.Why = "TLS: the server answered with something that is no TLS"
		e.Hint = "write http:// if the server speaks plain HTTP on this port"
	case errors.As(err, &alert) && alert.Op == "remote error":
		e.Why = "TLS: the server refused the handshake: " + strings.TrimPrefix(alert.Err.Error(), "tls: ")
	default:
		e.Why = "TLS: the handshake failed: " + err.Error()
	}
	return e
}

func hostnameWhy(err x509.HostnameError) string {
	names := append([]string(nil), err.Certificate.DNSNames...)
	for _, ip := range err.Certificate.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return fmt.Sprintf("the certificate names no host, so not %s either", err.Host)
	}
	return fmt.Sprintf("the certificate is for %s, not for %s", strings.Join(names, ", "), err.Host)
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
