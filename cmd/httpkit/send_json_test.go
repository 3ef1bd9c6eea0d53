package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
)

// sendJSONSchema is the documented one, but with no room for what it does not name: so
// a member that is not documented is found.
func sendJSONSchema(t *testing.T) (*jsonschema.Schema, *jsonschema.Resolved) {
	t.Helper()
	b, err := os.ReadFile("docs/send.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	var shut func(*jsonschema.Schema)
	shut = func(s *jsonschema.Schema) {
		if s == nil {
			return
		}
		if s.Type == "object" && len(s.Properties) > 0 {
			s.AdditionalProperties = &jsonschema.Schema{Not: &jsonschema.Schema{}}
		}
		shut(s.Items)
		for _, p := range s.Properties {
			shut(p)
		}
		for _, d := range s.Defs {
			shut(d)
		}
	}
	shut(&s)
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &s, r
}

// scripted is a server that writes the same to each connection as soon as
// something has come, and ends it.
func scripted(t *testing.T, answer string, reset bool) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Read(make([]byte, 64<<10))
			c.Write([]byte(answer))
			if reset {
				c.(*net.TCPConn).SetLinger(0)
			}
			c.Close()
		}
	}()
	return l.Addr().String()
}

const getLine = `GET / HTTP/1.1\r\n`

// TestSendJSON: every document holds to the schema, and says what happened.
func TestSendJSON(t *testing.T) {
	schema, resolved := sendJSONSchema(t)
	if got := *schema.Properties["schema"].Const; got != any(sendSchema) {
		t.Errorf("the schema is for %v, the document is %s", got, sendSchema)
	}
	for def, v := range map[*jsonschema.Schema]any{
		schema: sendDocument{}, schema.Defs["spread"]: sendSpread{}, schema.Defs["exchange"]: sendExchange{}, schema.Defs["record"]: sendRecord{},
		schema.Defs["connection"]: sendConnection{}, schema.Defs["response"]: sendResponse{}, schema.Defs["field"]: sendField{},
	} {
		for f := range reflect.TypeOf(v).Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if def.Properties[name] == nil {
				t.Errorf("%T: %s is not in the schema", v, name)
			}
		}
	}
	two := "HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\nX: \x1b[31m\xff\r\nno colon\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nT: 1\r\n\r\n"
	for _, c := range []struct {
		name, answer string
		args         []string
		status       int
		want         []string
	}{
		{"chunked", two, []string{getLine, `\r\n`}, 0, []string{
			`"status":103`, `"interim":true`, `"framing":"chunked"`, `"content_length":2`, `"content":"hi"`, `"X: \\x1b[31m\\xff"`,
			`"bad":"it has no colon"`, `"trailers":[{"name":"T"`, `a bare LF`, `"ended":"closed"`, `"direction":"out","bytes":"GET / HTTP/1.1\\r\\n\\r\\n","length":18`}},
		{"cut off", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", []string{getLine, `\r\n`}, 0, []string{
			`"whole":false`, `"why":"broke off after 3 of 9 bytes"`, `"content_length":3`, `"broken":"the answer broke off after 3 of 9 bytes: the server closed`}},
		{"no HTTP", "Yes", []string{`hi\`}, 0, []string{`"responses":[]`, `"rest":{"length":3,"why":"not an HTTP/1 response`}},
		{"no answer", "", []string{getLine, `\r\n`}, 0, []string{`"broken":"no answer: the server closed`}},
		{"events", "x", []string{"* connect b", `>b a\`, "*b pause 1ms", "*b close-write", "* pause 0ms"}, 0, []string{`"event":"pause"`, `"event":"close-write"`, `"connection":"b"`, `"event":"connect"`}},
		{"our RST", "x", []string{`> a\`, "* pause 1ms", "* abort"}, 0, []string{`"event":"abort"`, `"ended":"aborted"`}},
		{"a line that does not hold", "Yes", []string{`> hi\`, `< No\`}, 1, []string{`"exit_status":1`, `"error":"arguments:2: `}},
		{"three rounds", "HTTP/1.1 204 No Content\r\n\r\n", []string{getLine, `\r\n`, "--repeat", "3"}, 0, []string{`"rounds":3`, `"round":3`, `"first_byte":{"count":3,`, `"connect":{"count":3,`}},
	} {
		status, out, errOut := httpkit(t, append([]string{"send", scripted(t, c.answer, false), "--json", "--wait", "5s"}, c.args...)...)
		if status != c.status {
			t.Errorf("%s: got exit status %d, want %d\n%s", c.name, status, c.status, errOut)
		}
		var doc any
		var flat bytes.Buffer
		if err := json.Unmarshal([]byte(out), &doc); err != nil {
			t.Errorf("%s: %v in\n%s", c.name, err, out)
			continue
		}
		json.Compact(&flat, []byte(out))
		if err := resolved.Validate(doc); err != nil {
			t.Errorf("%s: %v in\n%s", c.name, err, out)
		}
		for _, want := range c.want {
			if !strings.Contains(flat.String(), want) {
				t.Errorf("%s: got\n%s\nwant %s in it", c.name, flat.String(), want)
			}
		}
		if strings.ContainsAny(out, "\x1b\xff") {
			t.Errorf("%s: bytes of the server stand in it as they came", c.name)
		}
	}
}

// undo reads the document with a program of its own, and gives back the bytes.
const undo = `
import json, re, sys
doc = json.load(sys.stdin)
short = {"r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0", "\\": b"\\"}
def raw(s):
    out = b""
    for m in re.finditer(r"\\x([0-9a-f]{2})|\\(.)|([^\\]+)", s, re.S):
        out += bytes([int(m[1], 16)]) if m[1] else short[m[2]] if m[2] else m[3].encode()
    return out
for e in doc["exchanges"]:
    last, side = 0, ""
    for r in e["records"]:
        assert r["at"] >= last, "time runs backwards"
        last = r["at"]
        if "bytes" in r:
            b = raw(r["bytes"])
            assert len(b) == r["length"], (len(b), r)
            if r["direction"] != side:
                side = r["direction"]
                sys.stdout.buffer.write({"out": b">", "in": b"<"}[side])
            sys.stdout.buffer.write(b)
    for c in e["connections"]:
        for a in c["responses"]:
            assert len(raw(a["content"])) == a["content_length"]
`

// TestSendJSONPython: every byte can be had back by another program.
func TestSendJSONPython(t *testing.T) {
	needs(t, "python3")
	all := make([]byte, 0, 1024)
	for i := range 256 {
		all = append(all, byte(i))
	}
	all = append(all, "\xc3\xbc \xe2\x80\xae \\x41 \\{any} \r\n"...)
	head := "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
	status, out, errOut := sendStdin(string(sentLines(all)), scripted(t, head+string(all), false), "--json", "--wait", "0s")
	if status != 0 {
		t.Fatalf("exit status %d: %s", status, errOut)
	}
	cmd := exec.Command("python3", "-c", undo)
	cmd.Stdin = strings.NewReader(out)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	got, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	if want := ">" + string(all) + "<" + head + string(all); string(got) != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
