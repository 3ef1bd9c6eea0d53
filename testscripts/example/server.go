// Package example is a server as somebody outside of httpkit writes it. Its test
// holds it against httpkit's cases.
package example

import (
	"fmt"
	"net/http"
)

// Handler greets at its root, and has nothing else.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, "Good morning.")
	})
	return mux
}
