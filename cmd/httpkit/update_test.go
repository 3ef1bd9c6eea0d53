package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"

	"httpkit/internal/wire"
)

// cmdChanging is "changing NAME": a server whose answers change from one to the
// next; $NAME is where it listens.
func cmdChanging(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: changing NAME")
	}
	var visits, lines, status atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/visits", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Token", fmt.Sprintf("k%dx", visits.Load()*7919+104729))
		fmt.Fprintf(w, "visit %d\n", visits.Add(1))
	})
	mux.HandleFunc("/lines", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, strings.Repeat("a line\n", int(lines.Add(1))))
	})
	mux.HandleFunc("/status", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(200 + int(status.Add(1)%2)) })
	mux.HandleFunc("/half", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(100))
		fmt.Fprint(w, "half")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	mux.HandleFunc("/noise", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "9000")
		w.Write(wire.NoiseBytes(9000))
	})
	s := httptest.NewServer(mux)
	ts.Defer(s.Close)
	ts.Setenv(args[0], s.Listener.Addr().String())
}
