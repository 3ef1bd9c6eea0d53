package golden

import (
	"strings"
	"testing"

	"httpkit/internal/fixtures"
	"httpkit/internal/wire"
)

// TestSection: what stands for the host, for a content that is large or binary, and
// for a response in chunks.
func TestSection(t *testing.T) {
	picture, err := fixtures.Read("test.jpg")
	if err != nil {
		t.Fatal(err)
	}
	large := strings.Repeat("line\n", 1000)
	noise := string(wire.NoiseBytes(300))
	const ask = "GET / HTTP/1.1\r\nHost: a:1\r\n\r\n"
	const asked = `> GET / HTTP/1.1\r\n|> Host: \{$host}\r\n|> \r\n|`
	for _, tc := range []struct {
		name, sent, got, want string
	}{
		{"fields that name the server", "GET / HTTP/1.1\r\nHost: a:1\r\nOrigin: http://a:1\r\nReferer: http://a:1/b\r\nX: a:1\r\n\r\n", "",
			`> GET / HTTP/1.1\r\n|> Host: \{$host}\r\n|> Origin: http://\{$host}\r\n|> Referer: http://\{$host}/b\r\n|> X: a:1\r\n|> \r\n`},
		{"another host, and parts of others", "GET / HTTP/1.1\r\nHost: b:1\r\nReferer: http://a:12/ http://aa:1/ http://b.a:1/ a:1.\r\n\r\n", "",
			`> GET / HTTP/1.1\r\n|> Host: b:1\r\n|> Referer: http://a:12/ http://aa:1/ http://b.a:1/ \{$host}.\r\n|> \r\n`},
		{"a content that names it stays", "PUT / HTTP/1.1\r\nHost: a:1\r\nContent-Length: 11\r\n\r\nHost: a:1\r\n", "",
			`> PUT / HTTP/1.1\r\n|> Host: \{$host}\r\n|> Content-Length: 11\r\n|> \r\n|> Host: a:1\r\n`},
		{"a large content is kept", "PUT / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n" + large, "",
			`> PUT / HTTP/1.1\r\n|> Content-Length: 5000\r\n|> \r\n|> \{file kept.body}\`},
		{"a binary one too", "PUT / HTTP/1.1\r\nContent-Length: 300\r\n\r\n" + noise, "",
			`> PUT / HTTP/1.1\r\n|> Content-Length: 300\r\n|> \r\n|> \{file kept.body}\`},
		{"a file of ours is named", "PUT / HTTP/1.1\r\nContent-Length: 1872\r\n\r\n" + string(picture), "",
			`> PUT / HTTP/1.1\r\n|> Content-Length: 1872\r\n|> \r\n|> \{file test.jpg}\`},
		{"an answer that names the host", ask, "HTTP/1.1 302 Found\r\nLocation: http://a:1/x\r\ncontent-length: 4\r\n\r\na:1\n",
			asked + `< HTTP/1.1 302 Found\r\n|< Location: http://\{$host}/x\r\n|< content-length: \{int}\r\n|< \r\n|< \{$host}\n`},
		{"bare LFs", ask, "HTTP/1.1 200 OK\nContent-Length: 4\n\na:1\n",
			asked + `< HTTP/1.1 200 OK\n|< Content-Length: \{int}\n|< \n|< \{$host}\n`},
		{"a picture came", ask, "HTTP/1.1 200 OK\r\nContent-Length: 1872\r\n\r\n" + string(picture),
			asked + `< HTTP/1.1 200 OK\r\n|< Content-Length: 1872\r\n|< \r\n|< \{file test.jpg}\`},
		{"noise came", ask, "HTTP/1.1 200 OK\r\n\r\n" + noise, asked + `< HTTP/1.1 200 OK\r\n|< \r\n|#|< \{bytes 300}\`},
		{"broken off", ask, "HTTP/1.1 200 OK\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nContent-Length: 9\r\n\r\nabc",
			asked + `< HTTP/1.1 200 OK\r\n|< Date: \{date}\r\n|< Content-Length: 9\r\n|< \r\n|< abc\`},
		{"small chunks", ask, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
			asked + `< HTTP/1.1 200 OK\r\n|< Transfer-Encoding: chunked\r\n|< \r\n|< 2\r\n|< hi\r\n|< 0\r\n|< \r\n`},
		{"large chunks", ask, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n1388\r\n" + large + "\r\n0\r\n\r\n",
			asked + `= pass 200|=   framing chunked|=   field Content-Type text/plain|=   size 5000`},
		{"chunks that name the host", ask, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na:1\r\n0\r\n\r\n",
			asked + `= pass 200|=   framing chunked`},
	} {
		records := []wire.Record{{Kind: wire.DidSend, Data: []byte(tc.sent)}, {Kind: wire.DidReceive, Data: []byte(tc.got)}}
		lines := Section(records, Saved{Host: "a:1", Name: func([]byte) string { return "kept.body" }})
		for i, l := range lines {
			if strings.HasPrefix(l, "#") {
				lines[i] = "#"
			}
		}
		if got := strings.Join(lines, "|"); got != tc.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tc.name, got, tc.want)
		}
		if _, err := wire.ParseSection("x", "talk", 1, []byte(strings.Join(lines, "\n"))); err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

// TestTitleBroken: not all of the answer came.
func TestTitleBroken(t *testing.T) {
	const ask, part = "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfour"
	for _, tc := range []struct {
		got  string
		end  wire.RecordKind
		want string
	}{
		{part, wire.DidReset, "GET / is answered with 200, which breaks off."},
		{part, wire.DidClosed, "GET / is answered with 200, which breaks off."},
		{part, wire.DidMore, "GET / is answered with 200, not all of which came."},
		{"HTTP/1.1 200 OK\r\nContent", wire.DidReset, "GET / is answered with the beginning of a response."},
	} {
		records := []wire.Record{{Kind: wire.DidSend, Data: []byte(ask)}, {Kind: wire.DidReceive, Data: []byte(tc.got)}, {Kind: tc.end}}
		if got := Title(records); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

// TestTitle: the first request and its final answer.
func TestTitle(t *testing.T) {
	for _, tc := range []struct{ sent, got, want string }{
		{"GET /a HTTP/1.1\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n", "GET /a is answered with 404."},
		{"HEAD / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HEAD / is answered with 200."},
		{"GET /\x1b HTTP/1.1\r\n\r\n", "hello", `GET /\x1b is answered, but not with HTTP.`},
		{"\x00", "", "What was sent is not answered."},
	} {
		records := []wire.Record{{Kind: wire.DidSend, Data: []byte(tc.sent)}, {Kind: wire.DidReceive, Data: []byte(tc.got)}}
		if got := Title(records); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

// TestTitleConnections: request and answer are of the same connection.
func TestTitleConnections(t *testing.T) {
	did := func(conn string, kind wire.RecordKind, data string) wire.Record {
		return wire.Record{Kind: kind, Conn: conn, Data: []byte(data)}
	}
	send := func(conn, path string) wire.Record {
		return did(conn, wire.DidSend, "GET "+path+" HTTP/1.1\r\n\r\n")
	}
	got := func(conn, status string) wire.Record {
		return did(conn, wire.DidReceive, "HTTP/1.1 "+status+" X\r\nContent-Length: 0\r\n\r\n")
	}
	connect := func(conn string) wire.Record { return did(conn, wire.DidConnect, "") }
	for _, tc := range []struct {
		name    string
		records []wire.Record
		want    string
	}{
		{"the other answers first", []wire.Record{connect("a"), connect("b"), send("b", "/"), send("a", "/nope"), got("a", "404"), got("b", "200")}, "GET / is answered with 200."},
		{"the other is silent", []wire.Record{connect("a"), connect("b"), send("b", "/"), got("b", "200"), send("a", "/nope")}, "GET / is answered with 200."},
		{"the other alone answers", []wire.Record{send("", "/"), connect("a"), send("a", "/nope"), got("a", "404")}, "GET / is not answered."},
		{"the same name again", []wire.Record{connect("a"), send("a", "/"), connect("a"), send("a", "/nope"), got("a", "404")}, "GET / is not answered."},
		{"a greeting, and the same name again", []wire.Record{connect("a"), got("a", "503"), connect("a"), send("a", "/"), got("a", "200")}, "GET / is answered with 200."},
		{"nothing sent", []wire.Record{connect("a"), connect("b"), got("b", "408")}, "What was sent is answered with 408."},
		{"nothing at all", nil, "What was sent is not answered."},
	} {
		if got := Title(tc.records); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}

// TestSectionJoins: an answer that was read in many pieces is copied once, not once
// a piece.
func TestSectionJoins(t *testing.T) {
	piece := []byte("0123456789abcde\n")
	var records []wire.Record
	const pieces = 10000
	for range pieces {
		records = append(records, wire.Record{Kind: wire.DidReceive, Data: piece[:8]})
	}
	var got []wire.Record
	allocated := testing.AllocsPerRun(1, func() { got = sectionRecords(records) })
	if len(got) != 1 || len(got[0].Data) != 8*pieces || allocated > 100 || string(piece) != "0123456789abcde\n" {
		t.Errorf("%d records, %v allocations, %q", len(got), allocated, piece)
	}
}

// TestSectionNames: a connection that has the name of one that is over stands in the
// case as well.
func TestSectionNames(t *testing.T) {
	say := func(kind wire.RecordKind, nth int, data string) wire.Record {
		return wire.Record{Conn: "b", Nth: nth, Kind: kind, Data: []byte(data)}
	}
	got := strings.Join(Section([]wire.Record{
		say(wire.DidConnect, 1, ""), say(wire.DidSend, 1, "one\n"), say(wire.DidClosed, 1, ""), say(wire.DidCloseWrite, 1, ""),
		say(wire.DidConnect, 2, ""), say(wire.DidSend, 2, "two\n"), say(wire.DidReset, 2, ""),
	}, Saved{}), "|")
	if want := `* connect b|>b one\n|*b closed|* connect b|>b two\n|*b reset`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
