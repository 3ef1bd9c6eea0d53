package client

import (
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	tests := []struct {
		in   string
		want Address
	}{
		{"localhost:8888", Address{Network: "tcp", Addr: "localhost:8888", Host: "localhost:8888"}},
		{":8888", Address{Network: "tcp", Addr: "localhost:8888", Host: "localhost:8888"}},
		{"127.0.0.1:80", Address{Network: "tcp", Addr: "127.0.0.1:80", Host: "127.0.0.1"}},
		{"[::1]:80", Address{Network: "tcp", Addr: "[::1]:80", Host: "[::1]"}},
		{"[fe80::1%eth0]:8080", Address{Network: "tcp", Addr: "[fe80::1%eth0]:8080", Host: "[fe80::1]:8080"}},
		{"http://example.com", Address{Network: "tcp", Addr: "example.com:80", Host: "example.com"}},
		{"http://example.com:8080/a/b?c=d", Address{Network: "tcp", Addr: "example.com:8080", Host: "example.com:8080", Path: "/a/b?c=d"}},
		{"HTTP://example.com?q", Address{Network: "tcp", Addr: "example.com:80", Host: "example.com", Path: "/?q"}},
		{"http://[::1]/", Address{Network: "tcp", Addr: "[::1]:80", Host: "[::1]", Path: "/"}},
		{"http://:8080/", Address{}},
		{"https://example.com", Address{Network: "tcp", Addr: "example.com:443", Host: "example.com", TLS: true, ServerName: "example.com"}},
		{"https://[::1]:8443/x", Address{Network: "tcp", Addr: "[::1]:8443", Host: "[::1]:8443", TLS: true, ServerName: "::1", Path: "/x"}},
		{"unix:/run/x.sock", Address{Network: "unix", Addr: "/run/x.sock", Host: "localhost"}},
		{"unix:///run/x.sock", Address{Network: "unix", Addr: "/run/x.sock", Host: "localhost"}},
		{"unix:x.sock", Address{Network: "unix", Addr: "x.sock", Host: "localhost"}},
	}
	for _, test := range tests {
		if test.want == (Address{}) {
			continue
		}
		got, err := ParseAddress(test.in)
		if err != nil || got != test.want {
			t.Errorf("%s: got %+v %v\nwant %+v", test.in, got, err, test.want)
			continue
		}
		if again, err := ParseAddress(got.String()); err != nil || again != got {
			t.Errorf("%s: String gives %s, read as %+v %v", test.in, got, again, err)
		}
		if got.CanReset() != (got.Network == "tcp") {
			t.Errorf("%s: CanReset %v", test.in, got.CanReset())
		}
	}
}

func TestParseAddressErrors(t *testing.T) {
	tests := []struct{ in, why, mend string }{
		{"", "empty", ""},
		{"8888", "got a number, want a host and a port", "localhost:8888 or :8888"},
		{"localhost", "the port is missing", "localhost:8888"},
		{"localhost:99999", `got port "99999", want a number from 1 to 65535`, ""},
		{"localhost:0", `got port "0"`, ""},
		{"localhost:", `got port ""`, ""},
		{"localhost:+80", `got port "+80"`, ""},
		{"localhost:http", `got port "http"`, ""},
		{"http://localhost:99999/", `got port "99999"`, ""},
		{"::1", "IPv6 address is written in brackets", "[::1]:8888"},
		{"::1:x:80", "too many colons", ""},
		{"[::1", "closing bracket", ""},
		{"[::1]", "the port is missing", "[::1]:8888"},
		{"[127.0.0.1]:80", "no IPv6 address", ""},
		{"ftp://localhost/", `got scheme "ftp", want http or https`, ""},
		{"ws://localhost/", `got scheme "ws"`, ""},
		{"http://", "the host is missing", "http://localhost"},
		{"http://:8080/a", "the host is missing", "http://localhost:8080/a"},
		{"http://me:pass@host/", "user name or password", ""},
		{"http://host/a#b", "fragment", "http://host/a"},
		{"http://host/%zz", "path is malformed", ""},
		{"localhost:80/a", "a path needs a scheme", "http://localhost:80/a"},
		{"/run/x.sock", "that is a path", "unix:/run/x.sock"},
		{"./x.sock", "that is a path", "unix:./x.sock"},
		{"unix:", "path of the socket is missing", "unix:/run/server.sock"},
		{"local host:80", "a blank", ""},
		{"localhost:80\x1b", "control character", ""},
		{"a%b:80", "percent", ""},
	}
	for _, test := range tests {
		a, err := ParseAddress(test.in)
		if err == nil {
			t.Errorf("%q: got %+v, want an error", test.in, a)
			continue
		}
		got := err.Error()
		if !strings.Contains(got, test.why) || !strings.Contains(got, "\nhint: write "+test.mend) && test.mend != "" {
			t.Errorf("%q: got %s\nwant %q, mend %q", test.in, got, test.why, test.mend)
		}
		if !strings.HasSuffix(got, "\nhint: "+forms) || strings.ContainsAny(got, "\x1b") {
			t.Errorf("%q: got %q, which does not show the forms or lets bytes through", test.in, got)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"localhost:1", ":1", "[::1]:2", "http://a/b?c", "https://[::1%25x]", "unix:x", "unix:///", "unix:////", "unix:////x", "[::1%a]:1", "http://a:1?b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseAddress(s)
		if err != nil {
			return
		}
		if again, err := ParseAddress(a.String()); err != nil || again != a {
			t.Errorf("%q: got %+v, String %q, read as %+v %v", s, a, a, again, err)
		}
	})
}
