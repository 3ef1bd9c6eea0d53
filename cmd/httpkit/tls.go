package main

import (
	"crypto/x509"
	"os"

	"github.com/spf13/pflag"

	"httpkit/client"
)

// tlsFlags are the flags for https:// addresses.
type tlsFlags struct {
	insecure bool
	cacert   string
	sni      string
}

func (t *tlsFlags) add(f *pflag.FlagSet) {
	f.BoolVar(&t.insecure, "insecure", false, "https: don't check the server's certificate")
	f.StringVar(&t.cacert, "cacert", "", "https: trust the certificates in this PEM `FILE`")
	f.StringVar(&t.sni, "sni", "", "https: ask for this server `NAME`, and check the certificate against it")
}

// dial turns the flags into options for client.Dial.
func (t *tlsFlags) dial() (client.Options, error) {
	o := client.Options{Insecure: t.insecure, ServerName: t.sni}
	if t.cacert == "" {
		return o, nil
	}
	pem, err := os.ReadFile(t.cacert)
	if err != nil {
		return o, usage("", "--cacert: %v", err)
	}
	o.RootCAs = x509.NewCertPool()
	if !o.RootCAs.AppendCertsFromPEM(pem) {
		return o, usage("want a PEM file: blocks that begin with -----BEGIN CERTIFICATE-----", "--cacert %s: no certificate in it", t.cacert)
	}
	return o, nil
}
