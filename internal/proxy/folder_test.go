package proxy

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"httpkit/internal/suite"
	"httpkit/internal/wire"
)

// say makes a tape of lines: "> " what the client sends, "< " what the server does,
// and events. An LF in them stands for CR LF.
func say(n int, lines ...string) *Tape {
	t := newTape(n, "")
	for _, l := range lines {
		sign, text, _ := strings.Cut(l, " ")
		text = strings.ReplaceAll(text, "\n", "\r\n")
		switch sign {
		case ">":
			t.data(wire.DidSend, []byte(text))
		case "<":
			t.data(wire.DidReceive, []byte(text))
		default:
			t.event(map[string]wire.RecordKind{
				"FIN": wire.DidCloseWrite, "abort": wire.DidAbort, "closed": wire.DidClosed, "reset": wire.DidReset, "open": wire.DidOpen,
			}[sign])
		}
	}
	return t
}

const (
	get  = "> GET /a HTTP/1.1\nHost: here:7000\n\n"
	ok   = "< HTTP/1.1 200 OK\nContent-Length: 3\n\nabc"
	head = "> HEAD /a HTTP/1.1\nHost: here:7000\n\n"
	half = "< HTTP/1.1 200 OK\nContent-Length: 9\n\nabc"
)

// TestKeep: what becomes of a connection, line by line of the section.
func TestKeep(t *testing.T) {
	const (
		asked    = `> GET /a HTTP/1.1\r\n|> Host: \{$host}\r\n|> \r\n|`
		headed   = `> HEAD /a HTTP/1.1\r\n|> Host: \{$host}\r\n|> \r\n|< HTTP/1.1 200 OK\r\n|< Content-Length: 3\r\n|< \r\n|`
		answered = `< HTTP/1.1 200 OK\r\n|< Content-Length: 3\r\n|< \r\n|< abc\|`
	)
	for _, tc := range []struct {
		name string
		tape []string
		why  string // a part of Kept.Why
		want string // the section, "|" for the end of a line; "" for no case
	}{
		{"the client ends", []string{get, ok, "FIN", "closed"}, "", asked + answered},
		{"the server ends", []string{get, ok, "closed", "FIN"}, "", asked + answered + "* closed|"},
		{"the server resets", []string{get, ok, "reset"}, "", asked + answered + "* reset|"},
		{"the client resets when all is said", []string{get, ok, "abort"}, "", asked + answered},
		{"we end", []string{get, ok, "open"}, "", asked + answered},
		{"a half-close before the answer", []string{get, "FIN", ok, "closed"}, "", asked + "* close-write|" + answered + "* closed|"},
		{"two exchanges", []string{get, ok, get, ok, "FIN"}, "", asked + answered + asked + answered},
		{"pipelined, answered in the middle", []string{get, "< HTTP/1.1 200 OK\nConte", get, "< nt-Length: 3\n\nabc", ok, "FIN"}, "", asked + asked + answered + answered},
		{"expect", []string{"> PUT / HTTP/1.1\nContent-Length: 1\n\n", "< HTTP/1.1 100 Continue\n\n", "> x", ok, "FIN"}, "",
			`> PUT / HTTP/1.1\r\n|> Content-Length: 1\r\n|> \r\n|< HTTP/1.1 100 Continue\r\n|< \r\n|> x\|` + answered},
		{"not answered but ended", []string{get, "closed"}, "", asked + "* closed|"},
		{"broken off by the server", []string{get, half, "closed"}, "", asked + `< HTTP/1.1 200 OK\r\n|< Content-Length: 9\r\n|< \r\n|< abc\|* closed|`},
		{"no HTTP came", []string{get, "< hello", "closed"}, "", asked + `< hello\|* closed|`},
		{"no HTTP came, and the client ended first", []string{get, "< hello", "FIN", "closed"}, "", asked + `< hello\|`},
		{"no HTTP was sent", []string{"> hello", "< HTTP/1.1 400 Bad Request\nContent-Length: 0\n\n", "closed"}, "",
			`> hello\|< HTTP/1.1 400 Bad Request\r\n|< Content-Length: 0\r\n|< \r\n|* closed|`},
		{"the second one cut short", []string{get, ok, get, half, "abort"}, "cut short: only", asked + answered},
		{"the second one sent in half", []string{get, ok, "> GET /b", "FIN", "closed"}, "cut short: only", asked + answered},
		{"a HEAD answered with content", []string{head, ok, "FIN", "closed"}, "", headed + `< abc\|`},
		{"a HEAD, and its content came late", []string{head, strings.TrimSuffix(ok, "abc"), "FIN", "< abc", "closed"}, "", headed + `* close-write|< abc\|* closed|`},
		{"a HEAD answered with content, and cut", []string{get, ok, head, ok, "abort"}, "cut short: what came behind", ""},
		{"a HEAD answered with content, and one more request", []string{head, ok, get, ok, "FIN", "closed"}, "", headed + `< abc\|` + asked + answered},
		{"a HEAD answered with content, one more, and cut", []string{head, ok, get, ok, "abort"}, "cut short: what came behind", ""},
		{"an answer too many that is cut", []string{get, ok, half, "open"}, "cut short: what came behind", ""},
		{"a spare one", []string{"FIN", "closed"}, "nothing was said", ""},
		{"a greeting", []string{"< hello", "FIN"}, "the client said nothing", ""},
		{"cut short", []string{get, half, "abort"}, "cut short: no whole answer", ""},
		{"cut short by us", []string{get, half, "open"}, "cut short: no whole answer", ""},
		{"to the end of the connection, and cut", []string{get, "< HTTP/1.1 200 OK\n\nabc", "abort"}, "cut short: no whole answer", ""},
		{"not answered", []string{get, "FIN", "closed"}, "cut short: no whole answer", ""},
		{"no HTTP at all", []string{"> hello", "< world", "closed"}, "no HTTP", ""},
		{"TLS", []string{"> \x16\x03\x01\x00", "< HTTP/1.1 400 Bad Request\n\n", "closed"}, "TLS", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := folder(t)
			k, err := f.Keep(say(1, tc.tape...))
			if err != nil || !strings.Contains(k.Why, tc.why) || tc.why == "" && k.Why != "" {
				t.Errorf("got %q, %v, want %q", k.Why, err, tc.why)
			}
			got := ""
			if k.File != "" {
				text, err := os.ReadFile(k.File)
				if err != nil {
					t.Fatal(err)
				}
				_, section, _ := strings.Cut(string(text), "-- talk --\n")
				got = strings.ReplaceAll(section, "\n", "|")
			}
			if got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

func folder(t testing.TB) *Folder {
	t.Helper()
	f, err := OpenFolder(filepath.Join(t.TempDir(), "new", "recorded"), Server{"localhost:8888", "localhost:8888"})
	if err != nil {
		t.Fatal(err)
	}
	f.Listens(&net.TCPAddr{Port: 7000})
	return f
}

// TestNames: names sort as the connections came, nothing is overwritten, and a path
// of the client leads nowhere.
func TestNames(t *testing.T) {
	f := folder(t)
	put := func(name string) {
		if err := os.WriteFile(filepath.Join(f.dir, name), []byte("mine"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("041-get-a.txtar")
	f, err := OpenFolder(f.dir, f.target)
	if err != nil {
		t.Fatal(err)
	}
	f.Listens(&net.TCPAddr{Port: 7000})
	put("042-get-a.txtar")
	put("043-put-index-1.body")
	large := "> PUT / HTTP/1.1\nContent-Length: 5000\n\n" + strings.Repeat("a", 5000)
	for i, tape := range [][]string{
		{get, ok, "FIN"}, {large, ok, "FIN"},
		{"> GET /../../etc/Pass%20wd?x=1 HTTP/1.1\n\n", ok, "FIN"},
		{"> GET http://a:1/b HTTP/1.1\n\n", ok, "FIN"},
		{"> !! / HTTP/1.1\n\n", ok, "FIN"},
		{"> GET /" + strings.Repeat("long/", 99) + " HTTP/1.1\n\n", ok, "FIN"},
	} {
		if _, err := f.Keep(say(i+1, tape...)); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	want := []string{
		"041-get-a.txtar", "042-get-a-2.txtar", "042-get-a.txtar", "043-put-index-1.body",
		"043-put-index-2-1.body", "043-put-index-2.txtar", "044-get-etc-pass-20wd-x-1.txtar", "045-get-b.txtar",
		"046-index.txtar", "047-get-long-long-long-long-long-long-long-l.txtar",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	for _, name := range []string{"042-get-a.txtar", "043-put-index-1.body"} {
		if b, _ := os.ReadFile(filepath.Join(f.dir, name)); string(b) != "mine" {
			t.Errorf("%s was overwritten", name)
		}
	}
	if b, _ := os.ReadFile(filepath.Join(f.dir, "043-put-index-2-1.body")); len(b) != 5000 {
		t.Errorf("the content has %d bytes", len(b))
	}
}

// TestFolderGone: a folder that goes away in the middle is told, each time.
func TestFolderGone(t *testing.T) {
	f := folder(t)
	if err := os.RemoveAll(f.dir); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if k, err := f.Keep(say(1, get, ok, "FIN")); err == nil || k.File != "" || k.Why == "" {
			t.Errorf("got %+v, %v", k, err)
		}
	}
}

// FuzzKeep: whatever is said, there is a case that can be read, or a reason.
func FuzzKeep(f *testing.F) {
	f.Add([]byte(get[2:]), []byte(ok[2:]), uint16(9), uint16(3), byte(0))
	f.Add([]byte("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a:7000\r\n\r\n3\r\na:7\r\n0\r\n\r\n"),
		[]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\na:7000\r\n0\r\n\r\n"), uint16(70), uint16(20), byte(2))
	f.Add([]byte("GET / HTTP/1.1\r\nHost:\ra:7000\r\n\r\n"), []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\na:7000\r\n0\r\n\r\n"), uint16(99), uint16(6), byte(2))
	f.Add([]byte("-- x --\n= pass\n\\{"), []byte("HTTP/1.1 200\nDate: x\nSet-Cookie: a:7000=\n\n\\{any}"), uint16(1), uint16(1), byte(3))
	ends := []string{"FIN", "abort", "closed", "reset", "open"}
	f.Fuzz(func(t *testing.T, sent, got []byte, i, j uint16, end byte) {
		a, b := min(int(i), len(sent)), min(int(j), len(got))
		tape := newTape(1, "")
		tape.data(wire.DidSend, sent[:a])
		tape.data(wire.DidReceive, got[:b])
		tape.data(wire.DidSend, sent[a:])
		tape.data(wire.DidReceive, got[b:])
		tape.Records = append(tape.Records, say(1, ends[int(end)%len(ends)]).Records...)
		if w := tape.Words(); strings.ContainsFunc(w, func(c rune) bool { return c < ' ' || c == 0x7f }) {
			t.Errorf("words: %q", w)
		}
		s := read(tape)
		why, p := s.none(tape)
		if why != "" {
			return
		}
		files := map[string][]byte{}
		text := s.script(tape, p, "a:1", s.host("a:1", &net.TCPAddr{Port: 7000}), func(b []byte) string {
			files["x.body"] = b
			return "x.body"
		})
		c, err := suite.Parse("x", "x.txtar", text, false)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		// What is sent when it is played is what was sent, as far as the case goes.
		env := &wire.Env{Vars: map[string][]byte{"host": []byte(s.host("a:1", &net.TCPAddr{Port: 7000}))}, File: func(name string) ([]byte, error) { return files[name], nil }}
		var says []byte
		for _, l := range c.Sections[0].Lines {
			if l.Kind == wire.Sent {
				b, err := l.Text.Bytes(env)
				if err != nil {
					t.Fatal(err)
				}
				says = append(says, b...)
			}
		}
		if len(files) < 2 && !bytes.Equal(says, s.sent[:min(p.sent, len(s.sent))]) && !bytes.HasPrefix(s.sent, says) {
			t.Errorf("sent was\n%q\nand the case says\n%q\n%s", s.sent, says, text)
		}
	})
}
