package target

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/fixtures"
)

// offering is a server that offers all, but for what its switches take away.
type offering map[string]bool

func (o offering) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case o["no keep-alive"]:
		w.Header().Set("Connection", "close")
	case o["hangs up on the second"] && r.Header.Get("Connection") == "close":
		panic(http.ErrAbortHandler)
	}
	switch r.URL.Path {
	case "/my-echo":
		o.echo(w, r)
	case "/my-fields":
		o.fields(w, r)
	default:
		o.file(w, r)
	}
}

func (o offering) echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	chunked := len(r.TransferEncoding) > 0
	switch {
	case o["no POST"]:
		w.Header().Set("Allow", "GET")
		http.Error(w, "no", http.StatusMethodNotAllowed)
		return
	case o["echo shouts"]:
		body = bytes.ToUpper(body)
	case o["echo is 201"]:
		w.WriteHeader(201)
	case o["411 for chunked"] && chunked:
		http.Error(w, "no", http.StatusLengthRequired)
		return
	case o["loses chunks"] && chunked:
		body = body[:5]
	}
	if chunked && !o["never chunked"] {
		w.(http.Flusher).Flush()
	}
	w.Write(body)
}

func (o offering) fields(w http.ResponseWriter, r *http.Request) {
	switch {
	case o["fields only GET"] && r.Method != "GET":
		http.Error(w, "no", http.StatusMethodNotAllowed)
		return
	case o["fields as HTML"]:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	default:
		w.Header().Set("Content-Type", "TEXT/plain; charset=utf-8")
	}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		values := r.Header[name]
		if o["fields joins"] {
			values = []string{strings.Join(values, ", ")}
		}
		for _, v := range values {
			fmt.Fprintf(w, "%s: %s\n", strings.ToLower(name), v)
		}
	}
}

func (o offering) file(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	data, err := fixtures.Read(name)
	switch {
	case err != nil && (o["one for all"] || o["knows /x-smuggled"] && name == "x-smuggled"):
		w.Write([]byte("anything"))
		return
	case err != nil:
		http.NotFound(w, r)
		return
	case o["text image"] && name == "test.png":
		data = bytes.ToValidUTF8(data, []byte("?"))
	case o["wrong image"] && name == "test.png":
		data = slices.Clone(data)
		data[len(data)-1]++
	}
	tag := map[bool]string{false: `"v1"`, true: `W/"v1"`}[o["weak"]]
	if o["bare tag"] {
		tag = "v1"
	}
	if !o["no tag"] {
		w.Header().Set("ETag", tag)
	}
	if name == "data.json" && r.Header.Get("Accept-Encoding") == "gzip" && !o["no gzip"] {
		data = o.zip(w, data)
	}
	modified := fixtures.ModTime
	if o["dated wrong"] {
		modified = modified.AddDate(0, 0, 1)
	}
	if o["no ranges"] {
		r.Header.Del("Range")
	}
	if !o["no date"] {
		http.ServeContent(w, r, name, modified, bytes.NewReader(data))
		return
	}
	w.Write(data)
}

func (o offering) zip(w http.ResponseWriter, data []byte) []byte {
	w.Header().Set("Content-Encoding", "gzip")
	if o["unzipped"] {
		return data
	}
	if o["zips something"] {
		data = []byte("something")
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	if o["half a zip"] {
		return b.Bytes()[:b.Len()/2]
	}
	return b.Bytes()
}

// start gives the server as it is probed.
func (o offering) start(t *testing.T) Target {
	t.Helper()
	srv := httptest.NewServer(o)
	t.Cleanup(srv.Close)
	target := withFixtures(targetAt(t, srv.URL))
	target.Echo, target.Fields = "/my-echo", "/my-fields"
	return target
}
