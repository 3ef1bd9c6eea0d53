package target

import (
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"httpkit/internal/fixtures"
	"httpkit/internal/suite"
)

// TestProbingsAreTheCapabilities holds our table to the names that cases use.
func TestProbingsAreTheCapabilities(t *testing.T) {
	var names []string
	for _, g := range probings {
		names = append(names, g.name)
		for _, need := range g.needs {
			if !slices.ContainsFunc(probings, func(g probing) bool { return g.name == need }) {
				t.Errorf("%s builds on %s, which is not in the table", g.name, need)
			}
		}
	}
	if want := suite.CapabilityNames(); !slices.Equal(names, want) {
		t.Errorf("got  %q\nwant %q", names, want)
	}
}

func TestProbeOffered(t *testing.T) {
	t.Parallel()
	found, err := Probe(t.Context(), offering{}.start(t), everything, nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range found {
		names = append(names, f.Name)
		if !f.Offered || f.Why == "" || f.Name == "routes" && f.Status != 404 {
			t.Errorf("got %+v", f)
		}
	}
	if !slices.Equal(names, everything) {
		t.Errorf("got %q", names)
	}
}

// Each switch takes away a capability, and the reason says which.
func TestProbeLacking(t *testing.T) {
	t.Parallel()
	tests := []struct{ off, name, why string }{
		{"one for all", "routes", "GET /x-smuggled was answered 200 OK, as GET / was"},
		{"knows /x-smuggled", "routes", "GET /x-smuggled was answered 200 OK, as GET / was"},
		{"text image", "files", "GET /test.png was answered 200 OK with"},
		{"wrong image", "files", "GET /test.png was answered 200 OK with other bytes than the file's"},
		{"wrong image", "ranges", "it builds on files: GET /test.png was answered 200 OK with other bytes"},
		{"no POST", "echo", "POST /my-echo was answered 405 Method Not Allowed"},
		{"no POST", "chunked-response", "it builds on echo: POST /my-echo was answered 405"},
		{"echo shouts", "echo", "200 OK, but not with the content it was sent"},
		{"echo is 201", "echo", "POST /my-echo was answered 201 Created"},
		{"never chunked", "chunked-response", "a chunked POST /my-echo was answered 200 OK, but not chunked"},
		{"411 for chunked", "chunked-response", "a chunked POST /my-echo was answered 411 Length Required"},
		{"loses chunks", "chunked-response", "but not with the content it was sent"},
		{"fields only GET", "fields", "POST /my-fields was answered 405"},
		{"fields as HTML", "fields", "GET /my-fields was answered 200 OK, not as text/plain"},
		{"fields joins", "fields", "but not with the field lines it was sent"},
		{"no tag", "etag", "/hello.txt has no ETag"},
		{"weak", "etag", `/hello.txt has a weak tag, W/"v1"`},
		{"bare tag", "etag", "/hello.txt has an ETag that is no entity tag: v1"},
		{"no date", "last-modified", "/hello.txt has no Last-Modified"},
		{"dated wrong", "last-modified", "was last modified Wed, 03 Jan 2024 03:04:05 GMT"},
		{"no gzip", "gzip", "with Accept-Encoding: gzip was answered 200 OK, not gzip-coded"},
		{"unzipped", "gzip", "no whole gzip"},
		{"half a zip", "gzip", "no whole gzip"},
		{"zips something", "gzip", "unpacks to something else"},
		{"no ranges", "ranges", "GET /hello.txt with Range: bytes=0-4 was answered 200 OK"},
		{"no keep-alive", "persistence", "the answer to GET / says that the connection closes"},
		{"hangs up on the second", "persistence", "a second GET / on a connection: the connection was closed (FIN) without an answer"},
		{"no keep-alive", "pipelining", "it builds on persistence: "},
	}
	for _, test := range tests {
		t.Run(test.off+"/"+test.name, func(t *testing.T) {
			found, err := Probe(t.Context(), offering{test.off: true}.start(t), []string{test.name}, nil)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(found, func(f Found) bool { return f.Name == test.name })
			if i < 0 || found[i].Offered || !strings.Contains(found[i].Why, test.why) {
				t.Errorf("got %+v, want %q", found, test.why)
			}
		})
	}
}

func TestProbeOfGarbage(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{
		"", "\x00\x01\x02", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\n", "HTTP/9.9 200 OK\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 200 \x1b[31mOK\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 100 Continue\r\n\r\n", strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 3000),
		"HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\nH", "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", 1<<20),
	} {
		w := newWitness(t, garbage(answer))
		found, err := Probe(t.Context(), withFixtures(w.target()), everything, nil)
		if err != nil || len(found) != len(everything) {
			t.Fatalf("%.40q: got %v and %v", answer, found, err)
		}
		for _, f := range found {
			if f.Offered || f.Why == "" || len(f.Why) > 300 || strings.ContainsAny(f.Why, "\x1b\r\n\x00") {
				t.Errorf("%.40q: got %+v", answer, f)
			}
		}
	}
}

// A target that takes requests and says nothing: the time limit holds.
func TestProbeOfSilence(t *testing.T) {
	t.Parallel()
	w := newWitness(t, func(w *witness) {
		w.loop(func(c net.Conn) { w.open.Go(func() { linger(c) }) })
	})
	target := w.target()
	target.Timeout = 10 * time.Millisecond
	found, err := Probe(t.Context(), target, []string{"echo", "concurrency", "pipelining"}, nil)
	if err != nil || len(found) != 4 {
		t.Fatalf("got %v and %v", found, err)
	}
	for _, f := range found {
		if f.Offered || !strings.Contains(f.Why, "(FIN) without an answer") && !strings.Contains(f.Why, "nothing came within 10ms") {
			t.Errorf("got %+v", f)
		}
	}
}

// A target that dies of a POST: what it died of is told.
func TestProbeGoesAway(t *testing.T) {
	for _, needs := range [][]string{{"echo"}, {"routes", "echo", "fields"}} {
		w := newWitness(t, func(w *witness) {
			w.loop(func(c net.Conn) {
				first := make([]byte, 4096)
				n, _ := c.Read(first)
				if strings.HasPrefix(string(first[:n]), "POST") {
					w.l.Close()
				} else {
					io.WriteString(c, plainAnswer)
				}
				w.open.Go(func() { linger(c) })
			})
		})
		_, err := Probe(t.Context(), w.target(), needs, nil)
		u, ok := errors.AsType[*Unready](err)
		if !ok || !strings.Contains(u.Why, "it went away after POST /echo: connection refused") || !strings.Contains(u.Hint, "--lacks ") {
			t.Errorf("%v: got %v", needs, err)
		}
	}
}

func TestProbeErrors(t *testing.T) {
	target := offering{}.start(t)
	if _, err := Probe(t.Context(), target, []string{"files", "flies"}, nil); err == nil || !strings.Contains(err.Error(), "flies: no such capability") {
		t.Errorf("got %v", err)
	}
	broken := errors.New("no such file")
	target.Fixture = func(string) ([]byte, error) { return nil, broken }
	if _, err := Probe(t.Context(), target, []string{"files"}, nil); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, stop := context.WithCancelCause(t.Context())
	stop(broken)
	for _, name := range everything {
		if _, err := Probe(ctx, withFixtures(target), []string{name}, nil); !errors.Is(err, broken) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	target.Fixture = nil
	found, err := Probe(t.Context(), target, []string{"etag"}, nil)
	if err != nil || len(found) != 2 || found[0].Offered || found[1].Why != "the kit's files are not at hand" {
		t.Errorf("got %v and %v", found, err)
	}
	// A fixture that is shorter than what is asked of it.
	target.Fixture = func(name string) ([]byte, error) { return fixtures.Read(name) }
	if _, err := Probe(t.Context(), target, []string{"ranges"}, Forced{"files": {Offered: true}}); err != nil {
		t.Error(err)
	}
}
