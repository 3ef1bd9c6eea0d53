package main

import (
	"crypto/tls"
	"net/http/httptest"
	"testing"
)

// TestAsTLS runs the commands for an https address.
func TestAsTLS(t *testing.T) {
	srv := httptest.NewTLSServer(nil) // for its certificate
	defer srv.Close()
	const want = "GET /hello.txt HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"
	for _, c := range []struct{ program, flag string }{{"curl", "--as-curl"}, {"openssl", "--as-nc"}} {
		t.Run(c.program, func(t *testing.T) {
			needs(t, "bash", c.program)
			r := newRecording(t)
			r.l = tls.NewListener(r.l, &tls.Config{Certificates: srv.TLS.Certificates})
			addr, stdin := "https://"+r.addr, string(sentLines([]byte(want)))
			status, command, remarks := sendStdin(stdin, addr, "--insecure", c.flag)
			if status != 0 {
				t.Fatalf("exit status %d: %s", status, remarks)
			}
			heard := r.hear(len(want))
			shell(t, t.TempDir(), command)
			if got := <-heard; string(got) != want {
				t.Errorf("%s\nsent %q, want %q", command, got, want)
			}
		})
	}
}
