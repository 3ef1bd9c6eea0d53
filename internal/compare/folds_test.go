package compare

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/wire"
)

const get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

// said is a server that answers what is sent with these bytes, and then stays, or
// ends as end says.
func said(sent, came string, end ...wire.RecordKind) *wire.Transcript {
	t := &wire.Transcript{}
	add := func(kind wire.RecordKind, data string) {
		t.Records = append(t.Records, wire.Record{Nth: 1, Kind: kind, Data: []byte(data)})
	}
	add(wire.DidConnect, "")
	add(wire.DidSend, sent)
	if came != "" {
		add(wire.DidReceive, came)
	}
	for _, kind := range end {
		add(kind, "")
	}
	if len(end) == 0 { // it stays until we go
		add(wire.DidCloseWrite, "")
		add(wire.DidClosed, "")
	}
	return t
}

// ok is a response with these field lines and this content.
func ok(fields, content string) string {
	return "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + content
}

func packed(level int, text string) string {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, level)
	z.Write([]byte(text))
	z.Close()
	return b.String()
}

// coded is a response whose content is coded so.
func coded(content string) string {
	return ok("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunk(content)+chunk(""))
}

func chunk(s string) string { return hex(len(s)) + "\r\n" + s + "\r\n" }

func hex(n int) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15]})
}

const (
	fin   = wire.DidClosed
	rst   = wire.DidReset
	empty = "Content-Length: 0\r\n"
	bad   = "HTTP/1.1 400 Bad Request\r\n" + empty + "\r\n"
)

// pair is what two servers did with the same bytes.
type pair struct {
	name string
	a, b *wire.Transcript
}

func two(a, b string) (x, y *wire.Transcript) { return said(get, a), said(get, b) }

func of(name, a, b string) pair {
	x, y := two(a, b)
	return pair{name: name, a: x, b: y}
}

func differ(p pair) (real, folded []string) {
	a, b := Read(p.a, nil), Read(p.b, nil)
	a.Address, b.Address = "one:80", "two:81"
	return Differ([]Seen{a, b}, nil)
}

// TestFolds has a row for each fold, of plays that differ in nothing else.
func TestFolds(t *testing.T) {
	large := strings.Repeat("the same text. ", 200)
	multi := func(b string) string {
		content := "--" + b + "\r\nContent-Type: text/plain\r\n\r\nx\r\n--" + b + "--\r\n"
		return ok("Content-Type: multipart/byteranges; boundary="+b+"\r\nTransfer-Encoding: chunked\r\n", chunk(content)+chunk(""))
	}
	rows := []pair{
		{name: "rejected", a: said(get, bad), b: said(get, "", fin)},
		{name: "rejected", a: said(get, bad, fin), b: said(get, "", rst)},
		{name: "rejected", a: said(get, "", fin), b: said(get, "", rst)},
		{name: "rejected", a: said(get+"x", ok(empty, "")+bad, rst), b: said(get+"x", ok(empty, ""), fin)},
		of("interim", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"+ok(empty, ""), ok(empty, "")),
		of("interim", "HTTP/1.1 100 Continue\r\n\r\n"+ok(empty, ""), ok(empty, "")),
		of("ending", ok(empty, ""), ok("Connection: close\r\n"+empty, "")),
		of("reason", ok(empty, ""), "HTTP/1.1 200 Fine\r\n"+empty+"\r\n"),
		of("names", ok("X-A: 1\r\n"+empty, ""), ok("x-a: 1\r\n"+empty, "")),
		of("error page", "HTTP/1.1 404 No\r\nContent-Type: text/html\r\nContent-Length: 1\r\n\r\na", "HTTP/1.1 404 No\r\nContent-Length: 1\r\n\r\nb"),
		of("Date", ok("Date: Fri, 20 Nov 2026 14:23:47 GMT\r\n"+empty, ""), ok("Date: Fri, 20 Nov 2026 14:23:48 GMT\r\n"+empty, "")),
		of("Date", ok("Date: Fri, 20 Nov 2026 14:23:47 GMT\r\n"+empty, ""), ok(empty, "")),
		of("Server", ok("Server: a/1\r\n"+empty, ""), ok(empty, "")),
		of("ETag", ok("ETag: \"1\"\r\n"+empty, ""), ok("ETag: W/\"2\"\r\n"+empty, "")),
		of("connection", ok("Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"+empty, ""), ok(empty, "")),
		of("framing", ok("Content-Length: 2\r\n", "hi"), ok("Transfer-Encoding: chunked\r\n", chunk("hi")+chunk(""))),
		{name: "framing", a: said(get, ok("Content-Length: 2\r\n", "hi"), fin), b: said(get, ok("", "hi"), fin)},
		of("gzip", coded(packed(1, large)), coded(packed(9, large))),
		of("boundary", multi("aaa"), multi("bbbb")),
		of("media type", ok("Content-Type: text/html; charset=UTF-8\r\n"+empty, ""), ok("Content-Type: TEXT/html;charset=\"utf-8\"\r\n"+empty, "")),
		of("lists", ok("Allow: GET, HEAD\r\n"+empty, ""), ok("Allow: HEAD,GET\r\n"+empty, "")),
		of("lists", ok("Vary: Accept\r\nVary: Host\r\n"+empty, ""), ok("Vary: host, accept\r\n"+empty, "")),
		of("Accept-Ranges", ok("Accept-Ranges: none\r\n"+empty, ""), ok(empty, "")),
		of("Location", ok("Location: http://one:80/x\r\n"+empty, ""), ok("Location: /x\r\n"+empty, "")),
		of("cookies", ok("Set-Cookie: id=1; Path=/\r\n"+empty, ""), ok("Set-Cookie: id=2; Path=/\r\n"+empty, "")),
		of("order", ok("A: 1\r\nB: 2\r\n"+empty, ""), ok("B: 2\r\nA: 1\r\n"+empty, "")),
	}
	have := map[string]bool{}
	for _, p := range rows {
		have[p.name] = true
		if a, b := itemsOf([]Seen{Read(p.a, nil), Read(p.b, nil)}), p.name; len(differing(a)) == 0 {
			t.Errorf("%s: the two do not differ at all", b)
		}
		if real, folded := differ(p); len(real) > 0 || !slices.Contains(folded, p.name) {
			t.Errorf("%s: got %q and folded %q, want nothing and that folded", p.name, real, folded)
		}
	}
	for _, f := range Folds() {
		if !have[f.Name] {
			t.Errorf("%s: a fold without a row here", f.Name)
		}
	}
}

// TestDifferences has what is told, and by which name.
func TestDifferences(t *testing.T) {
	const expect = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"
	for _, p := range []pair{
		of("outcome", ok(empty, ""), "HTTP/1.1 404 No\r\n"+empty+"\r\n"),
		of("outcome", bad, "HTTP/1.1 501 No\r\n"+empty+"\r\n"),
		of("outcome", ok(empty, ""), bad),
		{name: "outcome", a: said(get, bad), b: said(get, "")}, // refused and silent
		{name: "outcome", a: said(get, "", fin), b: said(get, "")},
		{name: "outcome", a: said(get, ok(empty, "")), b: said(get, "", fin)},
		of("outcome", ok(empty, "")+ok(empty, ""), ok(empty, "")), // one too many
		{name: "outcome", a: said(get+get, ok(empty, "")+ok(empty, "")), b: said(get+get, ok(empty, ""), fin)},
		of("outcome", ok("Content-Length: 2\r\n", "hi"), ok("Content-Length: 3\r\n", "hi")), // one is not whole
		of("outcome", "Yes", ok(empty, "")),
		{name: "outcome", a: said(expect, "HTTP/1.1 100 Continue\r\n\r\n"+ok(empty, "")), b: said(expect, ok(empty, ""))},
		of("version", ok(empty, ""), "HTTP/1.0 200 OK\r\n"+empty+"\r\n"),
		of("content", ok("Content-Length: 1\r\n", "a"), ok("Content-Length: 1\r\n", "b")),
		of("content", ok("Content-Length: 1\r\n", "a"), ok("Content-Length: 2\r\n", "ab")),
		of("content", coded(packed(1, "x")), coded(packed(1, "y"))),
		of("field etag", ok("ETag: \"1\"\r\n"+empty, ""), ok(empty, "")),
		of("field vary", ok("Vary: Accept\r\n"+empty, ""), ok("Vary: *\r\n"+empty, "")),
		of("field allow", ok("Allow: GET\r\n"+empty, ""), ok("Allow: get\r\n"+empty, "")),
		of("field content-type", ok("Content-Type: text/html\r\n"+empty, ""), ok("Content-Type: text/html; charset=utf-8\r\n"+empty, "")),
		of("field location", ok("Location: http://three/x\r\n"+empty, ""), ok("Location: /x\r\n"+empty, "")),
		of("field x", ok("X: 1\r\nX: 2\r\n"+empty, ""), ok("X: 2\r\nX: 1\r\n"+empty, "")), // the order of one name's lines means something
		of("trailer x", ok("Transfer-Encoding: chunked\r\n", chunk("a")+"0\r\nX: 1\r\n\r\n"), ok("Transfer-Encoding: chunked\r\n", chunk("a")+chunk(""))),
	} {
		if real, _ := differ(p); !slices.Equal(real, []string{p.name}) {
			t.Errorf("%s and %s: got %q, want %s", Read(p.a, nil).Outcome(), Read(p.b, nil).Outcome(), real, p.name)
		}
	}
	failed := Read(said(get, ok(empty, "")), nil)
	passed := failed
	failed.Failed = true
	if real, _ := Differ([]Seen{failed, passed}, nil); !slices.Equal(real, []string{"verdict"}) {
		t.Errorf("a verdict: got %q", real)
	}
	three := []Seen{passed, passed, Read(said(get, bad), nil)}
	if real, _ := Differ(three, nil); !slices.Equal(real, []string{"outcome"}) {
		t.Errorf("one of three: got %q", real)
	}
}

// TestIgnored: a kind, or the name of a field, whichever answer it is in.
func TestIgnored(t *testing.T) {
	p := of("", ok("X-A: 1\r\nContent-Length: 1\r\n", "a"), ok("X-A: 2\r\nContent-Length: 1\r\n", "b"))
	for _, tt := range []struct {
		words, want string
	}{
		{"", "content field x-a"}, {"content", "field x-a"}, {"X-A", "content"}, {"fields", "content"},
		{"fields,content", ""}, {"outcome", "content field x-a"}, {"x", "content field x-a"}, {"field", "content field x-a"},
	} {
		var words []string
		if tt.words != "" {
			words = strings.Split(tt.words, ",")
		}
		ignored, bad := Ignored(words)
		if bad != "" {
			t.Fatalf("%s: refused", bad)
		}
		real, _ := Differ([]Seen{Read(p.a, nil), Read(p.b, nil)}, ignored)
		if got := strings.Join(real, " "); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.words, got, tt.want)
		}
	}
	if _, bad := Ignored([]string{"content", "a b"}); bad != "a b" {
		t.Errorf("a word that is no name: got %q", bad)
	}
	second := of("", ok(empty, "")+ok("X: 1\r\n"+empty, ""), ok(empty, "")+ok(empty, ""))
	ignored, _ := Ignored([]string{"x"})
	if real, _ := Differ([]Seen{Read(second.a, nil), Read(second.b, nil)}, ignored); len(real) > 0 {
		t.Errorf("in the second answer: got %q", real)
	}
}
