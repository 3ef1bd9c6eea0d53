package testscripts

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIndexIsNotStale(t *testing.T) {
	want, err := Index()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("testscripts/README.md is stale; run go generate ./cmd/httpkit (- wanted, + there):\n%s", d)
	}
}
