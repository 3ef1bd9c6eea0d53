package testscripts_test

import (
	"context"
	"testing"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/suite"
	"httpkit/reference"
	"httpkit/testscripts"
)

// BenchmarkSuite plays all of http1 and robust, but slow cases, against the embedded
// server, as `httpkit test reference` does. Speed is cases per second.
func BenchmarkSuite(b *testing.B) {
	all, err := testscripts.Cases()
	if err != nil {
		b.Fatal(err)
	}
	cases, err := suite.Select(all, suite.Selection{Words: []string{"http1", "robust"}})
	if err != nil {
		b.Fatal(err)
	}
	srv, err := reference.Start("127.0.0.1:0", "", reference.Config{Docroot: fixtures.FS()})
	if err != nil {
		b.Fatal(err)
	}
	defer srv.Close()
	o := script.Options{Jobs: 16, Fixture: fixtures.Read}
	o.Target, err = client.ParseAddress(srv.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		sum, err := script.Run(context.Background(), cases, o)
		if err != nil {
			b.Fatal(err)
		}
		if n := sum.Count(suite.Pass); n != len(cases) {
			b.Fatalf("%d of %d cases pass", n, len(cases))
		}
	}
	b.ReportMetric(float64(len(cases)*b.N)/b.Elapsed().Seconds(), "cases/s")
}
