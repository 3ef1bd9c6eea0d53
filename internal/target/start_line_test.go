package target

import (
	"net/netip"
	"runtime"
	"testing"

	"httpkit/client"
	"httpkit/internal/process"
)

// TestFill: a value stands in a command as the shell needs it there.
func TestFill(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("cmd quotes otherwise")
	}
	for _, c := range []struct{ line, value, want string }{
		{"serve {docroot}", "/srv/site", "serve /srv/site"},
		{"serve '{docroot}' \"{docroot}\"", "/srv/site", "serve '/srv/site' \"/srv/site\""},
		{"serve {docroot}/a {docroot}", "/my site", "serve '/my site'/a '/my site'"},
		{"serve '{docroot}/a'", "/it's", `serve '/it'\''s/a'`},
		{"serve {docroot}", "/it's", `serve '/it'\''s'`},
		{`serve "{docroot}/a"`, "/a\"b`c$d\\e f", "serve \"/a\\\"b\\`c\\$d\\\\e f/a\""},
		{`serve \"{docroot}`, "/my site", `serve \"'/my site'`},
		{`serve "it's" {docroot}`, "/my site", `serve "it's" '/my site'`},
		{"no word", "/x", "no word"},
	} {
		if got := fill(c.line, wordDocroot, c.value); got != c.want {
			t.Errorf("%s with %s: got %s, want %s", c.line, c.value, got, c.want)
		}
	}
}

func TestParseReady(t *testing.T) {
	for _, s := range []string{"", "listen", "/", "/ready?x=1", "log:listening on .*", "log: "} {
		if _, err := ParseReady(s); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{"Listen", "log:", "log:(", "ready", "/a b", "http://localhost/"} {
		if r, err := ParseReady(s); err == nil {
			t.Errorf("%q: got %+v, want an error", s, r)
		}
	}
}

// TestCovers: who connects to an address gets to a listener, or not.
func TestCovers(t *testing.T) {
	for _, c := range []struct {
		listener, address string
		want              bool
	}{
		{"127.0.0.1:80", "127.0.0.1:80", true},
		{"127.0.0.1:80", "127.0.0.1:81", false},
		{"127.0.0.1:80", "localhost:80", true},
		{"127.0.0.2:80", "127.0.0.1:80", false},
		{"0.0.0.0:80", "127.0.0.1:80", true},
		{"0.0.0.0:80", "[::1]:80", false},
		{"[::]:80", "127.0.0.1:80", true},
		{"[::]:80", "[::1]:80", true},
		{"[::1]:80", "localhost:80", true},
		{"[::1]:80", "127.0.0.1:80", false},
		{"192.0.2.1:80", "localhost:80", false},
		{"192.0.2.1:80", "web.example:80", true},
		{"127.0.0.1:443", "https://localhost", true},
		{"unix:/run/s", "unix:/run/s", true},
		{"unix:s", "unix:/run/s", true},
		{"unix:/run/s2", "unix:/run/s", false},
		{"unix:/run/s", "127.0.0.1:80", false},
	} {
		a, err := client.ParseAddress(c.address)
		if err != nil {
			t.Fatal(err)
		}
		l := process.Listener{}
		if at, err := netip.ParseAddrPort(c.listener); err == nil {
			l.Addr = at
		} else {
			l.Path = c.listener[len("unix:"):]
		}
		if got := covers(l, a); got != c.want {
			t.Errorf("%s at %s: got %v, want %v", c.address, c.listener, got, c.want)
		}
	}
}
