package main

import (
	"bytes"
	"context"
	"time"

	"httpkit/client"
	"httpkit/internal/fixtures"
	"httpkit/internal/script"
	"httpkit/internal/wire"
	"httpkit/reference"
)

// A server at the foot of a ladder may be one of those that the tutorials print:
// whatever is asked, the same bytes come. What those bytes are only the personas
// know, so they are asked.

// elsewhere is a path that no tutorial has, and so brings what every request brings.
const elsewhere = "/x-another-page"

// lookTime is how long an answer is waited for that decides nothing.
const lookTime = time.Second

// looksLike gives the persona that answers as the target did, at the first stage and
// once more to a request for another page, or "".
func (l *climb) looksLike(ctx context.Context) string {
	if l.first == nil {
		return ""
	}
	other, err := exchanged(ctx, elsewhere, l.opts)
	if err != nil || len(l.first)+len(other) == 0 {
		return ""
	}
	for _, p := range reference.Personas() {
		if says(ctx, p.Name, l.opts.Path, l.first) && says(ctx, p.Name, elsewhere, other) {
			return p.Name
		}
	}
	return ""
}

// says reports whether the persona of that name answers a GET of path with want.
func says(ctx context.Context, persona, path string, want []byte) bool {
	srv, err := reference.Start("127.0.0.1:0", persona, reference.Config{Docroot: fixtures.FS()})
	if err != nil {
		return false
	}
	defer srv.Close()
	addr, err := client.ParseAddress(srv.Addr().String())
	if err != nil {
		return false
	}
	got, err := exchanged(ctx, path, script.Options{Target: addr})
	return err == nil && bytes.Equal(got, want)
}

// exchanged makes one whole exchange, as Contact does: a GET of path ("/" for none),
// and all that comes.
func exchanged(ctx context.Context, path string, o script.Options) ([]byte, error) {
	if path == "" {
		path = "/"
	}
	section, err := wire.ParseSection("", "look", 1, []byte("> GET \\{$path} HTTP/1.1\\r\\n\n> Host: \\{$host}\\r\\n\n> \\r\\n\n"))
	if err != nil {
		return nil, err
	}
	o.Path, o.Timeout = path, lookTime
	played, err := script.Play(ctx, section, lookTime/20, nil, o)
	if err != nil {
		return nil, err
	}
	return received(played.Transcript), nil
}

// received is what came on the first connection, never nil.
func received(t *wire.Transcript) []byte {
	b := []byte{}
	for _, rec := range t.Records {
		if rec.Nth == 1 && rec.Kind == wire.DidReceive {
			b = append(b, rec.Data...)
		}
	}
	return b
}
