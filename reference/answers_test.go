package reference

import (
	"bytes"
	"compress/gzip"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"testing"

	"httpkit/internal/fixtures"
	http1 "httpkit/internal/message"
)

func itoa(n int) string { return strconv.Itoa(n) }
func hexa(n int) string { return strconv.FormatInt(int64(n), 16) }

// answer1 is the one response to what is sent.
func answer1(t *testing.T, addr, send string) *http1.Response {
	t.Helper()
	got, err := talk(t, addr, send)
	list := answers(t, send, got)
	if err != nil || len(list) != 1 {
		t.Fatalf("%q: got %d responses, %v", send, len(list), err)
	}
	return list[0]
}

func TestFieldsShown(t *testing.T) {
	addr := startStrict(t, Limits{})
	for _, test := range []struct{ send, want string }{
		{"GET /fields HTTP/1.1\r\nhOST:\ta \r\nX::b:c\r\nx: 1\r\nY:\r\nX: 2\xff\r\n\r\n", "hOST: a\nX: :b:c\nx: 1\nY: \nX: 2\xff\n"},
		{"GET /fields HTTP/1.0\r\n\r\n", ""},
		{"POST /fields HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nLate: 1\r\n\r\n", "Host: a\nTransfer-Encoding: chunked\n"},
	} {
		r := answer1(t, addr, test.send)
		if string(r.Content) != test.want || first(r, "Content-Type") != "text/plain" {
			t.Errorf("%q: got %q as %s, want %q", test.send, r.Content, first(r, "Content-Type"), test.want)
		}
	}
	r := answer1(t, startStrict(t, Limits{}, "trailers-merged"), "POST /fields HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nLate: 1\r\n\r\n")
	if !strings.HasSuffix(string(r.Content), "Late: 1\n") {
		t.Errorf("trailers-merged: got %q", r.Content)
	}
}

func TestRangeContents(t *testing.T) {
	addr := startStrict(t, Limits{})
	whole := "Hello, World!\n"
	for spec, want := range map[string]struct{ content, contentRange string }{
		"0-0": {"H", "bytes 0-0/14"}, "5-9": {", Wor", "bytes 5-9/14"}, "7-": {"World!\n", "bytes 7-13/14"},
		"-3": {"d!\n", "bytes 11-13/14"}, "-99": {whole, "bytes 0-13/14"}, "0-1,3-4": {"Hello", "bytes 0-4/14"},
		"0-99999999999999999999": {whole, "bytes 0-13/14"},
	} {
		r := answer1(t, addr, getting("/hello.txt", "Range: bytes="+spec))
		if r.Status != 206 || string(r.Content) != want.content || first(r, "Content-Range") != want.contentRange || first(r, "ETag") != helloTag {
			t.Errorf("%s: got %s %q %s, want %q %s", spec, r, r.Content, first(r, "Content-Range"), want.content, want.contentRange)
		}
	}
	if r := answer1(t, addr, getting("/hello.txt", "Range: bytes=14-")); first(r, "Content-Range") != "bytes */14" {
		t.Errorf("416: got %q", first(r, "Content-Range"))
	}
}

func TestMultipart(t *testing.T) {
	r := answer1(t, startStrict(t, Limits{}), getting("/large.bin", "Range: bytes=-2,0-1,5000-5001,5001-5002"))
	kind, params, err := mime.ParseMediaType(first(r, "Content-Type"))
	if r.Status != 206 || kind != "multipart/byteranges" || err != nil || first(r, "Content-Range") != "" {
		t.Fatalf("got %s %s %v", r, kind, err)
	}
	large := fixturesLarge(t)
	want := []string{string(large[len(large)-2:]), string(large[:2]), string(large[5000:5003])}
	var got []string
	for reader := multipart.NewReader(bytes.NewReader(r.Content), params["boundary"]); ; {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(part)
		got = append(got, string(b))
		if part.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasSuffix(part.Header.Get("Content-Range"), "/1048576") {
			t.Errorf("part has %v", part.Header)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCodings(t *testing.T) {
	addr := startStrict(t, Limits{})
	plain, err := fixtures.Read("data.json")
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]string{}
	for accept, want := range map[string]string{
		"": "", "gzip": "gzip", "x, GZIP": "gzip", "x-gzip": "gzip", "*": "gzip", "gzip;q=0": "", "identity": "", "br": "",
		"gzip;q=0.5, identity;q=0.4": "gzip", "gzip;q=0.5, identity": "", "identity;q=0, gzip;q=0.1": "gzip", "*;q=0, identity": "",
	} {
		r := answer1(t, addr, getting("/data.json", "Accept-Encoding: "+accept))
		coding := first(r, "Content-Encoding")
		if coding != want || first(r, "Vary") != "Accept-Encoding" {
			t.Errorf("%q: got coding %q, Vary %q, want %q", accept, coding, first(r, "Vary"), want)
		}
		tags[coding] = first(r, "ETag")
		content := r.Content
		if coding == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			content, _ = io.ReadAll(z)
		}
		if !bytes.Equal(content, plain) {
			t.Errorf("%q: got another content", accept)
		}
	}
	if tags[""] == tags["gzip"] {
		t.Errorf("both codings have the tag %s", tags[""])
	}
}

// TestHeadLikeGet: RFC 9110 section 9.3.2.
func TestHeadLikeGet(t *testing.T) {
	addr := startStrict(t, Limits{})
	for _, target := range []string{"/", "/hello.txt", "/empty.txt", "/large.bin", "/sub", "/nope", "/fields", "/data.json"} {
		g := answer1(t, addr, getting(target, "Accept-Encoding: gzip"))
		h := answer1(t, addr, "HEAD"+strings.TrimPrefix(getting(target, "Accept-Encoding: gzip"), "GET"))
		gf, hf := lines(g), lines(h)
		if g.Status != h.Status || !slices.Equal(gf, hf) || len(h.Content) > 0 {
			t.Errorf("%s: got\n%q\nwant\n%q", target, hf, gf)
		}
	}
}

// lines are the field lines of a response but Date.
func lines(r *http1.Response) (list []string) {
	for _, f := range r.Fields {
		if f.Name != "Date" {
			list = append(list, string(f.Line))
		}
	}
	return list
}

func TestExplanations(t *testing.T) {
	addr := startStrict(t, Limits{})
	r := answer1(t, addr, getting("/%3Cb%3E%22&'", "Accept: text/html"))
	if first(r, "Content-Type") != "text/html; charset=utf-8" || bytes.ContainsAny(bytes.TrimSuffix(bytes.SplitAfter(r.Content, []byte("<p>"))[1], []byte("</p>\n</body>\n</html>\n")), "<>\"'") {
		t.Errorf("got %q", r.Content)
	}
	if r := answer1(t, addr, getting("/nope")); !strings.Contains(string(r.Content), `"/nope"`) {
		t.Errorf("got %q", r.Content)
	}
	if r := answer1(t, addr, getting("/sub?a=b&c")); first(r, "Location") != "/sub/?a=b&c" {
		t.Errorf("Location: got %q", first(r, "Location"))
	}
	if r := answer1(t, addr, "OPTIONS /fields HTTP/1.1\r\nHost: a\r\n\r\n"); first(r, "Allow") != "GET, HEAD, POST, OPTIONS" || first(r, "Content-Length") != "0" {
		t.Errorf("OPTIONS: got %q", lines(r))
	}
	r = answer1(t, addr, getting("/hello.txt", "If-None-Match: *"))
	if !slices.Equal(lines(r), []string{"ETag: " + helloTag}) {
		t.Errorf("304: got %q", lines(r))
	}
	if r := answer1(t, addr, "GET /hello.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"); first(r, "Connection") != "keep-alive" || r.Version != "HTTP/1.1" {
		t.Errorf("1.0: got %s %q", r, lines(r))
	}
}
