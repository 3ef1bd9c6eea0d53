package reference

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"testing"
)

// FuzzStrict: whatever a client sends before it closes its side, the server
// answers in HTTP and closes; a cut into two pieces changes nothing.
func FuzzStrict(f *testing.F) {
	for i, a := range allAsks() {
		if len(a.send) < 4096 {
			f.Add([]byte(a.send), uint16(i))
		}
	}
	addr := startStrict(f, Limits{})
	f.Fuzz(func(t *testing.T, send []byte, cut uint16) {
		whole := spoken(t, addr, send)
		at := min(int(cut), len(send))
		if parts := spoken(t, addr, send[:at], send[at:]); statusLines(whole) != statusLines(parts) {
			t.Errorf("%q cut at %d:\n%q\nwhole:\n%q", send, at, parts, whole)
		}
		if len(whole) > 0 && !bytes.HasPrefix(whole, []byte("HTTP/1.1 ")) {
			t.Errorf("%q: got %q", send, whole)
		}
	})
}

// statusLines are the status-lines in what came, which no explanation and no
// file of ours looks like.
func statusLines(b []byte) string {
	return string(bytes.Join(regexp.MustCompile(`(?m)^HTTP/1\.1 \d\d\d .*$|^Connection: .*$`).FindAll(b, -1), nil))
}

// spoken sends bytes in pieces, closes its side, and reads to the end.
func spoken(t *testing.T, addr string, pieces ...[]byte) []byte {
	t.Helper()
	conn := connectTo(t, addr)
	defer conn.Close()
	go func() {
		for _, p := range pieces {
			_, _ = conn.Write(p)
		}
		_ = conn.CloseWrite()
	}()
	got, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("%q: %v", pieces, err)
	}
	return anyDate.ReplaceAll(got, []byte("Date: x\r"))
}

// FuzzFaults: neither does a server with a fault fall over or hang.
func FuzzFaults(f *testing.F) {
	for i, a := range allAsks() {
		if len(a.send) < 2048 {
			f.Add([]byte(a.send), uint16(i))
		}
	}
	addrs := map[string]string{}
	for _, fault := range Faults() {
		addrs[fault.Name] = startStrict(f, Limits{}, fault.Name)
	}
	f.Fuzz(func(t *testing.T, send []byte, n uint16) {
		fault := faults[int(n)%len(faults)]
		if slices.Contains(hanging, fault.Name) {
			t.Skip("it leaves clients hanging, as it is meant to")
		}
		heard(t, addrs[fault.Name], string(send))
	})
}
