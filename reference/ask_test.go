package reference

import (
	"errors"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"httpkit/internal/fixtures"
	http1 "httpkit/internal/message"
)

// ask is what a client sends before it closes its side, and what comes back:
// the status of each response, then "close" if the last one says so.
type ask struct{ name, send, want string }

const next = "GET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n" // a request that has to be answered

// startStrict starts a strict server that ends with the test.
func startStrict(t testing.TB, limits Limits, faults ...string) string {
	t.Helper()
	b, err := Compose(faults...)
	if err != nil {
		t.Fatal(err)
	}
	s, err := StartStrict("127.0.0.1:0", limits, b, Config{Docroot: fixtures.FS()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s.Addr().String()
}

// connectTo connects for at most ten seconds.
func connectTo(t testing.TB, addr string) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	return conn.(*net.TCPConn)
}

// talk sends, closes its side, and reads to the end.
func talk(t testing.TB, addr, send string) (got []byte, err error) {
	t.Helper()
	conn := connectTo(t, addr)
	defer conn.Close()
	go func() {
		_, _ = io.WriteString(conn, send)
		_ = conn.CloseWrite()
	}()
	return io.ReadAll(conn)
}

// answers reads the responses to the requests that were sent.
func answers(t testing.TB, send string, got []byte) (list []*http1.Response) {
	t.Helper()
	var asked []string
	for _, q := range http1.ScanRequests([]byte(send)) {
		asked = append(asked, q.Method)
	}
	for len(got) > 0 {
		method := ""
		if n := finals(list); n < len(asked) {
			method = asked[n]
		}
		r, err := http1.ParseResponse(got, http1.FIN, method)
		if err != nil {
			t.Errorf("response %d: %v\n%.200q", len(list)+1, err, got)
			return list
		}
		list = append(list, r)
		got = got[r.Len:]
	}
	return list
}

func finals(list []*http1.Response) (n int) {
	for _, r := range list {
		if !r.Interim() {
			n++
		}
	}
	return n
}

// summary is what an ask wants to hear.
func summary(list []*http1.Response) string {
	var words []string
	for _, r := range list {
		words = append(words, strconv.Itoa(r.Status))
	}
	if n := len(list); n > 0 && list[n-1].SaysClose() {
		words = append(words, "close")
	}
	return strings.Join(words, " ")
}

// play plays the asks against one server.
func (asks asks) play(t *testing.T, addr string) {
	for _, a := range asks {
		t.Run(a.name, func(t *testing.T) {
			got, err := talk(t, addr, a.send)
			if err != nil {
				t.Errorf("the connection did not end with FIN: %v", err)
			}
			list := answers(t, a.send, got)
			if s := summary(list); s != a.want {
				t.Errorf("%.300q:\ngot  %s\nwant %s\n%.300q", a.send, s, a.want, got)
			}
			for _, r := range list {
				checkResponse(t, r)
			}
		})
	}
}

type asks []ask

// checkResponse holds what is owed of every response.
func checkResponse(t *testing.T, r *http1.Response) {
	t.Helper()
	if r.Interim() {
		return
	}
	if date, ok := http1.ParseFixdate(first(r, "Date")); !ok || time.Since(date) > time.Minute {
		t.Errorf("%d: Date: got %q, want the time", r.Status, first(r, "Date"))
	}
	for _, f := range r.Fields {
		if f.Bad != "" {
			t.Errorf("%d: field line %q: %s", r.Status, f.Line, f.Bad)
		}
	}
	for _, name := range []string{"Date", "Content-Length", "Content-Type", "ETag", "Vary", "Connection"} {
		if n := len(r.Values(name)); n > 1 {
			t.Errorf("%d: got %d lines of %s", r.Status, n, name)
		}
	}
	if _, ok := r.Get("Allow"); !ok && r.Status == 405 {
		t.Error("405 without Allow")
	}
	if r.Status >= 400 && r.Method != "HEAD" && !strings.HasPrefix(string(r.Content), strconv.Itoa(r.Status)+" ") &&
		!strings.HasPrefix(string(r.Content), "<!DOCTYPE html>") {
		t.Errorf("%d does not explain itself: %q", r.Status, r.Content)
	}
	if len(r.Faults) > 0 {
		t.Errorf("%d: %v", r.Status, r.Faults)
	}
}

func first(r *http1.Response, name string) string {
	value, _ := r.Get(name)
	return value
}

// allAsks are the asks of all tables.
func allAsks() asks {
	return slices.Concat(lineAsks, fieldAsks, hostAsks, targetAsks, framingAsks, chunkedAsks, methodAsks, connectionAsks,
		fileAsks, conditionalAsks, rangeAsks, negotiationAsks, limitAsks)
}

func TestStrict(t *testing.T) {
	addr := startStrict(t, Limits{})
	allAsks().play(t, addr)
}

// ended tells whether an error of reading is an end, not a time limit.
func ended(err error) bool {
	var timeout net.Error
	return err == nil || !(errors.As(err, &timeout) && timeout.Timeout())
}
