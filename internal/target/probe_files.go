package target

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"strings"

	"httpkit/internal/message"
	"httpkit/internal/wire"
)

// routes: a path that does not exist is told from the one that does.
func (p *prober) routes(ctx context.Context) (Found, error) {
	base, err := p.get(ctx, p.t.Path)
	if err != nil || base.resp == nil {
		return lacks("%s", base), err
	}
	var f Found
	for _, path := range []string{"/x-smuggled", "/x-no-such-url"} {
		a, err := p.get(ctx, path)
		if err != nil || a.resp == nil {
			return Found{Why: a.String(), Status: f.Status}, err
		}
		if f.Status == 0 {
			f = Found{Offered: true, Why: a.String(), Status: a.resp.Status}
		}
		if a.resp.Status == base.resp.Status {
			return Found{Why: fmt.Sprintf("%s, as GET %s was", a, p.t.Path), Status: f.Status}, nil
		}
	}
	return f, nil
}

// files: a text and an image of the docroot come back as they are.
func (p *prober) files(ctx context.Context) (Found, error) {
	if p.t.Fixture == nil {
		return lacks("the kit's files are not at hand"), nil
	}
	for _, name := range []string{"hello.txt", "test.png"} {
		want, err := p.t.Fixture(name)
		if err != nil {
			return Found{}, err
		}
		a, err := p.get(ctx, "/"+name)
		switch {
		case err != nil || !a.is(200):
			return lacks("%s", a), err
		case len(a.resp.Values("Content-Encoding")) > 0:
			return lacks("%s with Content-Encoding: %s, which was not asked for", a, strings.Join(a.resp.Values("Content-Encoding"), ", ")), nil
		case len(a.resp.Content) != len(want):
			return lacks("%s with %d bytes of content, and the file has %d", a, len(a.resp.Content), len(want)), nil
		case !bytes.Equal(a.resp.Content, want):
			return lacks("%s with other bytes than the file's", a), nil
		}
	}
	return offers("/hello.txt and /test.png have the bytes of the kit's files"), nil
}

// etag: RFC 9110 section 8.8.3: entity-tag = [ weak ] opaque-tag
func (p *prober) etag(ctx context.Context) (Found, error) {
	a, err := p.get(ctx, "/hello.txt")
	if err != nil || !a.is(200) {
		return lacks("%s", a), err
	}
	tags := a.resp.Values("ETag")
	switch {
	case len(tags) == 0:
		return lacks("/hello.txt has no ETag"), nil
	case len(tags) > 1:
		return lacks("/hello.txt has %d ETag fields", len(tags)), nil
	case strings.HasPrefix(tags[0], "W/"):
		return lacks("/hello.txt has a weak tag, %s", quoted(tags[0])), nil
	case !isOpaqueTag(tags[0]):
		return lacks("/hello.txt has an ETag that is no entity tag: %s", quoted(tags[0])), nil
	}
	return offers("/hello.txt has the tag %s", quoted(tags[0])), nil
}

// isOpaqueTag: RFC 9110 section 8.8.3: opaque-tag = DQUOTE *etagc DQUOTE,
// where etagc = %x21 / %x23-7E / obs-text.
func isOpaqueTag(s string) bool {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return false
	}
	for _, c := range []byte(s[1 : len(s)-1]) {
		if c <= ' ' || c == '"' || c == 0x7f {
			return false
		}
	}
	return true
}

// lastModified: RFC 9110 section 8.8.2.
func (p *prober) lastModified(ctx context.Context) (Found, error) {
	a, err := p.get(ctx, "/hello.txt")
	if err != nil || !a.is(200) {
		return lacks("%s", a), err
	}
	value, has := a.resp.Get("Last-Modified")
	date, ok := message.ParseFixdate(value)
	switch {
	case !has:
		return lacks("/hello.txt has no Last-Modified"), nil
	case !ok:
		return lacks("/hello.txt has a Last-Modified that is no date: %s", quoted(value)), nil
	case !date.Equal(p.t.Dated):
		return lacks("/hello.txt was last modified %s, and the kit's file is of %s", value, message.FormatFixdate(p.t.Dated)), nil
	}
	return offers("/hello.txt was last modified %s", value), nil
}

// ranges: RFC 9110 section 14.2.
func (p *prober) ranges(ctx context.Context) (Found, error) {
	plain, err := p.get(ctx, "/hello.txt")
	if err != nil || !plain.is(200) {
		return lacks("%s", plain), err
	}
	a, err := p.getWith(ctx, "/hello.txt", "Range: bytes=0-4")
	a.what += " with Range: bytes=0-4"
	switch {
	case err != nil || !a.is(206):
		return lacks("%s", a), err
	case !bytes.Equal(a.resp.Content, plain.resp.Content[:min(5, len(plain.resp.Content))]):
		return lacks("%s, but not with the first five bytes", a), nil
	}
	return offers("%s", a), nil
}

// gzip: RFC 9110 sections 8.4.1.3 and 12.5.3.
func (p *prober) gzip(ctx context.Context) (Found, error) {
	plain, err := p.getWith(ctx, "/data.json", "Accept-Encoding: identity")
	if err != nil || !plain.is(200) {
		return lacks("%s", plain), err
	}
	a, err := p.getWith(ctx, "/data.json", "Accept-Encoding: gzip")
	a.what += " with Accept-Encoding: gzip"
	if err != nil || !a.is(200) {
		return lacks("%s", a), err
	}
	coding, has := a.resp.Get("Content-Encoding")
	if !has {
		return lacks("%s, not gzip-coded", a), nil
	}
	if !strings.EqualFold(coding, "gzip") && !strings.EqualFold(coding, "x-gzip") {
		return lacks("%s with Content-Encoding: %s", a, quoted(coding)), nil
	}
	content, err := gunzip(a.resp.Content)
	switch {
	case err != nil:
		return lacks("%s with content that is no whole gzip: %v", a, err), nil
	case !bytes.Equal(content, plain.resp.Content):
		return lacks("%s with content that unpacks to something else than the plain answer's", a), nil
	}
	return offers("/data.json comes gzip-coded"), nil
}

// gunzip unpacks at most 16 MiB: a few bytes can stand for gigabytes.
func gunzip(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(z, 16<<20))
}

// quoted shows a value from the network.
func quoted(s string) string {
	if len(s) > 60 {
		s = s[:60]
	}
	return wire.QuoteBytes([]byte(s))
}
