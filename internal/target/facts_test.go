package target

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/suite"
)

func TestForce(t *testing.T) {
	known := suite.CapabilityNames()
	forced, err := Force(known, []string{"echo", " etag", "echo"}, []string{"fields"})
	if err != nil || len(forced) != 3 ||
		forced["echo"] != (Found{Name: "echo", Offered: true, Why: "--offers"}) ||
		!forced["etag"].Offered || forced["fields"] != (Found{Name: "fields", Why: "--lacks"}) {
		t.Errorf("got %v and %v", forced, err)
	}
	_, err = Force(known, nil, []string{"pipelning"})
	u, ok := errors.AsType[*UnknownCapability](err)
	if !ok || u.Flag != "--lacks" || u.Name != "pipelning" || !slices.Equal(u.Known, known) || !strings.Contains(err.Error(), "there are: chunked-response, ") {
		t.Errorf("got %v", err)
	}
	if _, err = Force(known, []string{""}, nil); err == nil {
		t.Error("the empty name was taken")
	}
	if _, err = Force(known, []string{"echo"}, []string{"echo"}); err == nil || !strings.Contains(err.Error(), "echo: got both") {
		t.Errorf("got %v", err)
	}
}

// What is forced is not probed, not even reached for, and what builds on it
// follows; what does not need it is probed.
func TestForced(t *testing.T) {
	forced, err := Force(suite.CapabilityNames(), []string{"fields"}, []string{"files"})
	if err != nil {
		t.Fatal(err)
	}
	forced["docroot"] = Found{Offered: true, Why: "--docroot ./site"}
	nobody := Target{}
	nobody.Addr.Network, nobody.Addr.Addr = "tcp", "127.0.0.1:0"
	found, err := Probe(t.Context(), nobody, []string{"fields", "etag", "docroot"}, forced)
	want := []Found{
		{Name: "docroot", Offered: true, Why: "--docroot ./site"},
		{Name: "etag", Why: "it builds on files: --lacks"},
		{Name: "fields", Offered: true, Why: "--offers"},
		{Name: "files", Why: "--lacks"},
	}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("got %v and %v", found, err)
	}
	found, err = Probe(t.Context(), nobody, []string{"docroot"}, nil)
	if err != nil || found[0].Offered || found[0].Why != "the folder that the target serves was not given" {
		t.Errorf("got %v and %v", found, err)
	}
}

// Forced files that are not there are no reason to fall over.
func TestForcedButMissing(t *testing.T) {
	w := newWitness(t, garbage("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"))
	needs := []string{"etag", "last-modified", "ranges", "gzip"}
	found, err := Probe(t.Context(), withFixtures(w.target()), needs, Forced{"files": {Offered: true, Why: "--offers"}})
	if err != nil || len(found) != 5 {
		t.Fatalf("got %v and %v", found, err)
	}
	for _, f := range found {
		if f.Offered != (f.Name == "files") || f.Name != "files" && !strings.Contains(f.Why, "404 No") {
			t.Errorf("got %+v", f)
		}
	}
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	w := newWitness(t, workers(5))
	facts, err := Measure(t.Context(), w.target(), []string{"concurrency", "echo"}, nil, 0)
	if err != nil || facts.Jobs != 2 || facts.Lacks("concurrency") != "" ||
		!strings.HasPrefix(facts.Lacks("echo"), "POST /echo was answered 200 OK, but not") || facts.Lacks("etag") != "etag was not probed" {
		t.Errorf("got %+v and %v", facts, err)
	}
	before := w.count()
	facts, err = Measure(t.Context(), w.target(), nil, nil, 4)
	if err != nil || facts.Jobs != 4 || facts.Why != "4 cases at a time: -j" || len(facts.Found) != 0 || w.count() != before {
		t.Errorf("got %+v and %v, after %d connections", facts, err, w.count()-before)
	}
	single := newWitness(t, serial)
	for _, jobs := range []int{0, 3} {
		facts, err = Measure(t.Context(), single.target(), []string{"concurrency"}, nil, jobs)
		if err != nil || facts.Lacks("concurrency") != "while one request is held back no other is answered" {
			t.Errorf("-j %d: got %+v and %v", jobs, facts, err)
		}
		facts, err = Measure(t.Context(), single.target(), []string{"concurrency"}, Forced{"concurrency": {Offered: true, Why: "--offers"}}, jobs)
		if err != nil || facts.Lacks("concurrency") != "" {
			t.Errorf("-j %d: got %+v and %v", jobs, facts, err)
		}
	}
}
