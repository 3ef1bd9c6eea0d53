package example_test

import (
	"net/http/httptest"
	"testing"

	"example"

	"httpkit/testscripts"
)

// TestHTTP plays two topics of httpkit's cases against the server, each case a subtest.
func TestHTTP(t *testing.T) {
	srv := httptest.NewServer(example.Handler())
	defer srv.Close()
	testscripts.Run(t, srv.URL, "http1/request-line", "http1/syntax")
}
