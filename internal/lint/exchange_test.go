package lint

import (
	"errors"
	"strings"
	"testing"
	"time"

	"httpkit/internal/message"
)

// What is not known is not judged: each row breaks a rule until the knowledge is
// taken away.
func TestUnknown(t *testing.T) {
	for _, tt := range []struct {
		name   string
		rule   string
		in     string
		forget func(*Exchange)
	}{
		{"the end may be the client's doing", "content-short", ok + "Content-Length: 3\r\n\r\nhi", func(x *Exchange) { x.End = message.More }},
		{"the same for chunks", "chunked-unfinished", te + "2\r\nhi\r\n", func(x *Exchange) { x.End = message.More }},
		{"the same in the head", "head-broken-off", "HTTP/1.1 200 OK\r\n" + date, func(x *Exchange) { x.End = message.More }},
		{"a reset may be for bytes of ours", "content-short", ok + "Content-Length: 3\r\n\r\nhi", func(x *Exchange) { x.End = message.RST }},
		{"no answer at all", "head-broken-off", "HTTP/1.1 200 OK\r\n" + date, func(x *Exchange) { x.Raw = nil }},
		{"another request may be under way", "bytes-after-end", get + ok + hi + other, func(x *Exchange) { x.Last = false }},
		{"the request may be two", "bytes-after-end", get + ok + hi + other, func(x *Exchange) { x.Sent = nil }},
		{"nothing is known of our clock", "date-off", "HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 05:04:05 GMT\r\n" + cl0, func(x *Exchange) { x.Now = time.Time{} }},
		{"the server has no clock", "date-missing", "HTTP/1.1 200 OK\r\n" + cl0, func(x *Exchange) { x.Clockless = true }},
		{"the request may have been one of HTTP/1.1", "transfer-encoding-to-http10", get10 + te + "0\r\n\r\n", func(x *Exchange) { x.Request = nil }},
		{"the request may have had a Range", "partial-unasked", get + part + "Content-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nhe", func(x *Exchange) { x.Sent = x.Sent[:20] }},
		{"the request may have been read in another way", "not-modified-unasked", get + unmod + "\r\n", func(x *Exchange) { x.Sent = []byte("GET / HTTP/1.1\r\nHost: a\r\n X: y\r\n\r\n") }},
		{"the request may have been HEAD", "error-unexplained", get + status("404 Not Found"), func(x *Exchange) { x.Request.Method = "" }},
		{"the request may be of another protocol", "status-line-malformed", get + "hello", func(x *Exchange) { x.Request.Version = "" }},
	} {
		x := split(t, tt.in)
		if got := names(Check(x)); got != tt.rule {
			t.Errorf("%s: got %q, want %s", tt.name, got, tt.rule)
		}
		tt.forget(x)
		if all := Check(x); all != nil {
			t.Errorf("%s: got %+v, want nothing", tt.name, all)
		}
	}
}

// A length is told as the server spelled it, also one that no int64 holds.
func TestContentShort(t *testing.T) {
	for _, length := range []string{"3", "9223372036854775807", "99999999999999999999"} {
		all := Check(split(t, ok+"Content-Length: "+length+"\r\n\r\nhi"))
		if want := "the connection was closed after 2 of " + length + " bytes of content"; len(all) != 1 || all[0].Why != want {
			t.Errorf("got %+v, want %s", all, want)
		}
	}
}

func TestClockless(t *testing.T) {
	x := split(t, status("200 OK"))
	x.Clockless = true
	if got := names(Check(x)); got != "date-without-clock" {
		t.Errorf("got %q", got)
	}
}

// Several breaches of one response are all found.
func TestSeveral(t *testing.T) {
	for in, want := range map[string]string{
		// The tutorials' servers.
		"HTTP/1.1 200 OK\n\nHello, World!\n":                           "close-unannounced date-missing line-bare-lf",
		"HTTP/1.1 200 OK\n    Content-type: text/html\n\n\n    <html>": "close-unannounced date-missing field-blank-first line-bare-lf",
		"HTTP/1.1 404 Not Found\n":                                     "head-broken-off line-bare-lf",
		get + "\nHTTP/1.x 200 OK\nContent-Type: image/jpg\n\n\xff\xd8": "empty-line-first status-line-malformed",
		get + "Yes":                         "status-line-malformed",
		"HTTP/1.1 204 No Content\r\n" + cl0: "content-length-forbidden date-missing",
		get10 + "HTTP/1.0 200 OK\r\n" + date + "Connection: ,x y\r\n\r\n":      "connection-malformed list-empty-element",
		ok + "Transfer-Encoding: chunked;q=1, chunked\r\n\r\n0\r\n\n":          "chunked-malformed chunked-twice transfer-coding-parameter",
		"HTTP/1.1 206 Partial Content\r\n" + date + "Content-Range: x\r\n\r\n": "close-unannounced content-range-malformed",
	} {
		if got := names(Check(split(t, in))); got != want {
			t.Errorf("%q:\n\tgot  %s\n\twant %s", in, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	if _, err := Read([]byte("HTTP/1.1 2"), message.More, ""); !errors.Is(err, message.ErrIncomplete) {
		t.Errorf("got %v", err)
	}
	x, err := Read([]byte(ok+hi+other), message.More, "GET")
	if err != nil || string(x.Raw) != ok+hi || string(x.After) != other || x.method() != "GET" || x.Err != nil {
		t.Errorf("got %+v, %v", x, err)
	}
	x, err = Read([]byte("hello"), message.More, "GET")
	if err != nil || x.Response != nil || x.Err == nil || string(x.Raw) != "hello" {
		t.Errorf("got %+v, %v", x, err)
	}
}

func TestBytes(t *testing.T) {
	type at struct {
		rule        string
		nth, offset int
	}
	second := len(ok + hi)
	for _, tt := range []struct {
		in, method string
		want       []at
	}{
		{ok + hi + other, "", nil},
		{ok + hi + "HTTP/1.1 200 OK\r\n" + hi, "", []at{{"date-missing", 2, second}}},
		{ok + hi + "!\r\n" + "HTTP/1.1 200 OK\r\n" + hi, "", []at{{"bytes-after-end", 1, 0}, {"date-missing", 2, second + 3}}},
		{"\r\nHTTP/1.1 200 OK\r\n" + hi, "", []at{{"empty-line-first", 1, 0}, {"date-missing", 1, 2}}},
		{"hello HTTP/2 HTTP/1.1 200 OK\r\n" + hi, "", []at{{"status-line-malformed", 1, 0}, {"date-missing", 1, 13}}},
		{ok + "Content-Length: 2\r\n\r\n" + "HTTP/1.1 200 OK\r\n" + cl0, "HEAD", []at{{"date-missing", 2, second - 28}}},
		{ok + hi + "HTTP/1.1 2", "", []at{{"head-broken-off", 2, second}}},
		{ok + hi + "HT", "", []at{{"head-broken-off", 2, second}}},
		{switched + "Connection: upgrade\r\nUpgrade: x\r\n\r\nanything HTTP/1.1 200\r\n\r\n", "", nil},
		{"HTTP/1.1 100 Continue\r\n\r\n" + ok + hi, "", nil},
		{ok + "Content-Length: x\r\n\r\n" + ok + hi, "", []at{{"content-length-malformed", 1, 0}}},
		{"hello", "", []at{{"status-line-malformed", 1, 0}}},
	} {
		all, err := Bytes([]byte(tt.in), tt.method)
		var got []at
		for _, f := range all {
			got = append(got, at{f.Rule, f.Nth, f.Offset})
		}
		if err != nil || len(got) != len(tt.want) {
			t.Errorf("%q: got %v, %v, want %v", tt.in, got, err, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%q: got %v, want %v", tt.in, got, tt.want)
			}
		}
	}
	if _, err := Bytes(nil, ""); err == nil {
		t.Error("no bytes are no error")
	}
}

// A rule never fails on any bytes, and never says anything without a why.
func FuzzCheck(f *testing.F) {
	for _, b := range breaches {
		sent, came, has := strings.Cut(b.bad, " <- ")
		if !has {
			sent, came = "", sent
		}
		f.Add(sent, came)
	}
	f.Fuzz(func(t *testing.T, sent, came string) {
		for _, end := range []message.End{message.FIN, message.RST, message.More} {
			x, err := Read([]byte(came), end, "")
			if err != nil {
				continue
			}
			Check(x)
			for _, q := range message.ScanRequests([]byte(sent)) {
				x.Request, x.Sent, x.Last, x.Now = &q, []byte(sent[q.Start:]), true, time.Unix(1704164645, 0)
				for _, found := range Check(x) {
					if _, ok := ByName(found.Rule); !ok || found.Why == "" || len(found.Line) > 200 {
						t.Errorf("got %+v", found)
					}
				}
			}
		}
		if _, err := Bytes([]byte(came), ""); err != nil && came != "" {
			t.Errorf("Bytes: %v", err)
		}
	})
}
