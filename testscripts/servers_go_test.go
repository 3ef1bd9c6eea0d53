//go:build linux

package testscripts_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"

	"httpkit/client"
)

// startGo is net/http's own server, as programs written in Go use it.
func startGo(t *testing.T, h home) client.Address {
	return address(t, behind(t, goHandler(h.docroot)))
}

// goHandler serves a docroot, /echo and /fields.
func goHandler(docroot string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServer(http.Dir(docroot)))
	mux.HandleFunc("POST /echo", func(w http.ResponseWriter, r *http.Request) {
		content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<20))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		if r.ContentLength < 0 {
			w.(http.Flusher).Flush() // chunked as it came
		}
		w.Write(content)
	})
	mux.HandleFunc("GET /fields", goFields)
	mux.HandleFunc("POST /fields", goFields)
	return mux
}

// goFields shows the field lines; net/http keeps these two apart from the others.
func goFields(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	var b strings.Builder
	fmt.Fprintf(&b, "Host: %s\n", r.Host)
	for _, coding := range r.TransferEncoding {
		fmt.Fprintf(&b, "Transfer-Encoding: %s\n", coding)
	}
	names := make([]string, 0, len(r.Header))
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range r.Header[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	io.WriteString(w, b.String())
}

// goVersion is the version of this Go, with its patch number.
func goVersion() string {
	v := strings.TrimPrefix(strings.Fields(runtime.Version())[0], "go")
	if strings.Count(v, ".") == 1 {
		v += ".0"
	}
	return v
}

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// startHAProxy is HAProxy with net/http behind it.
func startHAProxy(t *testing.T, h home) client.Address {
	origin := behind(t, goHandler(h.docroot))
	return launch(t, h, func(port string) []string {
		return []string{"-db", "-f", h.setting(t, "haproxy.cfg", fmt.Sprintf(`global
    maxconn 4000
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
    timeout http-request 10s
frontend kit
    bind 127.0.0.1:%s
    default_backend origin
backend origin
    server one %s
`, port, origin))}
	})
}
