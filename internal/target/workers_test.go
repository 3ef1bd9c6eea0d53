package target

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"httpkit/internal/loopback"
)

func TestWorkers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		serve        manner
		most         int
		took, jobs   int
		single, soon bool
	}{
		{"a single queue", serial, 0, 1, 1, true, false},
		{"one slot at the first byte", slotsAtByte(1), 0, 1, 1, true, false},
		{"two workers", workers(2), 0, 2, 1, false, false},
		{"two slots at accept", slotsAtAccept(2), 0, 2, 1, false, false},
		{"two slots at the first byte", slotsAtByte(2), 0, 2, 1, false, false},
		{"five workers", workers(5), 0, 5, 2, false, false},
		{"eight workers", workers(8), 0, 8, 3, false, false},
		{"eight slots at accept", slotsAtAccept(8), 0, 8, 3, false, false},
		{"eight slots at the first byte", slotsAtByte(8), 0, 8, 3, false, false},
		{"fifteen workers", workers(15), 0, 15, 7, false, false},
		{"no limit", unlimited, 0, 17, 8, false, false},
		{"no limit, more tried", unlimited, 33, 34, 16, false, false},
		{"twenty workers, more tried", workers(20), 33, 20, 9, false, false},
		{"answers a line, one by one", hasty(false), 0, 1, 1, true, true},
		{"answers a line, all at once", hasty(true), 0, 1, 1, true, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWitness(t, test.serve)
			got, err := Workers(t.Context(), w.target(), test.most)
			if err != nil {
				t.Fatal(err)
			}
			if got.Took != test.took || got.Jobs != test.jobs || got.SingleQueue != test.single || got.EarlyAnswer != test.soon {
				t.Errorf("got %+v, want took %d, jobs %d, single %v, early %v", got, test.took, test.jobs, test.single, test.soon)
			}
			if got.Why == "" || strings.HasSuffix(got.Why, ".") {
				t.Errorf("got the reason %q", got.Why)
			}
		})
	}
}

// A target that refuses at once may take a moment to see that a connection has
// left: one less or two are found then, never more.
func TestWorkersOfLimited(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"} {
		for _, limit := range []int{4, 6, 10} {
			w := newWitness(t, limited(limit, answer))
			got, err := Workers(t.Context(), w.target(), 0)
			if err != nil || got.EarlyAnswer || got.Took > limit || got.Took < limit-2 || got.Jobs != jobs(got.Took) {
				t.Errorf("%d, then %q: got %+v and %v", limit, answer, got, err)
			}
		}
	}
}

func TestWorkersOfNetHTTP(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("ok")) }))
	defer srv.Close()
	got, err := Workers(t.Context(), targetAt(t, srv.URL), 0)
	if err != nil || got.Took != Most+1 || got.Jobs != 8 {
		t.Errorf("got %+v and %v", got, err)
	}
}

// A server that has to shake hands first: whoever waits behind another waits
// while connecting, and must not go away then.
func TestWorkersOverTLS(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		serve manner
		took  int
	}{{serial, 1}, {workers(3), 3}, {unlimited, 17}} {
		like := httptest.NewTLSServer(nil)
		config := like.TLS
		like.Close()
		plain, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		w := newWitnessOn(t, tls.NewListener(plain, config), test.serve)
		target := targetAt(t, "https://"+plain.Addr().String())
		target.Dial.Insecure = true
		got, err := Workers(t.Context(), target, 0)
		if err != nil || got.Took != test.took {
			t.Errorf("got %+v and %v, want %d (opened: %d)", got, err, test.took, w.opened)
		}
	}
}

func TestWorkersWithoutAnswer(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"", "Yes", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"} {
		w := newWitness(t, limited(0, answer))
		got, err := Workers(t.Context(), w.target(), 0)
		if err != nil || got.Jobs != 1 || !got.SingleQueue || !strings.Contains(got.Why, "GET /") {
			t.Errorf("%q: got %+v and %v", answer, got, err)
		}
	}
}

func TestWorkersOfNobody(t *testing.T) {
	t.Parallel()
	_, err := Workers(t.Context(), targetAt(t, loopback.Free(t)), 0)
	if u, ok := errors.AsType[*Unready](err); !ok || !strings.Contains(u.Why, "refused") {
		t.Errorf("got %v", err)
	}
}

// A target that stops listening while requests are held back.
func TestWorkersGoesAway(t *testing.T) {
	t.Parallel()
	w := newWitness(t, unlimited)
	w.mu.Lock()
	w.onOpen = func(opened int) {
		if opened == 9 {
			w.l.Close()
		}
	}
	w.mu.Unlock()
	_, err := Workers(t.Context(), w.target(), 0)
	if u, ok := errors.AsType[*Unready](err); !ok || !strings.Contains(u.Why, "went away after GET /") {
		t.Errorf("got %v", err)
	}
}

// An interrupt while requests are held back: all are completed (the witness
// says so), and the cause is the error.
func TestWorkersInterrupted(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancelCause(t.Context())
	why := errors.New("a signal")
	w := newWitness(t, unlimited)
	w.mu.Lock()
	w.onOpen = func(opened int) {
		if opened == 12 {
			stop(why)
		}
	}
	w.mu.Unlock()
	if _, err := Workers(ctx, w.target(), 0); !errors.Is(err, why) {
		t.Errorf("got %v, want %v", err, why)
	}
	if _, err := Workers(ctx, w.target(), 0); !errors.Is(err, why) {
		t.Errorf("begun after the interrupt: got %v, want %v", err, why)
	}
}

// A target so slow that the time for climbing is over after the first step.
func TestWorkersOfSlow(t *testing.T) {
	t.Parallel()
	p, end := newProber(t.Context(), newWitness(t, unlimited).target())
	defer end()
	c, plain, err := p.crowd(t.Context())
	if err != nil || plain.resp == nil {
		t.Fatal(plain, err)
	}
	c.budget = 0
	got := c.climb(t.Context(), Most)
	c.disperse()
	if got.Took != 2 || got.Jobs != 1 || !strings.HasSuffix(got.Why, "it is too slow to try more") {
		t.Errorf("got %+v", got)
	}
}
